import Accounting
import Foundation
import HostileContent
import StudyFile
import StudyStore
import TestSupport
import Testing
import Yams

@testable import Reporting

/// Payload × channel × format: whatever texts the logs and the study file hold, nothing of them is active in a report.
///
/// Each study has some payloads, every one of them in every channel; where a channel has room for one text only, the
/// payloads take turns in documents of their own.
@Suite("Hostile content in reports")
struct HostileContentTests {
  /// So many payloads share a study.
  private static let payloadsPerStudy = 16

  static let groups: [[Int]] = {
    let count = (try? HostilePayload.all().count) ?? 0
    return stride(from: 0, to: count, by: payloadsPerStudy).map { Array($0..<min($0 + payloadsPerStudy, count)) }
  }()

  /// The channels whose texts stand in a report as they are, with a file where they do.
  private static let literal: [(channel: HostileChannel, path: String)] = [
    (.dataset, "data/runs.json"), (.debugGPU, "data/runs.json"), (.debugHost, "data/runs.json"),
    (.siteName, "data/manifest.json"), (.embodiedSource, "data/manifest.json"), (.folder, "data/inputs.json"),
    (.pueSource, "data/basis.json"),
  ]

  /// What is only looked at on a terminal, or counted.
  private static let unseen: Set<HostileChannel> = [
    .raplDomain, .debugNetwork, .logNetwork, .codecarbonProject, .codecarbonRun, .codecarbonCountry, .codecarbonRegion,
    .codecarbonCPU, .codecarbonGPU, .slurmJob, .slurmNode, .trackerPlace, .meterDevice, .metricModel,
  ]

  /// The channels of which a study has one.
  private static let singles: Set<HostileChannel> = [
    .title, .pueSource, .intensitySource, .intensityPlace,
  ]

  @Test("nothing of a payload is active in any file, and every channel is seen", arguments: groups)
  func report(group: [Int]) async throws {
    let all = try HostilePayload.all()
    let study = try HostileStudy(group.map { all[$0] }, most: Self.payloadsPerStudy)
    let folder = try TemporaryFolder()
    try study.write(to: folder)
    let files = try await Self.files(below: folder.path("logs"))
    for (path, text) in files { Self.check(path, text) }

    let seen = Set(files.flatMap { HostileMark.all(in: Self.plain($0.text)) })
    for channel in HostileChannel.allCases where !Self.unseen.contains(channel) {
      // A name with a colon is no hardware, for example; but most must be seen, or the suite does not test the channel.
      let wanted = Self.singles.contains(channel) ? 1 : study.payloads.count / 2
      let count = study.payloads.count { seen.contains(HostileMark(channel, $0)) }
      #expect(count >= wanted, "channel \(channel.rawValue): \(count) payloads are in some file")
    }
    try Self.compareTexts(study, files)
  }

  @Test("a title, sources and a place in documents of a study without trainings")
  func singleTexts() async throws {
    let trace = DemoStudy.folder.appending(path: "traces/rapl_4410226.csv").path
    let store = try StudyStore.temporary()
    _ = try await Ingester(store: store).ingest(paths: [trace])
    for payload in try HostilePayload.all() {
      let file = try StudyFile.parse(HostileStudy([payload]).expanded(Self.singleTexts), fileName: "fodspor.yml")
      let footprint = try StudyAccounting.footprint(of: store, study: file, paths: [])
      let report = StudyReport(footprint: footprint, file: file, hasStudyFile: true, version: "0.0.0")
      for (path, text) in try report.render() where !path.hasPrefix("data/") { Self.check(path, text) }
    }
  }

  private static let singleTexts = """
    title: "<<title>>"
    pue: {value: 1.5, source: "<<pueSource>>", year: 2025}
    carbon-intensity: {value: 121, source: "<<intensitySource>>", place: "<<intensityPlace>>"}
    """

  // MARK: - Making

  private static func files(below path: String) async throws -> [(path: String, text: String)] {
    let (file, studyFile) = try StudyFileLocator.load(path: nil, beside: [path])
    let companions = try StudyCompanions.read(for: file, beside: studyFile)
    var study = file
    study.metricValues = companions.metricValues
    let store = try StudyStore.temporary()
    _ = try await Ingester(store: store, declarations: TraceDeclarations(study)).ingest(paths: [path])
    let footprint = try StudyAccounting.footprint(
      of: store, study: study, paths: [path], studyFilePath: studyFile, companions: companions)
    var choices = ReportChoices()
    choices.usesSIunitx = true
    choices.studyFile = .init(
      name: "fodspor.yml", text: try String(contentsOfFile: path + "/fodspor.yml", encoding: .utf8))
    let report = StudyReport(
      footprint: footprint, file: study, hasStudyFile: true, version: "0.0.0", choices: choices, companions: companions)
    return try report.render()
  }

  // MARK: - Checking

  /// Applies the check of a file's format.
  private static func check(_ path: String, _ text: String) {
    if path.wholeMatch(of: #/[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.(md|html|tex|bib|yaml|json|csv|svg|tikz\.tex|txt)/#)
      == nil
      || path.split(separator: "/").contains(where: { $0.utf8.count > 200 })
    {
      Issue.record("a payload is in a path: \(path)")
    }
    for finding in findings(path, text).prefix(5) { Issue.record("\(finding) in format \(path)") }
  }

  static func findings(_ path: String, _ text: String) -> [HostileFinding] {
    switch path.split(separator: ".").last {
    case "svg": MarkupCheck.picture(text).findings
    case "html": MarkupCheck.page(text).findings
    case "tex", "bib": path.hasSuffix(".bib") ? CharacterCheck.findings(in: text) : LaTeXCheck.findings(in: text)
    case "md": MarkdownCheck.findings(in: text)
    case "json": JSONCheck.read(text).findings
    case "csv": CSVCheck.findings(in: text) + CharacterCheck.findings(in: text, allowing: Self.layout)
    case "yaml": yaml(text)
    default: CharacterCheck.findings(in: text)
    }
  }

  /// What CSV keeps of a text's layout, in quotes.
  private static let layout: [Unicode.Scalar] = ["\t", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"]

  /// One document for each final model, with texts and numbers only.
  private static func yaml(_ text: String) -> [HostileFinding] {
    let known: Set = ["co2_eq_emissions", "emissions", "source", "geographical_location", "hardware_used"]
    do {
      var documents = try Yams.load_all(yaml: text)
      var findings: [HostileFinding] = []
      while let document = documents.next() {
        guard let top = document as? [String: Any] else {
          if !(document is NSNull) { findings.append(.init("no mapping", "\(document)")) }
          continue
        }
        let inner = top["co2_eq_emissions"] as? [String: Any] ?? [:]
        findings += Set(top.keys).union(inner.keys).subtracting(known).map { .init("a key", $0) }
      }
      // The sequence ends where it cannot go on.
      if let error = documents.error { throw error }
      return findings + CharacterCheck.findings(in: text)
    } catch {
      return [.init("no YAML: \(error)", text)]
    }
  }

  /// A text without what LaTeX has for breaks within words.
  private static func plain(_ text: String) -> String { text.replacing("\\allowbreak{}", with: "") }

  /// JSON has the texts themselves, and the page shows them as a terminal would.
  private static func compareTexts(_ study: HostileStudy, _ files: [(path: String, text: String)]) throws {
    let texts = Dictionary(files.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
    for (channel, path) in literal {
      let strings = JSONCheck.read(try #require(texts[path], "\(path)")).strings.map(bytes)
      for payload in study.payloads where channel != .pueSource || payload.number == study.payloads[0].number {
        let wanted = bytes(study.text(channel, payload))
        #expect(
          strings.contains { $0.firstRange(of: wanted) != nil },
          "\(HostileMark(channel, payload)) is not as it was in \(path)")
      }
    }
    let shown = bytes(MarkupCheck.page(texts["report.html"] ?? "").text)
    for payload in study.payloads {
      for channel in [HostileChannel.datasetLabel, .configurationLabel] {
        let wanted = TerminalEscaping().escape(study.text(channel, payload))
        #expect(
          shown.firstRange(of: bytes(wanted)) != nil, "\(HostileMark(channel, payload)) is not shown in report.html")
      }
    }
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
