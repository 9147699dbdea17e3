import ArgumentParser
import LogFormats
import Reporting

/// `fodspor formats`: what can be read.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: "List what can be read, and how it is recognised.",
    discussion: """
      Files are recognised by their content first and their name second; .gz files are read as what is in them.

      Example:  fodspor formats --format md
      """)

  @Option(name: .long, help: "How to print it: \(TableFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = TableFormat.table

  func run() {
    let table = Table(
      name: "formats", caption: "What can be read",
      columns: [
        .init(key: "format", header: "Format"), .init(key: "what", header: "What it is"),
        .init(key: "recognised_by", header: "How it is recognised"),
      ],
      rows: FormatRegistry.definitions.map { definition in
        let (what, recognisedBy) = definition.synopsis
        return Table.Row([.text(definition.format.rawValue), .text(what), .text(recognisedBy)])
      })
    Terminal.result(format.render(table, width: Terminal.width))
  }
}
