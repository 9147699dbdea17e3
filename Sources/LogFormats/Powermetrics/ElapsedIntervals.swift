/// The ends of consecutive intervals whose lengths are exact and whose stamps are of whole seconds.
///
/// The first stamp is taken as it is; later ends are the sums of lengths as long as they agree with the stamps.
struct ElapsedIntervals {
  /// How far a sum of lengths may lie from a stamp, in nanoseconds: a stamp is cut to its second, and printing takes
  /// time.
  private static let tolerance: Int64 = 2_000_000_000

  private var end: Int64?
  /// How often the sum was given up for a stamp.
  private(set) var restarts = 0

  /// The end of the next interval; both in nanoseconds.
  mutating func next(stamp: Int64, elapsed: Int64) -> Int64 {
    guard let previous = end else {
      end = stamp
      return stamp
    }
    let (sum, overflow) = previous.addingReportingOverflow(elapsed)
    let (distance, far) = sum.subtractingReportingOverflow(stamp)
    guard !overflow, !far, abs(distance) <= Self.tolerance else {
      restarts += 1
      end = stamp
      return stamp
    }
    end = sum
    return sum
  }
}
