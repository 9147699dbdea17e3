import Foundation
import LogFormats
import Quantities
import TestSupport
import Testing

@Suite("RAPL tools against independent numbers", .enabled(if: SharedData.shouldRun))
struct RAPLTruthTests {
  @Test("perf stat -I as CSV")
  func perfCSV() throws {
    for file in try TraceTruth.files("perf_csv") {
      let read = try file.read()
      #expect(read.file.format == .perfStat)
      // Times are ends of intervals, the first of which begins at 0.
      TraceTruth.expectAgreement(file, read, differing: differing(file, "t0", "duration_s")) { "power/\($0.device)/" }
      for (place, series) in (read.trace?.series ?? []).enumerated() {
        let expected = file.devices["power/\(series.device)/"] ?? [:]
        let seconds = read.columns[place].times.map { Double($0) / 1e9 }
        TraceTruth.expectClose(seconds.last, expected["duration_s"], "\(file.path) duration")
        let watts = zip(read.values(place), zip(seconds, [0] + seconds)).map { $0 / ($1.0 - $1.1) }
        TraceTruth.expectClose(watts.max(), expected["peak_W"], "\(file.path) peak")
        TraceTruth.expectClose(watts.min(), expected["min_W"], "\(file.path) least")
      }
      #expect(read.trace?.series.allSatisfy { $0.origin == 0 } == true)
      #expect(read.trace?.series.filter { $0.role == .counted }.map(\.device) == ["energy-pkg", "energy-ram"])
    }
  }

  @Test("perf stat as text")
  func perfText() throws {
    let files = try TraceTruth.files("perf_text")
    #expect(files.count == 18)
    for file in files {
      let read = try file.read()
      let log = try #require(read.energyRecords, "\(file.path): \(read.file.format) \(read.codes)")
      for (device, expected) in file.devices {
        let parts = log.records.flatMap(\.parts).filter { "power/\($0.device)/" == device }
        TraceTruth.expectClose(Double(parts.count), expected["n"], "\(file.path) \(device) n")
        TraceTruth.expectClose(parts.reduce(0) { $0 + $1.joules }, expected["E_count_J"], "\(file.path) \(device) J")
        TraceTruth.expectClose(
          log.records.reduce(0) { $0 + ($1.seconds ?? 0) }, expected["duration_s"], "\(file.path) \(device) s")
      }
      #expect(Set(log.records.flatMap(\.parts).map { "power/\($0.device)/" }) == Set(file.devices.keys))
      #expect(log.records.allSatisfy { $0.parts.contains { $0.role == .counted && $0.device == "energy-pkg" } })
    }
  }

  @Test("turbostat")
  func turbostat() throws {
    let files = try TraceTruth.files("turbostat")
    #expect(files.count == 5)
    for file in files {
      let read = try file.read()
      #expect(read.file.format == .turbostat)
      TraceTruth.expectAgreement(file, read) { $0.device }
      #expect(read.trace?.series.filter { $0.role == .counted }.map(\.device) == ["PkgWatt", "RAMWatt"])
      #expect(read.codes.contains("trace.no-time"))
    }
  }

  @Test("rapl-plotter")
  func plotter() throws {
    let files = try TraceTruth.files("rapl_plotter_csv")
    #expect(files.count == 12)
    for file in files {
      let read = try file.read()
      #expect(read.file.format == .raplPlotter)
      TraceTruth.expectAgreement(file, read) { $0.device }
      for (place, series) in (read.trace?.series ?? []).enumerated() {
        let seconds = read.columns[place].times.map { Double($0) / 1e9 }
        let joules = zip(read.values(place), zip(seconds, [0] + seconds)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
        TraceTruth.expectClose(joules, file.devices[series.device]?["E_count_J"], "\(file.path) \(series.device)")
      }
    }
  }

  @Test("rapl-tools' totals")
  func energyText() throws {
    let files = try TraceTruth.files("energy_text")
    #expect(files.count == 12)
    for file in files {
      let read = try file.read()
      let log = try #require(read.energyRecords, "\(file.path): \(read.file.format)")
      #expect(log.records.count == 1)
      TraceTruth.expectClose(log.records.first?.counted?.joules, file.devices["pkg"]?["E_count_J"], file.path)
      TraceTruth.expectClose(log.records.first?.seconds, file.devices["pkg"]?["duration_s"], file.path)
      #expect(read.codes == [])
    }
  }

  @Test("Bare columns of watts")
  func bare() throws {
    let files = try TraceTruth.files("rapl_bare")
    #expect(files.count == 2)
    for file in files {
      let read = try file.read()
      #expect(read.file.format == .raplBareWatts)
      TraceTruth.expectAgreement(file, read) { $0.device == "column 1" ? "col0" : "col1" }
      #expect(read.trace?.clock == .ordinal)
    }
  }

  @Test("pyRAPL")
  func pyRAPL() throws {
    for file in try TraceTruth.files("pyrapl_csv") {
      let read = try file.read()
      let log = try #require(read.energyRecords)
      for (device, expected) in file.devices {
        let name = device == "0|pkg" ? "package-0" : "dram-0"
        let parts = log.records.flatMap(\.parts).filter { $0.device == name }
        // Version 0.1: joules and seconds.
        TraceTruth.expectClose(Double(parts.count), expected["n"], device)
        TraceTruth.expectClose(parts.reduce(0) { $0 + $1.joules }, expected["E_count_raw"], device)
        TraceTruth.expectClose(log.records.reduce(0) { $0 + ($1.seconds ?? 0) }, expected["duration_raw"], device)
      }
      #expect(file.devices.count == 2)
    }
  }

  @Test("pyJoules")
  func pyJoules() throws {
    let files = try TraceTruth.files("pyjoules_csv")
    #expect(files.count == 14)
    for file in files {
      let read = try file.read()
      let log = try #require(read.energyRecords)
      let isMilli = read.codes.contains("pyjoules.gpu-unit")
      for (device, expected) in file.devices {
        let parts = log.records.flatMap { record in record.parts.map { (record, $0) } }.filter { $0.1.device == device }
        let scale = device.hasPrefix("nvidia") && isMilli ? 1e3 : 1e6
        TraceTruth.expectClose(Double(parts.count), expected["n"], "\(file.path) \(device) n")
        var sum = parts.reduce(0) { $0 + $1.1.joules } * scale
        if read.codes.contains("pyjoules.counter-wrap"), device == "core_0" {
          // watts_up_compute's Exp_kaggle_mateuszbuda/cpu/joules.csv, line 3244: a difference over a counter's end, which
          // the reference sums as it stands.
          sum -= 262_143_328_850
        }
        TraceTruth.expectClose(sum, expected["E_count_raw"], "\(file.path) \(device)")
        TraceTruth.expectClose(
          parts.reduce(0) { $0 + ($1.0.seconds ?? 0) }, expected["duration_raw"], "\(file.path) \(device) s")
      }
      #expect(Set(log.records.flatMap(\.parts).map(\.device)) == Set(file.devices.keys))
    }
  }

  @Test("HWPC")
  func hwpc() throws {
    let files = try TraceTruth.files("hwpc_csv")
    #expect(files.count == 10)
    for file in files {
      let read = try file.read()
      #expect(read.file.format == .hwpc, "\(file.path)")
      if file.devices["?"] != nil {
        // Reports of other counters.
        #expect(read.isUnused && read.codes.contains("trace.no-power"), "\(file.path)")
        continue
      }
      TraceTruth.expectAgreement(file, read) { $0.device.replacing("socket ", with: "").replacing(" ", with: "|") }
    }
  }

  private func differing(_ file: TraceTruth.File, _ keys: String...) -> [String: String] {
    var result: [String: String] = [:]
    for device in file.devices.keys {
      for key in keys { result["\(device).\(key)"] = "the first interval begins at 0" }
    }
    return result
  }
}
