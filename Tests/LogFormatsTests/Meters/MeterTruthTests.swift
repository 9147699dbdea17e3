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
}
