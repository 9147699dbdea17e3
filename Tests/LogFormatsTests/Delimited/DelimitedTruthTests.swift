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

  /// Nanoseconds since 1970 that the reference rounds to a double twice, to 0.5 us in all.
  static let nanoseconds = "harp-lab+MNMGDatalog/"
  static let timesRounded = Dictionary(
    uniqueKeysWithValues: ["E_trap_J", "E_left_J", "E_right_J", "t0", "t1", "duration_s"].map {
      ("Power Draw (W).\($0)", "the reference's times are rounded twice")
    })

  private func expectEnergy(of file: TraceTruth.File, _ read: TraceFile) throws {
    let series = try #require(read.trace?.series.first)
    let numbers = SeriesNumbers(try #require(read.columns.first), of: series, clock: .utc)
    for key in Self.timesRounded.keys.map({ String($0.dropFirst("Power Draw (W).".count)) }) {
      TraceTruth.expectClose(
        numbers.values[key] ?? nil, file.devices[series.device]?[key], "\(file.path) \(key)", relative: 1e-7)
    }
  }

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
      let isNanoseconds = file.path.hasPrefix(Self.nanoseconds)
      let differing = isNanoseconds ? Self.timesRounded : [:]
      if isNanoseconds { try expectEnergy(of: file, read) }
      TraceTruth.expectAgreement(file, read, differing: differing) { series in
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

  @Test("Files of others that have powers but no samples, or no powers, say so")
  func unusable() throws {
    let expected = [
      ("ml-energy+zeus/examples/research_reproducibility/zeus_nsdi23/trace/summary_power_a40.csv", "delimited.summary"),
      ("ogunatalay+Machine-Translation/gpu_usage.csv", "trace.no-power"),
      ("Muratcanisik4+CompJouleS/energy_log.csv", ""),
    ]
    for (path, code) in expected {
      let read = try TraceFile(url: try #require(SharedData.url("corpus/traces/" + path)))
      // Another format may know more of a file; a mere CSV it must not be a trace of.
      guard read.file.format == .delimited else { continue }
      #expect(read.isUnused, "\(path)")
      #expect(code.isEmpty || read.codes.contains(code), "\(path): \(read.codes)")
    }
  }

  @Test("Tables of trainings and results are no power logs")
  func notClaimed() throws {
    let folders = ["corpus/nnunet", "corpus/carbontracker", "realruns"]
    for (path, url) in folders.flatMap({ SharedData.files(below: $0) }) {
      guard path.hasSuffix(".csv") || path.hasSuffix(".txt") || path.hasSuffix(".json") || path.hasSuffix(".log") else {
        continue
      }
      let own: [LogFormat] = [
        .delimited, .wallMeter, .redfish, .ipmi, .rocmSMI, .tegrastats, .powerDaemon, .pmd, .sacct,
      ]
      #expect(try !own.contains(TraceFile(url: url).file.format), "\(path)")
    }
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
