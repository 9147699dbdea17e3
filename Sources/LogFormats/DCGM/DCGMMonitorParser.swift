import LogScanning
import Quantities

/// Reads `dcgmi dmon`.
///
/// An entity is two words (`GPU 0`), so rows have one word more than the header. People who want times put a clock's
/// reading in front of each line; it is read where it is one.
struct DCGMMonitorParser: LogParser {
  private var collector: TraceCollector
  private var devices = DCGMDevices()
  private var columns: [(name: String, field: DCGMField?)]?
  private var powerSeen = false
  private var held = HeldSample()

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  /// The names after `#Entity`, whatever stands before it; `nil` when a line is no header.
  static func header(_ line: RawSpan) -> [String]? {
    guard line.byteCount < 4096, let mark = line.firstOffset(of: "#Entity") ?? line.firstOffset(of: "# Entity") else {
      return nil
    }
    var names = DelimitedFields.texts(in: line.dropping(mark + 1), separator: .blanks)
    names.removeFirst()
    return names
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if let names = Self.header(line) {
      let found = names.map { (name: $0, field: DCGMField(name: $0)) }
      // The header comes again every so many rows; only another one means a restart.
      if let columns, columns.map(\.name) != names { collector.repeatedHeader(number) }
      columns = found
      if found.contains(where: { $0.field?.role == .counted }) { powerSeen = true }
      return
    }
    guard let columns else { return collector.malformed(number) }
    var words: [Range<Int>] = []
    var fields = DelimitedFields(separator: .blanks)
    while let range = fields.next(in: line) { words.append(range) }
    // The line of units, and blank ones with a clock's reading only.
    if isUnits(words, line) { return }
    guard let entity = words.firstIndex(where: { Self.isEntity(line.extracting($0)) }), entity + 1 < words.count,
      let index = line.extracting(words[entity + 1]).integer(), (0..<1_000_000).contains(index),
      words.count - entity - 2 == columns.count
    else {
      if line.starts(with: "Error") { return collector.toolError(number, line.text) }
      return collector.malformed(number)
    }
    let stamp = words[entity].lowerBound > 0 ? Self.stamp(line.extracting(0..<words[entity].lowerBound)) : nil
    guard stamp != nil || entity == 0 else { return collector.malformed(number) }
    guard collector.accepts(stamp?.clock ?? .ordinal, line: number) else { return }
    let kind = line.extracting(words[entity]).text
    for (place, column) in columns.enumerated() {
      guard let field = column.field else { continue }
      take(
        line.extracting(words[entity + 2 + place]), field, column.name, kind, Int(index), at: stamp?.nanoseconds, number
      )
    }
  }

  private static func isEntity(_ word: RawSpan) -> Bool {
    word.equals("GPU") || word.equals("GPU-I") || word.equals("GPU-CI") || word.equals("CPU") || word.equals("vGPU")
      || word.equals("Switch")
  }

  private func isUnits(_ words: [Range<Int>], _ line: RawSpan) -> Bool {
    words.contains { line.extracting($0).equals("ID") || line.extracting($0).equals("Id") }
  }

  /// What stands before the entity, without brackets.
  private static func stamp(_ prefix: RawSpan) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    var text = prefix.trimmed()
    if text.firstByte == 0x5B { text = text.dropping(1) }
    if let last = text.lastByte, last == 0x5D || last == 0x2C { text = text.extracting(0..<(text.byteCount - 1)) }
    if let stamp = CounterStamp(leading: text), stamp.length == text.byteCount {
      return (stamp.nanoseconds, stamp.clock)
    }
    if let stamp = text.leadingCTime(), stamp.length == text.byteCount { return (stamp.nanoseconds, .local) }
    return nil
  }

  private mutating func take(
    _ cell: RawSpan, _ field: DCGMField, _ name: String, _ kind: String, _ index: Int, at time: Int64?, _ line: Int
  ) {
    // Switches are no part of what is accounted for.
    guard kind != "Switch" else { return }
    guard
      let place = devices.place(
        of: "\(kind) \(index)", component: kind == "CPU" ? .cpu : .gpu, index: kind == "GPU" ? index : nil,
        reading: name, field, isPart: kind != "GPU" && kind != "CPU", collector: &collector)
    else { return }
    held.take(cell, exponent: field.exponent, place: place, time: time, line: line, to: &collector)
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    held.end(summary, in: &collector)
    devices.settle(in: &collector)
    return collector.finish(summary, hasPower: powerSeen || columns == nil)
  }
}
