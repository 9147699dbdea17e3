import LogScanning
import Quantities

/// The devices that a Prometheus file tells of, by metric and labels.
struct PrometheusDevices {
  private struct Known {
    var places: [String: Int] = [:]
    var ranked: Int?
  }

  var collector: TraceCollector
  private var placeOfSelector: [PrometheusSelector: Int?] = [:]
  private var devices: [String: Known] = [:]
  private var ranked = RankedReadings()
  /// Host and uuid of each series, for names at the end.
  private var hosts: [Int: String] = [:]
  private var indexOfUUID: [String: Int] = [:]
  private var modelOfUUID: [String: String] = [:]
  /// The host of the first series; devices of others carry their host's name.
  private var firstHost: String?
  private(set) var hasPower = false
  private var exporters = PrometheusExporters()

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  /// The series of a selector; `nil` when it is no power or energy of a device.
  mutating func place(of selector: PrometheusSelector) -> (place: Int, metric: PrometheusMetric)? {
    guard let metric = PrometheusMetric(name: selector.name) else { return nil }
    if let known = placeOfSelector[selector] { return known.map { ($0, metric) } }
    let place = add(selector, metric)
    if placeOfSelector.count < 65_536 { placeOfSelector[selector] = .some(place) }
    return place.map { ($0, metric) }
  }

  /// Takes what else is told of devices: their index, their model.
  mutating func learn(from selector: PrometheusSelector, value: Double?) {
    guard let uuid = selector["uuid"], selector.name.hasPrefix("nvidia_smi_") else { return }
    if selector.name == "nvidia_smi_index", let value, let index = Int(exactly: value), (0..<4096).contains(index) {
      indexOfUUID[uuid] = index
    }
    if selector.name == "nvidia_smi_gpu_info" { modelOfUUID[uuid] = selector["name"] }
  }

  private mutating func add(_ selector: PrometheusSelector, _ metric: PrometheusMetric) -> Int? {
    let host = selector["Hostname"] ?? selector["hostname"] ?? selector["node"] ?? selector["instance"]
    let uuid = selector["UUID"] ?? selector["uuid"]
    let index = (metric.component == .gpu ? selector["gpu"] ?? selector["index"] : nil).flatMap(Int.init)
    // The exporter repeats a board's readings for each of its instances.
    let instance = selector["GPU_I_ID"]
    var name = metric.device
    if metric.device == "GPU" {
      if let index { name += " \(index)" } else if let uuid { name = Self.boardName(uuid) }
    }
    for label in metric.nameLabels { if let value = selector[label] { name += " \(value)" } }
    if let host {
      firstHost = firstHost ?? host
      if host != firstHost { name = "\(host) \(name)" }
    }
    var component = metric.component
    var role = metric.role
    if let domain = selector["domain_name"] ?? selector["zone"] {
      (component, role) = Self.zone(domain, component, role)
    }
    if metric.role == .counted || role == .counted || role == .alternative { hasPower = true }
    let key = "\(host ?? "")\u{0}\(uuid ?? "")\u{0}\(name)"
    let reading = instance.map { "\(selector.name) of instance \($0)" } ?? selector.name
    if let known = devices[key]?.places[reading] { return known }
    let counts = role == .counted
    let group = counts ? devices[key]?.ranked ?? ranked.addDevice(name: name) : nil
    let series = TraceSeries(
      device: group.map { ranked.seriesName(of: $0, reading: reading) }
        ?? (metric.role == .limit ? "\(name) (\(reading))" : name),
      component: component, quantity: metric.quantity, role: role, decimals: metric.decimals,
      isModelled: metric.isModelled || Self.isModel(selector["source"]), model: selector["modelName"],
      uuid: uuid.map { $0.hasPrefix("GPU-") || metric.component != .gpu ? $0 : "GPU-\($0)" }, index: index)
    guard let place = collector.add(series) else { return nil }
    devices[key, default: Known()].places[reading] = place
    exporters.add(place, metric: selector.name, host: host)
    if let group {
      devices[key]?.ranked = group
      // An instance's copy is never better than the board's own reading, nor than the first instance's.
      ranked.add(place, rank: metric.rank + (instance == nil ? 0 : 20), name: reading, device: group)
    }
    if let host { hosts[place] = host }
    return place
  }

  private static func boardName(_ uuid: String) -> String { uuid.hasPrefix("GPU-") ? uuid : "GPU-\(uuid)" }

  /// What a RAPL zone is, by its name.
  private static func zone(
    _ name: String, _ component: Component, _ role: ReadingRole
  ) -> (Component, ReadingRole) {
    switch name {
    case _ where name.hasPrefix("package"): (.cpu, role)
    case "dram": (.dram, .counted)
    case "psys": (.node, .alternative)
    default: (component, .contained)
    }
  }

  private static func isModel(_ source: String?) -> Bool {
    guard let source else { return false }
    return source.contains("model") || source.contains("estimat")
  }

  // MARK: End

  mutating func finish(_ summary: LineReader.Summary, sawText: Bool) -> ParsedContent {
    promoteAlternatives()
    ranked.settleAndTell(in: &collector)
    exporters.settle(in: &collector)
    nameDevices()
    return collector.finish(summary, hasPower: hasPower || !sawText)
  }

  /// A node's total, or containers' shares, count where nothing else does.
  private mutating func promoteAlternatives() {
    guard !collector.series.contains(where: { $0.role == .counted && $0.samples > 0 }) else { return }
    let nodes = collector.series.indices.filter {
      collector.series[$0].role == .alternative && collector.series[$0].samples > 0
    }
    // A measured total goes before shares of it.
    let measured = nodes.filter { !collector.series[$0].isModelled }
    let candidates = measured.isEmpty ? nodes : measured
    let counters = candidates.filter {
      collector.series[$0].quantity == .energyCounter && collector.series[$0].samples > 1
    }
    for place in counters.isEmpty ? candidates : counters { collector.update(place) { $0.role = .counted } }
  }

  /// Indices that came under other metrics, and the hosts where there are several.
  private mutating func nameDevices() {
    let names = Set(hosts.values)
    if names.count == 1 { collector.host = names.first }
    for place in collector.series.indices {
      let series = collector.series[place]
      if let uuid = series.uuid, uuid.hasPrefix("GPU-") {
        let bare = String(uuid.dropFirst(4))
        if let model = modelOfUUID[bare] ?? modelOfUUID[uuid] { collector.update(place) { $0.model = model } }
        if series.index == nil, let index = indexOfUUID[bare] ?? indexOfUUID[uuid], series.device.hasPrefix(uuid) {
          rename(place, "GPU \(index)" + series.device.dropFirst(uuid.count))
          collector.update(place) { $0.index = index }
        }
      }
      if names.count > 1, let host = hosts[place], host == firstHost {
        rename(place, "\(host) \(collector.series[place].device)")
      }
    }
  }

  private mutating func rename(_ place: Int, _ name: String) {
    guard !collector.series.contains(where: { $0.device == name }) else { return }
    collector.update(place) { $0.device = name }
  }
}
