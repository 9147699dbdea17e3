public import Quantities

/// How the clock of a file was put on the UTC timeline.
public struct ClockReading: Sendable, Hashable {
  /// Why the offset is what it is.
  public enum Basis: Sendable, Hashable {
    /// The file's stamps name UTC or are Unix times.
    case utcInFile
    /// A rule of the study file.
    case zoneRule(String)
    /// No rule applies: the clock is taken to show UTC, and a diagnostic says so.
    case assumedUTC
  }

  /// How far the file's clock is ahead of UTC; an instant is the clock's reading minus this.
  public let offset: Duration
  public let basis: Basis

  public init(offset: Duration, basis: Basis) {
    self.offset = offset
    self.basis = basis
  }

  /// The file's clock shows UTC and says so.
  public static let utc = ClockReading(offset: .zero, basis: .utcInFile)

  /// The instant at which the clock showed a wall time.
  public func instant(_ time: WallTime) -> Instant { time.instant(aheadOfUTC: offset) }

  /// The offset as `UTC`, `UTC+01:00`, `UTC-03:30`.
  public var printedOffset: String { Self.printed(offset) }

  /// An offset from UTC as `UTC`, `UTC+01:00`, `UTC-03:30`.
  public static func printed(_ offset: Duration) -> String {
    let minutes = Int(offset.components.seconds / 60)
    guard minutes != 0 else { return "UTC" }
    let hours = String(abs(minutes) / 60)
    let rest = String(abs(minutes) % 60)
    let padded = (hours.count < 2 ? "0" : "") + hours + ":" + (rest.count < 2 ? "0" : "") + rest
    return "UTC" + (minutes < 0 ? "-" : "+") + padded
  }
}
