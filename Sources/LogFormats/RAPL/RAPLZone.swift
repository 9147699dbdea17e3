import LogScanning
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
    guard let (domain, isAssumed) = RAPLDomain.zone(named: name) else {
      self = .unknown
      return
    }
    switch domain {
    case .package, .memory, .platform: self = .counted(domain.component, isAssumed: isAssumed)
    case .mirror, .cores, .uncore, .graphics, .total: self = .contained
    }
  }
}

extension RAPLZone {
  /// What the zones of one machine are by the kernel's names for them, in the order of the names; `nil` where a zone has
  /// no name or none that is known.
  public static func roles(of names: [String?]) -> [(component: Component, role: ReadingRole)?] {
    let domains = names.map { $0.flatMap { RAPLDomain.zone(named: $0)?.domain } }
    let known = domains.compactMap(\.self)
    var roles = zip(known, RAPLDomain.roles(of: known)).map { ($0.component, $1) }[...]
    return domains.map { $0 == nil ? nil : roles.popFirst().map { (component: $0, role: $1) } }
  }
}

extension RAPLDomain {
  /// The domain that a powercap zone's name tells or, as a folder's name does, suggests; `nil` for no known name.
  static func zone(named name: String) -> (domain: RAPLDomain, isAssumed: Bool)? {
    let name = name.lowercased()
    if name.hasText("mmio") { return (.mirror, false) }
    if name.hasText("dram") || name == "ram" { return (.memory, false) }
    if name.hasText("psys") || name.hasText("platform") { return (.platform, false) }
    if name.hasText("uncore") || name.hasText("pp1") { return (.uncore, false) }
    if name.hasText("core") || name.hasText("pp0") { return (.cores, false) }
    if let folder = folder(name) { return (folder, true) }
    if name.hasPrefix("package") || name.hasPrefix("pkg") || name.hasPrefix("socket") { return (.package, false) }
    return nil
  }

  /// `intel-rapl:0` is a top zone, `intel-rapl:0:1` one below it; file names have `_` or `-` for the colons.
  private static func folder(_ name: String) -> RAPLDomain? {
    for prefix in ["intel-rapl", "intel_rapl", "amd-rapl", "amd_rapl"] where name.hasPrefix(prefix) {
      let rest = name.dropFirst(prefix.count)
      guard let first = rest.first, ":_-".contains(first) else { return nil }
      let numbers = rest.dropFirst().split(omittingEmptySubsequences: false) { ":_-".contains($0) }
      guard numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else { return nil }
      return numbers.count == 1 ? .package : numbers.count == 2 ? .memory : nil
    }
    return nil
  }
}
