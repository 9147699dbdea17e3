import Quantities

/// What `powermetrics` measures, and what of it counts.
enum PowermetricsParts {
  /// The series for a name such as `CPU`, `GPU`, `ANE`, `DRAM`, `E-Cluster`, `Package`.
  ///
  /// The neural engine is an accelerator beside the GPU. `Package` and `Combined` are sums; clusters are parts of the
  /// CPU.
  static func series(_ name: String, quantity: TraceSeries.Quantity, isModelled: Bool = false) -> TraceSeries {
    let component: Component
    var role = ReadingRole.counted
    switch name {
    case "CPU": component = .cpu
    case "GPU", "ANE": component = .gpu
    case "DRAM": component = .dram
    case "Intel package": component = .cpu
    case "Package", "Combined":
      component = .node
      role = .alternative
    default:
      component = .cpu
      role = .contained
    }
    return TraceSeries(
      device: name, component: component, quantity: quantity, role: role, decimals: 3, isModelled: isModelled)
  }
}
