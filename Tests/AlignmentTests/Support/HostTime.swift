import Foundation
import Quantities

/// Times of made-up logs: seconds that a host's wall clock shows after 2026-11-20 10:00:00, to the microsecond.
enum HostTime {
  /// 2026-11-20 10:00:00 in nanoseconds.
  private static let origin: Int64 = 1_795_168_800_000_000_000

  static func wall(_ seconds: Double) -> WallTime {
    WallTime(nanoseconds: origin + Int64((seconds * 1e6).rounded()) * 1000)
  }

  /// The instant at which a clock so many hours ahead of UTC shows a time.
  static func instant(_ seconds: Double, hoursAhead: Double = 0) -> Instant {
    wall(seconds).instant(aheadOfUTC: .seconds(Int64(hoursAhead * 3600)))
  }

  /// The seconds that a clock at UTC shows.
  static func seconds(_ instant: Instant) -> Double { Self.instant(0).duration(to: instant).inSeconds }

  static func window(_ start: Double, _ end: Double) -> TimeWindow {
    TimeWindow(start: instant(start), end: instant(end))
  }

  /// As Python's `datetime` prints it: `2026-11-20 10:00:01.500000`.
  static func stamp(_ seconds: Double) -> String {
    let time = civil(seconds)
    return day(time, "-") + " " + clock(time) + String(format: ".%06d", time.nanosecond / 1000)
  }

  /// With whole seconds, cut off as Python's `logging` does, and `T` or a blank between date and time.
  static func secondStamp(_ seconds: Double, separator: String = " ") -> String {
    let time = civil(seconds.rounded(.down))
    return day(time, "-") + separator + clock(time)
  }

  /// As `nvidia-smi` prints it: `2026/11/20 10:00:01.500`.
  static func slashStamp(milliseconds: Int64) -> String {
    let time = civil(Double(milliseconds) / 1000)
    return day(time, "/") + " " + clock(time) + String(format: ".%03d", time.nanosecond / 1_000_000)
  }

  /// Unix time with three decimals, of a clock that shows UTC.
  static func unix(milliseconds: Int64) -> String {
    let total = origin / 1_000_000 + milliseconds
    return String(format: "%lld.%03lld", total / 1000, total % 1000)
  }

  /// `training_log_2026_11_20_10_00_00.txt`.
  static func trainingLogName(_ seconds: Double) -> String {
    let time = civil(seconds)
    return String(
      format: "training_log_%d_%d_%d_%02d_%02d_%02d.txt", time.year, time.month, time.day, time.hour, time.minute,
      time.second)
  }

  /// `2026-11-20T100000Z`, as carbontracker's file names have it.
  static func trackerName(_ seconds: Double) -> String {
    let time = civil(seconds)
    return day(time, "-") + String(format: "T%02d%02d%02dZ", time.hour, time.minute, time.second)
  }

  private static func civil(_ seconds: Double) -> CivilDateTime {
    CivilDateTime(nanosecondsSinceEpoch: wall(seconds).nanoseconds)
  }

  private static func day(_ time: CivilDateTime, _ separator: String) -> String {
    String(format: "%04d\(separator)%02d\(separator)%02d", time.year, time.month, time.day)
  }

  private static func clock(_ time: CivilDateTime) -> String {
    String(format: "%02d:%02d:%02d", time.hour, time.minute, time.second)
  }
}
