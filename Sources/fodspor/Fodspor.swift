import ArgumentParser

/// The command line: each command parses its arguments, calls the layers and prints.
@main
struct Fodspor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fodspor",
    abstract: "Turns the log directories of a cluster into the carbon appendix of a paper.",
    discussion: """
      Reads nnU-Net training logs, carbontracker logs, nvidia-smi and RAPL traces, CodeCarbon files and Slurm outputs \
      below any folder, puts them on one timeline, counts every joule once, and writes Markdown, LaTeX tables and SVG \
      figures. Nothing is sent anywhere, and no input is changed.

      Start with:  fodspor report PATH -o DIR

      Exit status: 0 done; 1 done, with errors in the input; 2 cannot do it; 64 wrong usage.
      """,
    version: version,
    subcommands: [
      ReportCommand.self, IngestCommand.self, MergeCommand.self, RunsCommand.self, ShowCommand.self,
      ExplainCommand.self,
      PlotCommand.self, TableCommand.self,
      RelocateCommand.self, PredictCommand.self, SelectCommand.self, VerifyCommand.self, DiffCommand.self,
      CheckCommand.self, InspectCommand.self, FormatsCommand.self, TemplatesCommand.self,
    ])

  /// The version that reports print.
  static let version = "0.1.0"

  static func main() async {
    WriteSignals.ignore()
    do {
      var command = try await asyncParseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Terminal.exit(Self.self, with: error)
    }
  }
}
