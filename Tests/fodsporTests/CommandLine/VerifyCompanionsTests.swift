import Foundation
import TestSupport
import Testing

/// `fodspor verify` and `fodspor diff` where the study file names other files.
@Suite("Command line: verify, files that the study file names")
struct VerifyCompanionsTests {
  /// The training ran on 2026-11-23 from 09:46:10 to 09:47:00 UTC; the series covers it, and changes in it.
  private static let series =
    "Datetime (UTC),Carbon intensity gCO2eq/kWh (direct)\n"
    + (40...59).map { "2026-11-23 09:\($0),\($0 < 47 ? 80 : 90)\n" }.joined()
  private static let metrics = """
    model,dataset,fold,metric,value
    one,Dataset701_Blobs,0,HD95,2.5
    one,Dataset701_Blobs,1,HD95,3.5
    two,Dataset701_Blobs,0,HD95,4.5
    two,Dataset701_Blobs,1,HD95,4

    """

  /// A study in `logs` with a series of its own and one of a site, of which one lies in a folder, and with metrics; a
  /// report of it in `out`.
  private static func reported() async throws -> TemporaryFolder {
    let folder = try SmallStudy.make()
    try folder.write(series, to: "logs/grid/dk.csv")
    try folder.write(series.replacing(",80", with: ",40"), to: "logs/site.csv")
    try folder.write(metrics, to: "logs/metrics.csv")
    try folder.write(
      """
      pue: {value: 1.5, source: the site}
      carbon-intensity: {series: grid/dk.csv}
      sites: [{name: Aarhus, paths: "elsewhere/**", pue: 1.1, carbon-intensity: {series: ./site.csv}}]
      embodied: [{name: A100, kg: 150, source: made up for this test}]
      metrics: {file: metrics.csv, lower-is-better: HD95}

      """, to: "logs/fodspor.yml")
    let result = try await CommandLineTool.run(["report", "logs", "-o", "out"], in: folder)
    try #require(result.status == 0, "\(result.messages)")
    return folder
  }

  private static func manifest(_ folder: TemporaryFolder) throws -> [String: Any] {
    let data = Data(try folder.text("out/data/manifest.json").utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test("The manifest lists each with its hash, what was read in it, and what it was used for")
  func listed() async throws {
    let folder = try await Self.reported()
    let manifest = try Self.manifest(folder)
    let companions = try #require(manifest["companions"] as? [[String: Any]])
    #expect(companions.map { $0["path"] as? String } == ["grid/dk.csv", "site.csv", "metrics.csv"])
    #expect(
      companions.map { $0["bytes"] as? Int } == [
        Self.series.utf8.count, Self.series.utf8.count, Self.metrics.utf8.count,
      ])
    // `printf` of the text of `metrics` to sha256sum.
    #expect(companions.last?["sha256"] as? String == "3e82cc95bcaf5a6743726df1dc7e269c5a27cdce3d8b5f26e63ca1ada9814d69")
    #expect(companions.map { $0["records"] as? [String: Int] } == [["points": 20], ["points": 20], ["rows": 4]])
    let uses = companions.compactMap { ($0["used_for"] as? [[String: Any]])?.first }
    #expect(uses.map { $0["purpose"] as? String } == ["carbon intensity", "carbon intensity of sites", "metrics"])
    #expect(uses.map { $0["of"] as? [String] } == [[], ["Aarhus"], ["HD95"]])
    let inputs = try #require(manifest["inputs"] as? [[String: Any]])
    let input = try #require(inputs.first { $0["path"] as? String == "grid/dk.csv" })
    #expect((input["used_for"] as? [[String: Any]])?.map { $0["purpose"] as? String } == ["named by the study file"])
  }

  @Test("The manifest has the rates of series and sites, embodied emissions and the limits of the boards")
  func constants() async throws {
    let folder = try await Self.reported()
    let constants = try #require(Self.manifest(folder)["constants"] as? [[String: Any]])
    let names = constants.compactMap { $0["name"] as? String }
    #expect(Set(names).count == names.count)
    func value(_ name: String) -> Double? { constants.first { $0["name"] as? String == name }?["value"] as? Double }
    // 7 of 20 minutes are before 09:47: (7 × 80 + 13 × 90) / 20, and with 40 instead of 80.
    let (study, site) = (value("carbon_intensity_series"), value("site_Aarhus_carbon_intensity_series"))
    #expect(abs(try #require(study) - 86.5) < 1e-9)
    #expect(abs(try #require(site) - 72.5) < 1e-9)
    #expect(value("site_Aarhus_pue") == 1.1)
    #expect(value("without_site_pue") == 1.5)
    #expect(value("embodied_A100") == 150)
    #expect(constants.first { $0["name"] as? String == "carbon_intensity" }?["emissions"] as? String == "direct")
    #expect(names.contains { $0.hasPrefix("board_limit_") })
  }

  @Test("Untouched they agree, also where the study was moved")
  func agrees() async throws {
    let folder = try await Self.reported()
    let near = try await CommandLineTool.run("verify", "out", in: folder)
    #expect(near.status == 0, "\(near.output)\(near.messages)")
    #expect(near.output.contains("files that the study file names: 3 of 3 agree\n"))
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder.path("far/away"), withIntermediateDirectories: true)
    try manager.moveItem(atPath: folder.path("logs"), toPath: folder.path("far/away/study"))
    let moved = try await CommandLineTool.run("verify", "out", "--inputs", "far/away/study", in: folder)
    #expect(moved.status == 0, "\(moved.output)\(moved.messages)")
  }

  @Test(
    "A changed byte is told with the file, and with the numbers that follow",
    arguments: [
      ("grid/dk.csv", "09:46,80", "09:46,81", "co2e_g"),
      ("site.csv", ",40", ",41", "site_Aarhus_carbon_intensity_series: 72.5 g/kWh → 72.55"),
      ("metrics.csv", "2.5", "2.6", "metrics"),
    ])
  func changed(path: String, old: String, new: String, follows: String) async throws {
    let folder = try await Self.reported()
    let text = try folder.text("logs/\(path)")
    try folder.write(text.replacing(old, with: new, maxReplacements: 1), to: "logs/\(path)")
    let result = try await CommandLineTool.run("verify", "out", in: folder)
    #expect(result.status == 1, "\(result.messages)")
    #expect(result.output.contains("files that the study file names: 2 of 3 agree\n"))
    #expect(result.output.contains("files that the study file names\n  changed: \(path)\n"), "\(result.output)")
    #expect(result.output.components(separatedBy: "changed: ").count == 2, "it is told once")
    // No training ran at the site, so that only its constant changes.
    let part = path == "site.csv" ? result.output[...] : result.output.split(separator: "Numbers that differ").last
    #expect(part?.contains(follows) == true, "\(result.output)")
    #expect(result.output.contains("differs: "))
  }

  @Test("One that cannot be used any more is told with the reason, and so is a missing one")
  func unusable() async throws {
    let folder = try await Self.reported()
    try folder.write(Self.metrics.replacing("2.5", with: "2,5"), to: "logs/metrics.csv")
    let damaged = try await CommandLineTool.run("verify", "out", in: folder)
    #expect(damaged.status == 1, "\(damaged.messages)")
    #expect(damaged.output.contains("  changed: metrics.csv\n"))
    #expect(damaged.output.contains("not made again: metrics.csv"), "\(damaged.output)")

    try FileManager.default.removeItem(atPath: folder.path("logs/metrics.csv"))
    let missing = try await CommandLineTool.run("verify", "out", in: folder)
    #expect(missing.status == 1, "\(missing.messages)")
    #expect(missing.output.contains("  missing: metrics.csv\n"))
    #expect(
      missing.output.contains("not made again: metrics.csv, which fodspor.yml names, is missing; put it back"),
      "\(missing.output)")
    let json = try await CommandLineTool.run("verify", "out", "--format", "json", in: folder)
    let object = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(object["companions"] as? [[String: String]] == [["change": "missing", "path": "metrics.csv"]])
    #expect((object["not_made_again"] as? [String])?.count == 1)
  }

  @Test("A link out of the folder is not read unless it is asked for")
  func links() async throws {
    let folder = try await Self.reported()
    try FileManager.default.moveItem(atPath: folder.path("logs/metrics.csv"), toPath: folder.path("elsewhere.csv"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("logs/metrics.csv"), withDestinationPath: folder.path("elsewhere.csv"))
    let refused = try await CommandLineTool.run("verify", "out", "--inputs", "logs", in: folder)
    #expect(refused.status == 2 && refused.messages.contains("metrics.csv: leads out of"), "\(refused.messages)")
    let followed = try await CommandLineTool.run("verify", "out", "--inputs", "logs", "--follow-links", in: folder)
    #expect(followed.status == 0, "\(followed.output)\(followed.messages)")
  }

  @Test("Beside a study file outside the logs they are found by their hash")
  func outside() async throws {
    let folder = try SmallStudy.make()
    try folder.write(Self.metrics, to: "paper/metrics.csv")
    try folder.write("{pue: 1.5, carbon-intensity: {country: DNK}, metrics: metrics.csv}", to: "paper/study.yml")
    let report = try await CommandLineTool.run(
      "report", "logs", "--study", "paper/study.yml", "-o", "out", in: folder)
    try #require(report.status == 0, "\(report.messages)")
    let found = try await CommandLineTool.run("verify", "out", in: folder)
    #expect(found.status == 0, "\(found.output)\(found.messages)")
    try folder.write(Self.metrics.replacing("2.5", with: "2.6"), to: "paper/metrics.csv")
    let lost = try await CommandLineTool.run("verify", "out", in: folder)
    #expect(lost.status == 1 && lost.output.contains("  missing: metrics.csv\n"), "\(lost.output)")
  }

  @Test("diff names a changed one")
  func diff() async throws {
    let folder = try await Self.reported()
    try folder.write(Self.series.replacing(",80", with: ",70"), to: "logs/grid/dk.csv")
    let report = try await CommandLineTool.run("report", "logs", "-o", "new", in: folder)
    try #require(report.status == 0, "\(report.messages)")
    let result = try await CommandLineTool.run("diff", "out", "new", in: folder)
    #expect(result.status == 1)
    #expect(result.output.contains("files that the study file names\n  changed: grid/dk.csv\n"), "\(result.output)")
    #expect(result.output.contains("carbon_intensity_series: 86.5 g/kWh → 83.0 g/kWh"), "\(result.output)")
  }
}
