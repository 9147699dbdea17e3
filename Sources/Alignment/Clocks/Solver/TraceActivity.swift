import LogFormats
import Quantities
import StudyStore

/// Tells which device of a machine each of several trainings used, by whose power follows its epochs.
struct TraceActivity {
  let solver: ClockSolver

  /// A device must show a training better than the next one by this many nats (odds of 150 to 1).
  private static let leastMargin = 5.0

  /// The series of each training; a training that no device, or a device that several trainings at once, would fit best
  /// is left out.
  func devices(of number: Int, for places: [EvidenceLinker.Place]) throws(StoreError) -> [EvidenceLinker.Place: Set<Int64>] {
    guard let problem = try solver.problem(of: number, for: places, zones: OffsetPrior.known),
      let fit = OffsetSearch(subjects: problem.subjects, zones: OffsetPrior.known).fit(), fit.hasContrast,
      fit.explained >= OffsetFit.leastExplained
    else { return [:] }
    var found: [EvidenceLinker.Place: Set<Int64>] = [:]
    for (place, device) in zip(problem.places, fit.devices) where device.margin >= Self.leastMargin {
      let series = problem.members[device.profile].series
      if series.count == 1 { found[place] = series }
    }
    return found.filter { place, series in
      !found.contains { other, claimed in
        other != place && !claimed.isDisjoint(with: series)
          && solver.attempt(other).window.intersection(solver.attempt(place).window) != nil
      }
    }
  }
}
