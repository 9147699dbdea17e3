/// A point in time on the UTC timeline, to the nanosecond.
///
/// Leap seconds are not counted, as in Unix time. The range is 1677-09-21 to 2262-04-11.
public struct Instant: Sendable, Hashable, Comparable, Codable, InstantProtocol {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public var nanoseconds: Int64

  /// Makes an instant from nanoseconds since 1970-01-01T00:00:00Z.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The instant moved by a duration; saturates at the ends of the range.
  public func advanced(by duration: Duration) -> Instant {
    Instant(nanoseconds: nanoseconds.addingSaturating(duration.inNanoseconds))
  }

  /// The duration from this instant to another; negative when the other is earlier.
  public func duration(to other: Instant) -> Duration {
    .nanoseconds(other.nanoseconds.subtractingSaturating(nanoseconds))
  }

  public init(from decoder: any Decoder) throws {
    nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanoseconds)
  }
}

/// What a clock on a wall showed: a date and time of day with no zone.
///
/// nnU-Net, carbontracker and `nvidia-smi` write these. Two wall times of one host compare and subtract; to become an
/// ``Instant`` a wall time needs the zone of its host.
public struct WallTime: Sendable, Hashable, Comparable, Codable {
  /// Nanoseconds since 1970-01-01 00:00:00 on the same wall clock.
  public var nanoseconds: Int64

  /// Makes a wall time from nanoseconds since 1970-01-01 00:00:00 on the same wall clock.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static func < (left: WallTime, right: WallTime) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The wall time moved by a duration, no zone rule applied; saturates at the ends of the range.
  public func advanced(by duration: Duration) -> WallTime {
    WallTime(nanoseconds: nanoseconds.addingSaturating(duration.inNanoseconds))
  }

  /// What the clock's face gained between two readings; a change to or from daylight saving time shows up as an hour.
  public func duration(to other: WallTime) -> Duration {
    .nanoseconds(other.nanoseconds.subtractingSaturating(nanoseconds))
  }

  /// The instant that this wall time is when the host's clock is ahead of UTC by `offset`.
  public func instant(aheadOfUTC offset: Duration) -> Instant {
    Instant(nanoseconds: nanoseconds.subtractingSaturating(offset.inNanoseconds))
  }

  public init(from decoder: any Decoder) throws {
    nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanoseconds)
  }
}

extension Int64 {
  /// The sum, or the nearest representable value on overflow.
  func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, or the nearest representable value on overflow.
  func subtractingSaturating(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other < 0 ? .max : .min) : difference
  }
}
