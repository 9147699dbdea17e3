import LogFormats
import Quantities
import StudyFile

/// Decides which evidence belongs to which attempts, and keeps the reason.
///
/// What the study file declares comes first, then Slurm job numbers, the run's folder, coinciding epochs, and time;
/// where two trainings fit equally well nothing is linked, and a diagnostic names them.
struct EvidenceLinker {
  /// An attempt's place in `runs`.
  struct Place: Hashable, Comparable {
    let run: Int
    let attempt: Int

    static func < (left: Place, right: Place) -> Bool { (left.run, left.attempt) < (right.run, right.attempt) }
  }

  /// An attempt that evidence may belong to, and how well it fits.
  typealias Candidate = (place: Place, score: Double, reason: EvidenceLink.Reason)

  var runs: [Run]
  var evidence: [Evidence]
  var diagnostics: [StudyDiagnostic] = []
  /// Evidence whose clock could not be put on the timeline, with the reason.
  private(set) var refused: [Int: String] = [:]
  /// Evidence that the study file links.
  private(set) var declared: Set<Int> = []
  let study: StudyFile
  let places: [Place]

  init(runs: [Run], evidence: [Evidence], study: StudyFile) {
    self.runs = runs
    self.evidence = evidence
    self.study = study
    places = runs.enumerated().flatMap { run, value in
      value.attempts.indices.map { Place(run: run, attempt: $0) }
    }
  }

  /// Links what the study file declares, and trackers, whose clock is that of the training's log.
  mutating func linkDeclaredAndTrackers() {
    linkDeclared()
    linkTrackers()
  }

  private mutating func linkTrackers() {
    for number in evidence.indices where isOpen(number) {
      if case .tracker(let session) = evidence[number].content { linkTracker(number, session) }
    }
  }

  /// Links what is left, when all clocks are known.
  mutating func linkRest() {
    linkTrackers()
    for number in evidence.indices where isOpen(number) && evidence[number].window != nil {
      switch evidence[number].content {
      case .codecarbon(let row):
        if !linkByFolder(number) { linkRun(number, named: row.project) }
      case .energyRecord(let record, _):
        if !linkJob(number, record.job), !linkByFolder(number) { linkRun(number, named: record.label) }
      case .tracker, .trace: continue
      }
    }
    linkTraces()
  }

  /// Neither linked nor left out so far.
  private func isOpen(_ number: Int) -> Bool {
    guard refused[number] == nil, !declared.contains(number), case .unlinked = evidence[number].disposition else {
      return false
    }
    return true
  }

  // MARK: - Clocks

  /// The trainings that evidence is tied to by more than time: declared, by the job, or by the folder.
  func ties() -> [Int: [Place]] {
    var ties: [Int: [Place]] = [:]
    for number in evidence.indices {
      if case .duplicate = evidence[number].disposition { continue }
      let linked = places.filter { place in attempt(place).links.contains { $0.evidence == evidence[number].id } }
      var members = linked
      if members.isEmpty { members = membersByJob(number) }
      if members.isEmpty, case .energyRecord(let record, _) = evidence[number].content, let job = record.job {
        members = places.filter { attempt($0).slurmJob == job }
      }
      if members.isEmpty { members = membersByFolder(number) }
      if !members.isEmpty { ties[number] = members }
    }
    return ties
  }

  /// Takes over the clocks that were found, and leaves out what could not be put on the timeline.
  mutating func take(_ solver: ClockSolver) {
    runs = solver.runs
    evidence = solver.evidence
    for (number, reason) in solver.refused where refused[number] == nil {
      refused[number] = reason
      evidence[number].disposition = .unlinked(reason: reason)
    }
    let left = Set(refused.keys.map { evidence[$0].id })
    if !left.isEmpty {
      for place in places {
        runs[place.run].attempts[place.attempt].links.removeAll { left.contains($0.evidence) }
      }
    }
    let byID = Dictionary(evidence.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for place in places {
      let links = attempt(place).links
      runs[place.run].attempts[place.attempt].links = links.map { link in
        guard let item = byID[link.evidence] else { return link }
        return EvidenceLink(evidence: link.evidence, reason: link.reason, overlap: overlap(item, place))
      }
    }
  }

  /// The linked traces with their trainings.
  func linkedTraces() -> [Int: [Place]] {
    var numbers: [String: Int] = [:]
    for number in evidence.indices { numbers[evidence[number].id] = number }
    var linked: [Int: [Place]] = [:]
    for place in places {
      for link in attempt(place).links {
        if let number = numbers[link.evidence], case .trace = evidence[number].content {
          linked[number, default: []].append(place)
        }
      }
    }
    return linked
  }

  // MARK: - Declared links

  /// Links what the study file declares.
  private mutating func linkDeclared() {
    for rule in study.links {
      // The first rule that matches holds.
      for number in evidence.indices where rule.evidence.matches(evidence[number].path) {
        guard declared.insert(number).inserted else { continue }
        let targets = places.filter { place in
          switch rule.target {
          case .job(let job): runs[place.run].attempts[place.attempt].slurmJob == job
          case .run(let pattern): pattern.matches(runs[place.run].identity.location)
          }
        }
        for place in targets { link(number, to: place, .declared) }
        if targets.isEmpty {
          diagnostics.append(
            StudyDiagnostic(
              path: evidence[number].path,
              Diagnostic(.warning, "link.no-target", "The study file links this file to a run that is not there.")))
        }
      }
    }
  }

  // MARK: - Shared steps

  func attempt(_ place: Place) -> Attempt { runs[place.run].attempts[place.attempt] }

  /// The share of an attempt's window that evidence covers, 0 to 1.
  private func overlap(_ item: Evidence, _ place: Place) -> Double {
    let window = attempt(place).window
    let shared = item.window?.intersection(window)?.duration ?? .zero
    return window.isEmpty ? 0 : shared.inSeconds / window.duration.inSeconds
  }

  mutating func link(_ number: Int, to place: Place, _ reason: EvidenceLink.Reason) {
    let overlap = overlap(evidence[number], place)
    evidence[number].disposition = .linked
    if reason == .declared, overlap == 0 {
      diagnostics.append(
        StudyDiagnostic(
          path: evidence[number].path,
          Diagnostic(
            .warning, "link.declared-elsewhere",
            "The study file links this file to \(attempt(place).logPath), but they share no time; it adds no energy.")))
    }
    runs[place.run].attempts[place.attempt].links.append(
      EvidenceLink(evidence: evidence[number].id, reason: reason, overlap: overlap))
  }

  /// Takes the best of several candidates, or none when the second best is about as good.
  mutating func linkBest(_ number: Int, _ candidates: [Candidate]) {
    let ranked = candidates.sorted { ($1.score, $0.place) < ($0.score, $1.place) }
    guard let best = ranked.first else { return }
    if ranked.count > 1, ranked[1].score > 0.9 * best.score {
      reportAmbiguity(number, ranked.prefix(4).map(\.place))
      return
    }
    link(number, to: best.place, best.reason)
  }

  mutating func reportAmbiguity(_ number: Int, _ candidates: [Place]) {
    let names = candidates.map { attempt($0).logPath }.joined(separator: ", ")
    evidence[number].disposition = .unlinked(reason: "fits several trainings")
    let target = candidates.first.map { runs[$0.run].identity.location } ?? ""
    diagnostics.append(
      StudyDiagnostic(
        path: evidence[number].path,
        Diagnostic(
          .warning, "link.ambiguous",
          "Fits several trainings equally well (\(names)) and was left out; say which in fodspor.yml, as in "
            + "links: [{evidence: \"\(evidence[number].path)\", run: \"\(target)\"}].")))
  }
}
