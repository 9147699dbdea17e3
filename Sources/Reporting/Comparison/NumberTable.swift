/// A table of a report as its data file has it: unrounded numbers as text, units in the columns' names.
struct NumberTable: Sendable, Hashable {
  /// The file's stem, such as `footprint`.
  var name: String
  var columns: [String]
  /// Each with as many cells as there are columns.
  var rows: [[String]]

  init(name: String, columns: [String], rows: [[String]]) {
    self.name = name
    self.columns = columns
    self.rows = rows
  }

  /// Reads a CSV file (RFC 4180); missing cells are empty, surplus ones are left out.
  init(name: String, csv: String) {
    var records = Self.records(csv)
    columns = records.isEmpty ? [] : records.removeFirst()
    let width = columns.count
    rows = records.map { record in
      Array((record + Array(repeating: "", count: max(0, width - record.count))).prefix(width))
    }
    self.name = name
  }

  /// How many cells hold a finite number.
  var numberCount: Int { rows.reduce(0) { $0 + $1.count { Self.number($0) != nil } } }

  /// The finite number in a cell; `nil` for anything else.
  static func number(_ cell: String) -> Double? {
    guard let first = cell.utf8.first, first == UInt8(ascii: "-") || (48...57).contains(first),
      let number = Double(cell), number.isFinite
    else { return nil }
    return number
  }

  /// The unit that a column's name says; `nil` when it says none.
  static func unit(of column: String) -> String? {
    var stem = column[...]
    for ending in ["_mean", "_sd"] where stem.hasSuffix(ending) { stem = stem.dropLast(ending.count) }
    let units = [
      ("_kwh", "kWh"), ("_g", "g"), ("_km", "km"), ("_s", "s"), ("_w", "W"), ("_j", "J"), ("_seconds", "s"),
      ("g_per_kwh", "g/kWh"), ("g_per_km", "g/km"),
    ]
    // The longest ending says most: `g_per_kwh` is no energy.
    return units.filter { stem.hasSuffix($0.0) }.max { $0.0.count < $1.0.count }?.1
  }

  private static func records(_ csv: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var closed = false
    let quote = UInt8(ascii: "\"")
    func end() {
      record.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
      closed = false
    }
    for byte in csv.utf8 {
      switch byte {
      case quote where isQuoted:
        isQuoted = false
        closed = true
      case quote where field.isEmpty && !closed:
        isQuoted = true
      case quote where closed:
        // A doubled quote closes and opens at once, and stands for itself.
        field.append(quote)
        isQuoted = true
        closed = false
      case UInt8(ascii: ",") where !isQuoted: end()
      case UInt8(ascii: "\n") where !isQuoted:
        end()
        records.append(record)
        record = []
      default: field.append(byte)
      }
    }
    if !field.isEmpty || !record.isEmpty {
      end()
      records.append(record)
    }
    return records
  }
}
