import LogScanning
import Quantities

/// Rows of two to four bare numbers in a file that its name alone ties to RAPL: watts of domains, without times.
enum RAPLBareWattsFormat: LogFormatDefinition {
  static let format = LogFormat.raplBareWatts

  static let synopsis = (
    what: "bare columns of watts, without header and without times, that a script wrote from RAPL",
    recognisedBy: "rows of two to four decimals parted by blanks, in a file whose name has rapl in it"
  )

  static let greatestScore = 25

  static func score(head: RawSpan, fileName: String) -> Int {
    guard fileName.lowercased().hasText("rapl") else { return 0 }
    var rows = 0
    var others = 0
    head.forEachLeadingLine(limit: 64) { line in
      if line.byteCount == 0 { return true }
      if RAPLBareRow.count(in: line) != nil { rows += 1 } else { others += 1 }
      return others < 3
    }
    return rows >= 3 && others <= 1 ? 25 : 0
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { RAPLBareWattsParser(context) }
}

/// One row of such a file.
enum RAPLBareRow {
  /// How many numbers the row has, when all of its cells are decimals that a domain can draw in watts.
  static func count(in line: RawSpan) -> Int? {
    var fields = DelimitedFields(separator: .blanks)
    var count = 0
    var fractions = 0
    while let cell = fields.next(in: line) {
      let text = line.extracting(cell)
      guard let value = text.scaledDecimal(decimals: 9), value >= 0, value < 2_000_000_000_000 else { return nil }
      if text.contains(byte: 0x2E) { fractions += 1 }
      count += 1
    }
    return (2...4).contains(count) && fractions > 0 ? count : nil
  }
}

/// Reads such rows; what the columns are of, the file does not say.
struct RAPLBareWattsParser: LogParser {
  private var collector: TraceCollector
  private var places: [Int] = []

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    guard let count = RAPLBareRow.count(in: line), places.isEmpty || count == places.count else {
      return collector.malformed(number)
    }
    if places.isEmpty {
      for index in 1...count {
        let series = TraceSeries(device: "column \(index)", component: .cpu, quantity: .power, decimals: 9)
        if let place = collector.add(series) { places.append(place) }
      }
      collector.note(
        Diagnostic(
          .warning, "rapl.unnamed-columns", line: number,
          "\(count) columns of numbers have neither names nor times; by the file's name they were taken for watts of RAPL "
            + "domains that do not overlap, all of them the processor's."))
    }
    guard collector.accepts(.ordinal, line: number) else { return }
    var fields = DelimitedFields(separator: .blanks)
    for place in places {
      guard let cell = fields.next(in: line), let value = line.extracting(cell).scaledDecimal(decimals: 9) else {
        return
      }
      collector.sample(place, value: value, line: number)
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent { collector.finish(summary) }
}

extension LogFormat {
  /// See `RAPLBareWattsFormat`.
  public static let raplBareWatts = LogFormat(rawValue: "rapl-bare-watts")
}
