/// Findings about whole sessions.
extension TrackerFindings {
  /// Notes that lines of several sessions, or of one session several times, stand between each other.
  mutating func noteDuplicates(_ duplicates: Int, interleaved: Bool) {
    if duplicates > 0 {
      add(
        .warning, "carbontracker.duplicate-session", line: nil,
        "\(duplicates) of the file's sessions stand in it a second time, line by line; they are counted once")
    } else if interleaved {
      add(
        .warning, "carbontracker.interleaved-sessions", line: nil,
        "Several processes wrote to this file at the same time; epochs were shared out by their numbers")
    }
  }

  /// Notes what a reader of the numbers of these sessions must know.
  mutating func check(_ sessions: [TrackerSession], kind: TrackerLog.Kind) {
    if sessions.isEmpty {
      add(
        kind == .standard ? .warning : .info, "carbontracker.empty-log", line: nil,
        "The log has no session; nothing was logged")
    }
    for session in sessions {
      checkState(session, kind: kind)
      checkComponents(session)
      checkEpochs(session)
      checkBlocks(session)
      checkIntensities(session)
    }
  }

  private mutating func checkState(_ session: TrackerSession, kind: TrackerLog.Kind) {
    switch session.state {
    case .truncated:
      add(
        .warning, "carbontracker.truncated", line: session.line,
        "The session does not end: the process was killed or is running, and what came after is not counted")
    case .empty:
      add(.warning, "carbontracker.empty-session", line: session.line, "The session measured nothing")
    case .finished, .stopped, .failed: break
    }
  }

  private mutating func checkComponents(_ session: TrackerSession) {
    for component in session.components {
      if component.correctionFactor > 1 {
        add(
          .warning, "carbontracker.device-mean", line: session.line,
          "The logged \(component.name) power is the mean over \(component.devices.count) devices, not their sum; "
            + "corrected values are \(component.devices.count) times as large")
      }
      if component.isModelled {
        add(
          .warning, "carbontracker.modelled-power", line: session.line,
          "CPU power is a share of the TDP, not measured")
      }
    }
  }

  private mutating func checkEpochs(_ session: TrackerSession) {
    for epoch in session.epochs {
      if epoch.seconds == nil {
        add(.warning, "carbontracker.partial-epoch", line: epoch.line, "An epoch has no duration and is not counted")
      } else if epoch.seconds ?? 0 < 0 {
        add(
          .warning, "carbontracker.negative-duration", line: epoch.line,
          "An epoch's duration is negative because the clock was set back; it is not counted")
      }
      for power in epoch.powers where power.totalWatts == nil {
        add(
          .warning, "carbontracker.missing-power", line: power.line,
          "An epoch has no \(power.component) power; that of the nearest epoch which has one is taken")
      }
    }
    for component in session.components { checkZeroPower(component, session) }
  }

  /// Zero watts in all epochs is no measurement: the sensor could not be read.
  private mutating func checkZeroPower(_ component: TrackerComponent, _ session: TrackerSession) {
    let powers = session.epochs.compactMap { epoch in epoch.powers.first { $0.component == component.name }?.totalWatts
    }
    guard !powers.isEmpty, powers.allSatisfy({ $0 == 0 }) else { return }
    add(
      .warning, "carbontracker.zero-power", line: session.line,
      "The \(component.name) power is 0 W all the time: it was not measured")
  }

  private mutating func checkBlocks(_ session: TrackerSession) {
    for case (let name, let block)? in [("actual", session.actual), ("predicted", session.predicted)].map({
      name, block in
      block.map { (name, $0) }
    }) {
      if block.grams == nil {
        add(
          .warning, "carbontracker.nan-co2", line: block.line,
          "The \(name) consumption has no CO2eq (nan); it is computed from the energy")
      }
      if let kilowattHours = block.kilowattHours, kilowattHours == 0, block.seconds ?? 0 >= 60 {
        add(
          .warning, "carbontracker.zero-energy", line: block.line,
          "The \(name) consumption is 0 kWh after minutes: nothing was measured")
      }
      if let label = block.epochs, label <= 0 {
        add(
          .info, "carbontracker.label-mismatch", line: block.line,
          "The heading of the \(name) consumption says \(label) epoch(s); stop() makes it one too small")
      }
    }
  }

  private mutating func checkIntensities(_ session: TrackerSession) {
    var seen: Set<TrackerIntensity.Source> = []
    for intensity in session.intensities {
      let origin: String
      switch intensity.source {
      case .countryDefault: origin = "a country's"
      case .worldDefault: origin = "the world's"
      case .eu28Default: origin = "EU-28's"
      case .live, .unclassified: continue
      }
      guard seen.insert(intensity.source).inserted, let value = intensity.gramsPerKilowattHour else { continue }
      add(
        .info, "carbontracker.default-intensity", line: intensity.line,
        "CO2eq was computed with \(origin) yearly mean intensity, \(value) g/kWh, not with a live value")
    }
  }
}
