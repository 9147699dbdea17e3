import LogScanning
import Quantities

/// Reads rapl-plotter's CSV.
///
/// A row's powers are means over the interval that ends at its time, the first of which begins at 0: so summed they
/// give the total that the tool itself prints.
struct RAPLPlotterParser: LogParser {
  private static let domains: [(name: String, domain: RAPLDomain)] = [
    ("pkg", .package), ("pp0", .cores), ("pp1", .graphics), ("dram", .memory),
  ]

  private var collector: TraceCollector
  private var roles = RAPLSeriesRoles()
  private var places: [Int] = []
  private var hasHeader = false
  private var hasDraw: [Bool] = [false, false, false, false]

  init(_ context: ParserContext) {
    collector = TraceCollector(context)
    for (name, domain) in Self.domains {
      let series = TraceSeries(
        device: name, component: domain.component, quantity: .meanPower, decimals: 9, origin: 0)
      guard let place = collector.add(series) else { continue }
      places.append(place)
      roles.insert(place, domain)
    }
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if line.starts(with: "pkg_current_power") {
      if hasHeader || number > 1 { collector.repeatedHeader(number) }
      hasHeader = true
      return
    }
    guard let row = RAPLPlotterRow(line) else { return collector.malformed(number) }
    guard collector.accepts(.relative, line: number) else { return }
    for (index, place) in places.enumerated() where index < 4 {
      let value = row.watts[index]
      if value != 0 { hasDraw[index] = true }
      collector.sample(place, time: row.time, value: value, line: number)
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    roles.settle(in: &collector)
    let silent = zip(Self.domains, hasDraw).filter { !$0.1 }.map(\.0.name)
    if !silent.isEmpty, silent.count < 4 {
      collector.note(
        Diagnostic(
          .info, "rapl.domain-always-zero",
          "\(silent.joined(separator: ", ")): 0 W in every row, which is what the tool writes for a domain that the "
            + "processor does not measure; the values were kept."))
    }
    return collector.finish(summary)
  }
}
