import LogScanning

/// Where time, zone and counter stand in a file of RAPL counters; there is no standard, so the header decides.
struct RAPLCounterLayout: Equatable {
  /// How the zones are laid out.
  enum Shape: Equatable {
    /// One zone a row: the columns of the zone's name and its counter.
    case long(zone: Int, counter: Int)
    /// One instant a row: each zone has a column.
    case wide([Column])
  }

  struct Column: Equatable {
    var zone: String
    var place: Int
  }

  var separator: DelimitedFields.Separator
  var time: Int
  var shape: Shape
  /// The column of `max_energy_range_uj`, when the file repeats it in every row.
  var range: Int?
  /// Cells in a row.
  var width: Int

  /// Reads a header; `nil` when the line is none, or one of a tool that writes interval energies or powers.
  init?(header line: RawSpan) {
    separator = DelimitedFields.separator(of: line)
    let names = DelimitedFields.texts(in: line, separator: separator).map { $0.lowercased() }
    width = names.count
    guard let time = names.firstIndex(where: Self.timeNames.contains), names.count >= 2,
      !names.contains(where: { ["tag", "label", "duration", "power", "watts", "sensor"].contains($0) })
    else { return nil }
    self.time = time
    let range = names.firstIndex { $0.hasPrefix("max_energy_range") }
    self.range = range
    if let counter = names.firstIndex(where: Self.counterNames.contains),
      let zone = names.firstIndex(where: Self.zoneNames.contains)
    {
      shape = .long(zone: zone, counter: counter)
      return
    }
    let columns = names.enumerated().compactMap { place, name -> Column? in
      guard place != time, place != range else { return nil }
      let zone = Self.withoutUnit(name)
      return RAPLZone(name: zone) == .unknown ? nil : Column(zone: zone, place: place)
    }
    guard !columns.isEmpty, columns.count >= names.count - 2 else { return nil }
    shape = .wide(columns)
  }

  /// Reads the layout off a row when there is no header: time, zone, counter, in this order.
  init?(row line: RawSpan) {
    separator = DelimitedFields.separator(of: line)
    guard CounterStamp(leading: line) != nil else { return nil }
    let cells = Self.cells(of: line, separator: separator)
    guard cells.count == 3, RAPLZone(name: cells[1]) != .unknown, let counter = Int64(cells[2]), counter >= 0 else {
      return nil
    }
    time = 0
    shape = .long(zone: 1, counter: 2)
    width = 3
  }

  /// The cells of a row; with blanks as separator, a stamp with a blank between date and time is one cell.
  private static func cells(of line: RawSpan, separator: DelimitedFields.Separator) -> [String] {
    guard separator == .blanks, let stamp = CounterStamp(leading: line) else {
      return DelimitedFields.texts(in: line, separator: separator)
    }
    return [line.extracting(0..<stamp.length).text]
      + DelimitedFields.texts(in: line.dropping(stamp.length), separator: separator)
  }

  private static let timeNames: Set<String> = [
    "timestamp", "time", "t", "ts", "date", "datetime", "unix_time", "epoch",
  ]
  private static let zoneNames: Set<String> = ["domain", "zone", "name", "device", "package"]
  private static let counterNames: Set<String> = [
    "energy_uj", "energy", "uj", "value", "counter", "energy_microjoules",
  ]

  private static func withoutUnit(_ name: String) -> String {
    for suffix in ["_energy_uj", "_uj", " (uj)", "(uj)", " [uj]", "_energy"] where name.hasSuffix(suffix) {
      return String(name.dropLast(suffix.count))
    }
    return name
  }
}
