import LogScanning
import Quantities

/// A RAPL domain by what it measures, and how domains nest.
///
/// A package contains its cores and its graphics, memory lies outside of it, and the platform contains both (Intel 64
/// and IA-32 Architectures Software Developer's Manual, volume 3B, "Platform specific power management support").
enum RAPLDomain: Sendable, Hashable {
  case package
  /// A second register of a package, such as `intel-rapl-mmio`.
  case mirror
  case cores, uncore, graphics, memory, platform
  /// A sum that the tool made of the domains beside it.
  case total

  /// Reads a domain's name as perf, turbostat, PCM, LIKWID and the Python tools spell it, in lower case and without a
  /// socket's number; `nil` for any other word.
  init?(word: some StringProtocol) {
    switch word {
    case "pkg", "package", "packages", "proc", "processor", "socket", "cpu": self = .package
    case "pp0", "core", "cores", "cor", "ia": self = .cores
    case "pp1", "uncore": self = .uncore
    case "gpu", "gfx", "gt": self = .graphics
    case "ram", "dram", "memory": self = .memory
    case "psys", "platform", "sys", "system": self = .platform
    default: return nil
    }
  }

  var component: Component {
    switch self {
    case .package, .mirror, .cores, .uncore, .total: .cpu
    case .graphics: .gpu
    case .memory: .dram
    case .platform: .node
    }
  }

  /// As messages call it.
  var text: String {
    switch self {
    case .package: "package"
    case .mirror: "a package's mirror"
    case .cores: "cores"
    case .uncore: "uncore"
    case .graphics: "graphics"
    case .memory: "memory"
    case .platform: "platform"
    case .total: "total"
    }
  }

  /// What each of the domains of one machine is to the others, so that no joule counts twice: packages and memory
  /// count, the platform only without packages, and parts of a package only without what contains them.
  static func roles(of domains: [RAPLDomain]) -> [ReadingRole] {
    let hasOwnPackage = domains.contains(.package)
    let hasPackage = hasOwnPackage || domains.contains(.mirror)
    let hasPlatform = domains.contains(.platform)
    let hasTotal = domains.contains(.total)
    let isCovered = hasPackage || hasPlatform || hasTotal
    return domains.map { domain -> ReadingRole in
      switch domain {
      case .package: .counted
      case .mirror: hasOwnPackage ? .alternative : .counted
      case .platform: hasPackage ? .alternative : .counted
      case .total: hasPackage || hasPlatform ? .alternative : .counted
      case .memory: !hasPackage && (hasPlatform || hasTotal) ? .contained : .counted
      case .cores, .uncore, .graphics: isCovered ? .contained : .counted
      }
    }
  }
}

/// The series of a trace that are RAPL domains of one machine; their roles are known when all of them are.
struct RAPLSeriesRoles {
  private var members: [(place: Int, domain: RAPLDomain)] = []

  mutating func insert(_ place: Int, _ domain: RAPLDomain) { members.append((place, domain)) }

  /// Gives the series their roles; a domain without a sample contains nothing.
  func settle(in collector: inout TraceCollector) {
    let present = members.filter { collector.series[$0.place].samples > 0 }
    let absent = members.filter { collector.series[$0.place].samples == 0 }
    for (member, role) in zip(present, RAPLDomain.roles(of: present.map(\.domain))) {
      collector.update(member.place) { $0.role = role }
    }
    for (member, role) in zip(absent, RAPLDomain.roles(of: absent.map(\.domain))) {
      collector.update(member.place) { $0.role = role }
    }
    guard
      let part = zip(present, RAPLDomain.roles(of: present.map(\.domain))).first(where: { member, role in
        role == .counted && [.cores, .uncore, .graphics].contains(member.domain)
      })
    else { return }
    collector.note(
      Diagnostic(
        .warning, "rapl.package-missing",
        "\(collector.series[part.0.place].device) is a part of a package, and the package itself is not in the file; "
          + "the part was counted, and the rest of the package is missing."))
  }
}
