import LogScanning

/// Where time, zone and counter stand in a file of RAPL counters; there is no standard, so the header decides.
struct RAPLCounterLayout: Equatable {
  /// How the zones are laid out.
  enum Shape: Equatable {
    /// One zone a row: the columns of the zone's name and its counter.
    case long(zone: Int, counter: Int)
    /// One instant a row: each zone has a column.
    case wide([Column])
    /// One zone a file, which the file's or its folder's name tells: the column of the counter.
    case single(counter: Int)
  }

  struct Column: Equatable {
    var zone: String
    var place: Int
    /// The column of this zone's `max_energy_range_uj`, when there is one.
    var range: Int?
  }

  var separator: DelimitedFields.Separator
  var time: Int
  /// The unit of times that count from the start; see ``SampleTime``.
  var timeDecimals = 9
  var shape: Shape
  /// The column of `max_energy_range_uj`, when the file repeats it in every row.
  var range: Int?
  /// Cells in a row.
  var width: Int
  /// Columns of a wide file that are no zone's.
  var unknown: [String] = []

  /// Reads a header; `nil` when the line is none, or one of a tool that writes interval energies or powers.
  init?(header line: RawSpan) {
    separator = DelimitedFields.separator(of: line)
    guard DelimitedFields.mayNameTime(line, separator: separator) else { return nil }
    let names = DelimitedFields.texts(in: line, separator: separator).map { $0.lowercased() }
    width = names.count
    guard names.count >= 2, names.count <= 4096, let time = names.firstIndex(where: Self.isTime),
      !names.contains(where: Self.isForeign)
    else { return nil }
    self.time = time
    timeDecimals = SampleTime.decimals(ofColumn: names[time])
    let range = names.firstIndex(where: Self.rangeNames.contains)
    self.range = range
    if let counter = names.firstIndex(where: Self.counterNames.contains) {
      if let zone = names.firstIndex(where: Self.zoneNames.contains) {
        shape = .long(zone: zone, counter: counter)
      } else {
        guard names.count == (range == nil ? 2 : 3) else { return nil }
        shape = .single(counter: counter)
      }
      return
    }
    var columns: [Column] = []
    let ranges = names.indices.filter { names[$0].hasText("max_energy_range") }
    for (place, name) in names.enumerated() where place != time && place != range && !name.isEmpty {
      guard !name.hasText("max_energy_range") else { continue }
      let zone = Self.withoutUnit(name)
      if RAPLDomain.zone(named: zone) != nil {
        let ofZone = ranges.first { names[$0].contains(zone) }
        columns.append(Column(zone: zone, place: place, range: ofZone))
      } else {
        unknown.append(name)
        guard unknown.count <= 1 else { return nil }
      }
    }
    guard !columns.isEmpty else { return nil }
    shape = .wide(columns)
  }

  /// Reads the layout off a row when there is no header: time, zone, counter, in this order, or time and counter when
  /// the file is known to be of one zone.
  init?(row line: RawSpan, isSingleZone: () -> Bool = { false }) {
    separator = DelimitedFields.separator(of: line)
    var cells: [Range<Int>] = []
    Self.split(line, separator: separator, time: 0, into: &cells)
    time = 0
    guard let first = cells.first, let stamp = SampleTime(line.extracting(first)), let last = cells.last,
      let counter = line.extracting(last).scaledDecimal(decimals: 0), counter >= 0
    else { return nil }
    width = cells.count
    switch cells.count {
    case 3:
      guard RAPLDomain.zone(named: line.extracting(cells[1]).text) != nil else { return nil }
      shape = .long(zone: 1, counter: 2)
    case 2:
      guard stamp.clock != .relative && counter > 1_000_000 || isSingleZone() else { return nil }
      shape = .single(counter: 1)
    default: return nil
    }
  }

  /// Splits a row into cells; with blanks as separator, a stamp with a blank between date and time is one cell.
  static func split(
    _ line: RawSpan, separator: DelimitedFields.Separator, time: Int, into cells: inout [Range<Int>]
  ) {
    cells.removeAll(keepingCapacity: true)
    var fields = DelimitedFields(separator: separator)
    while var cell = fields.next(in: line) {
      if separator == .blanks, cells.count == time, let stamp = CounterStamp(leading: line.dropping(cell.lowerBound)),
        stamp.length > cell.count
      {
        _ = fields.next(in: line)
        cell = cell.lowerBound..<(cell.lowerBound + stamp.length)
      }
      cells.append(cell)
    }
  }

  static let timeNames: Set<String> = [
    "timestamp", "time", "t", "ts", "date", "datetime", "unix_time", "epoch", "elapsed",
  ]
  static let zoneNames: Set<String> = ["domain", "zone", "name", "device", "package"]
  static let counterNames: Set<String> = [
    "energy_uj", "energy", "uj", "value", "counter", "energy_microjoules", "energy(uj)", "energy (uj)", "energy [uj]",
  ]
  private static let rangeNames: Set<String> = [
    "max_energy_range_uj", "max_energy_range", "max_energy_uj", "max_range_uj", "range_uj",
  ]

  private static func isTime(_ name: String) -> Bool {
    if timeNames.contains(name) { return true }
    guard let end = name.firstIndex(where: { "_ ([".contains($0) }) else { return false }
    let unit = name[end...].trimmingPrefix { "_ ([".contains($0) }
    return timeNames.contains(String(name[..<end]))
      && ["s", "s)", "s]", "ms", "ms)", "ms]", "us", "us)", "us]", "ns", "ns)", "ns]", "sec", "seconds"]
        .contains(String(unit))
  }

  /// Names of columns that files of counters do not have.
  private static func isForeign(_ name: String) -> Bool {
    ["tag", "label", "duration", "sensor", "target", "joules"].contains(name) || name.hasText("power")
      || name.hasText("watt") || name.hasSuffix("_w") || name.hasSuffix("(w)") || name.hasSuffix("[w]")
      || name.hasSuffix("_j") || name.hasSuffix("(j)") || name.hasSuffix("[j]")
  }

  private static func withoutUnit(_ name: String) -> String {
    for suffix in ["_energy_uj", "_uj", " (uj)", "(uj)", " [uj]", "[uj]", "_energy"] where name.hasSuffix(suffix) {
      return String(name.dropLast(suffix.count))
    }
    return name
  }
}
