import Quantities

/// Which exporter tells of which series, so that a device that two of them watch counts once.
///
/// Prometheus gathers from all exporters of a machine: DCGM's and Kepler's both have its boards, and node_exporter's,
/// Scaphandre's and Kepler's all have its packages, each under names of its own.
struct PrometheusExporters {
  /// By the first word of their metrics. Of several that tell of a component the first counts: what reads a counter of
  /// the device itself goes before what shares it out.
  private static let order = ["DCGM", "nvidia", "node", "scaph", "kepler"]

  private var members: [(place: Int, exporter: String, host: String?)] = []

  /// - Parameter host: `n1`, or `n1:9400` with the exporter's port; `nil` when no label names it.
  mutating func add(_ place: Int, metric: String, host: String?) {
    members.append((place, String(metric.prefix { $0 != "_" }), host.map { String($0.prefix { $0 != ":" }) }))
  }

  /// Leaves of each component and host one exporter's series counted, and tells it.
  func settle(in collector: inout TraceCollector) {
    var counted: Set<String> = []
    var others: Set<String> = []
    for component in [Component.gpu, .cpu, .dram] {
      let all = members.filter {
        let series = collector.series[$0.place]
        return series.component == component && series.role == .counted && series.samples > 0
      }
      var kept: [(exporter: String, host: String?)] = []
      for exporter in Self.order {
        for member in all where member.exporter == exporter {
          // A host that is not named may be any.
          let rival = kept.first {
            $0.exporter != exporter && ($0.host == nil || member.host == nil || $0.host == member.host)
          }
          if let rival {
            collector.update(member.place) { $0.role = .alternative }
            counted.insert(rival.exporter)
            others.insert(exporter)
          } else {
            kept.append((exporter, member.host))
          }
        }
      }
    }
    guard !others.isEmpty else { return }
    collector.note(
      Diagnostic(
        .info, "prometheus.several-exporters",
        "Several exporters tell of the same devices: \(counted.sorted().joined(separator: ", ")) counts; "
          + "\(others.sorted().joined(separator: ", ")) was read beside it and does not count."))
  }
}
