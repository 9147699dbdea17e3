import Quantities

/// A metric that exporters publish for a power or an energy, and what it measures.
struct PrometheusMetric: Equatable {
  var component: Component
  var quantity: TraceSeries.Quantity
  var role: ReadingRole = .counted
  /// Of several readings of one device the lowest counts.
  var rank: Int
  /// What one of the metric's units is, as a power of ten of a watt or joule.
  var exponent = 0
  var isModelled = false
  /// What the device is called, before the labels that number it.
  var device: String
  /// Labels whose values are part of a device's name.
  var nameLabels: [String] = []

  /// Decimals of values: exact for what exporters print, and counters fit.
  var decimals: Int { quantity == .energyCounter ? 6 : 9 }

  /// Reads a metric's name; `nil` when it is no power and no energy of a device.
  ///
  /// Sources: the exporters' own documentation of dcgm-exporter, nvidia_gpu_exporter, Kepler, Scaphandre, node_exporter.
  init?(name: String) {
    if let known = Self.known[name] {
      self = known
    } else if name.hasPrefix("nvidia_smi_") || name.hasPrefix("nvidia_gpu_") {
      guard let metric = Self.nvidiaSMI(name) else { return nil }
      self = metric
    } else {
      return nil
    }
  }

  private init(
    _ component: Component, _ quantity: TraceSeries.Quantity, _ device: String, rank: Int, exponent: Int = 0,
    role: ReadingRole = .counted, labels: [String] = [], isModelled: Bool = false
  ) {
    self.component = component
    self.quantity = quantity
    self.device = device
    self.rank = rank
    self.exponent = exponent
    self.role = role
    self.isModelled = isModelled
    nameLabels = labels
  }

  private static let known: [String: PrometheusMetric] = [
    // dcgm-exporter: power in watts, energy in millijoules since the driver was loaded.
    "DCGM_FI_DEV_POWER_USAGE": PrometheusMetric(.gpu, .power, "GPU", rank: 2),
    "DCGM_FI_DEV_POWER_USAGE_INSTANT": PrometheusMetric(.gpu, .power, "GPU", rank: 3),
    "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION": PrometheusMetric(.gpu, .energyCounter, "GPU", rank: 0, exponent: -3),
    "DCGM_FI_DEV_ENFORCED_POWER_LIMIT": PrometheusMetric(.gpu, .power, "GPU", rank: 9, role: .limit),
    "DCGM_FI_DEV_POWER_MGMT_LIMIT": PrometheusMetric(.gpu, .power, "GPU", rank: 9, role: .limit),
    "DCGM_FI_DEV_POWER_MGMT_LIMIT_MIN": PrometheusMetric(.gpu, .power, "GPU", rank: 9, role: .limit),
    "DCGM_FI_DEV_POWER_MGMT_LIMIT_MAX": PrometheusMetric(.gpu, .power, "GPU", rank: 9, role: .limit),
    "DCGM_FI_DEV_POWER_MGMT_LIMIT_DEF": PrometheusMetric(.gpu, .power, "GPU", rank: 9, role: .limit),

    // Kepler up to 0.9: joules by node component, dynamic and idle apart; containers' shares of them are a model's.
    "kepler_node_package_joules_total": kepler(.cpu, "package", labels: ["package", "mode"]),
    "kepler_node_dram_joules_total": kepler(.dram, "dram", labels: ["package", "mode"]),
    "kepler_node_core_joules_total": kepler(.cpu, "core", role: .contained, labels: ["package", "mode"]),
    "kepler_node_uncore_joules_total": kepler(.cpu, "uncore", role: .contained, labels: ["package", "mode"]),
    "kepler_node_gpu_joules_total": kepler(.gpu, "GPU", labels: ["package", "mode"]),
    "kepler_node_platform_joules_total": kepler(.node, "platform", role: .alternative, labels: ["source", "mode"]),
    "kepler_container_joules_total": container("container", .alternative),
    "kepler_container_package_joules_total": container("container package", .contained),
    "kepler_container_core_joules_total": container("container core", .contained),
    "kepler_container_dram_joules_total": container("container dram", .contained),
    "kepler_container_gpu_joules_total": container("container GPU", .contained),
    "kepler_container_other_joules_total": container("container other", .contained),
    // Kepler since 0.10: by RAPL zone; what is active and idle are parts of the whole.
    "kepler_node_cpu_joules_total": kepler(.cpu, "cpu", labels: ["zone", "path"]),
    "kepler_node_cpu_active_joules_total": kepler(.cpu, "cpu active", role: .contained, labels: ["zone", "path"]),
    "kepler_node_cpu_idle_joules_total": kepler(.cpu, "cpu idle", role: .contained, labels: ["zone", "path"]),
    "kepler_node_cpu_watts": PrometheusMetric(.cpu, .power, "cpu", rank: 2, labels: ["zone", "path"]),

    // Scaphandre: microwatts and microjoules; the host is the sum of its sockets, or more.
    "scaph_host_power_microwatts": PrometheusMetric(.node, .power, "host", rank: 2, exponent: -6, role: .alternative),
    "scaph_host_energy_microjoules": PrometheusMetric(
      .node, .energyCounter, "host", rank: 0, exponent: -6, role: .alternative),
    "scaph_socket_power_microwatts": PrometheusMetric(
      .cpu, .power, "socket", rank: 2, exponent: -6, labels: ["socket_id"]),
    "scaph_socket_energy_microjoules": PrometheusMetric(
      .cpu, .energyCounter, "socket", rank: 0, exponent: -6, labels: ["socket_id"]),
    "scaph_domain_power_microwatts": PrometheusMetric(
      .cpu, .power, "domain", rank: 2, exponent: -6, role: .contained, labels: ["socket_id", "domain_name"]),
    "scaph_domain_energy_microjoules": PrometheusMetric(
      .cpu, .energyCounter, "domain", rank: 0, exponent: -6, role: .contained, labels: ["socket_id", "domain_name"]),

    // node_exporter: powercap's zones in joules, and what the mainboard tells.
    "node_rapl_package_joules_total": kepler(.cpu, "package", labels: ["index", "path"]),
    "node_rapl_dram_joules_total": kepler(.dram, "dram", labels: ["index", "path"]),
    "node_rapl_core_joules_total": kepler(.cpu, "core", role: .contained, labels: ["index", "path"]),
    "node_rapl_uncore_joules_total": kepler(.cpu, "uncore", role: .contained, labels: ["index", "path"]),
    "node_rapl_psys_joules_total": kepler(.node, "psys", role: .alternative, labels: ["index", "path"]),
    "ipmi_dcmi_power_consumption_watts": PrometheusMetric(.node, .power, "node", rank: 5, role: .alternative),
  ]

  private static func kepler(
    _ component: Component, _ device: String, role: ReadingRole = .counted, labels: [String]
  ) -> PrometheusMetric {
    PrometheusMetric(component, .energyCounter, device, rank: 0, role: role, labels: labels)
  }

  private static func container(_ device: String, _ role: ReadingRole) -> PrometheusMetric {
    PrometheusMetric(
      .node, .energyCounter, device, rank: 0, role: role,
      labels: ["container_namespace", "pod_name", "container_name", "mode"], isModelled: true)
  }

  /// nvidia_gpu_exporter names metrics after the properties of `nvidia-smi --query-gpu`, with the unit at the end.
  private static func nvidiaSMI(_ name: String) -> PrometheusMetric? {
    let words = name.split(separator: "_").dropFirst(2).map(String.init)
    guard let unit = words.last else { return nil }
    let stem = words.dropLast().joined(separator: "_")
    if stem.contains("energy") {
      guard let exponent = ["joules": 0, "millijoules": -3, "mj": -3, "total": -3, "consumption": -3][unit] else {
        return nil
      }
      return PrometheusMetric(.gpu, .energyCounter, "GPU", rank: 0, exponent: stem.contains("joules") ? 0 : exponent)
    }
    guard unit == "watts" || unit == "milliwatts" else { return nil }
    let exponent = unit == "watts" ? 0 : -3
    switch stem {
    case "power_draw", "power_usage": return PrometheusMetric(.gpu, .power, "GPU", rank: 1, exponent: exponent)
    case "power_draw_average": return PrometheusMetric(.gpu, .power, "GPU", rank: 2, exponent: exponent)
    case "power_draw_instant": return PrometheusMetric(.gpu, .power, "GPU", rank: 3, exponent: exponent)
    case "module_power_draw_average", "module_power_draw_instant":
      return PrometheusMetric(.node, .power, "GPU", rank: stem.hasSuffix("instant") ? 9 : 8, exponent: exponent)
    default:
      guard stem.contains("power"), stem.hasSuffix("limit") else { return nil }
      let component: Component = stem.hasPrefix("module") ? .node : .gpu
      return PrometheusMetric(component, .power, "GPU", rank: 9, exponent: exponent, role: .limit)
    }
  }
}
