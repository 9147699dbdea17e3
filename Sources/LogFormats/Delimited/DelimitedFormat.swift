import LogScanning
import Quantities

/// Delimited text of powers or energies over time that no tool's own format is.
public enum DelimitedFormat: LogFormatDefinition {
  public static let format = LogFormat.delimited

  public static let synopsis = (
    what: "any other CSV of power or energy over time; columns by name, or declared in fodspor.yml",
    recognisedBy: "a header with a time and a power or energy column, or cells with units in a file named for power"
  )

  public static let greatestScore = 45

  public static func score(head: RawSpan, fileName: String) -> Int {
    let hints = DelimitedNameHints(fileName: fileName)
    if head.extracting(0..<min(head.byteCount, 4096)).contains(byte: 0) { return 0 }
    var header: DelimitedHeader?
    var rows: [[UInt8]] = []
    // Rows before the header, then after it.
    head.forEachLeadingLine(limit: 48) { line in
      guard let first = line.firstByte else { return true }
      if first == 0x23 {
        if header == nil, let found = DelimitedHeader(line), found.time != nil, found.hasValues { header = found }
        return true
      }
      // Names that tell nothing may be a preamble of an export.
      if header == nil, let found = DelimitedHeader(line), found.time != nil || found.hasValues || rows.isEmpty {
        header = found
        rows = []
        return true
      }
      rows.append(line.byteArray)
      return rows.count < 16
    }
    if let header { return score(header: header, rows: rows, hints: hints) }
    if rows.isEmpty { return 0 }
    switch DelimitedHeaderless(rows: rows, hints: hints).find() {
    case .layout(let layout, _): return layout.timeColumn == nil ? 25 : 35
    case .unnamed: return hints.namesPower && hints.isCSV && Self.areTable(rows) ? 20 : 0
    case .nothing: return 0
    }
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { DelimitedParser(context) }

  /// All rows have the same number of cells, at least two.
  private static func areTable(_ rows: [[UInt8]]) -> Bool {
    let counts = rows.map { row in
      row.withUnsafeBytes { DelimitedFields.count(in: $0.bytes, separator: DelimitedHeader.separator(of: $0.bytes)) }
    }
    return (counts.first ?? 0) > 1 && Set(counts).count == 1
  }

  private static func score(header: DelimitedHeader, rows: [[UInt8]], hints: DelimitedNameHints) -> Int {
    let powers = header.power(namesPower: hints.namesPower)
    // Words with blanks between them are mostly prose.
    let isTable = header.separator != .blanks && header.columns.count > 1
    if let row = rows.first {
      let count = row.withUnsafeBytes { DelimitedFields.count(in: $0.bytes, separator: header.separator) }
      // A row is a cell longer where numbers have commas or a separator ends it.
      guard count == header.columns.count || count == header.columns.count + 1 else { return 0 }
    } else if !isTable {
      return 0
    }
    if header.isSummary { return isTable && (hints.namesPower || hints.namesGPU) ? 20 : 0 }
    guard !powers.isEmpty || !header.energies.isEmpty else {
      // A log of a GPU without a power is worth saying so.
      return isTable && (hints.namesGPU || hints.namesPower) && hints.isCSV ? 20 : 0
    }
    guard let time = header.time else {
      return !powers.isEmpty && (isTable || header.columns.count == 1) && (hints.namesPower || hints.namesGPU) ? 25 : 0
    }
    guard haveTimes(rows, header: header, time: time) else { return 0 }
    guard !powers.isEmpty else { return 25 }
    return powers.contains { header.columns[$0].unit != nil } ? 45 : 40
  }

  /// The first row has a time, and times since start do not go back: those that do are lengths of something.
  private static func haveTimes(_ rows: [[UInt8]], header: DelimitedHeader, time: Int) -> Bool {
    var reader = DelimitedTimeReader()
    reader.numbers = .bySize(header.columns[time].timeUnit)
    reader.hasDecimalComma = header.separator != .comma
    var last: Int64 = .min
    for (place, row) in rows.prefix(8).enumerated() {
      guard let found = row.withUnsafeBytes({ Self.time($0.bytes, header: header, time: time, reader: &reader) }) else {
        if place == 0 { return false }
        continue
      }
      if found.clock == .relative, found.nanoseconds < last { return false }
      last = found.nanoseconds
    }
    return true
  }

  private static func time(
    _ row: RawSpan, header: DelimitedHeader, time: Int, reader: inout DelimitedTimeReader
  ) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    let cells = DelimitedFields.texts(in: row, separator: header.separator)
    let place = header.date ?? time
    guard place < cells.count, time < cells.count else { return nil }
    var text = cells[place]
    // A stamp with a blank in it is two cells when blanks separate.
    if header.separator == .blanks, cells.count == header.columns.count + 1, place + 1 < cells.count {
      text += " " + cells[place + 1]
    } else if header.date != nil {
      text += " " + cells[time]
    }
    return Array(text.utf8).withUnsafeBytes { reader.read($0.bytes) }
  }
}

extension LogFormat {
  /// See ``DelimitedFormat``.
  public static let delimited = LogFormat(rawValue: "delimited")
}
