public import Quantities

/// Turns readings of an energy counter into energy, across its wraps and resets.
///
/// A powercap counter grows to `max_energy_range_uj` and starts again at 0 (Linux kernel, power/powercap). A decrease is
/// a wrap when the energy it stands for is possible in the time between the readings, else a reset: the machine was
/// restarted, and the energy of that interval is unknown. GPU counters (NVML) never wrap; they only reset.
public struct CounterUnwrapper: Sendable {
  /// What lies between two readings.
  public enum Step: Sendable, Hashable {
    /// So many units of the counter were spent.
    case spent(Int64)
    /// The counter was reset in between: the energy is unknown.
    case reset
  }

  /// The ranges that the registers of such a component really have, in microjoules.
  ///
  /// Packages: 2^32 × 2^-14 J (Intel since Haswell) and 2^32 × 2^-16 J (AMD, older Intel). Memory: also 2^32 × 15.3 µJ
  /// (Intel servers). The numbers are `max_energy_range_uj` of Linux's powercap.
  public static func knownRanges(of component: Component) -> [Int64] {
    switch component {
    case .cpu, .node: [262_143_328_850, 65_532_610_987]
    case .dram: [65_712_999_613, 65_532_610_987, 262_143_328_850]
    case .gpu: []
    }
  }

  /// The counter's range in its units; `nil` while it is not known.
  public private(set) var range: Int64?
  /// The range was not given but chosen from ``knownRanges(of:)`` at the first wrap.
  public private(set) var rangeIsInferred = false
  public private(set) var wraps = 0
  public private(set) var resets = 0
  /// Intervals so long (over 0.9 × range ÷ greatest power) that the counter may have gone round unseen.
  public private(set) var ambiguousIntervals = 0

  private let wrapping: Bool
  private let knownRanges: [Int64]
  /// In watts.
  private let maximumPower: Double
  private let unitsPerJoule: Double
  private var largest: Int64 = 0
  private var lastPower: Double?

  /// Makes an unwrapper for one zone.
  ///
  /// - Parameters:
  ///   - range: `max_energy_range_uj`, or the range in other units; `nil` when it is not known.
  ///   - component: what the counter measures; decides whether it can wrap and what power is possible.
  ///   - maximumPower: the greatest power of the zone; `nil` for 1000 W a package, 300 W of memory, 5 kW a node.
  ///   - unitsPerJoule: how many units of the readings make a joule.
  public init(range: Int64?, component: Component, maximumPower: Power? = nil, unitsPerJoule: Double = 1e6) {
    self.unitsPerJoule = unitsPerJoule
    self.range = range.flatMap { $0 > 0 ? $0 : nil }
    wrapping = component != .gpu
    // The kernel's counters are in microjoules; a counter in other units is no register, and its range is not known.
    knownRanges = unitsPerJoule == 1e6 ? Self.knownRanges(of: component) : []
    let bound: Double =
      switch component {
      case .cpu: 1000
      case .dram: 300
      case .gpu: 2000
      case .node: 5000
      }
    self.maximumPower = maximumPower.map { max($0.watts, 1) } ?? bound
  }

  /// Takes two neighbouring readings, `seconds` apart.
  public mutating func step(from previous: Int64, to current: Int64, seconds: Double) -> Step {
    largest = max(largest, previous, current)
    let (difference, overflow) = current.subtractingReportingOverflow(previous)
    guard !overflow, previous >= 0, current >= 0 else { return reset() }
    if wrapping, let limit = range ?? smallestPossibleRange,
      seconds > 0.9 * Double(limit) / unitsPerJoule / maximumPower
    {
      ambiguousIntervals += 1
    }
    guard difference < 0 else { return spent(difference, seconds: seconds) }
    guard wrapping, let range = range(forWrapFrom: previous, to: current, seconds: seconds) else { return reset() }
    let (energy, overflows) = difference.addingReportingOverflow(range)
    guard !overflows, energy >= 0, isPossible(energy, seconds: seconds) else { return reset() }
    if self.range == nil {
      self.range = range
      rangeIsInferred = true
    }
    wraps += 1
    return spent(energy, seconds: seconds)
  }

  private mutating func spent(_ energy: Int64, seconds: Double) -> Step {
    if seconds > 0 { lastPower = Double(energy) / unitsPerJoule / seconds }
    return .spent(energy)
  }

  private mutating func reset() -> Step {
    resets += 1
    return .reset
  }

  private func isPossible(_ energy: Int64, seconds: Double) -> Bool {
    Double(energy) / unitsPerJoule <= maximumPower * seconds
  }

  /// The known range, or of ``knownRanges(of:)`` that which gives the interval the power most like the interval before it.
  private func range(forWrapFrom previous: Int64, to current: Int64, seconds: Double) -> Int64? {
    if let range { return range }
    func excess(_ range: Int64) -> Double {
      abs(Double(range - previous + current) / unitsPerJoule - (lastPower ?? 0) * seconds)
    }
    return
      knownRanges
      .filter { $0 >= largest && isPossible($0 - previous + current, seconds: seconds) }
      .min { excess($0) < excess($1) }
  }

  private var smallestPossibleRange: Int64? { knownRanges.filter { $0 >= largest }.min() }
}
