import LogFormats
import Quantities
import StudyFile

/// Reads naive local times by the zone rules of the study file.
struct HostClocks: Sendable {
  private let study: StudyFile

  init(study: StudyFile) { self.study = study }

  /// The clock of a file whose stamps are local and begin at `first`.
  ///
  /// The offset is the zone's at that time. A wall time that daylight saving repeats is taken as the first of the two.
  func reading(path: String, first: WallTime) -> ClockReading {
    guard let zone = study.timeZone(ofFile: path) else { return ClockReading(offset: .zero, basis: .assumedUTC) }
    // In the hour that spring skips there is no offset for the stamp; the one just before it is meant.
    let offset =
      zone.offset(forWallTime: first).first ?? zone.offset(forWallTime: first.advanced(by: .seconds(-3600))).first
    return ClockReading(offset: offset ?? .zero, basis: .zoneRule(zone.description))
  }

  /// Whether the zone changes its offset between two wall times of a file.
  func changesOffset(path: String, from first: WallTime, to last: WallTime) -> Bool {
    guard let zone = study.timeZone(ofFile: path) else { return false }
    return zone.offset(forWallTime: first) != zone.offset(forWallTime: last)
  }
}
