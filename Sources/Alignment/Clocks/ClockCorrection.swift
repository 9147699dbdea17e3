public import Quantities

/// What is added to the times of a file whose clock did not keep the time of the others.
public struct ClockCorrection: Sendable, Hashable, CustomStringConvertible {
  /// Where a correction is from.
  public enum Source: Sendable, Hashable {
    /// `clock-offsets` in the study file, or `--clock-offset`.
    case declared
    /// The power in the file fits the epochs of training logs; the standard deviation in seconds, and the probability
    /// (0 to 1) of the peak.
    case power(deviation: Double, probability: Double)
  }

  /// What is added at ``reference``.
  public let shift: Duration
  /// What is added more, in seconds for each second after ``reference``; negative when the clock runs fast.
  public let drift: Double
  public let reference: Instant
  public let source: Source

  public init(shift: Duration, drift: Double = 0, reference: Instant = Instant(nanoseconds: 0), source: Source) {
    self.shift = shift
    self.drift = drift
    self.reference = reference
    self.source = source
  }

  /// An instant of the file's clock, corrected.
  func apply(_ instant: Instant) -> Instant {
    let moved = instant.advanced(by: shift)
    guard drift != 0 else { return moved }
    return moved.advanced(by: .seconds(drift * reference.duration(to: instant).inSeconds))
  }

  /// The instant of the file's clock that a corrected one is.
  func inverse(_ instant: Instant) -> Instant {
    let moved = instant.advanced(by: .zero - shift)
    guard drift != 0 else { return moved }
    return moved.advanced(by: .seconds(-drift * reference.duration(to: moved).inSeconds / (1 + drift)))
  }

  /// `+2.31 s`, `-0.40 s`.
  public static func printed(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e9 else { return "-- s" }
    let hundredths = Int((abs(seconds) * 100).rounded())
    let rest = hundredths % 100
    return "\(seconds < 0 ? "-" : "+")\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) s"
  }

  public var description: String {
    var text = Self.printed(shift.inSeconds)
    if drift != 0 { text += ", drifting by \(Int((drift * 1e6).rounded())) µs a second" }
    switch source {
    case .declared: text += " (declared)"
    case .power(let deviation, _): text += " ± \(Self.printed(2 * deviation).dropFirst()) (by its power)"
    }
    return text
  }
}
