import Foundation
import LogFormats
import Quantities
import TestSupport
import Testing

@Suite("Recorded traces", .enabled(if: SharedData.shouldRun))
struct RealRunTraceTests {
  private static let folder = "realruns/traces"

  @Test("Every nvidia-smi file is read whole")
  func nvidiaSMI() throws {
    let files = SharedData.files(below: Self.folder).filter { $0.path.hasPrefix("nvidia-smi_") }
    #expect(files.count == 29)
    for (path, url) in files {
      let read = try TraceFile(url: url)
      let trace = try #require(read.trace, "\(path)")
      let rows = read.file.lineCount - 1
      #expect(trace.series.map(\.samples).reduce(0, +) == rows, "\(path)")
      #expect(trace.series.map(\.index) == Array(0..<trace.series.count), "\(path)")
      #expect(read.columns.allSatisfy { $0.values.allSatisfy { (10_000_000...500_000_000).contains($0) } }, "\(path)")
      #expect(read.file.content.diagnostics.isEmpty, "\(path)")
    }
  }

  @Test("Every RAPL file is read whole and its side file names its zones")
  func rapl() throws {
    let files = SharedData.files(below: Self.folder).filter { $0.path.hasPrefix("rapl_") && $0.path.hasSuffix(".csv") }
    #expect(files.count == 29)
    for (path, url) in files {
      let read = try TraceFile(url: url)
      let trace = try #require(read.trace, "\(path)")
      #expect(trace.clock == .utc)
      #expect(trace.series.map(\.samples).reduce(0, +) == read.file.lineCount - 1, "\(path)")
      let side = url.deletingPathExtension().appendingPathExtension("domains.json")
      guard case .raplDomains(let domains) = try TraceFile(url: side).file.content.record else {
        Issue.record("\(side.lastPathComponent) was not read")
        continue
      }
      #expect(Set(domains.zones.map(\.key)) == Set(trace.series.map(\.device)), "\(path)")
      for series in trace.series {
        let zone = try #require(domains.zones.first { $0.key == series.device })
        guard case .counted(let component, isAssumed: false) = RAPLZone(name: zone.name) else {
          Issue.record("\(zone.name) is not known")
          continue
        }
        #expect(component == series.component, "\(path)")
      }
    }
  }

  @Test("Variants of one nvidia-smi file hold the same samples")
  func sameSamples() throws {
    let original = try variant("../nvidia-smi_4410206.csv")
    for name in ["crlf", "nounits_header", "noheader", "noheader_nounits"] {
      let read = try variant("\(name).csv")
      #expect(read.columns == original.columns, "\(name)")
      #expect(read.trace?.series.map(\.device) == ["GPU 0", "GPU 1"], "\(name)")
    }
    let powerOnly = try variant("power_only_gpu0.csv")
    #expect(powerOnly.columns == [original.columns[0]])
    #expect(powerOnly.trace?.series.map(\.device) == ["GPU"])
  }

  @Test(
    "Variants with defects say so",
    arguments: [
      ("na_power_gpu1.csv", "trace.power-unavailable"),
      ("not_supported_gpu1.csv", "trace.power-unavailable"),
      ("truncated_last_line.csv", "trace.truncated-line"),
      ("header_repeated_after_restart.csv", "trace.repeated-header"),
      ("header_only.csv", "trace.no-samples"),
      ("rapl_truncated.csv", "rapl.truncated-line"),
    ])
  func defects(name: String, code: String) throws {
    let read = try variant(name)
    #expect(read.codes.contains(code))
    let original = try variant(name.hasPrefix("rapl") ? "../rapl_4410206.csv" : "../nvidia-smi_4410206.csv")
    for (column, whole) in zip(read.columns, original.columns) {
      let known = Set(zip(whole.times, whole.values).map { [$0, $1] })
      #expect(zip(column.times, column.values).allSatisfy { known.contains([$0, $1]) }, "a sample was made up")
    }
    if name.contains("gpu1") {
      #expect(read.columns.count == 1)
      #expect(read.trace?.series.last?.missingSamples == original.columns.last?.values.count)
    }
  }

  private func variant(_ name: String) throws -> TraceFile {
    try TraceFile(url: try #require(SharedData.url("\(Self.folder)/variants/\(name)")))
  }
}
