import Alignment
import LogFormats
import Quantities
import StudyFile

/// A carbontracker session's energy, spread over the parts of an attempt.
enum TrackerEnergy {
  /// From this share on a tracker's epoch belongs wholly to the part that holds it: its stamps have whole seconds, and
  /// the rest of the overlap is their rounding.
  static let wholeEpochShare = 0.6

  /// One energy per component of the session that has a power; `reported` keeps what the tool itself would say.
  static func components(
    _ session: TrackerSession, of evidence: Evidence, over attempt: Attempt, link: EvidenceLink.Reason,
    choice: TrackerChoice
  ) -> [ComponentEnergy] {
    var firstEpoch: Int?
    if case .epochs(_, _, let from) = link { firstEpoch = from }
    let windows = session.windows(on: evidence.clock)
    return session.components.compactMap { tracked -> ComponentEnergy? in
      guard let component = Component(rawValue: tracked.name) else { return nil }
      let powers = session.epochs.map { epoch in
        epoch.powers.first { $0.component == tracked.name }?.totalWatts
      }
      // 0 W throughout is RAPL without permission or NVML without support, not a measurement.
      guard powers.contains(where: { ($0 ?? 0) > 0 }) else { return nil }
      let method = EnergyMethod.trackerMean
      var energy = ComponentEnergy(
        component: component, method: method, evidence: [evidence.id], devices: tracked.devices,
        parts: attempt.parts.count)
      energy.correctionFactor = tracked.correctionFactor
      energy.isModelled = tracked.isModelled
      energy.isCorrected = choice == .corrected
      energy.isSpread = session.epochs.count == 1 && attempt.epochs.count > 1
      energy.includesMemory = component == .cpu && tracked.devices.contains { $0.hasPrefix("dram") }
      energy.reported = session.energyIT(of: tracked, corrected: false)
      let factor = choice == .corrected ? tracked.correctionFactor : 1
      energy.includesPauses = firstEpoch.map { includesPauses(session, from: $0, in: attempt) } ?? false
      for (place, epoch) in session.epochs.enumerated() {
        guard let end = epoch.end, let start = epoch.start, let seconds = epoch.seconds, seconds != 0,
          let watts = powers[place] ?? neighbour(of: place, in: powers)
        else { continue }
        let window =
          windows[place] ?? TimeWindow(start: evidence.clock.instant(start), end: evidence.clock.instant(end))
        // The printed duration has two decimals, the stamps none: it is the length that counts.
        let total = Energy.joules(watts * factor * seconds)
        if let part = firstEpoch.flatMap({ Self.part(ofEpoch: $0 + place, in: attempt) }),
          EpochCoincidence.holds(between: window, and: attempt.parts[part].window)
            || energy.includesPauses && EpochCoincidence.begins(window, with: attempt.parts[part].window)
        {
          let rest = energy.includesPauses ? pauses(after: part, until: seconds, in: attempt) : []
          let paused = rest.reduce(0) { $0 + $1.seconds }
          energy.add(
            total * ((seconds - paused) / seconds),
            covering: min(.seconds(seconds), attempt.parts[part].window.duration),
            to: part)
          for pause in rest {
            energy.add(total * (pause.seconds / seconds), covering: .seconds(pause.seconds), to: pause.part)
          }
        } else {
          // A single epoch is one around the whole training.
          spread(
            total, lasting: .seconds(seconds), window, over: attempt, wholly: session.epochs.count > 1, into: &energy)
        }
      }
      return energy.total == nil && energy.outside == .zero ? nil : energy
    }
  }

  /// Whether a session's epochs last longer than the log's, by more than clocks and calls explain: nnU-Net writes its
  /// checkpoints and plots after the end of an epoch that it prints, and a tracker around them measures that, too.
  static func includesPauses(_ session: TrackerSession, from first: Int, in attempt: Attempt) -> Bool {
    let surplus = session.epochs.enumerated().compactMap { place, epoch -> Double? in
      guard let seconds = epoch.seconds, let part = part(ofEpoch: first + place, in: attempt) else { return nil }
      let length = attempt.parts[part].window.duration.inSeconds
      return seconds - length - max(leastPause, leastPauseShare * length)
    }.sorted()
    return surplus.isEmpty ? false : surplus[surplus.count / 2] > 0
  }

  /// A tracker's epoch that is longer than the log's by less says nothing, in seconds and as a share.
  private static let leastPause = 0.2
  private static let leastPauseShare = 0.02

  /// The parts between an epoch and the next that lie in the `seconds` from the epoch's start on, with their time there.
  private static func pauses(
    after part: Int, until seconds: Double, in attempt: Attempt
  ) -> [(part: Int, seconds: Double)] {
    let start = attempt.parts[part].window.start
    let window = TimeWindow(start: start, end: start.advanced(by: .seconds(seconds)))
    var found: [(part: Int, seconds: Double)] = []
    for next in attempt.parts.indices.dropFirst(part + 1) where attempt.parts[next].epoch == nil {
      guard let shared = attempt.parts[next].window.intersection(window), shared.duration > .zero else { break }
      found.append((next, shared.duration.inSeconds))
    }
    return found
  }

  /// The part that an epoch is, by its place in ``Attempt/epochs``.
  private static func part(ofEpoch epoch: Int, in attempt: Attempt) -> Int? {
    attempt.parts.firstIndex { $0.epoch == epoch }
  }

  /// Gives an energy to all parts by the time that they share with its window, or, if `wholly`, to the part that
  /// holds most of it.
  static func spread(
    _ total: Energy, lasting duration: Duration, _ window: TimeWindow, over attempt: Attempt, wholly: Bool,
    into energy: inout ComponentEnergy
  ) {
    let length = window.duration.inSeconds
    guard length > 0 else { return }
    let shares = attempt.parts.map { ($0.window.intersection(window)?.duration.inSeconds ?? 0) / length }
    if wholly, let best = shares.indices.max(by: { shares[$0] < shares[$1] }), shares[best] >= wholeEpochShare {
      energy.add(total, covering: min(duration, attempt.parts[best].window.duration), to: best)
      return
    }
    var inside = 0.0
    for (part, share) in shares.enumerated() where share > 0 {
      energy.add(total * share, covering: .seconds(share * length), to: part)
      inside += share
    }
    if inside < 1 { energy.outside = energy.outside + total * (1 - inside) }
  }

  /// An epoch without a sample counts with the next known power, the last ones with the last known: so does
  /// carbontracker in its totals (components/component.py).
  private static func neighbour(of place: Int, in powers: [Double?]) -> Double? {
    powers[place...].lazy.compactMap(\.self).first ?? powers[..<place].last { $0 != nil } ?? nil
  }
}
