import Accounting
import Foundation
import LogFormats
import Quantities
import TestSupport
import Testing

/// Statistics of real files against numbers that an independent script computed from the same bytes.
@Suite("Trace statistics against reference numbers", .enabled(if: SharedData.shouldRun))
struct TraceTruthTests {
  private typealias Values = [String: Any]

  @Test("nvidia-smi files")
  func nvidiaSMI() throws {
    var agreed = 0
    var refused: [String] = []
    for (path, form, devices) in try entries(prefix: "nvsmi_csv") {
      let (content, columns) = try read(path)
      // Without times there is no energy; what is read then is compared where formats are tested.
      if case .trace(let log) = content.record, log.clock == .ordinal { continue }
      guard case .trace(let log) = content.record, log.series.contains(where: { $0.samples > 0 }) else {
        refused.append("\(path): \(content.diagnostics.map(\.code).joined(separator: ", "))")
        let timed = devices.values.contains { ($0["n"] as? Int ?? 0) > 0 && $0["duration_s"] is Double }
        #expect(!timed, "\(path) \(form) has samples that were not read: \(content.diagnostics)")
        continue
      }
      for (place, series) in log.series.enumerated() where series.role == .counted {
        guard let expected = Self.device(series, in: devices) else {
          Issue.record("\(path): \(series.device) is none of \(devices.keys.sorted())")
          continue
        }
        let column = place < columns.count ? columns[place] : TraceColumns.Column()
        let statistics = TraceStatistics(column, of: series)
        expect(statistics, equals: expected, path)
        agreed += 1
      }
    }
    #expect(agreed >= 38)
    // No power column.
    #expect(refused.count == 3, "\(refused.joined(separator: "\n"))")
  }

  @Test("CodeCarbon files")
  func codecarbon() throws {
    var agreed = 0
    for (path, _, devices) in try entries(prefix: "codecarbon_csv") {
      let (content, _) = try read(path)
      let expected = try #require(devices["all"])
      guard expected["E_count_J"] is Double else {
        #expect(content.record == .none, "\(path)")
        continue
      }
      guard case .codecarbon(let log) = content.record else {
        Issue.record("\(path) was not read: \(content.diagnostics)")
        continue
      }
      #expect(log.rows.count == expected["runs"] as? Int, "\(path)")
      let joules = log.rows.reduce(0.0) { $0 + ($1.totalKilowattHours ?? 0) * 3.6e6 * ($1.pue ?? 1) }
      expectClose(joules, expected["E_count_J"], path)
      expectClose(log.rows.reduce(0.0) { $0 + ($1.grams ?? 0) / 1000 }, expected["emissions_kg"], path)
      expectClose(log.rows.reduce(0.0) { $0 + $1.seconds }, expected["duration_s"], path)
      agreed += 1
    }
    #expect(agreed == 124)
  }

  @Test("RAPL counters unwrap with a known range and with one from the table")
  func rapl() throws {
    let files = SharedData.files(below: "realruns/traces").filter {
      $0.path.hasPrefix("rapl_") && $0.path.hasSuffix(".csv")
    }
    #expect(files.count == 29)
    var wraps = 0
    for (path, url) in files {
      let (content, columns) = try TestTraces.read(url)
      let side = try TestTraces.read(url.deletingPathExtension().appendingPathExtension("domains.json")).content
      guard case .trace(let log) = content.record, case .raplDomains(let domains) = side.record else {
        Issue.record("\(path) was not read")
        continue
      }
      for (column, series) in zip(columns, log.series) {
        var known = series
        known.counterRange = try #require(domains.zones.first { $0.key == series.device }).counterRange
        let statistics = TraceStatistics(column, of: known)
        #expect(statistics.resets == 0, "\(path)")
        // The simulated packages draw 38 W to 130 W, memory 6 W to 15 W.
        let bounds = series.component == .cpu ? 37.0...131.0 : 5.9...15.1
        #expect(bounds.contains(try #require(statistics.mean).watts), "\(path) \(series.device)")
        #expect(bounds.contains(try #require(statistics.minimum).watts), "\(path) \(series.device)")
        #expect(bounds.contains(try #require(statistics.peak).watts), "\(path) \(series.device)")
        let inferred = TraceStatistics(column, of: series)
        #expect(inferred.counter == statistics.counter, "\(path) \(series.device)")
        #expect(inferred.counterRangeIsInferred == (statistics.wraps > 0))
        wraps += statistics.wraps
      }
    }
    // Package 0 wraps once in every file that is long enough.
    #expect(wraps >= 25)
  }

  // MARK: Reference numbers

  private func entries(prefix: String) throws -> [(path: String, form: String, devices: [String: Values])] {
    let url = try #require(SharedData.url("truth/traces-truth.json"))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Values])
    return object.keys.sorted().compactMap { path in
      guard let form = object[path]?["form"] as? String, form.hasPrefix(prefix),
        let devices = object[path]?["devices"] as? [String: Values]
      else { return nil }
      return (path, form, devices)
    }
  }

  private func read(_ path: String) throws -> (content: ParsedContent, columns: [TraceColumns.Column]) {
    try TestTraces.read(try #require(SharedData.url("corpus/traces/\(path)"), "\(path)"))
  }

  /// The reference's name of a device: index, else uuid, bus or name, and the power column when there are several.
  private static func device(_ series: TraceSeries, in devices: [String: Values]) -> Values? {
    let names = [series.index.map(String.init), series.uuid, series.device, series.model, "-", "0"].compactMap(\.self)
    for suffix in ["", "|power.draw", "|power.draw.average"] {
      for name in names {
        if let found = devices[name + suffix] { return found }
      }
    }
    return nil
  }

  private func expect(_ statistics: TraceStatistics, equals expected: Values, _ path: String) {
    #expect(statistics.samples == expected["n"] as? Int, "\(path)")
    #expect(statistics.missingSamples == expected["missing"] as? Int, "\(path)")
    expectClose(statistics.trapezoid?.joules, expected["E_trap_J"], path)
    expectClose(statistics.trapezoidWithoutGaps?.joules, expected["E_trap_cut_J"], path)
    expectClose(statistics.leftRectangle?.joules, expected["E_left_J"], path)
    expectClose(statistics.rightRectangle?.joules, expected["E_right_J"], path)
    expectClose(statistics.durationSeconds, expected["duration_s"], path)
    expectClose(statistics.mean?.watts, expected["mean_W"], path)
    expectClose(statistics.sampleMean?.watts, expected["avg_W"], path)
    expectClose(statistics.peak?.watts, expected["peak_W"], path)
    expectClose(statistics.minimum?.watts, expected["min_W"], path)
    // The reference keeps times as floating-point seconds since 1970, good to 0.24 µs.
    expectClose(statistics.medianInterval, expected["dt_med_s"], path, absolute: 5e-7)
    expectClose(statistics.longestInterval, expected["dt_max_s"], path, absolute: 5e-7)
    if let gaps = expected["gaps"] as? Int { #expect(statistics.gaps == gaps, "\(path)") }
    if let steps = expected["backwards"] as? Int { #expect(statistics.backwardSteps == steps, "\(path)") }
    if let pairs = expected["dup_t"] as? Int { #expect(statistics.duplicateTimes == pairs, "\(path)") }
  }

  private func expectClose(_ value: Double?, _ expected: Any?, _ path: String, absolute: Double = 0) {
    let expected = expected as? Double
    guard let value, let expected else {
      #expect(
        value == nil && expected == nil, "\(path): \(String(describing: value)), not \(String(describing: expected))")
      return
    }
    #expect(abs(value - expected) <= max(1e-6 * abs(expected), absolute), "\(path): \(value), not \(expected)")
  }
}
