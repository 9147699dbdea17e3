import Foundation
import LogFormats
import Quantities

extension EvidenceLinker {
  /// A trace that nothing but time ties to a training must cover this share of it.
  static let timeOnlyShare = 0.9

  /// Links the traces: by what names their training first, what is then left by time, duplicates left out.
  mutating func linkTraces() {
    let traces = evidence.indices.filter { number in
      guard case .trace = evidence[number].content else { return false }
      return isOpen(number) && evidence[number].window != nil
    }
    var left: [Int] = []
    for number in traces where !linkMembers(number) { left.append(number) }
    // Of several traces of the same devices the first one is linked.
    for number in left.sorted(by: { (quality($0), $0) < (quality($1), $1) }) {
      if let other = linkedTwin(of: number) {
        evidence[number].disposition = .duplicate(
          of: evidence[other].path, reason: "same devices and hours as \(evidence[other].path), which is linked")
        diagnostics.append(
          StudyDiagnostic(
            path: evidence[number].path,
            Diagnostic(
              .info, "count-once.same-device-and-hours",
              "Covers the same devices and hours as \(evidence[other].path), which is linked; left out.")))
      } else {
        linkByTime(number)
      }
    }
  }

  /// What a trace is worth beside another of the same devices, the best least: one that names its devices before one that
  /// may be of any, an energy counter before power, then the
  /// shorter time between samples by its magnitude, then a clock that is known before one that was found, then more
  /// samples: a beginning, or a damaged copy, has less.
  private func quality(_ number: Int) -> TraceQuality {
    guard case .trace(let trace) = evidence[number].content, let window = evidence[number].window else {
      return TraceQuality(isUnnamed: true, isPower: true, magnitude: .max, isClockFound: true, samples: 0)
    }
    let counts = trace.devices.map(\.series.samples)
    let period = window.duration.inSeconds / Double(max(1, (counts.max() ?? 1) - 1))
    let isClockFound: Bool =
      switch evidence[number].clock.basis {
      case .found, .assumedUTC: true
      default: false
      }
    return TraceQuality(
      isUnnamed: Self.isUnnamed(trace), isPower: !trace.devices.contains { $0.series.quantity == .energyCounter },
      magnitude: Int((2 * log2(max(period, 1e-3))).rounded()), isClockFound: isClockFound, samples: counts.reduce(0, +))
  }

  /// A file that only says `GPU`.
  private static func isUnnamed(_ trace: TraceEvidence) -> Bool {
    trace.devices.allSatisfy { $0.series.index == nil && $0.series.uuid == nil && $0.series.component == .gpu }
  }

  private struct TraceQuality: Comparable {
    let isUnnamed: Bool
    let isPower: Bool
    /// Of the time between samples, in half powers of two.
    let magnitude: Int
    let isClockFound: Bool
    /// Of all devices.
    let samples: Int

    private var order: (Int, Int, Int, Int, Int) {
      (isUnnamed ? 1 : 0, isPower ? 1 : 0, magnitude, isClockFound ? 1 : 0, -samples)
    }

    static func < (left: TraceQuality, right: TraceQuality) -> Bool { left.order < right.order }
  }

  /// Links evidence to the attempts that a job number, a folder or the like names; `false` when nothing does.
  ///
  /// Of several attempts it belongs to those during which it ran.
  mutating func linkMembers(_ number: Int) -> Bool {
    guard mayNameTraining(number) else { return false }
    let scored = places.compactMap { place -> Candidate? in score(number, place).map { (place, $0) } }
    let members = Self.named(scored)
    guard !members.isEmpty else { return false }
    let chosen = Set(members.map(\.place))
    let rival = scored.filter { !chosen.contains($0.place) && overlaps(number, $0.place) }.map(\.score.total).max()
    let overlapping = members.filter { overlaps(number, $0.place) }
    // A scheduler's record is its job's, whatever its clock shows.
    if case .energyRecord(let record, _) = evidence[number].content, record.job != nil,
      members.allSatisfy({ $0.score.items.first?.ground.isJob == true })
    {
      for member in members { link(number, to: member.place, member.score) }
      return true
    }
    for member in overlapping.isEmpty || members.count == 1 ? members : overlapping {
      var score = member.score
      score.add(.time, quality: share(number, member.place))
      score.rival = rival
      // A training that shares no time with evidence that names it alone is linked all the same, so that it shows.
      if overlaps(number, member.place) || members.count == 1 { link(number, to: member.place, score) }
    }
    return true
  }

  /// The attempts that a job number, a folder or the like names.
  func namedMembers(_ number: Int) -> [Candidate] {
    guard mayNameTraining(number) else { return [] }
    return Self.named(places.compactMap { place in score(number, place).map { (place, $0) } })
  }

  private static func named(_ scored: [Candidate]) -> [Candidate] {
    let best = scored.map(\.score.identity).max() ?? 0
    return best > 0 ? scored.filter { $0.score.identity >= 0.9 * best } : []
  }

  private func overlaps(_ number: Int, _ place: Place) -> Bool {
    evidence[number].window?.intersection(window(place)) != nil
  }

  /// The share of an attempt's window that evidence covers.
  private func share(_ number: Int, _ place: Place) -> Double {
    let window = window(place)
    guard let shared = evidence[number].window?.intersection(window), !window.isEmpty else { return 0 }
    return shared.duration.inSeconds / window.duration.inSeconds
  }

  private mutating func linkByTime(_ number: Int) {
    var covered: [Candidate] = []
    for place in places {
      guard var score = score(number, place), score.beyondTime >= 0, overlaps(number, place) else { continue }
      let share = share(number, place)
      guard share >= (score.beyondTime > 0 ? 0.5 : Self.timeOnlyShare) else { continue }
      score.add(.time, quality: share)
      covered.append((place, score))
    }
    func runSideBySide(_ a: Candidate, _ b: Candidate) -> Bool {
      guard a.place != b.place, let shared = window(a.place).intersection(window(b.place)) else {
        return false
      }
      return shared.duration > .seconds(1)
    }
    // Of two trainings side by side, the one for which clearly more speaks.
    var kept = covered.filter { own in
      !covered.contains { other in
        runSideBySide(own, other) && other.score.total > own.score.total && !other.score.isRivalled(by: own.score)
      }
    }
    // Trainings side by side share the machine; whose joules are whose, time alone cannot tell.
    var rivals = kept.filter { own in kept.contains { runSideBySide(own, $0) } }
    if let seen = seen(rivals, on: number) {
      rivals = seen
      kept = kept.map { own in seen.first { $0.place == own.place } ?? own }
    }
    let areTied = rivals.allSatisfy { $0.score.beyondTime > 0 }
    if !areTied { sideBySide[number] = rivals }
    if kept.isEmpty { reportNoTraining(number) }
    for (place, own) in kept where areTied || !rivals.contains(where: { $0.place == place }) {
      var score = own
      score.rival = covered.filter { $0.place != place && overlaps(number, $0.place) }.map(\.score.total).max()
      link(number, to: place, score)
      guard score.beyondTime == 0 else { continue }
      diagnostics.append(
        StudyDiagnostic(
          path: evidence[number].path,
          Diagnostic(
            .info, "link.time-only",
            "Linked to \(attempt(place).logPath) only because no other training ran at the time; if it is another "
              + "machine's, list it under ignore in fodspor.yml.")))
    }
  }

  /// Trainings with what ties them to a trace of GPUs beside the time: their processes were seen there. `nil` unless that
  /// holds for all.
  private func seen(_ rivals: [Candidate], on number: Int) -> [Candidate]? {
    guard !processes.isEmpty, !rivals.isEmpty, case .trace(let trace) = evidence[number].content,
      trace.devices.allSatisfy({ $0.series.component == .gpu })
    else { return nil }
    let known = KnownDevices(runs: runs, evidence: evidence, processes: processes)
    let seen = rivals.compactMap { rival -> Candidate? in
      guard let pid = known.seenProcess(of: attempt(rival.place), in: trace) else { return nil }
      var score = rival.score
      score.add(.seen(pid))
      return (rival.place, score)
    }
    return seen.count == rivals.count ? seen : nil
  }

  private mutating func reportNoTraining(_ number: Int) {
    diagnostics.append(
      StudyDiagnostic(
        path: evidence[number].path,
        Diagnostic(
          .info, "link.no-training",
          "No training ran for nine tenths of its length during this trace, and nothing else ties it to one: it was left "
            + "out. If it belongs to one, say so in fodspor.yml under links, or state its zone under time-zones.")))
  }

  /// The linked trace of the same devices over the same hours whose times are nearest.
  private func linkedTwin(of number: Int) -> Int? {
    guard case .trace(let trace) = evidence[number].content, let window = evidence[number].window else { return nil }
    func distance(_ other: Int) -> Double {
      guard let twin = evidence[other].window else { return .infinity }
      return abs(window.start.duration(to: twin.start).inSeconds) + abs(window.end.duration(to: twin.end).inSeconds)
    }
    let twins = evidence.indices.filter { other in
      guard other != number, evidence[other].disposition == .linked, case .trace(let twin) = evidence[other].content,
        let twinWindow = evidence[other].window, let shared = window.intersection(twinWindow)
      else { return false }
      // A file that only says `GPU` may be any of the twin's.
      let isUnnamed = Self.isUnnamed(trace)
      let sameDevices =
        trace.devices.allSatisfy { device in twin.devices.contains { $0.series.isSameDevice(as: device.series) } }
        || (isUnnamed && twin.devices.contains { $0.series.component == .gpu })
      return sameDevices && shared.duration.inSeconds >= 0.9 * window.duration.inSeconds
    }
    return twins.min { distance($0) < distance($1) }
  }
}
