import LogScanning
import Quantities

/// Reads CSV rows of DCGM's field values.
struct DCGMFieldRowsParser: LogParser {
  private var collector: TraceCollector
  private var devices = DCGMDevices()
  private var columns: DCGMFieldRowsColumns?
  private var powerSeen = false
  private var held = HeldSample()

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    if first &- 0x30 > 9, let found = DCGMFieldRowsColumns(header: line) {
      if columns != nil { collector.repeatedHeader(number) }
      columns = found
      if found.field == nil { powerSeen = true }
      return
    }
    guard let columns else { return collector.malformed(number) }
    row(line, number: number, columns: columns)
  }

  private mutating func row(_ line: RawSpan, number: Int, columns: DCGMFieldRowsColumns) {
    var gpu = 0..<0
    var time = 0..<0
    var field = 0..<0
    var value = 0..<0
    var count = 0
    var fields = DelimitedFields()
    while let range = fields.next(in: line) {
      if count == columns.gpu { gpu = range }
      if count == columns.time { time = range }
      if count == columns.field { field = range }
      if count == columns.value { value = range }
      count += 1
    }
    let timeCell = line.extracting(time)
    guard count == columns.width, let index = line.extracting(gpu).integer(), (0..<4096).contains(index),
      let stamp = CounterStamp(leading: timeCell), stamp.length == timeCell.byteCount
    else { return collector.malformed(number) }
    guard collector.accepts(stamp.clock, line: number) else { return }
    let device = "GPU \(index)"
    if columns.field != nil {
      let name = line.extracting(field).text
      // Clocks, throttle reasons and the like are no powers, though some are called after one.
      guard let known = DCGMField(name: name) else { return }
      powerSeen = true
      take(line.extracting(value), known, name, device, Int(index), at: stamp.nanoseconds, number)
    } else {
      var fields = DelimitedFields()
      var column = 0
      var next = 0
      while next < columns.fields.count, let range = fields.next(in: line) {
        if columns.fields[next].column == column {
          let (_, name, known) = columns.fields[next]
          take(line.extracting(range), known, name, device, Int(index), at: stamp.nanoseconds, number)
          next += 1
        }
        column += 1
      }
    }
  }

  private mutating func take(
    _ cell: RawSpan, _ field: DCGMField, _ name: String, _ device: String, _ index: Int, at time: Int64, _ line: Int
  ) {
    guard
      let place = devices.place(
        of: device, component: .gpu, index: index, reading: name, field, isPart: false, collector: &collector)
    else { return }
    held.take(cell, exponent: field.exponent, place: place, time: time, line: line, to: &collector)
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    held.end(summary, in: &collector)
    devices.settle(in: &collector)
    return collector.finish(summary, hasPower: powerSeen || columns == nil)
  }
}
