import LogScanning
import Quantities

/// Reads Weights & Biases' events: each has the means of some metrics since the event before.
struct WandBEventsParser: LogParser {
  private var collector: TraceCollector

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    guard let event = try? JSONValue(parsing: line), let members = event.members,
      let time = event["_timestamp"]?.double.flatMap({ Int64(nanosecondsOf: $0) })
    else { return collector.malformed(number) }
    guard collector.accepts(.utc, line: number) else { return }
    for member in members {
      guard let metric = WandBMetric(member.key) else { continue }
      collector.reading(member.value, of: member.key, time: time, line: number) {
        metric.series(quantity: .meanPower)
      }
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    collector.finish(summary, hasPower: !collector.series.isEmpty)
  }
}
