import LogScanning
import Quantities

/// Reads `powermetrics -f plist`: of each property list its time, its length and the energies in it, by their keys.
///
/// A value stands on its key's line or on the next. What is inside `gpu` repeats the processor's, so the first of a
/// name counts.
struct PowermetricsPlistParser: LogParser {
  private static let energies: [(key: StaticString, name: String)] = [
    ("cpu_energy", "CPU"), ("gpu_energy", "GPU"), ("ane_energy", "ANE"), ("dram_energy", "DRAM"),
  ]
  /// What a file without energies may have; `package_watts` is an Intel processor's.
  private static let powers: [(key: StaticString, name: String)] = [("package_watts", "Intel package")]

  /// One property list while it is read.
  private struct Document {
    var stamp: Int64?
    var elapsed: Int64?
    /// By place in `energies`, then in `powers`.
    var values: [Int: (text: [UInt8], line: Int)] = [:]
    var firstLine: Int?
  }

  private enum Wanted {
    case stamp, elapsed
    case value(Int)
  }

  private var collector: TraceCollector
  private var intervals = ElapsedIntervals()
  private var document = Document()
  private var wanted: Wanted?
  private var documents = 0
  private var firstLine: Int?

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    var line = line.trimmed()
    if line.firstByte == 0 { line = line.dropping(1).trimmed() }
    guard line.firstByte == 0x3C else { return }
    if line.starts(with: "<?xml") { document = Document() }
    if line.starts(with: "</plist>") { return end(number: number) }
    if line.starts(with: "<key>") {
      guard let close = line.firstOffset(of: "</key>", from: 5) else { return }
      wanted = want(line.extracting(5..<close))
      take(line.dropping(close + 6).trimmed(), number: number)
    } else {
      take(line, number: number)
    }
  }

  private func want(_ key: RawSpan) -> Wanted? {
    if key.equals("timestamp") { return document.stamp == nil ? .stamp : nil }
    if key.equals("elapsed_ns") { return document.elapsed == nil ? .elapsed : nil }
    guard key.ends(with: "_energy") || key.ends(with: "_watts") else { return nil }
    let all = Self.energies + Self.powers
    guard let place = all.firstIndex(where: { key.equals($0.key) }), document.values[place] == nil else { return nil }
    return .value(place)
  }

  /// Takes `<integer>…</integer>` or its like for the key that was read last.
  private mutating func take(_ element: RawSpan, number: Int) {
    guard let wanted, element.firstByte == 0x3C else { return }
    self.wanted = nil
    guard let start = element.firstOffset(of: 0x3E), let end = element.firstOffset(of: 0x3C, from: start) else {
      return
    }
    let text = element.extracting((start + 1)..<end)
    document.firstLine = document.firstLine ?? number
    switch wanted {
    case .stamp:
      if let (nanoseconds, length) = text.leadingDateTime(), text.dropping(length).equals("Z") {
        document.stamp = nanoseconds
      }
    case .elapsed: document.elapsed = text.integer()
    case .value(let place): document.values[place] = (text.byteArray, number)
    }
  }

  private mutating func end(number: Int) {
    defer { document = Document() }
    guard let stamp = document.stamp, let elapsed = document.elapsed, elapsed >= 0,
      collector.accepts(.utc, line: number)
    else { return collector.malformed(number) }
    documents += 1
    firstLine = firstLine ?? document.firstLine
    let time = intervals.next(stamp: stamp, elapsed: elapsed)
    for (place, value) in document.values.sorted(by: { $0.key < $1.key }) {
      let isEnergy = place < Self.energies.count
      let name = isEnergy ? Self.energies[place].name : Self.powers[place - Self.energies.count].name
      let series =
        collector.place(ofDevice: name)
        ?? collector.add(PowermetricsParts.series(name, quantity: isEnergy ? .intervalEnergy : .meanPower))
      guard let series else { continue }
      if collector.series[series].samples == 0 {
        collector.update(series) { $0.origin = time.subtractingReportingOverflow(elapsed).partialValue }
      }
      value.text.withUnsafeBytes { text in
        // Energies are in millijoules.
        if let scaled = text.bytes.reading(decimals: isEnergy ? 0 : 3) {
          collector.sample(series, time: time, value: scaled, line: value.line)
        } else {
          collector.missing(series, text.bytes, line: value.line)
        }
      }
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if document.firstLine != nil, !document.values.isEmpty { collector.malformed(summary.lineCount) }
    if let firstLine { collector.note(.elapsedTimes(line: firstLine, restarts: intervals.restarts)) }
    return collector.finish(summary, hasPower: !collector.series.isEmpty)
  }
}
