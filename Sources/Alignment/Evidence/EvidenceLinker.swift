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
  /// Traces that need a zone.
  var shifts: [ClockShift] = []
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

  /// Links all evidence.
  mutating func link() {
    let declared = linkDeclared()
    for number in evidence.indices where !declared.contains(number) {
      if case .duplicate = evidence[number].disposition { continue }
      switch evidence[number].content {
      case .tracker(let session): linkTracker(number, session)
      case .codecarbon(let row):
        if evidence[number].window == nil || !linkByFolder(number) { linkRun(number, named: row.project) }
      case .energyRecord(let record, _):
        guard evidence[number].window != nil else { continue }
        if !linkJob(number, record.job), !linkByFolder(number) { linkRun(number, named: record.label) }
      case .trace: continue
      }
    }
    linkTraces(except: declared)
    reportShifts()
  }

  // MARK: - Declared links

  /// Links what the study file declares; returns the places of the evidence that it names.
  private mutating func linkDeclared() -> Set<Int> {
    var declared: Set<Int> = []
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
    return declared
  }

  // MARK: - Shared steps

  func attempt(_ place: Place) -> Attempt { runs[place.run].attempts[place.attempt] }

  mutating func link(_ number: Int, to place: Place, _ reason: EvidenceLink.Reason) {
    let window = attempt(place).window
    let shared = evidence[number].window?.intersection(window)?.duration ?? .zero
    let overlap = window.isEmpty ? 0 : shared.inSeconds / window.duration.inSeconds
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
