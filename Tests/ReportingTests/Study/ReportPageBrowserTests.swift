import Foundation
import TestSupport
import Testing

@testable import Reporting

/// `report.html` in a browser, by `scripts/check-html`: what it does, and that the script finds what is wrong.
@Suite(
  "The page report.html in a browser",
  .enabled(if: PageCheck.isAvailable || PageCheck.isRequired, "no Chromium or no Python 3 is on the PATH"))
struct ReportPageBrowserTests {
  @Test("the demo's page does all that it should")
  func demo() async throws {
    let result = try PageCheck.run(await ReportPageTests.shipped.value)
    #expect(result.status == 0, "\(result.messages)")
  }

  @Test("pages of hostile names do, too")
  func hostile() async throws {
    for page in try await ReportPageTests.hostilePages.value {
      let result = try PageCheck.run(page)
      #expect(result.status == 0, "\(result.messages)")
    }
  }

  /// A fault of the page, and what is said of it.
  struct Fault: Sendable, CustomTestStringConvertible {
    /// Whether the page's policy knows the changed style sheet or script.
    var isKnown = true
    let from: String
    let to: String
    let finding: String

    var testDescription: String { finding }
  }

  static let faults = [
    Fault(
      from: "--soft: light-dark(#56565a,", to: "--soft: light-dark(#a0a0a0,",
      finding: "light: .* has a contrast of 2"),
    Fault(from: "#a9a8a4);", to: "#606060);", finding: "dark: .* has a contrast of 2"),
    Fault(
      from: ".table .scroll { overflow: auto;", to: ".table .scroll {",
      finding: "360 px: the page is \\d+ px wide"),
    Fault(
      from: "  .table .scroll { overflow: visible; max-height: none; }", to: "",
      finding: "print: .* is cut"),
    Fault(from: "sign * (x - y)", to: "0", finding: "tables: .*: not ascending"),
    Fault(
      from: "row.element.hidden = !matches", to: "row.element.hidden = false",
      finding: "tables: .*: search for .* shows"),
    Fault(
      from: "if (scrolls) target.tabIndex = 0;", to: "target.removeAttribute('tabindex');",
      finding: "360 px: .* scrolls and cannot be focused"),
    Fault(
      from: "<h2 id=\"h-figures\">Figures</h2>", to: "<h4 id=\"h-figures\">Figures</h4>",
      finding: "light: .* skips a level"),
    Fault(
      isKnown: false, from: "</header>", to: "<img src=\"https://example.org/x.png\" alt=\"x\"></header>",
      finding: "Content Security Policy"),
    Fault(
      isKnown: false, from: "<style>", to: "<style>\n",
      finding: "Content Security Policy"),
  ]

  @Test("a fault is found", arguments: faults)
  func finds(_ fault: Fault) async throws {
    let shipped = try await ReportPageTests.shipped.value
    #expect(shipped.contains(fault.from))
    var page = shipped.replacing(fault.from, with: fault.to)
    if fault.isKnown {
      // As a report with this style sheet or script of the user's would be.
      func part(_ name: String, of page: String) throws -> String {
        let start = try #require(page.range(of: "<\(name)>")).upperBound
        return String(page[start..<(try #require(page.range(of: "</\(name)>"))).lowerBound])
      }
      func policy(_ page: String) throws -> String {
        HTMLPage.policy(style: try part("style", of: page), script: try part("script", of: page))
      }
      page = page.replacing(try policy(shipped), with: try policy(page))
    }
    let result = try PageCheck.run(page)
    #expect(result.status == 1)
    #expect(try Regex(fault.finding).firstMatch(in: result.messages) != nil, "\(result.messages)")
  }
}

/// `scripts/check-html`.
enum PageCheck {
  /// Continuous integration has a browser; elsewhere there need not be one.
  static let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"

  static let isAvailable: Bool = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    func has(_ name: String) -> Bool {
      folders.contains { FileManager.default.isExecutableFile(atPath: $0 + "/" + name) }
    }
    let browsers = [
      "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome-headless-shell",
    ]
    return has("python3") && browsers.contains(where: has)
  }()

  /// Checks a page.
  static func run(_ page: String) throws -> (status: Int32, messages: String) {
    let folder = try TemporaryFolder()
    try folder.write(page, to: "report.html")
    try folder.write("", to: "messages")
    let process = Process()
    process.executableURL = DemoStudy.packageRoot.appending(path: "scripts/check-html")
    process.arguments = [folder.path("report.html")]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: folder.url.appending(path: "messages"))
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try folder.text("messages"))
  }
}
