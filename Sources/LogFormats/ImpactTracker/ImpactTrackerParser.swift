import LogScanning
import Quantities

/// Reads experiment-impact-tracker's JSON lines.
///
/// Absolute powers are the machine's and count; attributable ones are the tracked process's share of them. The PUE of
/// 1.58 that the tool applies in its summaries is not in this file.
struct ImpactTrackerParser: LogParser {
  private static let boardSum = "boards"

  private var collector: TraceCollector

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    guard let document = try? JSONValue(parsing: line),
      let time = document["timestamp"]?.double.flatMap({
        Int64(nanosecondsOf: $0)
      })
    else { return collector.malformed(number) }
    guard collector.accepts(.utc, line: number) else { return }
    func series(_ device: String, _ component: Component, _ role: ReadingRole) -> TraceSeries {
      TraceSeries(
        device: device, component: component, quantity: component == .gpu ? .power : .meanPower, role: role,
        decimals: 12, isModelled: role == .contained)
    }
    if let value = document["rapl_power_draw_absolute"] {
      collector.reading(value, of: "rapl", time: time, line: number) { series("RAPL", .cpu, .counted) }
    }
    if let value = document["rapl_estimated_attributable_power_draw"] {
      collector.reading(value, of: "rapl share", time: time, line: number) { series("process (CPU)", .cpu, .contained) }
    }
    if let value = document["nvidia_draw_absolute"] {
      collector.reading(value, of: "nvidia", time: time, line: number) { series(Self.boardSum, .gpu, .counted) }
    }
    if let value = document["nvidia_estimated_attributable_power_draw"] {
      collector.reading(value, of: "nvidia share", time: time, line: number) {
        series("process (GPU)", .gpu, .contained)
      }
    }
    for board in document["per_gpu_power_draw"]?.members ?? [] {
      collector.reading(board.value, of: "board " + board.key, time: time, line: number) {
        var made = series("GPU \(board.key)", .gpu, .contained)
        made.index = Int(board.key)
        made.isModelled = false
        return made
      }
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    collector.settleBoards(sum: Self.boardSum) { $0.device.hasPrefix("GPU ") }
    return collector.finish(summary, hasPower: !collector.series.isEmpty)
  }
}
