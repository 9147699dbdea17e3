import LogScanning
import Quantities

/// What one `nvidia-smi -q` or `-q -x` tells of all boards at one time.
struct NVIDIASMIReport {
  /// The part of a report that a power stands in.
  enum Section { case board, memory, module }

  /// One board.
  struct Board {
    var bus: String?
    var uuid: String?
    var model: String?
    /// In the report's order, by section and by name as ``property(_:in:)`` takes it.
    var readings: [(section: Section, name: String, cell: String)] = []
  }

  /// Local time in nanoseconds; `nil` when the report has none that can be read.
  var time: Int64?
  var driver: String?
  /// How many boards the machine has, by its own account.
  var attached: Int?
  var boards: [Board] = []
  var line = 0

  /// What a name means in a section: `average_power_draw` of XML, `Average Power Draw` of text.
  ///
  /// The paths changed with drivers, not with the schema's number, so all of them are looked for: `power_readings` up to
  /// drivers of 525, `gpu_power_readings` since 535, with average and instantaneous draw since 570.
  static func property(_ name: String, in section: Section) -> NVIDIASMIProperty? {
    let words = name.lowercased().split { $0 == "_" || $0 == " " }.joined(separator: " ")
    let property: String
    switch words {
    case "power draw": property = "power.draw"
    case "average power draw": property = "power.draw.average"
    case "instant power draw", "instantaneous power draw": property = "power.draw.instant"
    default:
      guard words.hasSuffix("power limit") else { return nil }
      property = words.split(separator: " ").joined(separator: ".")
    }
    switch section {
    case .board: return NVIDIASMIProperty(name: property, unit: "w")
    case .memory: return NVIDIASMIProperty(name: "memory." + property, unit: "w")
    case .module: return NVIDIASMIProperty(name: "module." + property, unit: "w")
    }
  }
}
