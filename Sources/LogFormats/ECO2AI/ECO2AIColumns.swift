import LogScanning
import Quantities

/// Reads eco2AI's rows by the names in the header, which differ between releases and forks.
struct ECO2AIColumns {
  /// Joules in the kilowatt-hours of the file.
  private static let joules = Energy.joulesPerKilowattHour
  /// More than any one machine draws, in watts: eight boards of a kilowatt, their hosts and losses, with room to spare.
  static let greatestWatts = 20_000.0

  let width: Int
  private let places: [String: Int]
  private let total: Int
  private let parts: [(place: Int, device: String, component: Component)]

  /// `nil` when a line is no header.
  init?(header line: RawSpan) {
    guard line.contains("power_consumption("), line.contains("duration(s)") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .comma)
    guard let total = names.firstIndex(where: { $0.hasPrefix("power_consumption(") }), names.contains("start_time")
    else {
      return nil
    }
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() where places[name] == nil { places[name] = place }
    self.places = places
    self.total = total
    width = names.count
    parts = names.enumerated().compactMap { place, name in
      guard let end = name.range(ofText: "_power_consumption(") else { return nil }
      switch name[..<end.lowerBound].lowercased() {
      case "cpu": return (place, "CPU", .cpu)
      case "gpu": return (place, "GPU", .gpu)
      case "ram": return (place, "memory", .dram)
      default: return nil
      }
    }
  }

  /// What a row says beside its record.
  struct Row {
    var record: EnergyRecord
    var id: String?
    /// One of several rows of a run, of an epoch each.
    var isEpoch: Bool
    /// Its energy is more than a machine can have taken in its time.
    var isImplausible = false
    /// Its parts do not add up to its total.
    var isUneven = false
  }

  /// `nil` when a row cannot be read.
  func row(_ cells: [String], line: Int) -> Row? {
    guard cells.count == width, let seconds = number("duration(s)", cells), seconds >= 0, seconds < 1e9 else {
      return nil
    }
    var record = EnergyRecord(label: text("project_name", cells), seconds: seconds, line: line)
    if var start = text("start_time", cells) {
      record.start = start.withUTF8 { bytes -> Int64? in
        let span = UnsafeRawBufferPointer(bytes).bytes
        guard let (time, length) = span.leadingDateTime(), length == span.byteCount else { return nil }
        return time
      }
    }
    record.setEnd()
    record.grams = number("CO2_emissions(kg)", cells).map { $0 * 1000 }
    let epoch = text("epoch", cells)
    var row = Row(record: record, id: text("id", cells), isEpoch: epoch.map { $0 != "N/A" && $0 != "nan" } ?? false)
    fill(&row, cells)
    return row
  }

  /// Parts count when they add up to the total, which may include what they leave out; else the total counts.
  private func fill(_ row: inout Row, _ cells: [String]) {
    var found: [EnergyRecord.Part] = []
    for part in parts {
      guard let energy = number(cells[part.place]), energy >= 0 else { continue }
      found.append(EnergyRecord.Part(device: part.device, component: part.component, joules: energy * Self.joules))
    }
    let sum = found.reduce(0) { $0 + $1.joules }
    if let energy = number(cells[total]), energy >= 0 {
      let joules = energy * Self.joules
      let addUp = !found.isEmpty && abs(sum - joules) <= 0.001 * joules
      row.isUneven = !found.isEmpty && !addUp
      for place in found.indices where !addUp { found[place].role = .contained }
      found.append(
        EnergyRecord.Part(device: "total", component: .node, joules: joules, role: addUp ? .alternative : .counted))
    }
    // eco2AI's memory is a model by installed modules, and its CPU mostly a share of a data sheet's power.
    for place in found.indices where found[place].component != .gpu { found[place].isModelled = true }
    let greatest = found.map(\.joules).max() ?? 0
    if greatest > Self.greatestWatts * max(row.record.seconds ?? 0, 1) {
      row.isImplausible = true
      for place in found.indices { found[place].role = .alternative }
    }
    row.record.parts = found
  }

  private func text(_ name: String, _ cells: [String]) -> String? {
    guard let place = places[name], place < cells.count, !cells[place].isEmpty else { return nil }
    return cells[place]
  }

  private func number(_ name: String, _ cells: [String]) -> Double? { text(name, cells).flatMap { number($0) } }

  private func number(_ cell: String) -> Double? { cell.finiteNumber.flatMap { abs($0) < 1e100 ? $0 : nil } }
}
