import LogScanning
import Quantities

/// An energy event of perf's `power` unit.
enum PerfEnergyEvent: Int, Sendable, Hashable, CaseIterable {
  case package, cores, graphics, memory, platform

  /// Reads `power/energy-pkg/`, `energy-ram`, `power_core/energy-core/` and the like; `nil` for other events.
  init?(_ event: RawSpan) {
    guard let start = event.firstOffset(of: "energy-") else { return nil }
    let name = event.dropping(start + 7)
    var length = 0
    while length < name.byteCount, name[byte: length] &- 0x61 < 26 { length += 1 }
    let word = name.extracting(0..<length)
    if word.equals("pkg") {
      self = .package
    } else if word.equals("cores") || word.equals("core") {
      self = .cores
    } else if word.equals("gpu") {
      self = .graphics
    } else if word.equals("ram") || word.equals("dram") {
      self = .memory
    } else if word.equals("psys") {
      self = .platform
    } else {
      return nil
    }
  }

  var name: String {
    switch self {
    case .package: "energy-pkg"
    case .cores: "energy-cores"
    case .graphics: "energy-gpu"
    case .memory: "energy-ram"
    case .platform: "energy-psys"
    }
  }

  var domain: RAPLDomain {
    switch self {
    case .package: .package
    case .cores: .cores
    case .graphics: .graphics
    case .memory: .memory
    case .platform: .platform
    }
  }
}
