import LogScanning
import Quantities

/// Reads Weights & Biases' CSV export of a chart: a time and, of each run and metric, a column of values and two of
/// least and greatest values, which are no devices.
struct WandBExportParser: LogParser {
  private enum Axis {
    case relative, wall, step
  }

  private var table: TableTrace
  private var axis = Axis.relative
  private var isAveraged = false

  init(_ context: ParserContext) { table = TableTrace(context) }

  /// What a header says, and whether it has least and greatest values; `nil` when the line is none.
  private static func parse(_ line: RawSpan) -> (layout: TableTrace.Layout, axis: Axis, hasBounds: Bool)? {
    guard line.contains("owerWatts") || line.contains("PowerLimitWatts") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .comma)
    let axis: Axis
    switch names.first {
    case "Relative Time (Process)", "Relative Time (Wall)", "Relative Time": axis = .relative
    case "Wall Time", "_timestamp", "Time", "Timestamp": axis = .wall
    case "Step", "_step": axis = .step
    default: return nil
    }
    var found: [(place: Int, run: String?, metric: WandBMetric)] = []
    for (place, name) in names.enumerated().dropFirst() {
      guard !name.hasSuffix("__MIN"), !name.hasSuffix("__MAX") else { continue }
      var metric = Substring(name)
      var run: String?
      if let dash = metric.range(ofText: " - ") {
        run = String(metric[..<dash.lowerBound])
        metric = metric[dash.upperBound...]
      }
      if metric.hasPrefix("system/") { metric = metric.dropFirst("system/".count) }
      if let known = WandBMetric(String(metric)) { found.append((place, run, known)) }
    }
    guard !found.isEmpty else { return nil }
    let runs = Set(found.map(\.run))
    let columns = found.map { entry in
      // Values are means of what lies about a point: straight lines between them are as good as steps.
      TableTrace.Column(
        entry.place, entry.metric.series(quantity: .power, run: runs.count > 1 ? entry.run : nil))
    }
    let layout = TableTrace.Layout(width: names.count, time: axis == .step ? nil : 0, columns: columns)
    return (layout, axis, names.contains { $0.hasSuffix("__MIN") })
  }

  /// What a header says; `nil` when the line is none.
  static func header(_ line: RawSpan) -> TableTrace.Layout? { parse(line)?.layout }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if let header = Self.parse(line) {
      axis = header.axis
      isAveraged = isAveraged || header.hasBounds
      return table.adopt(header.layout, line: number)
    }
    let axis = axis
    table.row(line, number: number) { cell in
      if axis == .relative { return cell.reading(decimals: 9).map { ($0, .relative) } }
      guard let stamp = CounterStamp(leading: cell), stamp.length == cell.byteCount else { return nil }
      return (stamp.nanoseconds, stamp.clock)
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if isAveraged {
      table.collector.note(
        Diagnostic(
          .info, "wandb.averaged", line: 1,
          "An export of a chart: its points are means of the recorded samples, whose least and greatest values "
            + "(__MIN, __MAX) were left out."))
    }
    return table.finish(summary)
  }
}
