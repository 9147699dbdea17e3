import LogScanning
import Quantities

/// Reads the timeline of `likwid-perfctr -t`: a row per interval, with each metric of each thread.
///
///     # GID|MetricsCount|CpuCount|Total runtime [s]|Runtime (RDTSC) [s]|Energy [J]|Power [W]
///     1,3,2,1.000132,1.0001,1.0001,52.1,0,52.1,0
struct LIKWIDTimeline {
  var collector: TraceCollector
  private var roles = RAPLSeriesRoles()
  private var metrics: [(domain: RAPLDomain?, place: Int?)] = []
  private(set) var isEmpty = true

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  /// Takes a line if it is a timeline's.
  mutating func consume(_ line: RawSpan, number: Int) -> Bool {
    if line.starts(with: "# GID") {
      if isEmpty { header(line, number: number) } else { collector.repeatedHeader(number) }
      return true
    }
    guard !isEmpty else { return false }
    if let first = line.firstByte, first &- 0x30 <= 9 { row(line, number: number) }
    return true
  }

  private mutating func header(_ line: RawSpan, number: Int) {
    let names = line.text.split(separator: "|").map { name in String(name.drop { $0 == " " }) }
    guard names.count > 4, names.count < 1024 else { return collector.malformed(number) }
    isEmpty = false
    for name in names.dropFirst(4) {
      guard let domain = LIKWIDMetric.domain(name) else {
        metrics.append((nil, nil))
        continue
      }
      let series = TraceSeries(
        device: LIKWIDMetric.label(domain), component: domain.component, quantity: .intervalEnergy, origin: 0)
      let place = collector.add(series)
      if let place { roles.insert(place, domain) }
      metrics.append((domain, place))
    }
    collector.note(
      Diagnostic(
        .warning, "likwid.timeline-described-only", line: number,
        "The timeline of likwid-perfctr is known by its description, and no file was seen; its energies were read as "
          + "those of each interval, summed over threads."))
  }

  private mutating func row(_ line: RawSpan, number: Int) {
    let separator: UInt8 = line.contains(byte: 0x7C) ? 0x7C : line.contains(byte: 0x2C) ? 0x2C : 0x20
    var cells: [Range<Int>] = []
    var start = 0
    while start <= line.byteCount, cells.count < 1 << 16 {
      let end = line.firstOffset(of: separator, from: start) ?? line.byteCount
      if end > start || separator != 0x20 { cells.append(start..<end) }
      start = end + 1
    }
    guard cells.count > 4, let count = line.extracting(cells[1]).integer(),
      let threads = line.extracting(cells[2]).integer(),
      let time = line.extracting(cells[3]).reading(decimals: 9), time >= 0, count == Int64(metrics.count),
      threads > 0, threads < 1 << 16, Int64(cells.count) >= 4 + count * threads
    else { return collector.malformed(number) }
    guard collector.accepts(.relative, line: number) else { return }
    for (index, metric) in metrics.enumerated() {
      guard let place = metric.place else { continue }
      var sum: Int64 = 0
      var unreadable: Range<Int>?
      for thread in 0..<Int(threads) {
        let cell = cells[4 + index * Int(threads) + thread]
        guard let value = line.extracting(cell).trimmed().reading(decimals: 6) else {
          unreadable = cell
          continue
        }
        let (total, overflow) = sum.addingReportingOverflow(value)
        if overflow { unreadable = cell } else { sum = total }
      }
      if let unreadable {
        collector.missing(place, line.extracting(unreadable), line: number)
      } else {
        collector.sample(place, time: time, value: sum, line: number)
      }
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    roles.settle(in: &collector)
    return collector.finish(summary, hasPower: isEmpty || metrics.contains { $0.place != nil })
  }
}
