import LogScanning
import Quantities

/// Delimited text of powers or energies over time that no tool's own format is.
public enum DelimitedFormat: LogFormatDefinition {
  public static let format = LogFormat.delimited

  public static let synopsis = (
    what: "any other CSV of power or energy over time; columns by name, or declared in fodspor.yml",
    recognisedBy: "a header with a time and a power or energy column, or cells with units in a file named for power"
  )

  public static func score(head: RawSpan, fileName: String) -> Int {
    let hints = DelimitedNameHints(fileName: fileName)
    if head.extracting(0..<min(head.byteCount, 4096)).contains(byte: 0) { return 0 }
    var header: DelimitedHeader?
    var score = 0
    var rows: [[UInt8]] = []
    head.withoutByteOrderMark().forEachLeadingLine(limit: 48) { line in
      guard let first = line.firstByte else { return true }
      if let header {
        guard first != 0x23 else { return true }
        score = self.score(header: header, row: line, hints: hints)
        return false
      }
      if let found = DelimitedHeader(line), first != 0x23 || found.time != nil {
        // Names that tell nothing may be a preamble of an export.
        if found.time != nil || !found.power(namesPower: true).isEmpty || rows.isEmpty && first != 0x23 {
          header = found
          score = self.score(header: found, row: nil, hints: hints)
          return true
        }
      }
      if first != 0x23 { rows.append(line.byteArray) }
      return rows.count < 16
    }
    if header != nil || rows.isEmpty { return score }
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

  /// - Parameter row: the first row of values; `nil` when there is none yet.
  private static func score(header: DelimitedHeader, row: RawSpan?, hints: DelimitedNameHints) -> Int {
    let powers = header.power(namesPower: hints.namesPower)
    // Words with blanks between them are mostly prose.
    let isTable = header.separator != .blanks && header.columns.count > 1
    if let row {
      let count = DelimitedFields.count(in: row, separator: header.separator)
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
    if let row, !hasTime(row, header: header, time: time) { return 0 }
    guard !powers.isEmpty else { return 25 }
    return powers.contains { header.columns[$0].unit != nil } ? 45 : 40
  }

  private static func hasTime(_ row: RawSpan, header: DelimitedHeader, time: Int) -> Bool {
    let cells = DelimitedFields.texts(in: row, separator: header.separator)
    let place = header.date ?? time
    guard place < cells.count, time < cells.count else { return false }
    var reader = DelimitedTimeReader()
    reader.numbers = .bySize(header.columns[time].timeUnit)
    reader.hasDecimalComma = header.separator != .comma
    // A stamp with a blank in it is two cells when blanks separate.
    let isSplit = header.separator == .blanks && cells.count == header.columns.count + 1
    let text = header.date != nil ? cells[place] + " " + cells[time] : isSplit ? cells[place] + " " + cells[place + 1] : cells[place]
    return Array(text.utf8).withUnsafeBytes { reader.read($0.bytes) } != nil
  }
}

extension LogFormat {
  /// See ``DelimitedFormat``.
  public static let delimited = LogFormat(rawValue: "delimited")
}
