import LogScanning
import Quantities

/// Turns reports into series.
struct NVIDIASMIReportCollector {
  var collector: TraceCollector
  private var boards = NVIDIASMIBoards()
  private var driver: String?
  private(set) var reports = 0
  private var hasPower = false

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func take(_ report: NVIDIASMIReport) {
    reports += 1
    driver = driver ?? report.driver
    guard collector.accepts(report.time == nil ? .ordinal : .local, line: report.line) else { return }
    for (place, board) in report.boards.enumerated() {
      // A report does not tell a board's index; it lists all of them in its order, unless only some were asked for.
      let index = report.attached == report.boards.count ? place : nil
      let key = Array((board.uuid ?? board.bus ?? index.map(String.init) ?? board.model ?? "").utf8)
      let known = boards.devices.firstIndex { $0.keys.contains(key) }
      guard
        let device = known
          ?? boards.add(key, index: index, uuid: board.uuid, bus: board.bus, model: board.model)
      else { continue }
      for reading in board.readings { take(reading, of: device, at: report.time, line: report.line) }
    }
  }

  private mutating func take(
    _ reading: (section: NVIDIASMIReport.Section, name: String, cell: String), of device: Int, at time: Int64?,
    line: Int
  ) {
    guard let property = NVIDIASMIReport.property(reading.name, in: reading.section) else { return }
    if property.isReading { hasPower = true }
    guard let place = boards.series(of: device, property, collector: &collector) else { return }
    var cell = reading.cell
    cell.withUTF8 { bytes in
      let span = UnsafeRawBufferPointer(bytes).bytes
      // Reports always print the unit; without it a number may be cut off.
      guard span.lastByte == 0x57, let value = NVIDIASMICell.value(span, exponent: 0)?.value else {
        return collector.missing(place, span, line: line)
      }
      collector.sample(place, at: time, value: value, line: line)
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    boards.settle(in: &collector)
    return collector.finish(summary, version: driver.map { "driver \($0)" }, hasPower: hasPower || reports == 0)
  }
}
