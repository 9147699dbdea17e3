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
    guard let work = TrackerWork(left), work.start != nil else { return false }
    return work == TrackerWork(right)
  }

  private static func distinct(_ sessions: [TrackerSession], _ findings: inout TrackerFindings) -> [TrackerSession] {
    var kept: [TrackerSession] = []
    var seen: Set<TrackerWork> = []
    for session in sessions {
      if let work = TrackerWork(session), work.start != nil, !seen.insert(work).inserted {
        findings.add(
          .warning, "carbontracker.duplicate-session", line: session.line,
          "A session stands in the log a second time; it is counted once")
      } else {
        kept.append(session)
      }
    }
    return kept
  }

  private static let greatestCount = 1000

  /// For each output session the place of the standard session whose epochs make its energy, and of those the one that
  /// began and ended nearest to it in time; by order where there are no stamps. Each standard session is taken once.
  private static func matches(of outputs: [TrackerSession], in sessions: [TrackerSession]) -> [Int?] {
    var pairs: [(misfit: Int, cost: Double, output: Int, session: Int)] = []
    // By order where there are too many to compare each with each.
    let byOrder = outputs.count > greatestCount || sessions.count > greatestCount
    for (output, candidate) in outputs.enumerated() {
      for (place, session) in sessions.enumerated() where !byOrder || place == output {
        let distance = distance(candidate, session) ?? Double(abs(output - place))
        // Sessions of one second are told apart by their numbers.
        pairs.append((misfit(candidate, session), distance, output, place))
      }
    }
    pairs.sort { ($0.misfit, $0.cost, $0.output, $0.session) < ($1.misfit, $1.cost, $1.output, $1.session) }
    var places = [Int?](repeating: nil, count: outputs.count)
    var taken: Set<Int> = []
    let isOnlyPair = outputs.count == 1 && sessions.count == 1
    for pair in pairs where places[pair.output] == nil && !taken.contains(pair.session) {
      // Where lines were lost, what is left over need not belong together.
      guard isOnlyPair || pair.misfit < 3 || hasSameTime(outputs[pair.output], sessions[pair.session]) else { continue }
      places[pair.output] = pair.session
      taken.insert(pair.session)
    }
    return places
  }

  /// How badly an output session's block fits the epochs of a standard session, from 0 (to the last digit).
  private static func misfit(_ output: TrackerSession, _ session: TrackerSession) -> Int {
    var joined = session
    joined.actual = output.actual
    switch TrackerIdentity(joined) {
    case .holds: return 0
    case .unchecked: return 1
    case .lateSample, .filledIn: return 2
    case .fails: return 3
    }
  }

  /// Whether an output session's block is as long as a standard session's epochs together, to the printed second.
  private static func hasSameTime(_ output: TrackerSession, _ session: TrackerSession) -> Bool {
    guard let seconds = output.actual?.seconds, !session.epochs.isEmpty else { return false }
    let epochs = session.epochs.compactMap(\.seconds)
    return abs(epochs.reduce(0, +) - seconds) <= 1 + 0.01 * Double(epochs.count)
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
    session.damagedLine = session.damagedLine ?? output.damagedLine
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
    let message: (Double) -> String = { expected in
      "The actual consumption is \(actual.kilowattHours ?? 0) kWh, but PUE × time × power of the standard log makes "
        + "\(expected) kWh"
    }
    switch TrackerIdentity(session) {
    case .holds, .unchecked: break
    case .lateSample(let expected):
      findings.add(
        .info, "carbontracker.identity", line: actual.line,
        message(expected) + "; a sample that came late explains that much")
    case .filledIn(let expected):
      findings.add(
        .info, "carbontracker.identity", line: actual.line,
        message(expected) + "; a power is missing, which carbontracker fills in with samples that it does not log")
    case .fails(let expected):
      findings.add(.warning, "carbontracker.identity", line: actual.line, message(expected))
    }
  }
}
