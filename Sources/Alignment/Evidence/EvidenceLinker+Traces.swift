import LogFormats
import Quantities

extension EvidenceLinker {
  /// A trace that nothing but time ties to a training must cover this share of it.
  static let timeOnlyShare = 0.9

  /// Links the traces: by job number and folder first, what is then left by time, duplicates left out.
  mutating func linkTraces(except declared: Set<Int>) {
    let traces = evidence.indices.filter { number in
      guard case .trace = evidence[number].content else { return false }
      return !declared.contains(number) && evidence[number].window != nil
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

  private mutating func linkByJob(_ number: Int) -> Bool {
    let jobs = NameHints.jobNumbers(in: StudyIndex.name(of: evidence[number].path))
    guard !jobs.isEmpty else { return false }
    let members = places.filter { place in attempt(place).slurmJob.map(jobs.contains) ?? false }
    linkMembers(number, members) { .slurmJob($0.slurmJob ?? 0) }
    return !members.isEmpty
  }

  /// Links what lies in a run's folder to the run; `false` when it lies in none.
  mutating func linkByFolder(_ number: Int) -> Bool {
    let folder = StudyIndex.folder(of: evidence[number].path)
    let members = places.filter { place in
      let location = runs[place.run].identity.location
      return !location.isEmpty && (folder == location || folder.hasPrefix(location + "/"))
    }
    linkMembers(number, members) { .folder(StudyIndex.folder(of: $0.logPath)) }
    return !members.isEmpty
  }

  /// Links a trace to those of several attempts during which it ran; only when it ran during none of them, or there is
  /// but one, a wrong zone is thought of.
  private mutating func linkMembers(
    _ number: Int, _ members: [Place], _ reason: (Attempt) -> EvidenceLink.Reason
  ) {
    let overlapping = members.filter { evidence[number].window?.intersection(attempt($0).window) != nil }
    for place in overlapping.isEmpty || members.count == 1 ? members : overlapping {
      linkOrAskForZone(
        number, place, reason(attempt(place)), looksForZone: overlapping.isEmpty || members.count == 1,
        quietly: members.count > 1)
    }
  }

  private mutating func linkByTime(_ number: Int) {
    guard let window = evidence[number].window else { return }
    let covered = places.filter { place in
      guard let shared = window.intersection(attempt(place).window) else { return false }
      return shared.duration.inSeconds >= Self.timeOnlyShare * attempt(place).window.duration.inSeconds
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

  /// Links a trace whose time fits; asks for a zone when it fits only with its clock moved by quarters of an hour.
  private mutating func linkOrAskForZone(
    _ number: Int, _ place: Place, _ reason: EvidenceLink.Reason, looksForZone: Bool, quietly: Bool
  ) {
    guard let window = evidence[number].window else { return }
    let target = attempt(place).window
    func share(_ moved: TimeWindow) -> Double {
      guard !target.isEmpty else { return moved.contains(target.start) ? 1 : 0 }
      return (moved.intersection(target)?.duration.inSeconds ?? 0) / target.duration.inSeconds
    }
    let unmoved = share(window)
    // Where the log's times are UTC and the file's were only taken to be, a fit after whole hours is no chance.
    let isAgainstUTC = evidence[number].clock.basis == .assumedUTC && attempt(place).clock.basis == .utcInFile
    if looksForZone, unmoved < (isAgainstUTC ? 0.98 : 0.5),
      let shift = (isAgainstUTC ? ClockShift.hours : ClockShift.quarterHours).first(where: {
        share(window.advanced(by: $0)) >= (isAgainstUTC ? 0.995 : 0.9)
      })
    {
      evidence[number].disposition = .unlinked(
        reason:
          "overlaps its training only when clocks are moved by \(ClockShift.printed(shift)): a time zone is needed")
      shifts.append(ClockShift(evidence: number, place: place, shift: shift))
    } else if unmoved > 0 || !quietly {
      link(number, to: place, reason)
      let onOtherClock = evidence[number].clock.basis == .utcInFile && attempt(place).clock.basis == .assumedUTC
      if onOtherClock, unmoved < 0.95,
        let shift = ClockShift.hours.first(where: { share(window.advanced(by: $0)) >= 0.98 })
      {
        diagnostics.append(
          StudyDiagnostic(
            path: evidence[number].path,
            Diagnostic(
              .warning, "clock.zone-doubtful",
              "Covers \(attempt(place).logPath) wholly only when moved by \(ClockShift.printed(shift)); the log's local "
                + "time was taken as UTC. If it is not, set its zone in fodspor.yml: epochs and energy would not fit."))
        )
      }
    }
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
