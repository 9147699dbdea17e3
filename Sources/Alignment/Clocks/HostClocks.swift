import LogFormats
import Quantities
import StudyFile

/// Reads naive local times by the zone rules of the study file, and declared offsets of clocks.
struct HostClocks: Sendable {
  private let study: StudyFile

  init(study: StudyFile) { self.study = study }

  /// The clock of a file whose stamps are local and lie between two wall times.
  ///
  /// - Parameters:
  ///   - path: the file's path as reports print it.
  ///   - first: the first stamp. When daylight saving repeats its hour, it is taken as the first of the two.
  ///   - last: the last stamp; changes of the zone's offset up to it are kept.
  ///   - beginsLate: the first stamp is the second of two in a repeated hour.
  func reading(path: String, first: WallTime, last: WallTime, beginsLate: Bool = false) -> ClockReading {
    guard let zone = study.timeZone(ofFile: path) else {
      return ClockReading(offset: .zero, basis: .assumedUTC, correction: correction(ofFile: path))
    }
    let found = zone.offset(forWallTime: first)
    // In the hour that spring skips there is no offset for the stamp; the one just before it is meant.
    let offset =
      (beginsLate ? found.last : found.first) ?? zone.offset(forWallTime: first.advanced(by: .seconds(-3600))).first
      ?? .zero
    return ClockReading(
      offset: offset, basis: .zoneRule(zone.description),
      changes: Self.changes(
        of: zone, from: first.instant(aheadOfUTC: offset),
        to: last.instant(aheadOfUTC: offset).advanced(by: .seconds(7200))),
      correction: correction(ofFile: path))
  }

  /// Whether daylight saving shows a wall time twice.
  func isRepeated(_ time: WallTime, path: String) -> Bool {
    guard let zone = study.timeZone(ofFile: path) else { return false }
    return zone.offset(forWallTime: time).count > 1
  }

  /// The clock of a file whose stamps are UTC.
  func utc(path: String) -> ClockReading {
    ClockReading(offset: .zero, basis: .utcInFile, correction: correction(ofFile: path))
  }

  private func correction(ofFile path: String) -> ClockCorrection? {
    study.clockOffset(ofFile: path).map { ClockCorrection(shift: $0, source: .declared) }
  }

  /// More changes than this are no file's.
  private static let greatestCount = 200

  /// When a zone changes its offset between two instants.
  private static func changes(of zone: ZoneName, from first: Instant, to last: Instant) -> [ClockReading.Change] {
    var changes: [ClockReading.Change] = []
    var reached = first
    var ahead = zone.offset(at: first)
    // Offsets hold for weeks at least; a file of more than ten years is damaged.
    let end = min(last, first.advanced(by: .seconds(10 * 366 * 86_400)))
    while reached < end, changes.count < greatestCount {
      let next = min(end, reached.advanced(by: .seconds(10 * 86_400)))
      let offset = zone.offset(at: next)
      if offset != ahead {
        var (low, high) = (reached.nanoseconds, next.nanoseconds)
        while high - low > 1_000_000_000 {
          let middle = low + (high - low) / 2
          if zone.offset(at: Instant(nanoseconds: middle)) == ahead { low = middle } else { high = middle }
        }
        // Zones change at whole minutes.
        let minute: Int64 = 60_000_000_000
        let instant = Instant(nanoseconds: (high + minute / 2) / minute * minute)
        changes.append(.init(instant: instant, offset: offset))
        ahead = offset
      }
      reached = next
    }
    return changes
  }
}
