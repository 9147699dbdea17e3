import Accounting
import Alignment
import Quantities
import StudyFile

/// How clocks, links and gaps are put into words: the one place that `show` and `explain` ask.
enum EvidenceWording {
  /// What a policy does about gaps, in words.
  static func gapRule(_ policy: GapPolicy) -> String {
    switch policy {
    case .bridge: "bridged by straight lines, a counter's energy spread evenly"
    case .mean: "filled with the device's mean power outside them"
    case .drop, .fail: "left out"
    }
  }

  /// A clock with the reason for its offset, as in `UTC+01:00 (zone Europe/Copenhagen in fodspor.yml)`.
  static func clock(_ clock: ClockReading) -> String {
    let basis =
      switch clock.basis {
      case .utcInFile: "the file says so"
      case .zoneRule(let zone): "zone \(zone) in fodspor.yml"
      case .found: "found by comparing logs with traces: clock.zone-found"
      case .assumedUTC: "assumed, no zone rule: clock.zone-assumed"
      }
    return "\(clock.printedOffset) (\(basis))" + (clock.correction.map { ", corrected by \($0)" } ?? "")
  }

  /// Why evidence belongs to a training.
  static func reason(_ link: EvidenceLink) -> String { link.explanation }

  /// The share of the training's time that evidence covers.
  static func overlap(_ link: EvidenceLink) -> String {
    "\(RunDetails.number(100 * link.overlap, 1)) % of the training"
  }

  /// An instant to the millisecond, as in `2026-11-23T09:46:10.250Z`.
  static func time(_ instant: Instant) -> String {
    let (whole, rest) = instant.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
    // Times before 1970 are cut off downwards, too.
    return Instant(nanoseconds: (rest < 0 ? whole - 1 : whole) * 1_000_000).iso8601
  }

  /// Seconds with one decimal.
  static func seconds(_ seconds: Double) -> String { RunDetails.number(seconds, 1) + " s" }

  /// Joules with three decimals: sums of a few hundred parts close to the last but one digit.
  static func joules(_ energy: Energy?) -> String { energy.map { RunDetails.number($0.joules, 3) + " J" } ?? "-- J" }
}
