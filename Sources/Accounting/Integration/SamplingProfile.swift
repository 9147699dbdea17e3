/// How often a series was sampled: its nominal period and the interval from which one speaks of a gap.
public struct SamplingProfile: Sendable, Hashable, Codable {
  /// The median of the intervals between different times, in seconds; `nil` when there are fewer than two.
  public var medianInterval: Double?
  /// Intervals longer than this many seconds are gaps; infinite when there is no median.
  public var gapThreshold: Double

  /// No gap is shorter, in seconds.
  public static let shortestGap = 2.0

  /// Takes a median interval and the threshold that follows from it.
  public init(medianInterval: Double?, gapThreshold: Double) {
    self.medianInterval = medianInterval
    self.gapThreshold = gapThreshold
  }

  /// Measures the intervals between times in ascending order (nanoseconds).
  ///
  /// The threshold is max(3 × median, median + 3 × 1.4826 × MAD, 2 s), where MAD is the median absolute deviation from
  /// the median and 1.4826 makes it the standard deviation of normally distributed intervals.
  public init(times: some Sequence<Int64>) {
    var gatherer = Gatherer()
    gatherer.consume(times)
    self = gatherer.profile
  }

  /// Gathers intervals block by block.
  public struct Gatherer: Sendable {
    /// So many intervals decide; a longer series is taken to go on as it began, which keeps memory bounded.
    public static let maximumCount = 1 << 20

    private var intervals: [Double] = []
    private var previous: Int64?

    public init() {}

    /// Takes the next times; those that do not come after the one before them are passed over.
    public mutating func consume(_ times: some Sequence<Int64>) {
      for time in times {
        guard intervals.count < Self.maximumCount else { return }
        if let previous {
          guard time > previous else { continue }
          intervals.append(seconds(from: previous, to: time))
        }
        previous = time
      }
    }

    /// What the intervals so far amount to.
    public var profile: SamplingProfile {
      guard let median = medianOf(intervals) else {
        return SamplingProfile(medianInterval: nil, gapThreshold: .infinity)
      }
      let deviation = medianOf(intervals.map { abs($0 - median) }) ?? 0
      let threshold = max(3 * median, median + 3 * 1.4826 * deviation, SamplingProfile.shortestGap)
      return SamplingProfile(medianInterval: median, gapThreshold: threshold)
    }
  }
}

/// The middle of numbers in any order, the mean of both middle ones when their count is even; `nil` for none.
func medianOf(_ numbers: [Double]) -> Double? {
  let sorted = numbers.sorted()
  guard !sorted.isEmpty else { return nil }
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// The seconds between two times in nanoseconds, exact before the one rounding to a floating-point number.
func seconds(from start: Int64, to end: Int64) -> Double {
  let (difference, overflow) = end.subtractingReportingOverflow(start)
  return overflow ? (Double(end) - Double(start)) / 1e9 : Double(difference) / 1e9
}
