public import Quantities
public import StudyFile

/// What a trace says about the energy of consecutive stretches of time.
public struct TraceIntegral: Sendable, Hashable, Codable {
  /// The energy between two neighbouring boundaries.
  public struct Interval: Sendable, Hashable, Codable {
    /// The energy in the covered part; `nil` when nothing is covered.
    public var energy: Energy?
    /// Seconds with a known power, those that were bridged, filled or extended included.
    public var coveredSeconds = 0.0
    /// Seconds in gaps whose power was assumed (``GapPolicy/bridge``, ``GapPolicy/mean``).
    public var bridgedSeconds = 0.0
    /// Seconds before the first or after the last sample, at most half a sampling period each.
    public var extendedSeconds = 0.0
    /// Samples from the interval's start up to its end; a sample at the last boundary counts to the last interval.
    public var samples = 0
    /// The energy outside gaps; `nil` when all of the interval lies in gaps or outside the trace.
    public var measuredEnergy: Energy?
    /// Seconds outside gaps, those that were extended included.
    public var measuredSeconds = 0.0
    /// Seconds in gaps, whatever was done about them.
    public var gapSeconds = 0.0
    /// The energy of the gaps by straight lines or, for a counter, as it was counted; `nil` without gaps.
    public var bridgeEnergy: Energy?
    /// The energy of the gaps by the device's mean power outside them; `nil` without gaps, or when all is a gap.
    public var meanEnergy: Energy?

    public init() {}

    /// The energy and the covered seconds as a policy has them; no energy when nothing is covered.
    public func share(_ policy: GapPolicy) -> (energy: Energy?, seconds: Double) {
      let filling: Energy? =
        switch policy {
        case .bridge: bridgeEnergy
        case .mean: meanEnergy
        case .drop, .fail: nil
        }
      guard let filling else { return (measuredEnergy, measuredSeconds) }
      return ((measuredEnergy ?? .zero) + filling, measuredSeconds + gapSeconds)
    }
  }

  /// One less than the boundaries, in order.
  public var intervals: [Interval]
  /// The period and gap threshold that were used.
  public var profile: SamplingProfile
  /// Gaps that overlap the stretch in which they count: from the first to the last boundary, unless another was given.
  public var gaps = 0
  /// Samples whose time was that of the sample before them.
  public var duplicateTimes = 0
  /// Samples that were earlier than one before them: sorted in when a whole column was integrated, left out when the
  /// samples came block by block.
  public var outOfOrder = 0
  public var wraps = 0
  public var resets = 0
  /// Counter intervals in which the counter may have gone round unseen.
  public var ambiguousIntervals = 0
  /// The counter's range that was used, in the series' units.
  public var counterRange: Int64?
  /// The range was chosen from a table of known ones.
  public var counterRangeIsInferred = false

  /// The energy of all intervals; `nil` when none is covered.
  public var total: Energy? {
    var sum = CompensatedSum()
    var isCovered = false
    for interval in intervals {
      guard let energy = interval.energy else { continue }
      sum.add(energy.joules)
      isCovered = true
    }
    return isCovered ? .joules(sum.value) : nil
  }

  /// The covered seconds of all intervals.
  public var coveredSeconds: Double {
    var sum = CompensatedSum()
    for interval in intervals { sum.add(interval.coveredSeconds) }
    return sum.value
  }
}
