import ArgumentParser
import StudyStore

/// `fodspor merge`: several stores into one.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join stores, such as those of the tasks of an array job.",
    discussion: """
      Equal contents become one, and of a path that several stores have the latest state stays, so that order and \
      repetition make no difference. Nothing is merged when parts of 'fodspor ingest --shard' are missing or unfinished, \
      unless --incomplete is given. A new store appears when it is complete. The stores that are read stay as they are.

      Example:  fodspor merge parts/*.sqlite -o study.sqlite
      """)

  @Argument(help: ArgumentHelp("Stores made by 'fodspor ingest'.", valueName: "store"))
  var stores: [String]

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The store to make, or to add to when it is there.", valueName: "file"))
  var output: String

  @Flag(help: "Merge what there is, also when parts of the ingest are missing or unfinished.")
  var incomplete = false

  func run() async throws {
    do {
      let merger = StoreMerger(inputs: stores, output: output, allowsIncomplete: incomplete)
      defer { Terminal.endProgress() }
      let summary = try merger.run { number, count, path in
        Terminal.progress("merging \(number) of \(count)  \(path)")
      }
      Terminal.endProgress()
      for note in summary.notes { Terminal.message(note) }
      for finding in summary.findings { Terminal.message(finding.description) }
      Terminal.result("\(summary.stores) stores merged: \(summary.files) files, \(summary.contents) distinct contents")
      if summary.findings.contains(where: \.isIncomplete) { throw ExitStatus.inputErrors }
    } catch StoreError.incompleteParts(let findings) {
      for finding in findings { Terminal.message(finding.description) }
      Terminal.message("nothing was merged; with --incomplete, what there is would be")
      throw ExitStatus.failure
    } catch let error as StoreError {
      Terminal.message(error.description)
      throw ExitStatus.failure
    }
  }
}
