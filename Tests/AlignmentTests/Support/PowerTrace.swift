import Foundation

/// Power samples of one or more boards, and their integral by a second way than the library's.
struct PowerTrace {
  /// In milliseconds of ``HostTime``.
  let times: [Int64]
  /// By board; in hundredths of a watt, as they are printed.
  let centiwatts: [[Int64]]

  /// Samples a power every so many seconds.
  init(
    from start: Double, to end: Double, every period: Double = 0.5, boards: Int = 1,
    power: (_ board: Int, _ time: Double) -> Double
  ) {
    let step = Int64((period * 1000).rounded())
    let times = Array(stride(from: Int64(start * 1000), through: Int64(end * 1000), by: Int64.Stride(step)))
    self.times = times
    centiwatts = (0..<boards).map { board in
      times.map { Int64((power(board, Double($0) / 1000) * 100).rounded()) }
    }
  }

  /// A constant power.
  init(from start: Double, to end: Double, every period: Double = 0.5, watts: Double) {
    self.init(from: start, to: end, every: period) { _, _ in watts }
  }

  /// `nvidia-smi --query-gpu=timestamp,index,name,power.draw`; `hours` are added to every stamp. The board's readings
  /// are of an instant, so that nothing is taken off their stamps.
  func nvidiaSMI(hours: Double = 0, firstIndex: Int = 0) -> String {
    var text = "timestamp, index, name, power.draw [W]\n"
    for (place, time) in times.enumerated() {
      let stamp = HostTime.slashStamp(milliseconds: time + Int64(hours * 3_600_000))
      for (board, values) in centiwatts.enumerated() {
        let watts = String(format: "%.2f", Double(values[place]) / 100)
        text += "\(stamp), \(firstIndex + board), NVIDIA A100-SXM4-40GB, \(watts) W\n"
      }
    }
    return text
  }

  /// The area under the straight lines between the samples of all boards, in joules.
  func joules(from start: Double, to end: Double) -> Double {
    centiwatts.reduce(0) { $0 + Self.area(times: times, values: $1, from: start, to: end) / 100 }
  }

  private static func area(times: [Int64], values: [Int64], from start: Double, to end: Double) -> Double {
    var sum = 0.0
    for place in times.indices.dropLast() {
      let (left, right) = (Double(times[place]) / 1000, Double(times[place + 1]) / 1000)
      let (from, to) = (max(left, start), min(right, end))
      guard from < to else { continue }
      func value(_ time: Double) -> Double {
        let share = (time - left) / (right - left)
        return Double(values[place]) * (1 - share) + Double(values[place + 1]) * share
      }
      sum += (value(from) + value(to)) / 2 * (to - from)
    }
    return sum
  }
}

/// Readings of RAPL counters that wrap, and the energy that they really counted.
struct CounterTrace {
  struct Zone {
    let name: String
    /// The counter's range in microjoules.
    let range: Int64
    /// The first reading.
    let offset: Int64
    /// Microjoules since the first reading.
    let spent: [Int64]
  }

  /// In milliseconds of ``HostTime``.
  let times: [Int64]
  var zones: [Zone]

  /// Counts the energy of each zone's power, which is taken in the middle between readings.
  init(
    from start: Double, to end: Double, every period: Double = 1, zones: [(name: String, range: Int64, offset: Int64)],
    power: (_ zone: Int, _ time: Double) -> Double
  ) {
    let step = Int64((period * 1000).rounded())
    let times = Array(stride(from: Int64(start * 1000), through: Int64(end * 1000), by: Int64.Stride(step)))
    self.times = times
    self.zones = zones.enumerated().map { number, zone in
      var total: Int64 = 0
      let spent = times.map { time -> Int64 in
        defer { total += Int64(power(number, Double(time) / 1000 + period / 2) * Double(step) * 1000) }
        return total
      }
      return Zone(name: zone.name, range: zone.range, offset: zone.offset, spent: spent)
    }
  }

  /// Some of a trace's readings.
  init(keeping places: [Int], of trace: CounterTrace) {
    times = places.map { trace.times[$0] }
    zones = trace.zones.map { zone in
      Zone(name: zone.name, range: zone.range, offset: zone.offset, spent: places.map { zone.spent[$0] })
    }
  }

  /// `timestamp,domain,energy_uj` in Unix time, of a host whose wall clock is so many hours ahead of UTC.
  func csv(hoursAhead: Double = 0) -> String {
    var text = "timestamp,domain,energy_uj\n"
    for (place, time) in times.enumerated() {
      let stamp = HostTime.unix(milliseconds: time - Int64(hoursAhead * 3_600_000))
      for zone in zones { text += "\(stamp),\(zone.name),\((zone.offset + zone.spent[place]) % zone.range)\n" }
    }
    return text
  }

  /// The side file with the zones' ranges.
  func domains() -> String {
    let members = zones.map { "\"\($0.name)\": {\"name\": \"\($0.name)\", \"max_energy_range_uj\": \($0.range)}" }
    return "{" + members.joined(separator: ", ") + "}\n"
  }

  /// What a zone counted between two times, readings joined by straight lines, in joules.
  func joules(_ zone: Int, from start: Double, to end: Double) -> Double {
    (spent(zone, at: end) - spent(zone, at: start)) / 1e6
  }

  /// How often a zone's counter wraps.
  func wraps(_ zone: Int) -> Int64 {
    let zone = zones[zone]
    return (zone.offset + (zone.spent.last ?? 0)) / zone.range
  }

  private func spent(_ zone: Int, at time: Double) -> Double {
    let spent = zones[zone].spent
    guard let right = times.firstIndex(where: { Double($0) / 1000 > time }), right > 0 else {
      return time < Double(times[0]) / 1000 ? 0 : Double(spent[spent.count - 1])
    }
    let (from, to) = (Double(times[right - 1]) / 1000, Double(times[right]) / 1000)
    let share = (time - from) / (to - from)
    return Double(spent[right - 1]) * (1 - share) + Double(spent[right]) * share
  }
}
