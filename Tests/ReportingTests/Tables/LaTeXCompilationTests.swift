import Foundation
import Reporting
import TestSupport
import Testing

@Suite(
  "LaTeX tables compile without overfull boxes",
  .enabled(if: LaTeXCompiler.isAvailable || LaTeXCompiler.isRequired, "pdflatex is not installed"))
struct LaTeXCompilationTests {
  private static let packages = LaTeXTableRenderer.packages
  private static let tables =
    ExampleTables.all + [ExampleTables.manyAttempts, ExampleTables.wide, ExampleTables.prose]

  @Test(arguments: ["article", "llncs"])
  func tablesFitTheText(documentClass: String) throws {
    let renderer = LaTeXTableRenderer()
    let body = Self.tables.map { renderer.render(FormattedTable($0)) + "\\clearpage\n" }.joined()
    let log = try LaTeXCompiler.compile(body, class: documentClass, packages: Self.packages)
    #expect(log.errors == [])
    #expect(log.overfullBoxes == [])
    #expect(log.pages >= Self.tables.count)
  }

  @Test(arguments: ["article", "llncs"])
  func uncommonTablesFitTheText(documentClass: String) throws {
    let body = StressTables.all.map { LaTeXTableRenderer().render(FormattedTable($0)) + "\\clearpage\n" }
    let log = try LaTeXCompiler.compile(
      body.joined(), class: documentClass, packages: Self.packages, name: "uncommon")
    #expect(log.errors == [])
    #expect(log.overfullBoxes == [])
  }

  @Test(arguments: [("column", LaTeXTableStyle.column), ("both-columns", .bothColumns)])
  func tablesFitTwoColumns(name: String, style: LaTeXTableStyle) throws {
    let tables = Self.tables + StressTables.all
    let body = tables.map { LaTeXTableRenderer(style: style).render(FormattedTable($0)) + "\\clearpage\n" }
    let log = try LaTeXCompiler.compile(body.joined(), class: "IEEEtran", packages: Self.packages, name: name)
    #expect(log.errors == [])
    #expect(log.overfullBoxes == [])
  }

  @Test(arguments: ["\\usepackage[T1]{fontenc}", "\\usepackage[utf8]{inputenc}"])
  func hostileTextCompiles(package: String) throws {
    let escaping = LaTeXEscaping()
    var texts = HostileTexts.all
    texts.append(contentsOf: (0x00...0x2FF).compactMap(Unicode.Scalar.init).map { "a\(Character($0))b" })
    texts.append(contentsOf: (0x2000...0x22FF).compactMap(Unicode.Scalar.init).map { "a\(Character($0))b" })
    let rows = texts.map { text in
      let cells = RichText.Style.allCases.map { escaping.render(RichText(text, style: $0)) }
      return cells.joined(separator: "\\par ") + "\\par\n"
    }
    let cells = texts.map { "\(escaping.escape($0)) & \(escaping.escape($0)) \\\\\n" }
    let body = "\\raggedright\n" + rows.joined() + "\\begin{longtable}{ll}\n\(cells.joined())\\end{longtable}\n"
    let log = try LaTeXCompiler.compile(
      LaTeXEscaping.completed(body), class: "article", packages: Self.packages, preamble: package, name: "hostile")
    #expect(log.errors == [])
  }
}

@Suite(
  "LaTeX tables with siunitx",
  .enabled(
    if: LaTeXCompiler.hasFile("siunitx.sty") || LaTeXCompiler.isRequired, "pdflatex or siunitx is not installed"))
struct SIunitxCompilationTests {
  private static let tables =
    ExampleTables.all + [ExampleTables.manyAttempts, ExampleTables.wide, ExampleTables.prose] + StressTables.all

  @Test(
    "compile without overfull boxes",
    arguments: [("article", LaTeXTableStyle.standard), ("llncs", .standard), ("IEEEtran", .column)])
  func tablesFitTheText(documentClass: String, style: LaTeXTableStyle) throws {
    let renderer = LaTeXTableRenderer(style: style.withSIunitx(true))
    let body = Self.tables.map { renderer.render(FormattedTable($0)) + "\\clearpage\n" }.joined()
    let log = try LaTeXCompiler.compile(
      body, class: documentClass, packages: LaTeXTableRenderer.packages + ["siunitx"], name: "siunitx")
    #expect(log.errors == [])
    #expect(log.overfullBoxes == [])
    #expect(log.pages >= Self.tables.count)
  }

  @Test("quantities in text compile, whatever their text")
  func quantitiesCompile() throws {
    let escaping = LaTeXEscaping(usesSIunitx: true)
    let texts =
      HostileTexts.all.map { RichText($0, style: .quantity) } + [.quantity("-1.5", "kWh"), .quantity("3", "%")]
    let body = texts.map { escaping.render($0) + "\\par\n" }.joined()
    let log = try LaTeXCompiler.compile(
      LaTeXEscaping.completed("\\raggedright\n" + body), class: "article", packages: ["siunitx"], name: "quantities")
    #expect(log.errors == [])
  }
}
