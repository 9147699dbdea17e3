import LogScanning
import Quantities

/// Reads AIPowerMeter's JSON lines: under `metrics` powers of the machine and, not read, of single processes.
///
/// Cores and uncore are parts of the package; -1 stands for a domain that the machine does not have.
struct AIPowerMeterParser: LogParser {
  private static let boardSum = "boards"
  private static let domains: [(key: String, device: String, component: Component, role: ReadingRole)] = [
    ("intel_power", "packages", .cpu, .counted), ("psys_power", "psys", .node, .counted),
    ("total_cpu_power", "cores", .cpu, .contained), ("total_dram_power", "memory", .dram, .counted),
  ]

  private var collector: TraceCollector
  private var segmentEnds = 0
  private var firstSegmentEnd: Int?

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if line.equals("\"END OF RECORDING SEGMENT\"") {
      segmentEnds += 1
      firstSegmentEnd = firstSegmentEnd ?? number
      return
    }
    guard let document = try? JSONValue(parsing: line), var date = document["date"]?.string,
      let (time, clock) = date.withUTF8({ Self.stamp(UnsafeRawBufferPointer($0).bytes) }),
      let metrics = document["metrics"], metrics.members != nil
    else { return collector.malformed(number) }
    guard collector.accepts(clock, line: number) else { return }
    if let cpu = metrics["cpu"] { takeProcessors(cpu, time: time, line: number) }
    if let gpu = metrics["gpu"] { takeBoards(gpu, time: time, line: number) }
  }

  private static func stamp(_ text: RawSpan) -> (Int64, TraceLog.Clock)? {
    guard let stamp = CounterStamp(leading: text), stamp.length == text.byteCount else { return nil }
    return (stamp.nanoseconds, stamp.clock)
  }

  private mutating func takeProcessors(_ cpu: JSONValue, time: Int64, line: Int) {
    for domain in Self.domains {
      guard let value = cpu[domain.key] else { continue }
      collector.reading(value, of: domain.key, time: time, line: line, negativeIsMissing: true) {
        TraceSeries(
          device: domain.device, component: domain.component, quantity: .meanPower, role: domain.role, decimals: 12)
      }
    }
    let uncore = cpu["uncore_power"]
    for (place, value) in (uncore?.array ?? uncore.map { [$0] } ?? []).enumerated() {
      collector.reading(value, of: "uncore \(place)", time: time, line: line, negativeIsMissing: true) {
        TraceSeries(
          device: "uncore \(place)", component: .cpu, quantity: .meanPower, role: .contained, decimals: 12)
      }
    }
  }

  private mutating func takeBoards(_ gpu: JSONValue, time: Int64, line: Int) {
    if let value = gpu["nvidia_draw_absolute"] {
      collector.reading(value, of: "nvidia", time: time, line: line, negativeIsMissing: true) {
        TraceSeries(device: Self.boardSum, component: .gpu, quantity: .power, decimals: 12)
      }
    }
    for board in gpu["per_gpu_power_draw"]?.members ?? [] {
      collector.reading(board.value, of: "board " + board.key, time: time, line: line, negativeIsMissing: true) {
        var series = TraceSeries(
          device: "GPU \(board.key)", component: .gpu, quantity: .power, role: .contained, decimals: 12)
        series.index = Int(board.key)
        return series
      }
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if let firstSegmentEnd {
      collector.note(
        Diagnostic(
          .info, "ai-power-meter.segments", line: firstSegmentEnd,
          "\(segmentEnds) marks end a recording; rows after one are of a recording that was begun later."))
    }
    collector.settleBoards(sum: Self.boardSum) { $0.device.hasPrefix("GPU ") }
    collector.settleNodes()
    return collector.finish(summary, hasPower: !collector.series.isEmpty)
  }
}
