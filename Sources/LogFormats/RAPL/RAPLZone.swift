public import Quantities

/// What the name of a RAPL zone says about the zone.
public enum RAPLZone: Sendable, Hashable {
  /// A zone whose energy counts as that component's.
  ///
  /// `isAssumed` when the name is a powercap folder name such as `intel-rapl:0:0`, which does not say what the zone is:
  /// a top zone is then taken for a package and a zone below it for its memory.
  case counted(Component, isAssumed: Bool)
  /// A zone inside a package (`core`, `uncore`) or a mirror of one (`intel-rapl-mmio`): adding it would count twice.
  case contained
  /// No known name.
  case unknown

  /// Classifies a name as the kernel (`package-0`, `dram`, `psys`), powercap's folders (`intel-rapl:0:0`) or common
  /// scripts (`pkg`, `package_0`, `pp0`, `package-0-dram`) spell it.
  public init(name: String) {
    let name = name.lowercased()
    if name.contains("mmio") {
      self = .contained
    } else if name.contains("dram") || name == "ram" {
      self = .counted(.dram, isAssumed: false)
    } else if name.contains("psys") || name.contains("platform") {
      self = .counted(.node, isAssumed: false)
    } else if ["uncore", "core", "pp0", "pp1"].contains(where: { name.contains($0) }) {
      self = .contained
    } else if name.hasPrefix("intel-rapl:") || name.hasPrefix("amd-rapl:") {
      self = Self(folder: name)
    } else if name.hasPrefix("package") || name.hasPrefix("pkg") || name.hasPrefix("socket") {
      self = .counted(.cpu, isAssumed: false)
    } else {
      self = .unknown
    }
  }

  private init(folder: String) {
    let numbers = folder.split(separator: ":", omittingEmptySubsequences: false).dropFirst()
    guard numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else {
      self = .unknown
      return
    }
    switch numbers.count {
    case 1: self = .counted(.cpu, isAssumed: true)
    case 2: self = .counted(.dram, isAssumed: true)
    default: self = .unknown
    }
  }
}
