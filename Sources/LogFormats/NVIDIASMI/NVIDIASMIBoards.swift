import LogScanning
import Quantities

/// The boards of one file, and which series each of their columns is.
struct NVIDIASMIBoards {
  /// More boards than this are not of one file; it keeps a damaged file from making every row a board.
  private static let maximum = 1024
  /// The newest of the names that a board has had.
  private static let maximumKeys = 16

  private(set) var devices: [NVIDIASMIDevice] = []
  private var ranked = RankedReadings()
  private var last = 0

  /// The columns changed: series are looked up anew.
  mutating func headerChanged() {
    for place in devices.indices { devices[place].places = [] }
  }

  /// The place of the board that a row belongs to; boards come in turn, so the next one is tried first.
  /// `nil` when there are too many.
  mutating func place(
    of key: RawSpan, line: RawSpan, columns: NVIDIASMIColumns, collector: inout TraceCollector
  ) -> Int? {
    guard let place = known(key) ?? add(key, line: line, columns: columns) else { return nil }
    last = place
    if devices[place].places.count != columns.readings.count {
      devices[place].places = []
      // The reading that will count stands first among the board's series.
      for reading in columns.readings.sorted(by: { $0.property.order < $1.property.order }) {
        guard series(of: place, reading.property, collector: &collector) != nil else { return nil }
      }
      for reading in columns.readings {
        guard let series = devices[place].placeOfProperty[reading.property.name] else { return nil }
        devices[place].places.append(series)
      }
    }
    return place
  }

  /// A row of a known board was read by other means: the next board's turn is after it.
  mutating func turn(to board: Int) { last = board }

  private func known(_ key: RawSpan) -> Int? {
    guard !devices.isEmpty else { return nil }
    let next = last + 1 < devices.count ? last + 1 : 0
    if devices[next].keys.contains(where: { key.equals($0) }) { return next }
    return devices.indices.first { place in devices[place].keys.contains { key.equals($0) } }
  }

  private mutating func add(_ key: RawSpan, line: RawSpan, columns: NVIDIASMIColumns) -> Int? {
    let cells = DelimitedFields.texts(in: line, separator: .comma)
    func cell(_ column: Int?) -> String? {
      guard let column, column < cells.count, !cells[column].isEmpty, !cells[column].hasPrefix("[") else { return nil }
      return cells[column]
    }
    return add(
      key.byteArray, index: cell(columns.index).flatMap(Int.init), uuid: cell(columns.uuid), bus: cell(columns.bus),
      model: cell(columns.name))
  }

  /// Adds a board, unless it is one that a row under another header told of: then it only gets another key.
  mutating func add(_ key: [UInt8], index: Int?, uuid: String?, bus: String?, model: String?) -> Int? {
    let same = devices.indices.first { place in
      if let uuid, let known = devices[place].uuid { return known == uuid }
      return index != nil && devices[place].index == index
    }
    if let same {
      // Rows of a damaged file may each name a board anew.
      if devices[same].keys.count >= Self.maximumKeys { devices[same].keys.removeFirst() }
      devices[same].keys.append(key)
      devices[same].uuid = devices[same].uuid ?? uuid
      devices[same].model = devices[same].model ?? model
      return same
    }
    guard devices.count < Self.maximum else { return nil }
    let identity = uuid ?? bus
    var name = index.map { "GPU \($0)" } ?? identity ?? model ?? "GPU"
    if let identity, name != identity, devices.contains(where: { $0.index == index }) { name += " (\(identity))" }
    devices.append(
      NVIDIASMIDevice(
        keys: [key], index: index, uuid: uuid, model: model, ranked: ranked.addDevice(name: name),
        isPart: uuid?.hasPrefix("MIG-") ?? false))
    return devices.count - 1
  }

  /// The series of a board's property, made when it is new.
  mutating func series(of board: Int, _ property: NVIDIASMIProperty, collector: inout TraceCollector) -> Int? {
    if let known = devices[board].placeOfProperty[property.name] { return known }
    let device = devices[board]
    let ranks = property.isReading && !device.isPart
    let plain = ranked.seriesName(of: device.ranked, reading: property.name)
    let name =
      ranks || device.isPart && property.isReading ? plain : "\(ranked.name(of: device.ranked)) (\(property.name))"
    var series = TraceSeries(
      device: name, component: property.component, quantity: property.quantity,
      role: device.isPart && property.isReading ? .contained : property.role, decimals: NVIDIASMICell.decimals,
      model: device.model, uuid: device.uuid, index: device.index)
    series.isInstantaneous = property.name.hasSuffix(".instant")
    guard let place = collector.add(series) else { return nil }
    devices[board].placeOfProperty[property.name] = place
    if ranks { ranked.add(place, rank: property.rank, name: property.name, device: device.ranked) }
    return place
  }

  /// Of several readings of a board the best one counts; says so.
  func settle(in collector: inout TraceCollector) { ranked.settleAndTell(in: &collector) }
}
