import Foundation
import LogFormats
import TestSupport
import Testing

/// Logs of boards, meters and schedulers against an independent reading of the same bytes.
@Suite("Meters against reference values", .enabled(if: SharedData.shouldRun))
struct MeterTruthTests {
  @Test("tegrastats")
  func tegrastats() throws {
    let files = try TraceTruth.files("tegrastats")
    #expect(files.count == 3)
    for file in files {
      let read = try file.read()
      #expect(read.file.format == .tegrastats)
      TraceTruth.expectAgreement(file, read) { $0.device }
      guard read.trace?.clock == .ordinal else { continue }
      // The reference takes a line a second where there are no stamps.
      for (place, series) in (read.trace?.series ?? []).enumerated() {
        let numbers = SeriesNumbers(read.columns[place], of: series, clock: .relative)
        TraceTruth.expectClose(
          numbers.values["E_trap_J"] ?? nil, file.devices[series.device]?["E_trap_J"], "\(file.path) \(series.device)")
      }
    }
  }

  @Test("PTDaemon")
  func powerDaemon() throws {
    let files = try TraceTruth.files("mlperf_ptd")
    #expect(files.count == 2)
    for file in files {
      let read = try file.read()
      #expect(read.file.format == .powerDaemon)
      #expect(read.trace?.clock == .utc)
      TraceTruth.expectAgreement(file, read) { _ in "meter" }
    }
  }

  @Test("The binary samples of a power meter in a board's supply lines")
  func pmd() throws {
    let files = try TraceTruth.files("pmd_bin")
    #expect(files.count == 7)
    for file in files {
      let read = try file.read()
      #expect(read.file.format == .pmd)
      #expect(read.trace?.clock == .relative)
      #expect(read.trace?.series.map(\.role) == [.counted, .contained, .contained])
      // The start stands in another file, and added to a double it rounds the reference's times to 0.24 us, a
      // thousandth of the interval.
      let keys = ["t0", "t1", "duration_s", "E_trap_J", "E_left_J", "E_right_J", "dup_t"]
      let differing = Dictionary(
        uniqueKeysWithValues: ["total", "pcie", "eps"].flatMap { device in keys.map { ("\(device).\($0)", "rounding") }
        })
      TraceTruth.expectAgreement(file, read, differing: differing) { $0.device }
      for (place, series) in (read.trace?.series ?? []).enumerated() {
        let numbers = SeriesNumbers(read.columns[place], of: series, clock: .relative)
        for key in ["duration_s", "E_trap_J", "E_left_J", "E_right_J"] {
          TraceTruth.expectClose(
            numbers.values[key] ?? nil, file.devices[series.device]?[key], "\(file.path) \(series.device) \(key)",
            relative: 1e-6)
        }
      }
      let start = try TraceFile(
        url: try #require(
          SharedData.url("corpus/traces/" + file.path.replacing("PMD_data.bin", with: "PMD_start_ts.txt"))))
      #expect(start.codes == ["pmd.start-time"])
    }
  }

  @Test("sacct of a cluster without an energy plugin: no row of it is an energy of 0")
  func sacct() throws {
    let files = try TraceTruth.files("sacct")
    #expect(files.count == 2)
    for file in files {
      let read = try file.read()
      let log = try #require(read.energyRecords, "\(file.path)")
      let zeros = try #require(file.devices["all"]?["zeros"] as? Int)
      #expect(read.diagnostic("sacct.zero-energy")?.message.hasPrefix("\(zeros) rows") == true, "\(read.codes)")
      #expect(log.records.map(\.job) == [33979])
      #expect(log.records.allSatisfy { $0.counted == nil && $0.seconds == 778 && $0.host == "slurm-cpu03" })
    }
  }

  @Test("rocm-smi's JSON: every card's power, by the numbers in the files")
  func rocm() throws {
    let expected: [String: [Double]] = [
      "mi100_rocm602": [36, 44, 43, 39], "vega-10-XT": [15], "rx6700xt_rocm612": [6], "rx6700xt_rocm602": [],
    ]
    for (name, watts) in expected {
      let path = "corpus/traces/influxdata+telegraf/plugins/inputs/amd_rocm_smi/testdata/\(name).json"
      let read = try TraceFile(url: try #require(SharedData.url(path)))
      #expect(read.file.format == .rocmSMI)
      let series = try #require(read.trace?.series)
      let counted = series.indices.filter { series[$0].role == .counted }
      #expect(counted.flatMap { read.values($0) } == watts, "\(name)")
      #expect(series.contains { $0.role == .limit })
    }
  }
}
