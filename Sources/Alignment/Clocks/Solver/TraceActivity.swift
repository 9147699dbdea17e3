import LogFormats
import Quantities
import StudyStore

/// Tells which device of a machine each of several trainings used, by whose power follows its epochs.
struct TraceActivity {
  let solver: ClockSolver

  /// A device must show a training better than the next one that is left by this many nats (odds of 400 to 1).
  private static let leastMargin = 6.0
  /// …and show it so many times as well: two trainings that begin together look alike.
  private static let leastRatio = 1.5

  /// The series of each training, those first for which one device stands out most; a training for which none of the
  /// devices left does is left out.
  func devices(
    of number: Int, for places: [EvidenceLinker.Place]
  ) throws(StoreError) -> [EvidenceLinker.Place: Set<Int64>] {
    guard let problem = try solver.problem(of: number, for: places, zones: OffsetPrior.known),
      let fit = OffsetSearch(subjects: problem.subjects, zones: OffsetPrior.known).fit(), fit.hasContrast,
      fit.explained >= OffsetFit.leastExplained
    else { return [:] }
    let single = problem.members.indices.filter { problem.members[$0].series.count == 1 }
    var found: [EvidenceLinker.Place: Int] = [:]
    while true {
      var next: (place: EvidenceLinker.Place, device: Int, margin: Double)?
      for (place, device) in zip(problem.places, fit.devices) where found[place] == nil {
        let taken = Set(found.filter { areSideBySide($0.key, place) }.values)
        let left = single.filter { !taken.contains($0) }.sorted { device.values[$0] > device.values[$1] }
        guard let best = left.first else { continue }
        let margin = left.count > 1 ? device.values[best] - device.values[left[1]] : .infinity
        let isClear = left.count < 2 || device.values[best] >= Self.leastRatio * device.values[left[1]]
        if margin >= Self.leastMargin, isClear, device.values[best] > 0, margin > next?.margin ?? 0 {
          next = (place, best, margin)
        }
      }
      guard let next else { break }
      found[next.place] = next.device
    }
    let values = Dictionary(
      zip(problem.places, fit.devices.map(\.values)), uniquingKeysWith: { first, _ in first })
    return found.filter { place, device in
      !found.contains { other, otherDevice in
        isExchangeable(values[place], device, values[other], otherDevice) && other != place
          && areSideBySide(other, place)
      }
    }.mapValues { problem.members[$0].series }
  }

  /// Whether two trainings fit each other's devices about as well as their own.
  private func isExchangeable(_ own: [Double]?, _ device: Int, _ other: [Double]?, _ otherDevice: Int) -> Bool {
    guard let own, let other else { return false }
    return own[device] + other[otherDevice] < own[otherDevice] + other[device] + Self.leastMargin
  }

  private func areSideBySide(_ a: EvidenceLinker.Place, _ b: EvidenceLinker.Place) -> Bool {
    solver.attempt(a).window.intersection(solver.attempt(b).window) != nil
  }
}
