import LogScanning
import Quantities

/// Reads powerstat's rows; its times are times of day without a date, so they count from the first row's interval.
struct PowerstatParser: LogParser {
  private static let day: Int64 = 86_400_000_000_000

  private var collector: TraceCollector
  private var roles = RAPLSeriesRoles()
  private var columns: PowerstatColumns?
  private var places: [Int] = []
  /// `60 samples at 1.0 second intervals`, in nanoseconds.
  private var period: Int64?
  private var first: Int64?
  private var last: Int64 = 0
  private var days: Int64 = 0
  private var firstText = ""
  private var isProcessor = false

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let byte = line.firstByte else { return }
    if let header = PowerstatColumns(header: line) { return adopt(header) }
    if line.contains("second interval") { period = Self.period(line) ?? period }
    // `CPU: 5.28 Watts on average` or, on battery, `System: 12.4 Watts on average`.
    if line.starts(with: "CPU:"), line.contains("Watts on average") { isProcessor = true }
    if line.contains("ermission denied") || line.contains("Device is not discharging") {
      return collector.toolError(number, line.text)
    }
    // Average, GeoMean, StdDev, Minimum, Maximum, rules and advice.
    guard columns != nil, byte &- 0x30 <= 9 else { return }
    row(line, number: number)
  }

  private mutating func adopt(_ header: PowerstatColumns) {
    // The header is repeated each page.
    guard header != columns else { return }
    columns = header
    places = []
    for power in header.powers {
      let component = power.domain?.component ?? (header.hasDomains ? .cpu : .node)
      if let known = collector.series.firstIndex(where: { $0.device == power.name }) {
        places.append(known)
        continue
      }
      guard let place = collector.add(TraceSeries(device: power.name, component: component, quantity: .meanPower))
      else {
        return
      }
      places.append(place)
      if power.domain != nil || header.hasDomains { roles.insert(place, power.domain ?? .total) }
    }
  }

  /// The period in `Running for 60.0 seconds (60 samples at 1.0 second intervals).`
  private static func period(_ line: RawSpan) -> Int64? {
    guard let end = line.firstOffset(of: " second interval") else { return nil }
    var start = end
    while start > 0, line[byte: start - 1] &- 0x30 <= 9 || line[byte: start - 1] == 0x2E { start -= 1 }
    return line.extracting(start..<end).scaledDecimal(decimals: 9).flatMap { $0 > 0 && $0 <= day ? $0 : nil }
  }

  private mutating func row(_ line: RawSpan, number: Int) {
    guard let columns, places.count == columns.powers.count, line.byteCount > 8, line[byte: 2] == 0x3A,
      line[byte: 5] == 0x3A, let hour = line.digits(0, 2), let minute = line.digits(3, 2),
      let second = line.digits(6, 2), hour < 24, minute < 60, second < 61
    else { return collector.malformed(number) }
    let time = Int64(hour * 3600 + minute * 60 + second) * 1_000_000_000
    if first == nil {
      first = time
      firstText = line.extracting(0..<8).text
      if let period {
        for place in places { collector.update(place) { $0.origin = 0 } }
        last = time
        self.period = period
      }
    }
    // Half a day back is midnight passed.
    if time < last - Self.day / 2 { days += 1 }
    last = time
    guard days < 100_000 else { return collector.malformed(number) }
    guard let first, collector.accepts(.relative, line: number) else { return }
    let since = time - first + days * Self.day + (period ?? 0)
    var fields = DelimitedFields(separator: .blanks)
    var count = 0
    var next = 0
    while let cell = fields.next(in: line), next < places.count {
      if count == columns.powers[next].place {
        let text = line.extracting(cell)
        if let value = text.reading(decimals: 6) {
          collector.sample(places[next], time: since, value: value, line: number)
        } else {
          collector.missing(places[next], text, line: number)
        }
        next += 1
      }
      count += 1
    }
    if next < places.count { collector.malformed(number) }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    roles.settle(in: &collector)
    if let columns, !columns.hasDomains, isProcessor, let place = places.first {
      collector.update(place) { $0.component = .cpu }
    }
    if first != nil {
      collector.note(
        Diagnostic(
          .info, "powerstat.time-of-day",
          "Times are times of day without a date; they were read as times since the recording began (first row: "
            + "\(firstText))."))
    }
    return collector.finish(summary)
  }
}
