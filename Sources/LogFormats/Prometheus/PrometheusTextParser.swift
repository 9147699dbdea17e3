import LogScanning
import Quantities

/// Reads text exposition.
///
/// A sample's own stamp (milliseconds since 1970) is its time. Without one, a line with nothing but a time, as scripts
/// put it between scrapes, stands for the samples below it; without that there is no time.
struct PrometheusTextParser: LogParser {
  private var devices: PrometheusDevices
  private var scrapeTime: (nanoseconds: Int64, clock: TraceLog.Clock)?
  private var sawText = false
  private var held = HeldSample()

  init(_ context: ParserContext) { devices = PrometheusDevices(context) }

  /// Whether a line is a sample of a known power or energy.
  static func isMetric(_ line: RawSpan) -> Bool {
    guard isCandidate(line), let (selector, length) = selector(line) else { return false }
    let rest = line.dropping(length)
    var fields = DelimitedFields(separator: .blanks)
    guard PrometheusMetric(name: selector.name) != nil, let value = fields.next(in: rest) else { return false }
    return rest.extracting(value).double() != nil
  }

  /// Only lines with one of these can be of use; everything else is passed over unread.
  private static func isCandidate(_ line: RawSpan) -> Bool {
    line.byteCount < 1 << 16
      && (line.contains("power") || line.contains("POWER") || line.contains("joules") || line.contains("ENERGY")
        || line.contains("energy") || line.contains("watts") || line.starts(with: "nvidia_smi_index")
        || line.starts(with: "nvidia_smi_gpu_info"))
  }

  private static func selector(_ line: RawSpan) -> (PrometheusSelector, length: Int)? {
    var length = 0
    guard let selector = PrometheusSelector(line.byteArray, length: &length) else { return nil }
    return (selector, length)
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    held.release(to: &devices.collector)
    sawText = true
    if first == 0x23 {
      takeTime(line.dropping(1).trimmed())
      return
    }
    if first &- 0x30 <= 9 || line.leadingCTime() != nil { return takeTime(line) }
    guard Self.isCandidate(line) else { return }
    guard let (selector, length) = Self.selector(line) else { return devices.collector.malformed(number) }
    sample(selector, line.dropping(length), number: number)
  }

  private mutating func takeTime(_ line: RawSpan) {
    if let stamp = CounterStamp(leading: line), stamp.length == line.byteCount {
      scrapeTime = (stamp.nanoseconds, stamp.clock)
    } else if let stamp = line.leadingCTime(), stamp.length == line.byteCount {
      scrapeTime = (stamp.nanoseconds, .local)
    }
  }

  private mutating func sample(_ selector: PrometheusSelector, _ rest: RawSpan, number: Int) {
    var fields = DelimitedFields(separator: .blanks)
    guard let valueRange = fields.next(in: rest) else { return devices.collector.malformed(number) }
    let cell = rest.extracting(valueRange)
    devices.learn(from: selector, value: cell.double())
    guard PrometheusMetric(name: selector.name) != nil else { return }
    var time = scrapeTime
    if let stampRange = fields.next(in: rest), rest[byte: stampRange.lowerBound] != 0x23 {
      guard let milliseconds = rest.extracting(stampRange).integer(), milliseconds.magnitude < 9_000_000_000_000 else {
        return devices.collector.malformed(number)
      }
      time = (milliseconds * 1_000_000, .utc)
    }
    guard devices.collector.accepts(time?.clock ?? .ordinal, line: number),
      let (place, metric) = devices.place(of: selector)
    else { return }
    guard let value = Self.value(cell, metric) else {
      return devices.collector.missing(place, cell, line: number)
    }
    // A number may be cut short when the file ends here; nothing in it would tell.
    held.hold(place, time: time?.nanoseconds, value: value, line: number)
  }

  /// A number in units of the metric's decimals; `nil` for `NaN` and what is none.
  static func value(_ cell: RawSpan, _ metric: PrometheusMetric) -> Int64? {
    if let exact = cell.scaledDecimal(decimals: metric.decimals + metric.exponent) { return exact }
    guard let value = cell.double(), value.isFinite else { return nil }
    var scaled = value
    for _ in 0..<(metric.decimals + metric.exponent) { scaled *= 10 }
    scaled.round()
    return abs(scaled) < 9e18 ? Int64(scaled) : nil
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    held.end(summary, in: &devices.collector)
    return devices.finish(summary, sawText: sawText)
  }
}
