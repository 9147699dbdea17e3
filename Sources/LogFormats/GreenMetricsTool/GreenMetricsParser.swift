import LogScanning
import Quantities

/// Reads the Green Metrics Tool's logs, whose unit the files do not tell: releases wrote milli- and microjoules, and
/// some logs hold nanojoules.
///
/// A unit is taken when it is the only one in which the usual interval has a power that a device of the kind can draw.
struct GreenMetricsParser: LogParser {
  /// Intervals from which a series' unit is judged.
  private static let judgedIntervals = 4096
  /// Millijoules, microjoules and nanojoules, by their decimals.
  private static let units = [(3, "millijoules"), (6, "microjoules"), (9, "nanojoules")]

  /// What is known of one zone.
  private struct Zone {
    var lastTime: Int64?
    /// File units a second.
    var rates: [Double] = []
    var firstLine: Int
  }

  private var collector: TraceCollector
  private var zones: [Zone] = []
  private var otherZones: [String] = []
  private var otherLine: Int?
  private var otherRows = 0

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    guard let row = GreenMetricsRow(line), row.microseconds < Int64.max / 1000 else {
      return collector.malformed(number)
    }
    let name = line.extracting(row.zone)
    guard let component = GreenMetricsRow.component(ofZone: name) else {
      return other(name, line: number)
    }
    guard collector.accepts(.utc, line: number) else { return }
    let isSupply = row.zone.isEmpty
    let place =
      isSupply ? supply(component) : collector.place(of: name) { Self.series($0, component) }
    guard let place else { return }
    while zones.count <= place { zones.append(Zone(firstLine: number)) }
    if let last = zones[place].lastTime, row.microseconds > last, zones[place].rates.count < Self.judgedIntervals {
      zones[place].rates.append(Double(row.value) / Double(row.microseconds - last) * 1e6)
    }
    zones[place].lastTime = row.microseconds
    collector.sample(place, time: row.microseconds * 1000, value: row.value, line: number)
  }

  private mutating func supply(_ component: Component) -> Int? {
    collector.place(ofDevice: "supply") ?? collector.add(Self.series("supply", component))
  }

  private static func series(_ device: String, _ component: Component) -> TraceSeries {
    TraceSeries(device: device, component: component, quantity: .intervalEnergy, decimals: 6)
  }

  private mutating func other(_ name: RawSpan, line: Int) {
    otherRows += 1
    otherLine = otherLine ?? line
    let text = name.extracting(0..<min(name.byteCount, 40)).text
    if otherZones.count < 8, !otherZones.contains(text) { otherZones.append(text) }
  }

  // MARK: Units

  /// The least and greatest usual power of a kind of device, in watts: an idle laptop's package up to the largest
  /// socket (500 W); modules of memory; boards; a small machine up to a server of eight boards.
  private static func plausibleWatts(of component: Component) -> ClosedRange<Double> {
    switch component {
    case .cpu: 0.1...600
    case .dram: 0.1...300
    case .gpu: 0.5...1500
    case .node: 0.5...5000
    }
  }

  private mutating func judge(_ place: Int) {
    let series = collector.series[place]
    let zone = zones[place]
    let rates = zone.rates.sorted()
    guard !rates.isEmpty else {
      refuse(place, "there is no interval from which it could be judged")
      return
    }
    let median = rates[rates.count / 2]
    let range = Self.plausibleWatts(of: series.component)
    let fitting = Self.units.filter { range.contains(median / scale($0.0)) }
    guard let unit = fitting.first, fitting.count == 1 else {
      let powers = Self.units.map { "\(Self.short(median / scale($0.0))) W in \($0.1)" }.joined(separator: ", ")
      refuse(place, "\(fitting.isEmpty ? "none" : "more than one") makes a plausible power (\(powers))")
      return
    }
    collector.update(place) { $0.decimals = unit.0 }
    collector.note(
      Diagnostic(
        .info, "green-metrics-tool.unit-judged", line: zone.firstLine,
        "\(series.device): the file does not tell the unit; read as \(unit.1), the only one that makes a plausible "
          + "power (usually \(Self.short(median / scale(unit.0))) W)."))
  }

  /// The readings cannot be used: nothing that counts may have a unit that is not known.
  private mutating func refuse(_ place: Int, _ reason: String) {
    collector.update(place) { $0.role = .alternative }
    collector.note(
      Diagnostic(
        .error, "green-metrics-tool.unit-unknown", line: zones[place].firstLine,
        "\(collector.series[place].device): the file does not tell the unit (millijoules or microjoules, by release), "
          + "and \(reason); its values were kept as microjoules and do not count."))
  }

  private func scale(_ decimals: Int) -> Double { decimals == 3 ? 1e3 : decimals == 6 ? 1e6 : 1e9 }

  private static func short(_ watts: Double) -> Double { (watts * 1000).rounded() / 1000 }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    for place in zones.indices { judge(place) }
    if let otherLine {
      collector.note(
        Diagnostic(
          .warning, "green-metrics-tool.other-metric", line: otherLine,
          "\(otherRows) rows are of \(otherZones.joined(separator: ", ")), no zone whose energy is known; left out."))
    }
    collector.settleNodes()
    return collector.finish(summary, hasPower: !collector.series.isEmpty)
  }
}
