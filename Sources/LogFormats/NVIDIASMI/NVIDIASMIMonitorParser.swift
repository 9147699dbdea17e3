import LogScanning
import Quantities

/// Reads `nvidia-smi dmon`; `pmon`'s rows only tell that there is no power.
///
/// Date and time together are local time. A time of day without its date counts from the first row, and a day is added
/// where it falls by more than half a day (midnight); a smaller fall is a clock set back. Without `-o` there is no time.
struct NVIDIASMIMonitorParser: LogParser {
  private static let day: Int64 = 86_400_000_000_000
  /// No recording is longer; it keeps a damaged file's times in range.
  private static let maximumDays: Int64 = 100_000

  private var collector: TraceCollector
  private var columns: NVIDIASMIMonitorColumns?
  private var headerSeen = false
  private var powerSeen = false
  private var firstTime: Int64?
  private var lastTime: Int64 = 0
  private var days: Int64 = 0
  private var timeWithoutDate: Int?

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    if first == 0x23 {
      if let found = NVIDIASMIMonitorColumns(header: line) { return adopt(found, number: number) }
      let body = line.dropping(1).trimmed()
      // Some people keep every line with a mark in front; the line of units has none that could be a row.
      guard let byte = body.firstByte, byte &- 0x30 <= 9 else { return }
      return row(body, number: number)
    }
    if NVIDIASMIParser.isErrorLine(line) { return collector.toolError(number, line.text) }
    row(line, number: number)
  }

  /// The header comes again every so many rows; only another one means a restart.
  private mutating func adopt(_ found: NVIDIASMIMonitorColumns, number: Int) {
    if headerSeen, found != columns { collector.repeatedHeader(number) }
    headerSeen = true
    if found.power != nil { powerSeen = true }
    columns = found
  }

  private mutating func row(_ line: RawSpan, number: Int) {
    guard let columns else { return collector.malformed(number) }
    guard let power = columns.power, !columns.isProcessMonitor else { return }
    var gpu = 0..<0
    var value = 0..<0
    var date = 0..<0
    var time = 0..<0
    var count = 0
    var fields = DelimitedFields(separator: columns.separator)
    while let range = fields.next(in: line) {
      if count == columns.gpu { gpu = range }
      if count == power { value = range }
      if count == columns.date { date = range }
      if count == columns.time { time = range }
      count += 1
    }
    let key = line.extracting(gpu)
    guard count == columns.width, let index = key.integer(), (0..<4096).contains(index),
      let stamp = stamp(date: line.extracting(date), time: line.extracting(time), columns: columns, number: number)
    else { return collector.malformed(number) }
    guard collector.accepts(stamp.clock, line: number),
      let place = collector.place(
        of: key,
        make: { _ in
          TraceSeries(device: "GPU \(index)", component: .gpu, quantity: .power, index: Int(index))
        })
    else { return }
    let cell = line.extracting(value)
    guard let reading = NVIDIASMICell.value(cell, exponent: 0) else {
      return collector.missing(place, cell, line: number)
    }
    collector.sample(place, at: stamp.time, value: reading.value, line: number)
  }

  // MARK: Time

  private mutating func stamp(
    date: RawSpan, time: RawSpan, columns: NVIDIASMIMonitorColumns, number: Int
  ) -> (time: Int64?, clock: TraceLog.Clock)? {
    guard columns.time != nil else { return (nil, .ordinal) }
    guard time.byteCount == 8, time[byte: 2] == 0x3A, time[byte: 5] == 0x3A, let hour = time.digits(0, 2),
      let minute = time.digits(3, 2), let second = time.digits(6, 2), hour < 24, minute < 60, second <= 60
    else { return nil }
    guard columns.date != nil else {
      if timeWithoutDate == nil { timeWithoutDate = number }
      let clockTime = Int64(hour * 3600 + minute * 60 + second) * 1_000_000_000
      return (timeSinceStart(clockTime), .relative)
    }
    guard let year = date.digits(0, 4), date.byteCount == 8, let month = date.digits(4, 2), let day = date.digits(6, 2),
      let nanoseconds = CivilDateTime(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second
      ).nanosecondsSinceEpoch
    else { return nil }
    return (nanoseconds, .local)
  }

  private mutating func timeSinceStart(_ clockTime: Int64) -> Int64 {
    if firstTime != nil, clockTime < lastTime - Self.day / 2, days < Self.maximumDays { days += 1 }
    lastTime = clockTime
    let first = firstTime ?? clockTime
    firstTime = first
    return clockTime - first + days * Self.day
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if let timeWithoutDate {
      collector.note(
        Diagnostic(
          .info, "nvidia-smi.time-without-date", line: timeWithoutDate,
          "Rows tell the time of day and no date; times were counted from the first row, with a day added at midnight.")
      )
    }
    return collector.finish(summary, hasPower: powerSeen || !headerSeen)
  }
}
