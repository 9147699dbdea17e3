public import ArgumentParser
import Reporting
public import StudyStore

/// `fodspor ingest`: parse into a store.
struct IngestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Read logs into a store, so that reports need the logs no more.",
    discussion: """
      Files that have not changed are not read again. Traces are kept without loss; logs that vanish keep their data. \
      Of fodspor.yml only traces is used here, and it is not kept: name it with --study when you report from the store.

      Example:  fodspor ingest /scratch/study --store study.sqlite

      The tasks of an array job share the work out: each calls it with --shard I/N and a store of its own, and \
      'fodspor merge' joins the stores. docs/scale.md has the scripts for Slurm.
      """)

  @Argument(help: "Folders and files to read.")
  var paths: [String]

  @Option(name: .long, help: ArgumentHelp("The store, made when it is not there.", valueName: "file"))
  var store: String

  @Option(
    name: .long,
    help: ArgumentHelp("The study file. Without it, fodspor.yml in the given folders is used.", valueName: "file"))
  var study: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The part of the files to read, as in 3/16: the third of sixteen parts, the same on every node.", valueName: "i/n"
    ))
  var shard: IngestShard?

  func run() async throws {
    do {
      let (file, _) = try StudyFileLocator.load(path: study, beside: paths)
      let opened = try StudyStore(path: store)
      for note in opened.notes { Terminal.message(note) }
      let summary = try await Ingestion.run(
        paths, into: opened, shard: shard ?? .whole, declarations: TraceDeclarations(file))
      Terminal.result(
        (shard.map { "part \($0), " } ?? "")
          + "\(summary.filesSeen) files: \(summary.read) read, \(summary.unchanged) unchanged, "
          + "\(summary.unrecognised) not recognised, \(summary.unreadable) unreadable, \(summary.vanished) vanished")
      if summary.unreadable > 0 { throw ExitStatus.inputErrors }
    } catch let error as StoreError {
      Terminal.message(error.description)
      throw ExitStatus.failure
    } catch let error as StudyError {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
  }
}

extension IngestShard: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
