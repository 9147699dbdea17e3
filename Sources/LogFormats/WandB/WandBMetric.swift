import Quantities

/// A system metric of Weights & Biases that is a power: `system.gpu.0.powerWatts`, `cpu.powerWatts/l:node1`.
struct WandBMetric {
  /// `GPU 0`, `CPU`, `system`; a node's label before it.
  var device: String
  var component: Component
  var role: ReadingRole
  var index: Int?

  /// `nil` when a name is none of power in watts (percentages of a limit are not).
  init?(_ name: String) {
    var name = Substring(name)
    var label = ""
    if let slash = name.range(ofText: "/l:") {
      label = String(name[slash.upperBound...]) + " "
      name = name[..<slash.lowerBound]
    }
    var words = name.split(separator: ".", omittingEmptySubsequences: false)
    // The programming interface puts `system.` before every metric, and the system's own power is `system.powerWatts`.
    if words.count > 2, words[0] == "system" { words.removeFirst() }
    guard let quantity = words.popLast(), let kind = words.first else { return nil }
    let isLimit = quantity == "enforcedPowerLimitWatts"
    guard quantity == "powerWatts" || isLimit else { return nil }
    switch kind {
    case "gpu":
      guard words.count >= 2 else { return nil }
      // `gpu.process.0` is the board again when the process uses it.
      let isProcess = words[1] == "process"
      let number = String(words[words.count - 1])
      component = .gpu
      index = Int(number)
      device = "\(label)GPU \(number)" + (isProcess ? " (process)" : "") + (isLimit ? " limit" : "")
      role = isLimit ? .limit : isProcess ? .alternative : .counted
    case "cpu", "system":
      component = kind == "cpu" ? .cpu : .node
      device = label + (kind == "cpu" ? "CPU" : "system") + (isLimit ? " limit" : "")
      role = isLimit ? .limit : .counted
    default: return nil
    }
  }

  func series(quantity: TraceSeries.Quantity, run: String? = nil) -> TraceSeries {
    var series = TraceSeries(
      device: run.map { "\($0): \(device)" } ?? device, component: component,
      quantity: role == .limit ? .power : quantity, role: role, decimals: 9)
    series.index = index
    return series
  }
}
