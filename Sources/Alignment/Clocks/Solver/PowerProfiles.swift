import LogFormats
import Quantities
import StudyStore

/// Reads a trace's devices as power profiles for the search of its clock's offset.
struct PowerProfiles {
  /// More points than this are drawn together, neighbours to one.
  static let maximumPoints = 1 << 19
  /// Of traces with more devices than this only the first are looked at one by one.
  private static let maximumDevices = 16

  /// A profile with the series that it shows.
  struct Member {
    let profile: PowerProfile
    /// ``TraceEvidence/Device/seriesID`` of each device that is added up in it.
    let series: Set<Int64>
  }

  let reader: TraceReader

  /// Every device of the component that follows a training best, and all of them together.
  ///
  /// - Parameters:
  ///   - trace: the trace; GPUs are taken where it has some, else CPU packages, nodes, memory.
  ///   - clock: its clock.
  ///   - reference: what times count from.
  ///   - window: what is wanted.
  func members(
    of trace: TraceEvidence, clock: ClockReading, since reference: Instant, in window: TimeWindow
  ) throws(StoreError) -> [Member] {
    let order: [Component] = [.gpu, .cpu, .node, .dram]
    guard let component = order.first(where: { kind in trace.devices.contains { $0.series.component == kind } }) else {
      return []
    }
    let devices = trace.devices.filter { $0.series.component == component && $0.series.samples > 1 }
    var members: [Member] = []
    var points: [(times: [Double], watts: [Double])] = []
    for device in devices.prefix(Self.maximumDevices) {
      let found = try self.points(of: device, clock: clock, since: reference, in: window)
      points.append(found)
      let averaging = BoardSensor.averagingWindow(of: device.series).inSeconds
      if let profile = Self.profile(found, window: averaging) {
        members.append(Member(profile: profile, series: [device.seriesID]))
      }
    }
    guard devices.count > 1, devices.count <= Self.maximumDevices, let first = points.first,
      points.allSatisfy({ $0.times.count == first.times.count })
    else { return members }
    // Devices of one machine are read together.
    var sums = first.watts
    for other in points.dropFirst() { for place in sums.indices { sums[place] += other.watts[place] } }
    let averaging = BoardSensor.averagingWindow(of: devices[0].series).inSeconds
    if let profile = Self.profile((first.times, sums), window: averaging) {
      members.append(Member(profile: profile, series: Set(devices.map(\.seriesID))))
    }
    return members
  }

  private static func profile(_ points: (times: [Double], watts: [Double]), window: Double) -> PowerProfile? {
    let intervals = zip(points.times, points.times.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.sorted()
    guard !intervals.isEmpty else { return nil }
    return PowerProfile(
      times: points.times, watts: points.watts, period: intervals[intervals.count / 2], window: window)
  }

  /// A device's power over time, in order of time.
  private func points(
    of device: TraceEvidence.Device, clock: ClockReading, since reference: Instant, in window: TimeWindow
  ) throws(StoreError) -> (times: [Double], watts: [Double]) {
    var gatherer = PointGatherer(
      quantity: device.series.quantity, unitsPerWatt: device.series.unitsPerWatt,
      group: max(1, device.series.samples / Self.maximumPoints))
    // Half of the averaging window lies before a reading's time, where that is not taken off already.
    let lag = BoardSensor.averagingWindow(of: device.series).inSeconds / 2 - device.lag.inSeconds
    let (from, to) = (window.start.nanoseconds, window.end.nanoseconds)
    try reader.samples(of: device, clock: clock, in: window) { times, values in
      for (time, value) in zip(times, values) where time >= from && time <= to {
        // Times of a damaged trace may lie centuries apart, more than 64 bits of nanoseconds hold.
        let (elapsed, overflow) = time.subtractingReportingOverflow(reference.nanoseconds)
        if !overflow { gatherer.take(seconds: Double(elapsed) / 1e9 - lag, value: value) }
      }
    }
    return gatherer.points
  }
}

/// Turns samples of any quantity into points of power.
struct PointGatherer {
  let quantity: TraceSeries.Quantity
  let unitsPerWatt: Double
  /// So many neighbours become one point.
  let group: Int

  private var times: [Double] = []
  private var watts: [Double] = []
  private var previous: (seconds: Double, value: Int64)?
  private var pending = (count: 0, seconds: 0.0, watts: 0.0)

  init(quantity: TraceSeries.Quantity, unitsPerWatt: Double, group: Int) {
    self.quantity = quantity
    self.unitsPerWatt = unitsPerWatt
    self.group = group
  }

  mutating func take(seconds: Double, value: Int64) {
    defer { previous = (seconds, value) }
    let scaled = Double(value) / unitsPerWatt
    switch quantity {
    case .power: add(seconds, scaled)
    case .meanPower:
      if let previous, seconds > previous.seconds { add((seconds + previous.seconds) / 2, scaled) }
    case .intervalEnergy:
      if let previous, seconds > previous.seconds {
        add((seconds + previous.seconds) / 2, scaled / (seconds - previous.seconds))
      }
    case .energyCounter:
      // Across a wrap or a reset nothing is known here; the integral unwraps it.
      if let previous, seconds > previous.seconds, value >= previous.value {
        let (gain, overflow) = value.subtractingReportingOverflow(previous.value)
        if !overflow {
          add((seconds + previous.seconds) / 2, Double(gain) / unitsPerWatt / (seconds - previous.seconds))
        }
      }
    }
  }

  private mutating func add(_ seconds: Double, _ power: Double) {
    guard power.isFinite, power >= 0, power < 1e7 else { return }
    pending.count += 1
    pending.seconds += seconds
    pending.watts += power
    guard pending.count >= group else { return }
    times.append(pending.seconds / Double(pending.count))
    watts.append(pending.watts / Double(pending.count))
    pending = (0, 0, 0)
  }

  /// The points in order of time.
  var points: (times: [Double], watts: [Double]) {
    guard !zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }) else { return (times, watts) }
    let order = times.indices.sorted { times[$0] < times[$1] }
    return (order.map { times[$0] }, order.map { watts[$0] })
  }
}
