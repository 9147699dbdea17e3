public import Quantities

/// How the clock of a file was put on the UTC timeline.
public struct ClockReading: Sendable, Hashable {
  /// Why the offset is what it is.
  public enum Basis: Sendable, Hashable {
    /// The file's stamps name UTC or are Unix times.
    case utcInFile
    /// A rule of the study file.
    case zoneRule(String)
    /// No rule applies, and the offset was found by comparing the file with others, with a probability of 0 to 1.
    case found(probability: Double)
    /// No rule applies: the clock is taken to show UTC, and a diagnostic says so.
    case assumedUTC
  }

  /// A change to or from daylight saving time while the file was written.
  public struct Change: Sendable, Hashable {
    /// When it happened.
    public let instant: Instant
    /// How far the clock is ahead of UTC from then on.
    public let offset: Duration

    public init(instant: Instant, offset: Duration) {
      self.instant = instant
      self.offset = offset
    }
  }

  /// How far the file's clock is ahead of UTC when the file begins.
  public let offset: Duration
  public let basis: Basis
  /// In order of time.
  public let changes: [Change]
  /// What is added to the file's times beside the zone.
  public var correction: ClockCorrection?

  public init(offset: Duration, basis: Basis, changes: [Change] = [], correction: ClockCorrection? = nil) {
    self.offset = offset
    self.basis = basis
    self.changes = changes
    self.correction = correction
  }

  /// The file's clock shows UTC and says so.
  public static let utc = ClockReading(offset: .zero, basis: .utcInFile)

  /// The instant at which the clock showed a wall time; the first of two when the hour was repeated.
  ///
  /// For stamps that follow one another in a file, ``sequence()`` knows which of the two it was.
  public func instant(_ time: WallTime) -> Instant { corrected(candidates(time)[0]) }

  /// Reads the stamps of a file one after another.
  public func sequence() -> ClockSequence { ClockSequence(clock: self) }

  /// What the clock showed at an instant.
  public func wallTime(at instant: Instant) -> WallTime {
    let own = correction.map { $0.inverse(instant) } ?? instant
    let offset = changes.last { $0.instant <= own }?.offset ?? offset
    return WallTime(nanoseconds: own.advanced(by: offset).nanoseconds)
  }

  /// Every instant at which the clock may have shown a wall time, uncorrected, the earliest first; never empty. In the
  /// hour that spring skips, which a clock shows that is some seconds wrong, both offsets around it are thinkable.
  func candidates(_ time: WallTime) -> [Instant] {
    guard !changes.isEmpty else { return [time.instant(aheadOfUTC: offset)] }
    var found: [Instant] = []
    var from = Instant(nanoseconds: .min)
    var ahead = offset
    for change in changes {
      let instant = time.instant(aheadOfUTC: ahead)
      if from <= instant, instant < change.instant { found.append(instant) }
      (from, ahead) = (change.instant, change.offset)
    }
    let last = time.instant(aheadOfUTC: ahead)
    if from <= last { found.append(last) }
    if !found.isEmpty { return found }
    // Skipped by spring: on the clock before the change it is after it, and the other way round.
    let place = changes.firstIndex { time.instant(aheadOfUTC: $0.offset) < $0.instant } ?? 0
    let before = place == 0 ? offset : changes[place - 1].offset
    return [time.instant(aheadOfUTC: changes[place].offset), time.instant(aheadOfUTC: before)]
  }

  /// An instant of the file's clock, its correction added.
  func corrected(_ instant: Instant) -> Instant { correction?.apply(instant) ?? instant }

  /// The same clock with a zone that is so much further ahead of UTC.
  func movedAhead(by shift: Duration, basis: Basis) -> ClockReading {
    ClockReading(
      offset: offset + shift, basis: basis,
      changes: changes.map { Change(instant: $0.instant.advanced(by: .zero - shift), offset: $0.offset + shift) },
      correction: correction)
  }

  /// The offset as `UTC`, `UTC+01:00`, `UTC-03:30`; both of them when it changed, as `UTC+02:00, later UTC+01:00`.
  public var printedOffset: String {
    ([Self.printed(offset)] + changes.map { Self.printed($0.offset) }).joined(separator: ", later ")
  }

  /// Offset, basis and correction in words, as `UTC+01:00 (Europe/Copenhagen), +2.31 s (by its power)`.
  public var summary: String {
    let basis =
      switch basis {
      case .utcInFile: "stated in the file"
      case .zoneRule(let name): name
      case .found: "found"
      case .assumedUTC: "assumed"
      }
    return "\(printedOffset) (\(basis))" + (correction.map { ", \($0)" } ?? "")
  }

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
