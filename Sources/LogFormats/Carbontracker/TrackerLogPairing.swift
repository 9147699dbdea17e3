import Quantities

/// Joins the standard, output and error log of one tracker, which share their name's stem.
public enum TrackerLogPairing {
  /// Joins the sessions of one stem's logs: blocks of the output log go to the sessions of the standard log.
  ///
  /// Any of the logs may be missing; the others still give what they can. Line numbers of blocks are those of the
  /// output log, all others those of the standard log. Sessions that stand in the files more than once are counted
  /// once.
  ///
  /// - Returns: the sessions in order of the standard log, then those of the output log alone; and what was found by
  ///   holding the logs against each other.
  public static func merge(
    standard: TrackerLog?, output: TrackerLog?, error: TrackerLog?
  ) -> (sessions: [TrackerSession], diagnostics: [Diagnostic]) {
    var findings = TrackerFindings()
    var sessions = distinct(standard?.sessions ?? [], &findings)
    let outputs = distinct(output?.sessions ?? [], &findings)
    let count = sessions.count
    if count == 0, !outputs.isEmpty {
      findings.add(
        .warning, "carbontracker.no-standard-log", line: nil,
        "There is no standard log, so release, PUE and epochs are not known; only the totals are")
    } else if count > 0, outputs.isEmpty {
      findings.add(
        .info, "carbontracker.no-output-log", line: nil,
        "There is no output log with totals; energy is computed from the standard log")
    }
    for (place, session) in zip(matches(of: outputs, in: sessions), outputs) {
      if let place { join(session, to: &sessions[place]) } else { sessions.append(session) }
    }
    if count > 0, sessions.count > count {
      findings.add(
        .warning, "carbontracker.unmatched-output", line: sessions[count].line,
        "The output log has sessions that the standard log lacks; only their totals are known")
    }
    if let errors = error?.sessions { apply(errors, to: &sessions) }
    for session in sessions { check(session, &findings) }
    return (sessions, findings.diagnostics)
  }

  /// Whether two sessions, of one file or two, are the same work: they say the same at the same time.
  ///
  /// Until 1.2.5 the log of a process's first tracker also receives everything of its later ones.
  public static func isSameWork(_ left: TrackerSession, _ right: TrackerSession) -> Bool {
    guard left.firstStamp != nil, left.firstStamp == right.firstStamp, left.version == right.version else {
      return false
    }
    guard !left.epochs.isEmpty || left.actual != nil else { return false }
    let (left, right) = (left.withoutLines, right.withoutLines)
    return left.epochs == right.epochs && left.actual == right.actual && left.components == right.components
  }

  private static func distinct(_ sessions: [TrackerSession], _ findings: inout TrackerFindings) -> [TrackerSession] {
    var kept: [TrackerSession] = []
    for session in sessions {
      if kept.contains(where: { isSameWork($0, session) }) {
        findings.add(
          .warning, "carbontracker.duplicate-session", line: session.line,
          "A session stands in the log a second time; it is counted once")
      } else {
        kept.append(session)
      }
    }
    return kept
  }

  /// For each output session the place of the standard session that began and ended nearest to it in time; by order
  /// where there are no stamps. Each standard session is taken once.
  private static func matches(of outputs: [TrackerSession], in sessions: [TrackerSession]) -> [Int?] {
    var pairs: [(cost: Double, output: Int, session: Int)] = []
    for (output, candidate) in outputs.enumerated() {
      for (place, session) in sessions.enumerated() {
        pairs.append((distance(candidate, session) ?? Double(abs(output - place)), output, place))
      }
    }
    pairs.sort { ($0.cost, $0.output, $0.session) < ($1.cost, $1.output, $1.session) }
    var places = [Int?](repeating: nil, count: outputs.count)
    var taken: Set<Int> = []
    for pair in pairs where places[pair.output] == nil && !taken.contains(pair.session) {
      places[pair.output] = pair.session
      taken.insert(pair.session)
    }
    return places
  }

  /// Seconds between the sessions' first and last stamps, both added; `nil` when one has none.
  private static func distance(_ left: TrackerSession, _ right: TrackerSession) -> Double? {
    guard let leftFirst = left.firstStamp, let rightFirst = right.firstStamp, let leftLast = left.lastStamp,
      let rightLast = right.lastStamp
    else { return nil }
    return abs(leftFirst.duration(to: rightFirst).inSeconds) + abs(leftLast.duration(to: rightLast).inSeconds)
  }

  private static func join(_ output: TrackerSession, to session: inout TrackerSession) {
    session.actual = output.actual
    session.predicted = output.predicted
    if session.components.isEmpty {
      let averages = session.version.flatMap { TrackerRelease($0) }?.averagesDevices ?? false
      session.components = output.components.map { $0.corrected(averagesDevices: averages) }
    }
    session.classifyIntensities(using: output.intensities)
    if session.intensities.isEmpty { session.intensities = output.intensities }
    if output.state == .failed { session.state = .failed }
    if session.state == .truncated, output.state == .finished { session.state = .finished }
    // 2.3.0 and 2.3.1 write the same line for complete and for stopped runs; the planned epochs tell them apart.
    let planned = session.predicted?.epochs ?? 0
    let isAmbiguous = session.version.flatMap { TrackerRelease($0) }.map { ($0.major, $0.minor) == (2, 3) } == true
    if isAmbiguous, session.state == .finished, planned > session.epochs.count { session.state = .stopped }
  }

  /// The error log names the sources of intensities and whether monitoring failed, without saying for which session.
  private static func apply(_ errors: [TrackerSession], to sessions: inout [TrackerSession]) {
    let intensities = errors.flatMap(\.intensities)
    for index in sessions.indices { sessions[index].classifyIntensities(using: intensities) }
    if sessions.count == 1, errors.contains(where: { $0.state == .failed }) { sessions[0].state = .failed }
  }

  private static func check(_ session: TrackerSession, _ findings: inout TrackerFindings) {
    guard let actual = session.actual, !session.epochs.isEmpty else { return }
    let count = session.epochs.count { $0.seconds != nil }
    if let label = actual.epochs, label != count {
      findings.add(
        .info, "carbontracker.label-mismatch", line: actual.line,
        "The heading of the actual consumption says \(label) epoch(s), the standard log has \(count); "
          + "the log's epochs count")
    }
    checkIdentity(session, actual, findings: &findings)
  }

  /// How far a block may be from its epochs by samples that came in after an epoch's line was written; with epochs of
  /// a few sampling intervals some per cent were seen.
  private static let lateSampleShare = 0.1

  /// Block energy = PUE × Σ duration × Σ power, but for the digits that are not printed.
  private static func checkIdentity(
    _ session: TrackerSession, _ actual: ConsumptionBlock, findings: inout TrackerFindings
  ) {
    guard let energy = session.energyIT(corrected: false), let block = actual.kilowattHours, block > 0,
      session.epochs.allSatisfy({ $0.seconds ?? -1 >= 0 && $0.powers.allSatisfy { $0.totalWatts != nil } }),
      session.state == .finished || session.state == .stopped
    else { return }
    let release = session.version.flatMap { TrackerRelease($0) }
    // 1.0.0 to 1.0.4 print the first epoch alone, with four decimals.
    guard let release, release >= TrackerRelease(1, 0, 7) else { return }
    let pue = session.pue ?? 1
    let expected = energy.kilowattHours * pue
    let watts = session.epochs.map { epoch in epoch.powers.compactMap(\.totalWatts).reduce(0, +) }
    let digits = Energy.joules(watts.reduce(0, +) * release.durationError * pue).kilowattHours
    let tolerance = digits + 0.51 * lastPlace(of: block) + expected * 1e-6
    let difference = abs(block - expected)
    guard difference > tolerance else { return }
    let isLateSample = difference <= expected * lateSampleShare
    findings.add(
      isLateSample ? .info : .warning, "carbontracker.identity", line: actual.line,
      "The actual consumption is \(block) kWh, but PUE × time × power of the standard log makes \(expected) kWh"
        + (isLateSample ? "; a sample that came late explains that much" : ""))
  }

  /// The worth of the last decimal that a printed number has; a user chooses how many there are (default 6 or 12).
  private static func lastPlace(of value: Double) -> Double {
    var place = 1.0
    for _ in 0..<12 {
      let scaled = value / place
      if abs(scaled - scaled.rounded()) < 1e-6 { break }
      place /= 10
    }
    return place
  }
}
