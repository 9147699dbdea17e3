import LogFormats
import Quantities
import StudyStore

/// Tells which device of a machine each of several trainings used, by whose power follows its epochs.
///
/// Trainings side by side have different devices, so it is the whole assignment that is compared: one device for each
/// training, such that the sum of the log-likelihoods is greatest. A training's device counts as found when every
/// assignment that gives it another one is much less likely.
struct TraceActivity {
  let solver: ClockSolver

  /// Assignments that give a training another device must be less likely by this many nats (odds of 400 to 1)…
  private static let leastMargin = 6.0
  /// …and by this share of the gain that the device itself brings, since noise is not as independent as a likelihood
  /// takes it to be.
  private static let leastShare = 0.1

  /// The series of each training whose device is clear; other trainings are left out.
  func devices(
    of number: Int, for places: [EvidenceLinker.Place]
  ) throws(StoreError) -> [EvidenceLinker.Place: Set<Int64>] {
    guard let problem = try solver.problem(of: number, for: places, zones: OffsetPrior.known),
      let fit = OffsetSearch(subjects: problem.subjects, zones: OffsetPrior.known).fit(), fit.hasContrast,
      fit.explained >= OffsetFit.leastExplained
    else { return [:] }
    let single = problem.members.indices.filter { problem.members[$0].series.count == 1 }
    let assignment = DeviceAssignment(
      gains: fit.devices.map { device in single.map { device.values[$0] } },
      exclusive: problem.places.map { place in
        problem.places.map { place != $0 && areSideBySide(place, $0) }
      })
    var found: [EvidenceLinker.Place: Set<Int64>] = [:]
    for (training, choice) in assignment.choices.enumerated() {
      guard let choice, choice.gain > 0, choice.margin >= max(Self.leastMargin, Self.leastShare * choice.gain) else {
        continue
      }
      found[problem.places[training]] = problem.members[single[choice.device]].series
    }
    return found
  }

  private func areSideBySide(_ a: EvidenceLinker.Place, _ b: EvidenceLinker.Place) -> Bool {
    solver.attempt(a).window.intersection(solver.attempt(b).window) != nil
  }
}
