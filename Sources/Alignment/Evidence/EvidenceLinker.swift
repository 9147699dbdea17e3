import LogFormats
import LogScanning
import Quantities
import StudyFile

/// Decides which evidence belongs to which attempts, and keeps the reason.
///
/// What speaks for a training is weighed and summed (``LinkScore``), and what the study file declares goes before all;
/// where two trainings fit about equally well nothing is linked, and a diagnostic names them.
struct EvidenceLinker {
  /// An attempt's place in `runs`.
  struct Place: Hashable, Comparable {
    let run: Int
    let attempt: Int

    static func < (left: Place, right: Place) -> Bool { (left.run, left.attempt) < (right.run, right.attempt) }
  }

  /// An attempt that evidence may belong to, and how well it fits.
  typealias Candidate = (place: Place, score: LinkScore)

  var runs: [Run]
  var evidence: [Evidence]
  var diagnostics: [StudyDiagnostic] = []
  /// Evidence whose clock could not be put on the timeline, with the reason.
  private(set) var refused: [Int: String] = [:]
  /// Evidence that the study file links.
  private(set) var declared: Set<Int> = []
  /// Traces of several trainings side by side that only time ties to them.
  var sideBySide: [Int: [Candidate]] = [:]
  let study: StudyFile
  let places: [Place]
  /// What each piece of evidence says of its origin, by its place in `evidence`.
  let origins: [EvidenceOrigin]
  /// What each run can be recognised by, by its place in `runs`.
  let targets: [Target]
  /// The runs' folders.
  let locations: Set<String>
  /// Every Slurm job of the study's trainings.
  let jobs: Set<Int>

  /// Which processes used which GPUs, file by file.
  let processes: [GPUProcessLog]

  init(runs: [Run], evidence: [Evidence], study: StudyFile, processes: [GPUProcessLog]) {
    self.runs = runs
    self.processes = processes
    self.evidence = evidence
    self.study = study
    places = runs.enumerated().flatMap { run, value in
      value.attempts.indices.map { Place(run: run, attempt: $0) }
    }
    targets = runs.map { Target($0.identity) }
    locations = Set(targets.map(\.location))
    jobs = runs.flatMap(\.attempts).reduce(into: []) { $0.formUnion($1.jobs) }
    let hosts = Set(runs.flatMap(\.attempts).compactMap(\.placement.host)).sorted()
    origins = evidence.map { EvidenceOrigin($0, hosts: hosts) }
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
      case .codecarbon(let row): if !linkMembers(number) { linkRun(number, named: row.project) }
      case .energyRecord(let record, _): if !linkMembers(number) { linkRun(number, named: record.label) }
      case .tracker, .trace: continue
      }
    }
    linkTraces()
  }

  /// Neither linked nor left out so far.
  func isOpen(_ number: Int) -> Bool {
    guard refused[number] == nil, !declared.contains(number), case .unlinked = evidence[number].disposition else {
      return false
    }
    return true
  }

  // MARK: - Declared links

  /// Links what the study file declares.
  private mutating func linkDeclared() {
    for number in evidence.indices {
      let rules = study.links.filter { $0.evidence.matches(evidence[number].path) }
      guard let first = rules.first else { continue }
      declared.insert(number)
      // The first rule that matches holds, and with it those that share the same trace out.
      let holding = first.shares ? rules.filter(\.shares) : [first]
      let targets = places.filter { place in
        holding.contains { $0.isFor(run: runs[place.run].identity, attempt: attempt(place)) }
      }
      for place in targets { link(number, to: place, LinkScore(.declared)) }
      if targets.isEmpty {
        diagnostics.append(
          StudyDiagnostic(
            path: evidence[number].path,
            Diagnostic(.warning, "link.no-target", "The study file links this file to a run that is not there.")))
      }
    }
  }

  // MARK: - Shared steps

  func attempt(_ place: Place) -> Attempt { runs[place.run].attempts[place.attempt] }

  /// The window of an attempt, without a copy of the attempt: asked for each pair of evidence and training.
  func window(_ place: Place) -> TimeWindow { runs[place.run].attempts[place.attempt].window }

  /// The share of an attempt's window that evidence covers, 0 to 1.
  func overlap(_ item: Evidence, _ place: Place) -> Double {
    let window = window(place)
    let shared = item.window?.intersection(window)?.duration ?? .zero
    return window.isEmpty ? 0 : shared.inSeconds / window.duration.inSeconds
  }

  /// Leaves evidence out whose clock could not be put on the timeline.
  mutating func refuse(_ reasons: [Int: String]) {
    for (number, reason) in reasons where refused[number] == nil {
      refused[number] = reason
      evidence[number].disposition = .unlinked(reason: reason)
    }
    let left = Set(refused.keys.map { evidence[$0].id })
    guard !left.isEmpty else { return }
    for place in places {
      runs[place.run].attempts[place.attempt].links.removeAll { left.contains($0.evidence) }
    }
  }

  mutating func link(_ number: Int, to place: Place, _ score: LinkScore) {
    let overlap = overlap(evidence[number], place)
    evidence[number].disposition = .linked
    if score.items.first?.ground == .declared, overlap == 0 {
      diagnostics.append(
        StudyDiagnostic(
          path: evidence[number].path,
          Diagnostic(
            .warning, "link.declared-elsewhere",
            "The study file links this file to \(attempt(place).logPath), but they share no time; it adds no energy.")))
    }
    runs[place.run].attempts[place.attempt].links.append(
      EvidenceLink(evidence: evidence[number].id, score: score, overlap: overlap))
  }

  /// Takes the best of several candidates, or none when another one is about as good.
  mutating func linkBest(_ number: Int, _ candidates: [Candidate]) {
    let ranked = candidates.filter { $0.score.total > 0 }.sorted {
      ($1.score.total, $0.place) < ($0.score.total, $1.place)
    }
    guard let best = ranked.first else { return }
    let rivals = ranked.dropFirst().filter { best.score.isRivalled(by: $0.score) }
    if !rivals.isEmpty { return reportAmbiguity(number, [best.place] + rivals.prefix(3).map(\.place)) }
    var score = best.score
    score.rival = ranked.dropFirst().first?.score.total
    link(number, to: best.place, score)
  }

  /// Says that nothing tells several trainings apart, with the lines for the study file that would.
  mutating func reportAmbiguity(_ number: Int, _ candidates: [Place]) {
    let names = candidates.map { attempt($0).logPath }.joined(separator: ", ")
    let isLinked = evidence[number].disposition == .linked
    if !isLinked { evidence[number].disposition = .unlinked(reason: "fits several trainings") }
    let path = evidence[number].path
    let target = candidates.first.map { runs[$0.run].identity.location } ?? ""
    var message =
      "Fits several trainings equally well (\(names)) and was left out\(isLinked ? " for them" : ""); say which in "
      + "fodspor.yml, as in "
      + "links: [{evidence: \"\(path)\", run: \"\(target)\"}]."
    if case .trace = evidence[number].content,
      let pattern = Self.pattern(of: candidates.map { runs[$0.run].identity.location })
    {
      message +=
        " If it is of all of them: links: [{evidence: \"\(path)\", run: \"\(pattern)\", share: even}]."
    }
    diagnostics.append(StudyDiagnostic(path: path, Diagnostic(.warning, "link.ambiguous", message)))
  }

  /// A pattern for several folders: a `*` where they differ; `nil` when they lie at different depths.
  private static func pattern(of folders: [String]) -> String? {
    let split = folders.map(\.pathComponents)
    guard let first = split.first, split.allSatisfy({ $0.count == first.count }), !first.isEmpty else { return nil }
    return first.indices.map { place in
      split.allSatisfy { $0[place] == first[place] } ? first[place] : "*"
    }.joined(separator: "/")
  }
}

extension LinkRule {
  /// It says how a trace is shared out.
  var shares: Bool { devices != nil || share != nil }

  /// Whether it ties evidence to an attempt of a run.
  func isFor(run: RunIdentity, attempt: Attempt) -> Bool {
    switch target {
    case .job(let job): attempt.jobs.contains(job)
    case .run(let pattern): pattern.matches(run.location)
    }
  }

  /// Whether it ties the file with a path to an attempt of a run.
  func holds(path: String, run: RunIdentity, attempt: Attempt) -> Bool {
    evidence.matches(path) && isFor(run: run, attempt: attempt)
  }
}
