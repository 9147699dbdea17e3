import LogScanning
import Quantities

/// Reads PTDaemon's rows of name and value: `Time,12-23-2020 10:21:51.496,Watts,23.430000,Volts,228.370000,…`.
///
/// Times are UTC, as the rules of MLPerf's power measurements ask. A reading of −1 W is an invalid sample.
struct PTDParser: LogParser {
  private var collector: TraceCollector
  private var series: Int?

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    var time: Int64?
    var watts: Range<Int>?
    var name = 0..<0
    var isName = true
    var fields = DelimitedFields(separator: .comma)
    while let field = fields.next(in: line) {
      defer { isName.toggle() }
      if isName {
        name = field
      } else if line.extracting(name).equals("Time") {
        let cell = line.extracting(field)
        guard let (nanoseconds, length) = cell.leadingMonthFirstTime() ?? cell.leadingDateTime(),
          length == cell.byteCount
        else { return collector.malformed(number) }
        time = nanoseconds
      } else if line.extracting(name).equals("Watts") {
        watts = field
      }
    }
    guard let time, let watts, collector.accepts(.utc, line: number) else { return collector.malformed(number) }
    if series == nil {
      series = collector.add(TraceSeries(device: "wall meter", component: .node, quantity: .power))
    }
    guard let series else { return }
    let cell = line.extracting(watts)
    if let value = cell.scaledDecimal(decimals: 6), value != -1_000_000 {
      collector.sample(series, time: time, value: value, line: number)
    } else {
      collector.missing(series, cell, line: number)
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent { collector.finish(summary) }
}
