import LogScanning
import Quantities

/// Reads the CSV reports of the HWPC sensor.
struct HWPCParser: LogParser {
  private var collector: TraceCollector
  private var series = HWPCSeries()
  private var columns: HWPCColumns?
  private var cells: [Range<Int>] = []

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    if first &- 0x30 > 9, let header = HWPCColumns(header: line) {
      if columns != nil {
        collector.repeatedHeader(number)
      } else if !header.missing.isEmpty {
        collector.note(
          Diagnostic(
            .warning, "hwpc.missing-columns", line: number,
            "The header has no \(header.missing.joined(separator: ", ")), which every report of the sensor has."))
      }
      columns = header
      return
    }
    guard let columns else { return collector.malformed(number) }
    cells.removeAll(keepingCapacity: true)
    var fields = DelimitedFields(separator: .comma)
    while let cell = fields.next(in: line) { cells.append(cell) }
    guard cells.count == columns.width, let timestamp = columns.timestamp,
      let time = line.extracting(cells[timestamp]).scaledDecimal(decimals: 6), time >= 0
    else { return collector.malformed(number) }
    guard collector.accepts(.utc, line: number) else { return }
    let sensor = columns.sensor.map { cells[$0] } ?? 0..<0
    let target = columns.target.map { cells[$0] } ?? 0..<0
    let socket = columns.socket.map { cells[$0] } ?? 0..<0
    for energy in columns.energies {
      let place = series.place(
        sensor: line.extracting(sensor), target: line.extracting(target), socket: line.extracting(socket),
        event: energy.name, domain: energy.domain, in: &collector)
      guard let place else { continue }
      let cell = line.extracting(cells[energy.place])
      if let raw = cell.integer(), let value = HWPCSeries.picojoules(raw: raw) {
        collector.sample(place, time: time, value: value, line: number)
      } else {
        collector.missing(place, cell, line: number)
      }
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    series.settle(in: &collector)
    return collector.finish(summary, hasPower: columns.map { !$0.energies.isEmpty } ?? true)
  }
}
