import LogScanning
import Quantities

/// Reads `powermetrics`' text: blocks with a head that tells time and length, and lines such as `CPU Power: 4 mW`.
struct PowermetricsTextParser: LogParser {
  private var collector: TraceCollector
  private var intervals = ElapsedIntervals()
  /// The end of the block's interval; `nil` before the first block and after a head that cannot be read.
  private var time: Int64?
  private var elapsed: Int64 = 0
  /// Devices of the block, so that a line that repeats one is not read twice.
  private var seen: Set<Int> = []
  private var firstHead: Int?

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    if first == 0x2A, line.starts(with: "*** Sampled system activity") { return head(line, number: number) }
    guard let colon = line.firstOffset(of: 0x3A), line.ends(with: "W") else { return }
    guard let (name, isModelled) = Self.device(line.extracting(0..<colon)) else { return }
    guard let time else { return collector.malformed(number) }
    let value = line.dropping(colon + 1).trimmed()
    guard
      let place = collector.place(
        of: line.extracting(0..<colon),
        make: { _ in PowermetricsParts.series(name, quantity: .meanPower, isModelled: isModelled) }),
      seen.insert(place).inserted
    else { return }
    let isMilli = value.ends(with: "mW")
    let figure = value.extracting(0..<(value.byteCount - (isMilli ? 2 : 1))).trimmed()
    // All series have three decimals: a watt figure has two in the tool's own format.
    guard let scaled = figure.reading(decimals: isMilli ? 0 : 3) else {
      return collector.missing(place, value, line: number)
    }
    if collector.series[place].samples == 0 {
      collector.update(place) { [elapsed] in $0.origin = time.subtractingReportingOverflow(elapsed).partialValue }
    }
    collector.sample(place, time: time, value: scaled, line: number)
  }

  /// `CPU` of `CPU Power`, `Combined` of `Combined Power (CPU + GPU + ANE)`; `nil` for a line of something else.
  private static func device(_ name: RawSpan) -> (String, isModelled: Bool)? {
    if name.starts(with: "Intel energy model derived package power") { return ("Intel package", true) }
    if name.starts(with: "Combined Power") { return ("Combined", false) }
    guard name.ends(with: " Power"), name.byteCount <= 40 else { return nil }
    return (name.extracting(0..<(name.byteCount - 6)).text, false)
  }

  /// `*** Sampled system activity (Fri Nov 10 12:37:08 2023 +0100) (104.51ms elapsed) ***`.
  private mutating func head(_ line: RawSpan, number: Int) {
    seen.removeAll(keepingCapacity: true)
    time = nil
    guard let open = line.firstOffset(of: 0x28), let close = line.firstOffset(of: 0x29, from: open),
      let second = line.firstOffset(of: 0x28, from: close), let end = line.firstOffset(of: "ms elapsed", from: second),
      let stamp = Self.stamp(line.extracting((open + 1)..<close)),
      let elapsed = line.extracting((second + 1)..<end).reading(decimals: 6), elapsed >= 0,
      collector.accepts(stamp.clock, line: number)
    else { return collector.malformed(number) }
    firstHead = firstHead ?? number
    self.elapsed = elapsed
    time = intervals.next(stamp: stamp.nanoseconds, elapsed: elapsed)
  }

  /// `Fri Nov 10 12:37:08 2023 +0100`.
  private static func stamp(_ text: RawSpan) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    guard let (local, length) = text.leadingCTime() else { return nil }
    let zone = text.dropping(length).trimmed()
    guard zone.byteCount == 5, let sign = zone.firstByte, sign == 0x2B || sign == 0x2D, let hours = zone.digits(1, 2),
      let minutes = zone.digits(3, 2), hours < 24, minutes < 60
    else { return (local, .local) }
    let ahead = Int64(hours * 60 + minutes) * 60_000_000_000
    return (sign == 0x2D ? local + ahead : local - ahead, .utc)
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if let firstHead { collector.note(.elapsedTimes(line: firstHead, restarts: intervals.restarts)) }
    return collector.finish(summary, hasPower: !collector.series.isEmpty)
  }
}

extension Diagnostic {
  /// How the times of a `powermetrics` recording were found.
  static func elapsedTimes(line: Int, restarts: Int) -> Diagnostic {
    Diagnostic(
      .info, "powermetrics.elapsed-times", line: line,
      "Stamps are of whole seconds; later times are the first stamp plus the intervals' lengths"
        + (restarts > 0 ? ", begun anew \(restarts) times where they lay more than 2 s from a stamp." : "."))
  }
}
