import LogScanning
public import Quantities

/// Reads a file of carbon intensities: bytes in, series out.
///
/// Takes the CSV downloads of Electricity Maps of all vintages and its interface's JSON, the JSON of Great Britain's Carbon
/// Intensity API and CSV exports of it, Energinet's CO2Emis as CSV (semicolons, decimal commas) and JSON, and any CSV
/// or list of JSON objects with a column of times and columns whose names say what they are.
public enum IntensityFileReader {
  /// Reads a file's bytes, unpacked and in UTF-8.
  ///
  /// - Parameters:
  ///   - fileName: tells how long a single row holds (`DK_2024_yearly.csv`).
  ///   - localOffsets: how far the clocks of local time stamps may have been ahead of UTC, the earlier instant's offset
  ///     first; `nil` when no zone is known, and such files are refused.
  public static func read(
    bytes: [UInt8], fileName: String = "", localOffsets: ((WallTime) -> [Duration])? = nil
  ) throws(IntensityFileError) -> IntensityFile {
    let length = IntensityGatherer.Length(fileName: fileName)
    let first = bytes.first { $0 > 0x20 }
    if first == 0x7B || first == 0x5B { return try json(bytes, length: length, localOffsets: localOffsets) }
    return try table(bytes, length: length, localOffsets: localOffsets)
  }

  // MARK: CSV

  private static func table(
    _ bytes: [UInt8], length: IntensityGatherer.Length?, localOffsets: ((WallTime) -> [Duration])?
  ) throws(IntensityFileError) -> IntensityFile {
    var rows = TableRows(localOffsets: localOffsets)
    var failure: IntensityFileError?
    bytes.withUnsafeBytes { buffer in
      let text = buffer.bytes
      var (start, number) = (0, 0)
      while start < text.byteCount, failure == nil {
        let end = text.firstOffset(of: 0x0A, from: start) ?? text.byteCount
        number += 1
        let line = text.extracting(start..<end).trimmed()
        start = end + 1
        guard line.byteCount > 0, line[byte: 0] != 0x23 else { continue }
        do throws(IntensityFileError) { try rows.take(line, number: number) } catch { failure = error }
      }
    }
    if let failure { throw failure }
    guard let gatherer = rows.gatherer else { throw .noColumns(rows.names) }
    return try file(gatherer, length: length)
  }

  private struct TableRows {
    let localOffsets: ((WallTime) -> [Duration])?
    var names: [String] = []
    var gatherer: IntensityGatherer?
    private var separator = DelimitedFields.Separator.comma
    private var cells: [Range<Int>] = []

    init(localOffsets: ((WallTime) -> [Duration])?) { self.localOffsets = localOffsets }

    mutating func take(_ line: RawSpan, number: Int) throws(IntensityFileError) {
      guard let columns = gatherer?.columns else {
        guard names.isEmpty else { return }
        separator = line.contains(byte: 0x3B) ? .semicolon : line.contains(byte: 0x09) ? .tab : .comma
        names = DelimitedFields.texts(in: line, separator: separator)
        gatherer = try IntensityColumns.find(in: names).map {
          IntensityGatherer(columns: $0, localOffsets: localOffsets)
        }
        return
      }
      cells.removeAll(keepingCapacity: true)
      var fields = DelimitedFields(separator: separator)
      while let range = fields.next(in: line) { cells.append(range) }
      let found = cells
      func cell(_ place: Int?) -> Range<Int>? { place.flatMap { found.indices.contains($0) ? found[$0] : nil } }
      var values: [Double?] = []
      for value in columns.values {
        let range = cell(value.place) ?? 0..<0
        values.append(self.number(line.extracting(range)))
      }
      try gatherer?.add(
        start: cell(columns.start).flatMap { IntensityStamp(line.extracting($0)) },
        end: cell(columns.end).flatMap { IntensityStamp(line.extracting($0)) },
        zone: cell(columns.zone).map { line.extracting($0).text } ?? "",
        isEstimated: cell(columns.estimated).map { line.extracting($0).text.lowercased() == "true" } ?? false,
        values: values, line: number)
    }

    /// A number; where commas do not part fields they may be decimal marks.
    private func number(_ cell: RawSpan) -> Double? {
      guard separator != .comma, cell.contains(byte: 0x2C) else { return cell.double() }
      var plain: [UInt8] = []
      DelimitedNumber.appendPlain(cell, to: &plain)
      return plain.withUnsafeBytes { $0.bytes.double() }
    }
  }

  // MARK: JSON

  private static func json(
    _ bytes: [UInt8], length: IntensityGatherer.Length?, localOffsets: ((WallTime) -> [Duration])?
  ) throws(IntensityFileError) -> IntensityFile {
    let document: JSONValue
    do throws(JSONError) { document = try JSONValue(parsing: bytes.span.bytes) } catch {
      throw .badJSON(error.description)
    }
    let rows = IntensityJSONRows(document)
    guard let columns = try IntensityColumns.find(in: rows.names) else { throw .noColumns(rows.names) }
    var gatherer = IntensityGatherer(columns: columns, localOffsets: localOffsets)
    for (place, row) in rows.rows.enumerated() {
      func text(_ column: Int?) -> String? { column.flatMap { row[rows.names[$0]] }.flatMap(IntensityJSONRows.text) }
      let values = columns.values.map { row[rows.names[$0.place]].flatMap(IntensityJSONRows.number) }
      func stamp(_ column: Int?) -> IntensityStamp? {
        text(column).flatMap { IntensityStamp(Array($0.utf8).span.bytes) }
      }
      let zone = text(columns.zone) ?? rows.zone ?? ""
      let isEstimated = columns.estimated.flatMap { row[rows.names[$0]]?.bool } ?? false
      try gatherer.add(
        start: stamp(columns.start), end: stamp(columns.end), zone: zone, isEstimated: isEstimated, values: values,
        line: place + 1)
    }
    var file = try file(gatherer, length: length)
    if let boundary = rows.boundary {
      for place in file.series.indices where file.series[place].boundary == nil {
        file.series[place].boundary = boundary
      }
    }
    return file
  }

  private static func file(
    _ gatherer: IntensityGatherer, length: IntensityGatherer.Length?
  ) throws(IntensityFileError) -> IntensityFile {
    let (series, findings) = try gatherer.finish(length: length)
    return IntensityFile(publisher: gatherer.columns.publisher, series: series, diagnostics: findings)
  }
}
