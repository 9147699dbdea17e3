import LogScanning
import Quantities

/// Reads EnergiBridge's table. Its `Delta` is not used: the first two rows' does not fit their times.
struct EnergiBridgeParser: LogParser {
  private var table: TableTrace

  init(_ context: ParserContext) { table = TableTrace(context) }

  /// What a header says; `nil` when the line is none.
  static func layout(header line: RawSpan) -> TableTrace.Layout? {
    guard line.starts(with: "Delta,Time,") || line.starts(with: "\"Delta\"") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .comma)
    guard let time = names.firstIndex(of: "Time") else { return nil }
    let columns = names.enumerated().compactMap { place, name in column(place, name) }
    return TableTrace.Layout(width: names.count, time: time, columns: columns)
  }

  private static func column(_ place: Int, _ name: String) -> TableTrace.Column? {
    if name.hasSuffix("_ENERGY (J)") {
      let zone = String(name.dropLast("_ENERGY (J)".count))
      // Joules since boot can be more than nine digits; doubles print no more than nine of a fraction that matter.
      let series = TraceSeries(
        device: zone, component: component(ofZone: zone),
        quantity: .energyCounter,
        role: zone.hasPrefix("CORE") || zone.hasPrefix("PP") ? .contained : .counted, decimals: 9)
      return TableTrace.Column(place, series)
    }
    let isMilli = name.hasSuffix("_POWER (mWatts)")
    guard isMilli || name.hasSuffix("_POWER (Watts)") else { return nil }
    let device = String(name.prefix { $0 != "_" })
    let isBoard = device.hasPrefix("GPU")
    var series = TraceSeries(
      device: device, component: isBoard ? .gpu : device == "SYSTEM" ? .node : .cpu, quantity: .power,
      decimals: isMilli ? 12 : 9)
    series.index = isBoard ? Int(device.dropFirst(3)) : nil
    return TableTrace.Column(place, series, decimals: 9)
  }

  private static func component(ofZone zone: String) -> Component {
    if zone.hasPrefix("DRAM") { return .dram }
    if zone.hasPrefix("PSYS") { return .node }
    return zone.hasPrefix("GPU") ? .gpu : .cpu
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    if first &- 0x30 > 9, let layout = Self.layout(header: line) { return table.adopt(layout, line: number) }
    table.row(line, number: number) { cell in
      // Unix time in milliseconds.
      guard let milliseconds = cell.integer(), milliseconds > 0 else { return nil }
      let (nanoseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
      return overflow ? nil : (nanoseconds, .utc)
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    table.collector.settleNodes()
    return table.finish(summary, hasPower: !table.collector.series.isEmpty)
  }
}
