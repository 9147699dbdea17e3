import Foundation
import Quantities
import Testing

/// The energy of a trace over a window, computed a second way: a parser and sums that share nothing with the package.
///
/// Power is a straight line between samples, and constant between readings of a counter. Beyond the first and the last
/// sample it is held for half the median period.
struct TraceArithmetic {
  /// One device's values: watts, or a counter's microjoules with its wraps undone, by nanoseconds of UTC.
  struct Series {
    var times: [Int64] = []
    var values: [Double] = []
    var isCounter = false
  }

  /// The series by component: `gpu`, `cpu`, `dram`.
  private(set) var series: [String: [Series]] = [:]

  /// Reads a trace in nvidia-smi's layout, whose clock is ahead of UTC by so many hours.
  static func powers(_ file: URL, hoursAhead: Int64) throws -> TraceArithmetic {
    var devices: [String: Series] = [:]
    for line in try lines(of: file) {
      let cells = line.components(separatedBy: ", ")
      let watts = try #require(Double(cells[3].replacing(" W", with: "")))
      let device = cells[1]
      devices[device, default: Series()].times.append(try Stamp.nanoseconds(cells[0]) - hoursAhead * 3_600_000_000_000)
      devices[device, default: Series()].values.append(watts)
    }
    return TraceArithmetic(series: ["gpu": devices.keys.sorted().compactMap { devices[$0] }])
  }

  /// Reads counters in microjoules with the ranges of their zones.
  static func counters(_ file: URL, domains: URL) throws -> TraceArithmetic {
    struct Domain: Decodable {
      let name: String
      let maxEnergyRangeUj: Int64
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let zones = try decoder.decode([String: Domain].self, from: Data(contentsOf: domains))
    var readings: [String: [(time: Int64, counter: Int64)]] = [:]
    for line in try lines(of: file) {
      let cells = line.components(separatedBy: ",")
      readings[cells[1], default: []].append((try Stamp.nanoseconds(cells[0]), try #require(Int64(cells[2]))))
    }
    var result = TraceArithmetic()
    for (name, column) in readings.sorted(by: { $0.key < $1.key }) {
      let zone = try #require(zones[name])
      var series = Series(isCounter: true)
      var sum: Int64 = 0
      for (place, reading) in column.enumerated() {
        if place > 0 {
          let difference = reading.counter - column[place - 1].counter
          sum += difference < 0 ? difference + zone.maxEnergyRangeUj : difference
        }
        series.times.append(reading.time)
        series.values.append(Double(sum))
      }
      result.series[zone.name.hasPrefix("package") ? "cpu" : "dram", default: []].append(series)
    }
    return result
  }

  /// Joules of all devices of a component in a window; `nil` when the trace has none.
  func joules(of component: String, in window: TimeWindow) -> Double? {
    guard let devices = series[component] else { return nil }
    let (start, end) = (window.start.nanoseconds, window.end.nanoseconds)
    return devices.map { Self.joules(of: $0, from: start, to: end) }.reduce(0, +)
  }

  private static func joules(of series: Series, from start: Int64, to end: Int64) -> Double {
    let (times, values) = (series.times, series.values)
    guard times.count > 1 else { return 0 }
    let reach = halfPeriod(times)
    var sum = 0.0
    for next in times.indices.dropFirst() {
      var (from, to) = (times[next - 1], times[next])
      let length = Double(to - from) / 1e9
      let mean = (values[next] - values[next - 1]) / 1e6 / length
      let (first, last) = series.isCounter ? (mean, mean) : (values[next - 1], values[next])
      func watts(at time: Int64) -> Double {
        let share = Double(time - times[next - 1]) / 1e9 / length
        return time < times[next - 1] ? first : time > times[next] ? last : first + (last - first) * share
      }
      if next == 1 { sum += first * overlap((from - reach, from), (start, end)) }
      if next == times.count - 1 { sum += last * overlap((to, to + reach), (start, end)) }
      (from, to) = (max(from, start), min(to, end))
      if from < to { sum += (watts(at: from) + watts(at: to)) / 2 * Double(to - from) / 1e9 }
    }
    return sum
  }

  /// Seconds that two stretches share.
  private static func overlap(_ a: (Int64, Int64), _ b: (Int64, Int64)) -> Double {
    Double(max(0, min(a.1, b.1) - max(a.0, b.0))) / 1e9
  }

  private static func halfPeriod(_ times: [Int64]) -> Int64 {
    let periods = zip(times.dropFirst(), times).map(-).sorted()
    let middle = periods.count / 2
    return (periods.count % 2 == 1 ? periods[middle] : (periods[middle - 1] + periods[middle]) / 2) / 2
  }

  /// The lines below the header.
  private static func lines(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map(String.init)
  }
}
