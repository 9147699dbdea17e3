import Foundation
import LogFormats
import TestSupport
import Testing

/// Other people's CSV files against an independent reading of the same bytes.
@Suite("Delimited text against reference values", .enabled(if: SharedData.shouldRun))
struct DelimitedTruthTests {
  /// Files that are no recordings of power over time; the reference has nothing for them either.
  static let withoutSeries = [
    "JoshuaGhost+hpc_data/power.csv": "delimited.no-header",
    "harp-lab+MNMGDatalog/power_report.csv": "delimited.summary",
    "seongjunpark17+GPU-power-log/power_log_summary.csv": "trace.no-power",
    "Nilma+Energy_logger/RP5prec&acc/cpu1/df_energylog.csv": "trace.no-power",
  ]
  /// The reference does not read its times, minutes and seconds that a spreadsheet made decimal commas of.
  static let annotated = "Nilma+Energy_logger/RP5prec&acc/cpu1/energy_log_cpu1-00-10-20-30--100_annotated.csv"

  @Test("Columns by name")
  func named() throws {
    let files = try TraceTruth.files("power_csv", "power_csv_relative", "power_csv_wide", "wattmeter_csv")
    #expect(files.count >= 30)
    for file in files {
      let read = try file.read()
      if let code = Self.withoutSeries[file.path] {
        #expect(read.isUnused && read.codes.contains(code), "\(file.path): \(read.file.format) \(read.codes)")
        continue
      }
      if file.path == Self.annotated { continue }
      TraceTruth.expectAgreement(file, read) { series in
        guard series.role == .counted else { return nil }
        return series.device.hasPrefix("GPU ") ? series.device.filter { $0 != " " } : series.device
      }
    }
  }

  @Test("A spreadsheet's copy with decimal commas has the energy of the file that it is a copy of")
  func spreadsheetCopy() throws {
    let copy = try #require(try TraceTruth.files("wattmeter_csv").first { $0.path == Self.annotated })
    let original = try #require(
      try TraceTruth.files("wattmeter_csv").first { $0.path == Self.annotated.replacing("_annotated", with: "") })
    let read = try copy.read()
    let series = try #require(read.trace?.series.first)
    #expect(read.trace?.clock == .relative)
    let numbers = SeriesNumbers(try #require(read.columns.first), of: series, clock: .relative)
    let expected = try #require(original.devices["Power (W)"])
    for key in ["n", "avg_W", "peak_W", "min_W"] {
      TraceTruth.expectClose(numbers.values[key] ?? nil, expected[key], key)
    }
    // The copy keeps milliseconds of the clock, as the original does.
    TraceTruth.expectClose(numbers.values["E_trap_J"] ?? nil, expected["E_trap_J"], "E_trap_J", relative: 1e-6)
  }

  @Test("Numbers alone, and cells with units")
  func bare() throws {
    let files = try TraceTruth.files("power_csv_bare", "power_log_comment")
    #expect(files.count == 4)
    for file in files {
      TraceTruth.expectAgreement(file, try file.read()) { _ in "-" }
    }
  }
}
