import Foundation
import LogFormats
import TestSupport
import Testing

/// Numbers that an independent script computed from the same bytes, and Fodspor's by the same definitions.
///
/// The definitions stand in the script's head (`truth/traces_truth.py`): sums over all neighbouring samples after a
/// stable sort by time, naive times read as UTC, powers in watts, energies in joules.
enum TraceTruth {
  typealias Values = [String: Any]

  /// One file of the reference.
  struct File {
    /// Below `corpus/traces`.
    let path: String
    let form: String
    /// By the reference's name of the device.
    let devices: [String: Values]

    func read() throws -> TraceFile {
      try TraceFile(url: try #require(SharedData.url("corpus/traces/\(path)"), "\(path)"))
    }
  }

  /// All files of some forms, in order of path.
  static func files(_ forms: String...) throws -> [File] {
    let url = try #require(SharedData.url("truth/traces-truth.json"))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Values])
    return object.keys.sorted().compactMap { path in
      guard let form = object[path]?["form"] as? String, forms.contains(form),
        let devices = object[path]?["devices"] as? [String: Values]
      else { return nil }
      return File(path: path, form: form, devices: devices)
    }
  }

  /// Compares every series of a file with the reference's device that `name` gives for it, and says what is not there.
  ///
  /// - Parameters:
  ///   - name: the reference's name of a series; `nil` for a series that the reference does not have.
  ///   - except: devices of the reference that Fodspor rightly does not have, with the reason.
  ///   - differing: numbers in which Fodspor rightly differs, as `device.key`, with the reason.
  static func expectAgreement(
    _ file: File, _ read: TraceFile, except: [String: String] = [:], differing: [String: String] = [:],
    name: (TraceSeries) -> String?
  ) {
    guard let trace = read.trace else {
      Issue.record("\(file.path) is no trace: \(read.codes)")
      return
    }
    var seen: Set<String> = []
    for (place, series) in trace.series.enumerated() {
      guard let device = name(series) else { continue }
      guard let expected = file.devices[device] else {
        Issue.record("\(file.path): '\(device)' is none of \(file.devices.keys.sorted())")
        continue
      }
      seen.insert(device)
      let column = place < read.columns.count ? read.columns[place] : TraceColumns.Column()
      let numbers = SeriesNumbers(column, of: series, clock: trace.clock)
      for (key, value) in numbers.values where differing["\(device).\(key)"] == nil {
        expectClose(value, expected[key], "\(file.path) \(device) \(key)")
      }
    }
    for device in file.devices.keys.sorted() where !seen.contains(device) && except[device] == nil {
      Issue.record("\(file.path): nothing was read for '\(device)'; there are \(trace.series.map(\.device))")
    }
  }

  /// Equal to 1e-9 relative; a reference value of `null` asks for nothing.
  static func expectClose(_ value: Double?, _ expected: Any?, _ what: String, relative: Double = 1e-9) {
    guard let expected = expected as? NSNumber else { return }
    guard let value else {
      Issue.record("\(what): nothing, not \(expected)")
      return
    }
    let bound = max(relative * abs(expected.doubleValue), 1e-12)
    #expect(abs(value - expected.doubleValue) <= bound, "\(what): \(value), not \(expected)")
  }
}

/// What a series amounts to by the reference's definitions.
struct SeriesNumbers {
  /// By the reference's key; keys that do not apply are absent.
  var values: [String: Double?] = [:]

  init(_ column: TraceColumns.Column, of series: TraceSeries, clock: TraceLog.Clock) {
    let scale = series.unitsPerWatt
    let samples = column.values.map { Double($0) / scale }
    values["n"] = Double(samples.count)
    values["missing"] = Double(series.missingSamples)
    // As Python has them: floating-point seconds, rounded once.
    let times = column.times.map { Self.seconds($0) }
    let order = times.indices.sorted { (column.times[$0], $0) < (column.times[$1], $1) }
    let isTimed = clock != .ordinal
    if isTimed, let first = order.first, let last = order.last {
      values["t0"] = times[first]
      values["t1"] = times[last]
      values["duration_s"] = times[last] - times[first]
      values["backwards"] = Double(zip(column.times, column.times.dropFirst()).count { $1 < $0 })
    }
    let pairs = zip(order, order.dropFirst()).map { (samples[$0], samples[$1], times[$1] - times[$0]) }
    switch series.quantity {
    case .power, .meanPower:
      guard !samples.isEmpty else { break }
      values["avg_W"] = samples.reduce(0, +) / Double(samples.count)
      values["peak_W"] = samples.max()
      values["min_W"] = samples.min()
      guard isTimed, samples.count > 1 else { break }
      values["E_trap_J"] = Self.sum(pairs.map { ($0.0 + $0.1) / 2 * $0.2 })
      values["E_left_J"] = Self.sum(pairs.map { $0.0 * $0.2 })
      values["E_right_J"] = Self.sum(pairs.map { $0.1 * $0.2 })
      values["dup_t"] = Double(pairs.count { $0.2 == 0 })
    case .intervalEnergy: values["E_count_J"] = Self.sum(samples)
    case .energyCounter:
      let range = Double(series.counterRange ?? 0) / scale
      let steps = zip(samples, samples.dropFirst()).map { $1 < $0 ? $1 - $0 + range : $1 - $0 }
      values["E_count_J"] = samples.isEmpty ? nil : Self.sum(steps)
    }
  }

  private static func seconds(_ nanoseconds: Int64) -> Double {
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return Double(whole) + Double(rest) / 1e9
  }

  /// A compensated sum (Neumaier 1974).
  private static func sum(_ numbers: [Double]) -> Double {
    var total = 0.0
    var rest = 0.0
    for number in numbers {
      let next = total + number
      rest += abs(total) >= abs(number) ? (total - next) + number : (number - next) + total
      total = next
    }
    return total + rest
  }
}
