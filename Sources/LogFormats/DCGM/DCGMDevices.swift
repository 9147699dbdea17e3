import Quantities

/// The devices of a DCGM file and their readings.
struct DCGMDevices {
  private var places: [String: Int] = [:]
  private var rankedOfDevice: [String: Int] = [:]
  private var ranked = RankedReadings()

  /// The series of a device's reading, made when it is new; `nil` when there are too many.
  mutating func place(
    of device: String, component: Component, index: Int?, reading: String, _ field: DCGMField, isPart: Bool,
    collector: inout TraceCollector
  ) -> Int? {
    let key = device + "\u{0}" + reading
    if let known = places[key] { return known }
    let counts = field.role == .counted && !isPart
    let group = counts ? rankedOfDevice[device] ?? ranked.addDevice(name: device) : nil
    if let group { rankedOfDevice[device] = group }
    let name = group.map { ranked.seriesName(of: $0, reading: reading) } ?? "\(device) (\(reading))"
    let series = TraceSeries(
      device: name, component: component, quantity: field.quantity,
      role: isPart && field.role == .counted ? .contained : field.role, decimals: NVIDIASMICell.decimals, index: index)
    guard let place = collector.add(series) else { return nil }
    places[key] = place
    if let group { ranked.add(place, rank: field.rank, name: reading, device: group) }
    return place
  }

  /// Of several readings of a device the best one counts; says so.
  func settle(in collector: inout TraceCollector) { ranked.settleAndTell(in: &collector) }
}
