import LogScanning
import Quantities

/// A property of `nvidia-smi --query-gpu` that holds a power or an energy, and what it measures.
struct NVIDIASMIProperty: Equatable {
  /// As in headers, without unit: `power.draw`.
  var name: String
  var component: Component = .gpu
  var quantity: TraceSeries.Quantity = .power
  var role: ReadingRole
  /// Of several readings of one board the lowest counts; for limits and parts without meaning.
  var rank = 0
  /// What one of the header's units is, as a power of ten of a watt or joule: -3 for `[mW]` and `[mJ]`.
  var exponent = 0

  /// Reads a header's cell, as `power.draw [W]`; `nil` when the property is no power and no energy.
  ///
  /// Of several draws `power.draw` counts, else the average, else the instantaneous one: `power.draw` is what the
  /// driver takes for the board's power, averaged over a second on most boards since Ampere. What a whole module draws
  /// (on Grace Hopper CPU, GPU and memory) contains the board and counts only where nothing else is there. An energy
  /// counter goes before all of them, as no sample is missed between its readings.
  init?(name: String, unit: String) {
    let parts = name.hasPrefix("gpu.") ? String(name.dropFirst(4)) : name
    self.name = name
    role = .counted
    switch parts {
    case "power.draw": rank = 1
    case "power.draw.average": rank = 2
    case "power.draw.instant": rank = 3
    case "module.power.draw", "module.power.draw.average", "module.power.draw.instant":
      component = .node
      rank = parts.hasSuffix("instant") ? 9 : 8
    case "memory.power.draw", "memory.power.draw.average", "memory.power.draw.instant": role = .contained
    default:
      if parts.hasText("power"), parts.hasSuffix("limit") {
        role = .limit
        component = parts.hasPrefix("module.") ? .node : .gpu
      } else if parts.hasText("energy"), Self.energyUnits.contains(unit) || parts.hasText("energy_consumption") {
        quantity = .energyCounter
        // NVML counts millijoules; a counter whose header has no unit is taken to be one of its.
        exponent = unit == "j" || unit == "joules" ? 0 : -3
        return
      } else {
        return nil
      }
    }
    exponent = unit == "mw" ? -3 : 0
  }

  /// A column that a file without header was found to have.
  init(inferredDraw name: String, role: ReadingRole) {
    self.name = name
    self.role = role
    rank = 1
  }

  /// A column of the default table, whose whole watts count only where the board's rows have nothing better.
  init(tableColumn name: String, role: ReadingRole) {
    self.name = name
    self.role = role
    rank = 5
  }

  /// It is a draw or an energy, whatever becomes of it.
  var isReading: Bool { role == .counted || role == .alternative }

  /// Readings by rank, then parts, then limits.
  var order: Int { isReading ? rank : role == .contained ? 100 : 200 }

  private static let energyUnits: Set<String> = ["mj", "j", "joules", "millijoules"]
}
