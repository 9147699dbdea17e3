import Accounting
import Foundation
import Mustache
import Plotting
import ReportTemplates
import StudyFile
import TestSupport
import Testing

@testable import Reporting

/// What templates can name: the list against what documents really have, and what is said of other names.
@Suite("Names in templates", .serialized)
struct TemplateVariableTests {
  /// The demo's documents without figures but one, which is enough to see their names.
  private static let documents = Task {
    let (file, footprint) = try await DemoStudy.footprint.value
    let labels = Labels(file)
    let tables = ReportTables(footprint: footprint, labels: labels)
    let facts = ReportFacts(footprint: footprint, tables: tables, title: nil, hasStudyFile: true, version: "0")
    let figures = ReportFigures(footprint: footprint, labels: labels, tables: tables, backTest: PredictionBackTest())
    return ReportDocuments(
      facts: facts, tables: tables, printed: [tables.footprintTable],
      figures: Array(figures.render(.article).prefix(1)), choices: ReportChoices(),
      constants: ManifestConstants.of(footprint, file: file), templates: try DocumentTemplates(folder: nil))
  }

  @Test("documents have the names that are listed, and no others", arguments: ReportDocument.Format.allCases)
  func complete(format: ReportDocument.Format) async throws {
    let context = try await Self.documents.value.context(in: format)
    try expect(context, has: TemplateVariable.all, format, list: "")
  }

  private func expect(
    _ context: [String: Any], has variables: [TemplateVariable], _ format: ReportDocument.Format, list: String
  ) throws {
    let known = variables.filter { $0.formats?.contains(format) ?? true }
    #expect(Set(context.keys).subtracting(known.flatMap(\.names)) == [], "not documented, \(list)")
    let present = known.filter { !$0.isOptional }
    #expect(Set(present.flatMap(\.names)).subtracting(context.keys) == [], "documented and absent, \(list)")
    for variable in present where variable.kind == .list {
      for name in variable.names {
        let things = try #require(context[name] as? [[String: Any]])
        if let first = things.first { try expect(first, has: variable.members, format, list: name) }
      }
    }
    for variable in known {
      for value in variable.names.compactMap({ context[$0] }) {
        switch variable.kind {
        case .text, .table:
          #expect(value is String || (value as? Bool) == false && variable.isOptional, "\(variable.names)")
        case .flag: #expect(value is Bool, "\(variable.names)")
        case .list: #expect(value is [[String: Any]], "\(variable.names)")
        }
      }
    }
  }

  @Test("every table of the demo's report is listed")
  func tables() async throws {
    let paths = try await DemoStudy.report().render().map(\.path).filter {
      $0.hasPrefix("tables/") && $0.hasSuffix(".tex")
    }
    #expect(paths.count > 12)
    let known = Set(TemplateVariable.tableNames.map(\.name))
    for path in paths {
      let name = String(path.dropFirst("tables/".count).dropLast(".tex".count)).replacing("-", with: "_")
      #expect(known.contains(name), "\(name)")
    }
  }

  @Test("the shipped templates use names that there are", arguments: ReportDocument.all.map(\.template))
  func shipped(name: String) throws {
    let document = try #require(ReportDocument.all.first { $0.template == name })
    let text = try #require(ReportTemplates.documents[name])
    #expect(TemplateCheck(format: document.format).problems(in: text) == [])
  }

  @Test("documents and parts are the files that are shipped")
  func files() {
    let named = ReportDocument.all.map(\.template) + ReportDocument.parts.map(\.file)
    #expect(named.sorted() == ReportTemplates.documents.keys.sorted())
  }

  @Test(
    "a name that is none is told with its line and what may be meant",
    arguments: [
      ("{{titel}}", ["1: unknown variable 'titel'; did you mean 'title'?"]),
      (
        "a\n{{! titel }}\n\n{{#it_enrgy}}{{.}}{{/it_enrgy}}",
        ["4: unknown variable 'it_enrgy'; did you mean 'it_energy'?"]
      ),
      ("{{=<% %>=}}\n<%xyzzy%>{{titel}}", ["2: unknown variable 'xyzzy'; fodspor templates --describe lists all"]),
      (
        "{{{titel}}} {{& runz }}",
        ["1: unknown variable 'titel'; did you mean 'title'?", "1: unknown variable 'runz'; did you mean 'runs'?"]
      ),
      ("{{name}}", ["1: 'name' belongs into a section of 'figures'"]),
      (
        "{{#figures}}\r\n{{name}} {{title}} {{version}}\r\n{{nam}}{{/figures}}",
        ["3: unknown variable 'nam'; did you mean 'name'?"]
      ),
      ("{{#figures}}{{svg}}{{/figures}}", ["1: 'svg' belongs into a section of 'figures'"]),
      ("{{style}}", ["1: 'style' is in HTML only"]),
      ("{{title.x}}", ["1: unknown variable 'title.x'; did you mean 'title'?"]),
      ("{{> other}}", ["1: partials and blocks are not supported ('other')"]),
      ("{{uppercased(titel)}}", ["1: unknown variable 'titel'; did you mean 'title'?"]),
      ("{{#figures}}{{^first()}}, {{/first()}}{{name}}{{/figures}}{{^coverage_note}}all{{/coverage_note}}", []),
      ("{{% CONTENT_TYPE:TEXT}}{{title}} }} {{#times}}{{text}}{{/times}}", []),
    ] as [(String, [String])])
  func problems(text: String, expected: [String]) throws {
    _ = try MustacheTemplate(string: text)
    let found = TemplateCheck(format: .markdown).problems(in: text).map { "\($0.line): \($0.reason)" }
    #expect(found == expected)
  }

  @Test("in a user's template it is an error with path and line, before anything is written")
  func ownTemplate() throws {
    let folder = try TemporaryFolder()
    try folder.write("# {{title}}\n\n{{co2}}\n", to: "report.md.mustache")
    let error = try #require(throws: ReportError.self) { try DocumentTemplates(folder: folder.path) }
    let path = folder.path("report.md.mustache")
    #expect(error.description == "\(path):3: not a usable template (unknown variable 'co2'; did you mean 'co2e'?)")
  }

  @Test("templates/README.md has the tables that the program prints", arguments: ["templates", "variables"])
  func readme(part: String) throws {
    let file = DemoStudy.packageRoot.appending(path: "templates/README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- \(part) -->\n")).upperBound
    let end = try #require(text.range(of: "<!-- /\(part) -->")).lowerBound
    let table = part == "templates" ? ReportDocument.table : TemplateVariable.table
    let expected = MarkdownTableRenderer(includesCaption: false).render(FormattedTable(table))
    if ProcessInfo.processInfo.environment["FODSPOR_RENEW_GOLDEN"] == "1" {
      try text.replacingCharacters(in: start..<end, with: expected).write(to: file, atomically: true, encoding: .utf8)
      return
    }
    #expect(text[start..<end] == expected, "make golden writes it anew")
  }
}
