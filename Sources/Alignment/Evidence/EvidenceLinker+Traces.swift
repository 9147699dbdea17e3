import LogFormats
import Quantities

extension EvidenceLinker {
  /// A trace that nothing but time ties to a training must cover this share of it.
  static let timeOnlyShare = 0.9

  /// Links the traces: by job number and folder first, what is then left by time, duplicates left out.
  mutating func linkTraces() {
    let traces = evidence.indices.filter { number in
      guard case .trace = evidence[number].content else { return false }
      return !declared.contains(number) && refused[number] == nil && evidence[number].window != nil
    }
    var left: [Int] = []
    for number in traces where !linkByJob(number) && !linkByFolder(number) { left.append(number) }
    for number in left {
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

  /// The attempts whose job the evidence's file is named by.
  func membersByJob(_ number: Int) -> [Place] {
    let jobs = NameHints.jobNumbers(in: StudyIndex.name(of: evidence[number].path))
    guard !jobs.isEmpty else { return [] }
    return places.filter { place in attempt(place).slurmJob.map(jobs.contains) ?? false }
  }

  /// The attempts of the run in whose folder the evidence lies.
  func membersByFolder(_ number: Int) -> [Place] {
    let folder = StudyIndex.folder(of: evidence[number].path)
    return places.filter { place in
      let location = runs[place.run].identity.location
      return !location.isEmpty && (folder == location || folder.hasPrefix(location + "/"))
    }
  }

  private mutating func linkByJob(_ number: Int) -> Bool {
    let members = membersByJob(number)
    linkMembers(number, members) { .slurmJob($0.slurmJob ?? 0) }
    return !members.isEmpty
  }

  /// Links what lies in a run's folder to the run; `false` when it lies in none.
  mutating func linkByFolder(_ number: Int) -> Bool {
    let members = membersByFolder(number)
    linkMembers(number, members) { .folder(StudyIndex.folder(of: $0.logPath)) }
    return !members.isEmpty
  }

  /// Links evidence to those of several attempts during which it ran.
  private mutating func linkMembers(
    _ number: Int, _ members: [Place], _ reason: (Attempt) -> EvidenceLink.Reason
  ) {
    guard refused[number] == nil else { return }
    let overlapping = members.filter { evidence[number].window?.intersection(attempt($0).window) != nil }
    for place in overlapping.isEmpty || members.count == 1 ? members : overlapping {
      linkIfItFits(number, place, reason(attempt(place)), quietly: members.count > 1)
    }
  }

  private mutating func linkByTime(_ number: Int) {
    guard let window = evidence[number].window else { return }
    let covered = places.filter { place in
      guard let shared = window.intersection(attempt(place).window) else { return false }
      return shared.duration.inSeconds >= Self.timeOnlyShare * attempt(place).window.duration.inSeconds
    }
    if covered.isEmpty, !diagnostics.contains(where: { $0.path == evidence[number].path }) {
      diagnostics.append(
        StudyDiagnostic(
          path: evidence[number].path,
          Diagnostic(
            .info, "link.no-training",
            "No training ran for nine tenths of its length during this trace, and nothing else ties it to one: it was left "
              + "out. If it belongs to one, say so in fodspor.yml under links, or state its zone under time-zones.")))
    }
    // Trainings side by side share the machine; whose joules are whose, time alone cannot tell.
    let rivals = covered.filter { place in
      covered.contains { other in
        guard other != place, let shared = attempt(other).window.intersection(attempt(place).window) else {
          return false
        }
        return shared.duration > .seconds(1)
      }
    }
    guard rivals.isEmpty else {
      reportAmbiguity(number, rivals)
      return
    }
    for place in covered {
      link(number, to: place, .time)
      diagnostics.append(
        StudyDiagnostic(
          path: evidence[number].path,
          Diagnostic(
            .info, "link.time-only",
            "Linked to \(attempt(place).logPath) only because no other training ran at the time; if it is another "
              + "machine's, list it under ignore in fodspor.yml.")))
    }
  }

  /// Links evidence that shares time with a training, or, if not `quietly`, even one that shares none.
  private mutating func linkIfItFits(_ number: Int, _ place: Place, _ reason: EvidenceLink.Reason, quietly: Bool) {
    guard let window = evidence[number].window else { return }
    if ClockSolver.share(of: window, in: attempt(place).window) > 0 || !quietly { link(number, to: place, reason) }
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
      let unnamed = trace.devices.allSatisfy {
        $0.series.index == nil && $0.series.uuid == nil && $0.series.component == .gpu
      }
      let sameDevices =
        trace.devices.allSatisfy { device in twin.devices.contains { $0.series.isSameDevice(as: device.series) } }
        || (unnamed && twin.devices.contains { $0.series.component == .gpu })
      return sameDevices && shared.duration.inSeconds >= 0.9 * window.duration.inSeconds
    }
    return twins.min { distance($0) < distance($1) }
  }
}
