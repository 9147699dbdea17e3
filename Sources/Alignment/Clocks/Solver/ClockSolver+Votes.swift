import LogFormats
import Quantities
import StudyStore

extension ClockSolver {
  /// What a piece of evidence says about the shift between its clock and its trainings'; `nil` when it says nothing.
  func vote(
    of number: Int, for places: [Place], zones: [OffsetPrior.Zone]
  ) throws(StoreError) -> ZoneVote? {
    switch evidence[number].content {
    case .trace:
      guard let fit = try fit(of: number, for: places, zones: zones) else { return nil }
      return ZoneVote(seconds: fit.zone, probability: fit.zoneProbability, rival: fit.rivalZone)
    case .tracker, .codecarbon, .energyRecord:
      guard let window = evidence[number].window, !window.isEmpty else { return nil }
      let fits = places.map { WindowFit.best(window, onto: attempt($0).window, zones: zones) }
      guard let best = fits.max(by: { $0.value < $1.value }) else { return nil }
      return ZoneVote(seconds: best.seconds, probability: best.probability, rival: nil)
    }
  }

  /// Compares a trace's power with the trainings that it is tied to.
  func fit(of number: Int, for places: [Place], zones: [OffsetPrior.Zone]) throws(StoreError) -> OffsetFit? {
    guard let problem = try problem(of: number, for: places, zones: zones) else { return nil }
    return OffsetSearch(subjects: problem.subjects, zones: zones).fit()
  }

  /// A search with what its numbers mean.
  struct Problem {
    let subjects: [OffsetSearch.Subject]
    /// The place of each subject's training.
    let places: [Place]
    let members: [PowerProfiles.Member]
    let reference: Instant

    var pointCount: Int { members.reduce(0) { $0 + $1.profile.times.count } }
  }

  /// The schedules of trainings and the power of a trace; `nil` when either is missing.
  func problem(
    of number: Int, for places: [Place], zones: [OffsetPrior.Zone]
  ) throws(StoreError) -> Problem? {
    guard case .trace(let trace) = evidence[number].content else { return nil }
    // More trainings at once tell nothing more.
    let chosen = places.sorted { attempt($0).window.start < attempt($1).window.start }.prefix(12)
    guard let reference = chosen.first.map({ attempt($0).window.start }),
      let last = chosen.map({ attempt($0).window.end }).max()
    else { return nil }
    let reach = (zones.map { abs($0.seconds) }.max() ?? 0) + OffsetSearch.residualRange + 600
    let window = TimeWindow(
      start: reference.advanced(by: .seconds(-reach)), end: last.advanced(by: .seconds(reach)))
    var members = try PowerProfiles(reader: TraceReader(store: store)).members(
      of: trace, clock: evidence[number].clock, since: reference, in: window)
    // Trainings side by side have their own devices each.
    let windows = chosen.map { attempt($0).window }
    if zip(windows, windows.dropFirst()).contains(where: { $0.intersection($1) != nil }) {
      members.removeAll { $0.series.count > 1 }
    }
    guard !members.isEmpty else { return nil }
    var subjects: [OffsetSearch.Subject] = []
    var kept: [Place] = []
    for place in chosen {
      guard let schedule = LoadSchedule(attempt(place), since: reference) else { continue }
      let known = knownGPUs(of: place, in: trace, number, beside: places)
      let candidates = known.map { known in members.indices.filter { members[$0].series.isSubset(of: known) } }
      subjects.append(
        .init(
          schedule: schedule, profiles: members.map(\.profile),
          candidates: candidates?.isEmpty == false ? candidates : nil))
      kept.append(place)
    }
    return subjects.isEmpty ? nil : Problem(subjects: subjects, places: kept, members: members, reference: reference)
  }

  /// The series of a trace that are a training's, by its logs or its power; `nil` when nothing tells.
  private func knownGPUs(
    of place: Place, in trace: TraceEvidence, _ number: Int, beside places: [Place]
  ) -> Set<Int64>? {
    let id = evidence[number].id
    if let found = measured[id]?[place] { return found }
    let isOwnTrace = attempt(place).links.contains { $0.evidence == id && $0.grounds.contains { $0.isJob } }
    return KnownDevices(runs: [], evidence: [], processes: []).gpus(
      of: attempt(place), processes: [], in: trace, isOwnTrace: isOwnTrace,
      beside: places.filter { $0 != place }.map(attempt))
  }
}
