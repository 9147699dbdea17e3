import Foundation
import LogFormats
import Quantities
import TestSupport
import Testing

@Suite("NVML traces against the reference", .enabled(if: SharedData.shouldRun))
struct NVMLTruthTests {
  @Test("Every query CSV with a header")
  func queries() throws {
    let files = try TraceTruth.files("nvsmi_csv")
    #expect(files.count == 41)
    for file in files {
      // The reference asks for a time; the row has a power without one.
      let timeless = file.path.hasSuffix("tesla-p100.csv")
      let device = "GPU-ef1b2c9b-38d8-2090-2bd1-f567a3eb42a6"
      try TraceTruth.expectAgreement(
        file, file.read(), differing: timeless ? ["\(device).n": "no time", "\(device).missing": "no time"] : [:]
      ) { series in
        guard series.role != .limit else { return nil }
        let key = series.index.map(String.init) ?? series.uuid ?? series.model ?? "-"
        guard file.devices.count > 1 else { return key }
        return "\(key)|\(Self.property(of: series, in: file))"
      }
    }
  }

  /// The column of a series: in its name's brackets, and of the counted one the first that the file has.
  private static func property(of series: TraceSeries, in file: TraceTruth.File) -> String {
    guard let open = series.device.firstIndex(of: "("), series.role != .counted else { return "power.draw" }
    return String(series.device[series.device.index(after: open)...].dropLast())
  }

  @Test("Query CSV without header, and without times")
  func bare() throws {
    for file in try TraceTruth.files("nvsmi_csv_noheader", "nvsmi_csv_notime") {
      try TraceTruth.expectAgreement(file, file.read()) { _ in "-" }
    }
  }

  @Test("Files without a power column say so")
  func noPower() throws {
    let files = try TraceTruth.files("nvsmi_csv_nopower")
    #expect(files.count == 3)
    for file in files {
      let read = try file.read()
      #expect(read.isUnused, "\(file.path)")
      #expect(read.codes == ["trace.no-power"], "\(file.path)")
      #expect(read.columns.isEmpty)
    }
  }

  @Test("Every dmon file")
  func monitor() throws {
    let files = try TraceTruth.files("nvsmi_dmon")
    #expect(files.count == 20)
    for file in files {
      let read = try file.read()
      #expect(read.trace?.clock == .ordinal)
      TraceTruth.expectAgreement(file, read) { $0.index.map(String.init) }
    }
  }

  @Test("Every XML document, whatever its schema")
  func xml() throws {
    let files = try TraceTruth.files("nvsmi_xml")
    #expect(files.count == 17)
    for file in files {
      let read = try file.read()
      let hasAverage = file.devices.keys.contains { $0.hasSuffix("average_power_draw") }
      TraceTruth.expectAgreement(file, read) { series in
        guard series.component == .gpu, series.role == .counted || series.role == .alternative else { return nil }
        let name =
          series.role == .alternative ? "instant_power_draw" : hasAverage ? "average_power_draw" : "power_draw"
        return "0|\(name)"
      }
    }
  }

  @Test("DCGM's field values in CSV")
  func dcgm() throws {
    for file in try TraceTruth.files("dcgm_csv") {
      let field = file.path.hasSuffix("dmon.csv") ? "power_usage_instant" : "Watts"
      try TraceTruth.expectAgreement(
        file, file.read(), except: ["0|throttle_reason_sw_power_cap": "a reason for throttling, no power"]
      ) { "\($0.index ?? -1)|\(field)" }
    }
  }

  @Test("Prometheus' text exposition")
  func prometheus() throws {
    let files = try TraceTruth.files("prom_text")
    #expect(files.count == 5)
    for file in files {
      let read = try file.read()
      if file.path.hasSuffix("new_feature.txt") {
        // Documentation in Markdown with single metrics as examples: no exposition.
        #expect(read.file.format == .unknown)
        continue
      }
      TraceTruth.expectAgreement(file, read) { series in
        guard series.role != .limit else { return nil }
        let metric =
          series.role == .counted
          ? "nvidia_smi_power_draw_watts" : String(series.device.split(separator: "(")[1].dropLast())
        return "\(metric)uuid=\"\(series.uuid?.dropFirst(4) ?? "")\""
      }
      #expect(read.trace?.series.count { $0.role == .counted } == 1)
      #expect(read.trace?.series.first { $0.role == .counted }?.device == "GPU 0")
      #expect(read.trace?.clock == .ordinal)
    }
  }

  @Test(
    "What the reference has no numbers for is read, or says why not",
    arguments: [
      ("nvsmi_capture", 10, "nvidia-smi.capture"), ("nvsmi_pmon", 20, ""),
      ("nvsmi_q_text", 4, ""), ("nvsmi_table_mixed", 5, "nvidia-smi.rows-without-power"),
      ("gpu_csv_nopower", 2, "trace.no-power"),
    ])
  func others(form: String, count: Int, code: String) throws {
    let index = try String(contentsOf: #require(SharedData.url("corpus/traces/INDEX.tsv")), encoding: .utf8)
    var seen = 0
    for line in index.split(separator: "\n") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count > 4, cells[4] == form else { continue }
      seen += 1
      let path = "corpus/traces/" + cells[0].split(separator: "/").joined(separator: "+") + "/" + cells[2]
      let read = try TraceFile(url: #require(SharedData.url(path)))
      #expect(read.file.format != .unknown, "\(path)")
      if !code.isEmpty { #expect(read.codes.contains(code), "\(path): \(read.codes)") }
      let hasPower = form == "nvsmi_q_text" || form == "nvsmi_table_mixed"
      #expect(read.isUnused != hasPower, "\(path)")
      if hasPower {
        let counted = try #require(read.trace).series.filter { $0.role == .counted }
        #expect(counted.map(\.device) == ["GPU 0"] && counted.map(\.samples) == [1], "\(path)")
      }
    }
    #expect(seen == count)
  }
}
