import LogFormats
import Quantities
import StudyStore

/// Finds the zones of clocks that nobody named, and the offsets of clocks that were wrong.
///
/// Stamps that name UTC and zones of the study file are believed. What is only assumed to be UTC is compared with what is
/// known of the same job or folder: a training with the power traces in UTC, a local trace or a tracker's record with a
/// training in UTC. What is found with a probability of 99 % is used and printed; what is not is left out.
struct ClockSolver {
  typealias Place = EvidenceLinker.Place

  var runs: [Run]
  var evidence: [Evidence]
  let store: StudyStore
  /// The trainings that each piece of evidence is tied to by more than time, by place in `evidence`.
  let ties: [Int: [Place]]
  var diagnostics: [StudyDiagnostic] = []
  /// Evidence whose clock could not be put on the timeline, with the reason.
  var refused: [Int: String] = [:]
  /// Evidence that has been moved with its training.
  var moved: Set<Int> = []
  /// By ``Evidence/id`` and training, the series whose power follows its epochs (``TraceActivity``).
  var measured: [String: [Place: Set<Int64>]] = [:]
  /// What was found for which files, for the study file.
  var found = FoundZones()

  init(runs: [Run], evidence: [Evidence], store: StudyStore, ties: [Int: [Place]]) {
    self.runs = runs
    self.evidence = evidence
    self.store = store
    self.ties = ties
  }

  func attempt(_ place: Place) -> Attempt { runs[place.run].attempts[place.attempt] }

  // MARK: Zones

  /// Finds zones of trainings first, then of everything that is compared with them.
  mutating func solveZones() throws(StoreError) {
    try adoptChanges()
    try solveTrainings()
    try solveUntied(known: true)
    spreadCommonZone()
    try solveEvidence()
    try solveUntied(known: false)
    diagnostics += found.diagnostics
  }

  /// Trainings in local time beside evidence in UTC.
  private mutating func solveTrainings() throws(StoreError) {
    var sources: [Place: [Int]] = [:]
    for (number, places) in ties where isKnown(evidence[number].clock) && evidence[number].window != nil {
      for place in places where attempt(place).clock.basis == .assumedUTC {
        sources[place, default: []].append(number)
      }
    }
    for place in sources.keys.sorted() {
      var votes: [(number: Int, zone: ZoneVote)] = []
      for number in (sources[place] ?? []).sorted() {
        if let vote = try vote(of: number, for: [place], zones: OffsetPrior.unknown(sign: 1)) {
          votes.append((number, vote))
        }
      }
      let sure = votes.filter { $0.zone.probability >= OffsetFit.certainty }
      let zones = Set(sure.map(\.zone.seconds))
      if zones.count == 1, let zone = zones.first, let best = sure.map(\.zone.probability).max() {
        move(place, ahead: .seconds(Int64(zone)), probability: best, because: sure.map(\.number))
      } else {
        for vote in votes { refuse(vote.number, place, vote.zone, contradicts: zones.count > 1) }
      }
    }
  }

  /// Local evidence beside trainings whose clock is known.
  private mutating func solveEvidence() throws(StoreError) {
    var undecided: [(number: Int, place: Place, vote: ZoneVote)] = []
    var sure: [(number: Int, place: Place, vote: ZoneVote)] = []
    for number in evidence.indices {
      guard evidence[number].clock.basis == .assumedUTC, evidence[number].window != nil, let places = ties[number],
        let first = places.first, places.allSatisfy({ isKnown(attempt($0).clock) }),
        let vote = try vote(of: number, for: places, zones: OffsetPrior.unknown(sign: -1))
      else { continue }
      if vote.probability >= OffsetFit.certainty {
        sure.append((number, first, vote))
      } else {
        undecided.append((number, first, vote))
      }
    }
    for item in sure { setZone(of: item.number, vote: item.vote, beside: item.place) }
    for item in undecided {
      // What files of the same name show in the weeks around it holds for this one, too, if it is not impossible.
      let name = StudyIndex.name(of: evidence[item.number].path)
      let near = sure.filter { other in
        guard StudyIndex.name(of: evidence[other.number].path) == name,
          let a = evidence[other.number].window, let b = evidence[item.number].window
        else { return false }
        return abs(a.start.duration(to: b.start).inSeconds) < 21 * 86_400
      }
      let zones = Set(near.map(\.vote.seconds))
      if let zone = zones.first, zones.count == 1, near.count >= 2, fits(item.number, at: zone, item.place) {
        let probability = near.map(\.vote.probability).min() ?? OffsetFit.certainty
        setZone(of: item.number, vote: .init(seconds: zone, probability: probability, rival: nil), beside: item.place)
      } else {
        refuse(item.number, item.place, item.vote, contradicts: false)
      }
    }
  }

  private func fits(_ number: Int, at zone: Double, _ place: Place) -> Bool {
    evidence[number].window?.advanced(by: .seconds(Int64(zone))).intersection(attempt(place).window) != nil
  }

  /// Gives local traces and trackers the change to summer time that a training log of the same hours shows.
  ///
  /// A trace cannot show it: an hour without samples may be a pause. Whoever has samples in the hour that clocks skip has
  /// another clock.
  private mutating func adoptChanges() throws(StoreError) {
    let clocks = runs.flatMap(\.attempts).map(\.clock).filter { $0.basis == .assumedUTC && !$0.changes.isEmpty }
    let reader = TraceReader(store: store)
    for clock in clocks {
      guard let change = clock.changes.first, change.offset > clock.offset else { continue }
      let skipped = TimeWindow(
        start: change.instant.advanced(by: clock.offset + .seconds(5)),
        end: change.instant.advanced(by: change.offset - .seconds(5)))
      for number in evidence.indices {
        guard evidence[number].clock.basis == .assumedUTC, evidence[number].clock.changes.isEmpty,
          let window = evidence[number].window, window.start < skipped.start, skipped.end < window.end
        else { continue }
        let adopted = ClockReading(
          offset: evidence[number].clock.offset, basis: .assumedUTC, changes: clock.changes,
          correction: evidence[number].clock.correction)
        if case .trace(let trace) = evidence[number].content {
          var hasSamples = false
          for device in trace.devices.prefix(1) {
            try store.samples(
              of: device.seriesID, from: skipped.start.nanoseconds, to: skipped.end.nanoseconds
            ) { times, _ in
              hasSamples =
                hasSamples || times.contains { $0 > skipped.start.nanoseconds && $0 < skipped.end.nanoseconds }
            }
          }
          guard !hasSamples else { continue }
          evidence[number].window = try reader.window(of: trace.devices, clock: adopted)
        } else {
          var sequence = adopted.sequence()
          let start = sequence.instant(WallTime(nanoseconds: window.start.nanoseconds))
          evidence[number].window = TimeWindow(
            start: start, end: sequence.instant(WallTime(nanoseconds: window.end.nanoseconds)))
        }
        evidence[number].clock = adopted
      }
    }
  }

  /// The zone that all trainings show that were compared with UTC, when it is one and no training is left out.
  var commonZone: FoundZones.Zone? {
    guard let first = found.trainings.first, found.trainings.allSatisfy({ $0.ahead == first.ahead }) else { return nil }
    let places = runs.indices.flatMap { run in runs[run].attempts.indices.map { Place(run: run, attempt: $0) } }
    // A training without anything to compare it with keeps what was assumed when others of the study were not moved.
    guard places.allSatisfy({ attempt($0).clock.basis != .assumedUTC }) else { return nil }
    return found.trainings.min { $0.probability < $1.probability }
  }

  /// Gives local records that are tied to no training the zone that all trainings show; a trace is asked itself, later.
  private mutating func spreadCommonZone() {
    guard let zone = commonZone else { return }
    for number in evidence.indices where evidence[number].clock.basis == .assumedUTC && ties[number] == nil {
      if case .trace = evidence[number].content { continue }
      adopt(zone, number)
    }
  }

  /// Gives a trace the common zone when nothing better is known.
  mutating func adopt(_ zone: FoundZones.Zone?, _ number: Int) {
    guard let zone, evidence[number].clock.basis == .assumedUTC else { return }
    moveEvidence(number, ahead: zone.ahead, probability: zone.probability)
  }

  func isKnown(_ clock: ClockReading) -> Bool { clock.basis != .assumedUTC }

  // MARK: Moves

  mutating func move(_ place: Place, ahead: Duration, probability: Double, because sources: [Int]) {
    let path = attempt(place).logPath
    runs[place.run].attempts[place.attempt].moveZone(by: ahead, basis: .found(probability: probability))
    found.trainings.append(
      .init(path: path, ahead: ahead, probability: probability, evidence: sources.map { evidence[$0].path }))
    let ids = Set(attempt(place).links.map(\.evidence))
    for number in evidence.indices where evidence[number].clock.basis == .assumedUTC {
      if ids.contains(evidence[number].id) || ties[number]?.contains(place) == true {
        moveEvidence(number, ahead: ahead, probability: probability)
      }
    }
  }

  private mutating func moveEvidence(_ number: Int, ahead: Duration, probability: Double) {
    guard moved.insert(number).inserted else { return }
    evidence[number].clock = evidence[number].clock.movedAhead(by: ahead, basis: .found(probability: probability))
    evidence[number].window = evidence[number].window?.advanced(by: .zero - ahead)
    found.others.append(.init(path: evidence[number].path, ahead: ahead, probability: probability, evidence: []))
  }

  /// A file's times get `vote.seconds` added: its clock is that much behind what was assumed.
  mutating func setZone(of number: Int, vote: ZoneVote, beside place: Place) {
    let ahead = Duration.seconds(-Int64(vote.seconds))
    guard moved.insert(number).inserted else { return }
    evidence[number].clock = evidence[number].clock.movedAhead(by: ahead, basis: .found(probability: vote.probability))
    evidence[number].window = evidence[number].window?.advanced(by: .zero - ahead)
    found.others.append(
      .init(
        path: evidence[number].path, ahead: ahead, probability: vote.probability, evidence: [attempt(place).logPath]))
  }

  private mutating func refuse(_ number: Int, _ place: Place, _ vote: ZoneVote, contradicts: Bool) {
    // Where the clocks fit as they are, nothing is wrong that anybody could see.
    if let window = evidence[number].window, Self.share(of: window, in: attempt(place).window) >= 0.95, !contradicts {
      return
    }
    let zones = [vote.seconds, vote.rival].compactMap(\.self).map {
      ClockReading.printed(evidence[number].clock.basis == .assumedUTC ? .seconds(-Int64($0)) : .seconds(Int64($0)))
    }
    let why =
      contradicts
      ? "other evidence of the training shows another zone"
      : "the probability of the best is only \(Int(100 * vote.probability)) %"
    refused[number] = "a time zone is needed"
    diagnostics.append(
      StudyDiagnostic(
        path: evidence[number].path,
        Diagnostic(
          .warning, "clock.zone-needed",
          "Its clock and that of \(attempt(place).logPath) may be \(zones.joined(separator: " or ")) apart; \(why), so it "
            + "was left out. Say the zone in fodspor.yml, as in time-zones: [{paths: [\"\(attemptOrFile(number, place))\"], "
            + "zone: NAME}].")))
  }

  private func attemptOrFile(_ number: Int, _ place: Place) -> String {
    evidence[number].clock.basis == .assumedUTC ? evidence[number].path : attempt(place).logPath
  }

  /// The share of a training in which evidence measured.
  static func share(of window: TimeWindow, in training: TimeWindow) -> Double {
    guard !training.isEmpty else { return window.contains(training.start) ? 1 : 0 }
    return (window.intersection(training)?.duration.inSeconds ?? 0) / training.duration.inSeconds
  }
}

/// What one piece of evidence says about a shift between zones.
struct ZoneVote {
  /// What must be added to the evidence's times.
  let seconds: Double
  /// 0 to 1.
  let probability: Double
  /// The next likeliest.
  let rival: Double?
}
