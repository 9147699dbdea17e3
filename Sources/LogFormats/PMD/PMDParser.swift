import LogScanning
import Quantities

/// Reads records of nine little-endian 16-bit numbers: a clock, then voltage and current of four lines.
///
/// Scales, clock rate and the lines' order are those of the meter's firmware as "Part-time Power Measurements" (Yang,
/// Adamek, Armour 2024) publishes it: the clock runs at 2.9345 MHz; voltages of the slot's adapter and of cables are
/// 12-bit numbers of 7.568 and 7.5 mV, currents of 48.8 mA, below zero read as none. Lines 1, 2 and 4 go through the
/// slot, line 3 is the cable to the board.
struct PMDParser: LogParser {
  static let recordLength = 18
  private static let ticksPerMillisecond = 2934.5

  private var collector: TraceCollector
  private let isText: Bool
  private var record: [UInt8] = []
  private var ticks: Int64 = 0
  private var lastTick: Int64?
  private var places: [Int] = []
  private var start: String?

  init(_ context: ParserContext) {
    collector = TraceCollector(context)
    isText = context.fileName.lowercased().hasSuffix(".txt")
    record.reserveCapacity(Self.recordLength)
  }

  static func word(_ bytes: RawSpan, at offset: Int) -> UInt16 {
    UInt16(bytes[byte: offset]) | UInt16(bytes[byte: offset + 1]) << 8
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    if isText {
      if start == nil, line.byteCount <= 64 { start = line.trimmed().text }
      return
    }
    // The line feed between two lines is a byte as any other.
    if number > 1 { take(0x0A, line: number) }
    for offset in 0..<line.byteCount { take(line[byte: offset], line: number) }
  }

  private mutating func take(_ byte: UInt8, line: Int) {
    record.append(byte)
    guard record.count == Self.recordLength else { return }
    let bytes = record
    record.removeAll(keepingCapacity: true)
    bytes.withUnsafeBytes { sample($0.bytes, line: line) }
  }

  private mutating func sample(_ bytes: RawSpan, line: Int) {
    guard collector.accepts(.relative, line: line) else { return }
    let tick = Int64(Self.word(bytes, at: 0))
    if let lastTick {
      let step = tick - lastTick
      ticks += step < 0 ? step + 65_536 : step
    }
    lastTick = tick
    if places.isEmpty {
      let names: [(String, ReadingRole)] = [("total", .counted), ("pcie", .contained), ("eps", .contained)]
      for (name, role) in names {
        let series = TraceSeries(device: name, component: .gpu, quantity: .power, role: role, decimals: 9)
        if let place = collector.add(series) { places.append(place) }
      }
    }
    func value(_ place: Int) -> Double { Self.twelveBits(Self.word(bytes, at: 2 + 2 * place)) }
    let slot = 0.007568 * 0.0488 * (value(0) * value(1) + value(2) * value(3) + value(6) * value(7))
    let cable = 0.0075 * 0.0488 * value(4) * value(5)
    let time = Int64((Double(ticks) / Self.ticksPerMillisecond * 1e6).rounded())
    for (place, watts) in zip(places, [slot + cable, slot, cable]) {
      collector.sample(place, time: time, value: Int64((watts * 1e9).rounded()), line: line)
    }
  }

  /// The upper twelve bits, none when they are below zero.
  private static func twelveBits(_ word: UInt16) -> Double {
    let value = word >> 4
    return value & 0x800 != 0 ? 0 : Double(value)
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if isText {
      return .none(
        Diagnostic(
          .info, "pmd.start-time", line: 1,
          "The start of a recording in PMD_data.bin beside it (\(start ?? "")); it holds no power."))
    }
    if !summary.endsInMidLine, summary.lineCount > 0 { take(0x0A, line: summary.lineCount) }
    if !record.isEmpty {
      collector.note(
        Diagnostic(
          .info, "pmd.cut-record", "The file ends inside a record (\(record.count) bytes), which was left out."))
    }
    return collector.finish(summary)
  }
}
