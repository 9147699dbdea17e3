/// How a value came to be known; a table column never mixes these silently.
public enum Provenance: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// Sensor samples or energy counters, integrated here.
  case measured
  /// A tracker's own mean or total, read from its log.
  case logged
  /// A tracker's forecast from its first epochs.
  case predicted
  /// A model such as TDP × time; no sensor was read.
  case estimated
  /// Scaled up from a part that is known.
  case extrapolated

  /// Orders by trust, the most trusted first.
  public static func < (left: Provenance, right: Provenance) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .measured: 0
    case .logged: 1
    case .predicted: 2
    case .estimated: 3
    case .extrapolated: 4
    }
  }
}

/// The class of a power-drawing device.
public enum Component: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// Graphics boards, each as its board sensor sees it.
  case gpu
  /// CPU packages (sockets), without memory.
  case cpu
  /// Memory (RAPL DRAM zones).
  case dram
  /// A whole node, as a meter or BMC sees it; contains the others and is never added to them.
  case node

  public static func < (left: Component, right: Component) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .gpu: 0
    case .cpu: 1
    case .dram: 2
    case .node: 3
    }
  }
}
