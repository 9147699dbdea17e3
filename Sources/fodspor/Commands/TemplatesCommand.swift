import ArgumentParser
import Foundation
import ReportTemplates
import Reporting

/// `fodspor templates`: what reports are made of.
struct TemplatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "templates", abstract: "List the templates of reports, tell what they can name, or copy them.",
    discussion: """
      Reports are made of Mustache templates and, for report.html, a style sheet and a script. Copy them, change some, \
      delete the others, and give the folder to fodspor report with --templates. A name that is none is an error there.

      Example:  fodspor templates --export ours
      """)

  @Flag(help: "Print the names that templates can use, with types.")
  var describe = false

  @Option(
    name: .long,
    help: ArgumentHelp("Copy the templates into a folder; a file that is there already is an error.", valueName: "dir"))
  var export: String?

  @Option(name: .long, help: "How to print it: \(TableFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = TableFormat.table

  func validate() throws {
    if describe, export != nil { throw ValidationError("Use --describe or --export, not both.") }
  }

  func run() throws {
    guard let export else {
      Terminal.result(format.render(describe ? TemplateVariable.table : ReportDocument.table, width: Terminal.width))
      return
    }
    let files = ReportTemplates.documents.sorted { $0.key < $1.key }
    if let present = files.first(where: { FileManager.default.fileExists(atPath: export + "/" + $0.key) }) {
      Terminal.message("\(export)/\(present.key): is there already, and nothing was copied; name another folder")
      throw ExitStatus.failure
    }
    do {
      try FileManager.default.createDirectory(atPath: export, withIntermediateDirectories: true)
    } catch {
      Terminal.message("\(export): cannot be made; its parent must be a folder that is writable")
      throw ExitStatus.failure
    }
    for (name, text) in files { try OutputFile.write(text, to: export + "/" + name) }
    Terminal.sentence("\(files.count) files in \(export); use them with: fodspor report PATH --templates \(export)")
  }
}
