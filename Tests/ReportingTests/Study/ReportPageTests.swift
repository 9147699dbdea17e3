import Accounting
import Foundation
import Plotting
import StudyFile
import TestSupport
import Testing

@testable import Reporting

/// `report.html` as text: what is in it, and what cannot be.
@Suite("The page report.html")
struct ReportPageTests {
  private static let golden = GoldenFolder("ReportPage")

  /// The demo's page, made once.
  static let shipped = Task { try await page(of: DemoStudy.report()) }

  static func page(of report: StudyReport) throws -> String {
    try #require(try report.render().first { $0.path == "report.html" }).text
  }

  /// Names that are not what HTML, CSS, JavaScript and SVG take them for: titles, and labels of data sets and
  /// configurations.
  static let hostileNames = [
    [
      "</title><script>alert(1)</script>", "Dataset_%&#${}~^\\", "数据集", "'><img src=x onerror=alert(1)>",
      "مجموعة بيانات",
    ],
    ["\"onload=\"alert(1)", String(repeating: "long_", count: 40), "🧠👩‍⚕️", "{{title}}", "<!--"],
    ["]]>", "&lt;b&gt;", "\u{202E}desrever", "a\nb\u{1B}[31m", " "],
  ]

  /// A page of the demo study with such names, for each list of them; made once.
  static let hostilePages = Task {
    try await hostileNames.asyncMap { names in
      var (file, footprint) = try await DemoStudy.footprint.value
      file.title = names[0]
      for (dataset, name) in zip(footprint.datasets.compactMap(\.dataset), names[1...2]) {
        file.datasetLabels[dataset] = name
      }
      for (configuration, name) in zip(["2d", "3d_fullres"], names[3...4]) {
        file.configurationLabels[configuration] = name
      }
      return try page(of: StudyReport(footprint: footprint, file: file, hasStudyFile: true, version: "0.0.0"))
    }
  }

  /// The text without what stands between two marks, at every place.
  private static func elided(_ text: String, from start: String, to end: String) throws -> String {
    let pieces = text.components(separatedBy: start)
    return try pieces[0]
      + pieces.dropFirst().map { piece in
        let close = try #require(piece.range(of: end), "\(start) without \(end)")
        return start + piece[close.lowerBound...]
      }.joined()
  }

  /// How often a text stands in another.
  private static func count(_ part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

  @Test("is as expected, but for pictures, style and script, which have files of their own, and long lists")
  func golden() async throws {
    var text = try await Self.shipped.value
    for (start, end) in [
      ("<style>", "</style>"), ("<script>", "</script>"), ("<svg ", "</svg>"), ("'sha256-", "'"),
      ("href=\"data:", "\""),
    ] { text = try Self.elided(text, from: start, to: end) }
    for table in ["findings", "input-files", "cross-checks", "logged-vs-measured", "missed-by-trackers"] {
      let start = try #require(text.range(of: " aria-labelledby=\"cap-\(table)\">\n<thead>")).upperBound
      let open = try #require(text.range(of: "<tbody>", range: start..<text.endIndex)).upperBound
      let close = try #require(text.range(of: "</tbody>", range: open..<text.endIndex)).lowerBound
      text.removeSubrange(open..<close)
    }
    try Self.golden.expect(["report.html": text])
  }

  @Test("tells what a mark is, and its value, where a reader points at it")
  func tooltips() async throws {
    let page = try await Self.shipped.value
    #expect(page.contains("<g><title>Tubes, 2D, fold 0: IT energy "))
    for picture in page.components(separatedBy: "<svg ").dropFirst() {
      #expect(picture.prefix { $0 != "\n" }.contains("role=\"img\""))
      #expect(picture.components(separatedBy: "</svg>")[0].contains("<g><title>"))
    }
  }

  @Test("links to figures of further data sets, so that a page of hundreds of them still opens")
  func linkedFigures() async throws {
    let (file, footprint) = try await DemoStudy.footprint.value
    let figures = ReportFigures(footprint: footprint, labels: Labels(file)).render(.article)
    let epochs = try #require(figures.first { $0.isPerDataset })
    let other = try #require(figures.first { !$0.isPerDataset })
    let tables = ReportTables(footprint: footprint, labels: Labels(file), showsLowCoverage: false)
    let page = HTMLPage(
      facts: ReportFacts(footprint: footprint, tables: tables, title: nil, hasStudyFile: false, version: "0.0.0"),
      tables: tables, figures: Array(repeating: epochs, count: HTMLPage.embeddedPerDataset + 3) + [other],
      constants: [], templates: try DocumentTemplates(folder: nil))
    let contexts = try #require(try page.context()["figures"] as? [[String: Any]])
    #expect(contexts.map { $0["svg"] is String } == Array(repeating: true, count: 24) + [false, false, false, true])
    #expect(contexts[24]["csv_link"] as? String == "figures/\(epochs.rendered.name).csv")
    let text = try DocumentTemplates(folder: nil).render("report.html.mustache", try page.context())
    #expect(Self.count("<svg ", in: text) == 25)
    #expect(Self.count("<p><a href=\"figures/\(epochs.rendered.name).svg\">", in: text) == 3)
  }

  @Test("has every table of the report and every figure, with ids of their own and their data")
  func complete() async throws {
    let files = try await DemoStudy.report().render()
    let page = try await Self.shipped.value
    for (path, _) in files where path.hasPrefix("tables/") && path.hasSuffix(".tex") {
      let name = path.dropFirst("tables/".count).dropLast(".tex".count)
      #expect(
        page.contains("<figure class=\"table\" id=\"tab-\(name)\">")
          || page.contains("<figure class=\"table wide\" id=\"tab-\(name)\">"), "\(name)")
    }
    for (path, data) in files where path.hasPrefix("figures/") && path.hasSuffix(".csv") {
      let name = path.dropFirst("figures/".count)
      let end = try #require(page.range(of: "\" download=\"\(name)\"")).lowerBound
      let link = try #require(page[..<end].components(separatedBy: "href=\"data:text/csv;charset=utf-8,").last)
      #expect(link.removingPercentEncoding == data, "\(name)")
    }
    let ids = page.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count)
  }

  @Test("the policy allows the style sheet and the script that are in it, and nothing else")
  func policy() async throws {
    let page = try await Self.shipped.value
    let policy = try #require(page.firstMatch(of: #/Content-Security-Policy" content="([^"]*)"/#)).1
    #expect(
      policy.wholeMatch(
        of:
          #/default-src 'none'; style-src 'sha256-[A-Za-z0-9+\/]{43}='; script-src 'sha256-[A-Za-z0-9+\/]{43}='; base-uri 'none'; form-action 'none'/#
      ) != nil, "\(policy)")
    // Nothing that a policy would have to stop.
    for part in [" src=\"", " style=\"", " onload=\"", "<link", "<img", "<iframe", "@import", "url("] {
      #expect(Self.count(part, in: page) == 0, "\(part)")
    }
  }

  @Test("names are text, wherever they stand")
  func hostile() async throws {
    for (names, page) in zip(Self.hostileNames, try await Self.hostilePages.value) {
      #expect(Self.count("<script", in: page) == 1)
      #expect(
        Self.count("</title>", in: page) == 1 + Self.count("<svg ", in: page) + Self.count("<g><title>", in: page))
      #expect(Self.count("<img", in: page) == 0)
      #expect(Self.count("<!--", in: page) == 0)
      #expect(page.contains("<h1>\(HTMLEscaping().escape(names[0]))</h1>"))
      for name in names[1...2] {
        let shown = HTMLEscaping().escape(name)
        #expect(
          page.contains(">\(shown)</th>"), "\(shown)")
      }
      for name in names[3...4] { #expect(page.contains(">\(HTMLEscaping().escape(name))</td>"), "\(name)") }
    }
  }

  @Test("a style sheet or a script of the user's that would end its element is an error with its path")
  func closingParts() throws {
    for (name, text) in [("report.css", "/* </STYLE> */"), ("report.js", "'</script>'")] {
      let folder = try TemporaryFolder()
      try folder.write(text, to: name)
      let error = try #require(throws: ReportError.self) { try DocumentTemplates(folder: folder.path) }
      #expect(error.description.hasPrefix(folder.path(name) + ": not a usable template"), "\(error)")
    }
  }

  @Test("the policy has the hashes that browsers compute")
  func hashes() {
    // printf 'body { color: #123456 }' | openssl dgst -sha256 -binary | base64
    #expect(
      HTMLPage.policy(style: "body { color: #123456 }", script: "").contains(
        "style-src 'sha256-Ni0miK/UBRk39zIRaKyPSd/ZZutnHnOzyCkdbMRnbMc='"))
  }
}

extension Sequence where Self: Sendable, Element: Sendable {
  /// The results of an operation on each element, one after the other.
  fileprivate func asyncMap<Result>(_ operation: (Element) async throws -> Result) async rethrows -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await operation(element)) }
    return results
  }
}
