import LogScanning
import Quantities

/// Reads the power rails of `tegrastats`: `VDD_IN 4600mW/4512mW`, the power now and its mean since the start.
///
/// Old releases print milliwatts without a unit. The second number, a mean over all the time, is not used.
struct TegrastatsParser: LogParser {
  private var collector: TraceCollector
  private var hasRails = false
  /// How many rails the last line has that can be read.
  private var lastCount = 0

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    lastCount = 0
    guard let memory = line.firstOffset(of: "RAM "), memory < 64, line.byteCount < 1 << 16 else {
      return collector.malformed(number)
    }
    var time: Int64?
    if memory > 0 {
      guard let stamp = Self.stamp(line.extracting(0..<memory).trimmed()) else { return collector.malformed(number) }
      guard collector.accepts(stamp.clock, line: number) else { return }
      time = stamp.nanoseconds
    } else {
      guard collector.accepts(.ordinal, line: number) else { return }
    }
    var name = 0..<0
    var fields = DelimitedFields(separator: .blanks)
    while let field = fields.next(in: line) {
      defer { name = field }
      guard let milliwatts = Self.milliwatts(line.extracting(field)), Self.isName(line.extracting(name)) else {
        continue
      }
      hasRails = true
      lastCount += 1
      let place = collector.place(of: line.extracting(name)) { name in
        TraceSeries(device: name, component: TegrastatsRail.component(name), quantity: .power, decimals: 3)
      }
      guard let place else { continue }
      if let time {
        collector.sample(place, time: time, value: milliwatts, line: number)
      } else {
        collector.sample(place, value: milliwatts, line: number)
      }
    }
    if lastCount == 0, hasRails { collector.malformed(number) }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if summary.endsInMidLine, hasRails, lastCount > 0, lastCount < collector.series.count {
      collector.note(
        Diagnostic(
          .info, "trace.truncated-line", line: summary.lineCount,
          "The file ends inside its last row, of which \(lastCount) rails were read."))
    }
    let names = collector.series.map(\.device)
    for (place, name) in names.enumerated() where TegrastatsRail.isContained(name, in: names) {
      collector.update(place) { $0.role = .contained }
    }
    if let rail = collector.series.first(where: {
      $0.role == .counted && $0.component == .dram && $0.device.contains("5V")
    }) {
      collector.note(
        Diagnostic(
          .info, "tegrastats.system-rail",
          "\(rail.device) feeds the memory and what else of the module no other rail does; it was counted as memory."))
    }
    return collector.finish(summary, hasPower: hasRails || summary.lineCount == 0)
  }

  /// Month first, or whatever a script put before the line.
  private static func stamp(_ text: RawSpan) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    if let (nanoseconds, length) = text.leadingMonthFirstTime(), length == text.byteCount {
      return (nanoseconds, .local)
    }
    var end = text.byteCount
    while end > 0, text[byte: end - 1] == 0x3A || text[byte: end - 1] == 0x2C || text[byte: end - 1] == 0x20 {
      end -= 1
    }
    return StampLine.time(text.extracting(0..<end))
  }

  /// `2797mW/2797mW` or `920/920`; `nil` for `936/3964MB` and everything else.
  private static func milliwatts(_ field: RawSpan) -> Int64? {
    guard let slash = field.firstOffset(of: 0x2F), slash > 0 else { return nil }
    let now = withoutUnit(field.extracting(0..<slash))
    let mean = withoutUnit(field.dropping(slash + 1))
    guard now.hasUnit == mean.hasUnit, mean.digits > 0,
      field.extracting((slash + 1)..<(slash + 1 + mean.digits)).integer() != nil
    else { return nil }
    return field.extracting(0..<now.digits).integer()
  }

  private static func withoutUnit(_ text: RawSpan) -> (digits: Int, hasUnit: Bool) {
    text.ends(with: "mW") ? (text.byteCount - 2, true) : (text.byteCount, false)
  }

  private static func isName(_ text: RawSpan) -> Bool {
    guard text.byteCount > 1, text.byteCount <= 64 else { return false }
    var hasLetter = false
    for offset in 0..<text.byteCount {
      switch text[byte: offset] {
      case 0x41...0x5A: hasLetter = true
      case 0x30...0x39, 0x5F: break
      default: return false
      }
    }
    return hasLetter
  }
}
