import Foundation
import TestSupport
import Testing

@Suite("The table of models against data sets")
struct BenchmarkTableTests {
  /// One training of the demo study as if it had been of other data sets and configurations, each on a day of its own
  /// so that none is a copy of another, with its GPU's trace.
  private static func study(_ runs: [(dataset: String, configuration: String)]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (place, run) in runs.enumerated() {
      let day = 10 + place
      func renamed(_ text: String) -> String {
        text.replacing("Dataset701_Blobs", with: run.dataset).replacing("2d", with: run.configuration)
      }
      for path in [SmallStudy.log, "debug.json", "validation/summary.json"] {
        let text = String(decoding: try SmallStudy.data("\(SmallStudy.runFolder)/\(path)"), as: UTF8.self)
        try folder.write(
          renamed(text).replacing("2026-11-23", with: "2026-11-\(day)"),
          to: "logs/\(renamed(SmallStudy.runFolder))/\(path)")
      }
      let trace = String(decoding: try SmallStudy.data("traces/nvidia-smi_\(SmallStudy.job).csv"), as: UTF8.self)
      try folder.write(trace.replacing("2026/11/23", with: "2026/11/\(day)"), to: "logs/traces/gpu_\(day).csv")
    }
    try folder.write("{time-zone: UTC, pue: 1.5, carbon-intensity: 100}", to: "logs/fodspor.yml")
    return folder
  }

  private static func table(_ folder: TemporaryFolder) async throws -> [[String]] {
    let result = try await CommandLineTool.run("table", "benchmark", "logs", "--format", "csv", in: folder)
    #expect(result.status == 0, "\(result.messages)")
    return result.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test("has Dice for each data set and the mean of what training took; no mean with holes")
  func rows() async throws {
    let folder = try Self.study([
      ("Dataset701_Blobs", "2d"), ("Dataset702_Rods", "2d"), ("Dataset703_Tubes", "2d"),
      ("Dataset701_Blobs", "3d_fullres"), ("Dataset702_Rods", "3d_fullres"), ("Dataset703_Tubes", "3d_lowres"),
    ])
    let rows = try await Self.table(folder)
    #expect(rows.map { $0[1] } == ["model", "2d", "3d_fullres"], "3d_lowres is of one data set only")
    let header = try #require(rows.first)
    #expect(header.prefix(5) == ["row", "model", "dice_1", "dice_2", "dice_3"])
    #expect(rows[1][2...4].allSatisfy { $0.hasPrefix("69.78") })
    #expect(rows[2][4].isEmpty)
    // 11806.8 J by trapezoids over the log's 49.677 s, from the shipped trace.
    let energy = try #require(header.firstIndex(of: "it_energy_kwh"))
    #expect(abs(try #require(Double(rows[1][energy])) - 11806.824 / 3.6e6) < 1e-9)
    let time = try #require(header.firstIndex(of: "time_s"))
    #expect(abs(try #require(Double(rows[1][time])) - 49.677) < 1e-3)
    #expect(rows[2][energy].isEmpty && rows[2][time].isEmpty)
  }

  @Test("is left out where models share no data sets")
  func unshared() async throws {
    let folder = try Self.study([("Dataset701_Blobs", "2d"), ("Dataset702_Rods", "3d_fullres")])
    let result = try await CommandLineTool.run("table", "benchmark", "logs", "--format", "csv", in: folder)
    #expect(result.status != 0)
    #expect(result.messages.contains("no table 'benchmark'"), "\(result.messages)")
  }
}
