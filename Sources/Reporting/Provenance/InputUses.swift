import Accounting
import Alignment
import LogFormats
import Quantities
import StudyFile

/// What each input of a study was used for, and how much was read in it.
struct InputUses {
  /// Trainings or runs by purpose, by path.
  private var uses: [String: [String: Set<String>]] = [:]
  /// Counts by kind of record, by path.
  private var records: [String: [String: Int]] = [:]

  /// - Parameter companions: files that the study file names, which may lie among the inputs.
  init(_ footprint: StudyFootprint, companions: [ReportManifest.Companion]) {
    for companion in companions { note("named by the study file", path: companion.path) }
    for measured in footprint.runs { takeRun(measured) }
    for evidence in footprint.study.evidence { takeEvidence(evidence) }
    for dataset in footprint.datasets { takeSelection(dataset) }
  }

  /// What an input was used for, in order; by its format when nothing names it.
  func uses(of input: AlignedStudy.Input) -> [ReportManifest.Use] {
    let found = ([input.path] + input.copies).flatMap { (uses[$0] ?? [:]).map { ($0.key, $0.value) } }
    let merged = Dictionary(found, uniquingKeysWith: { $0.union($1) })
    let known = merged.map { ReportManifest.Use(purpose: $0.key, of: $0.value.sorted()) }.sorted()
    guard known.isEmpty else { return known }
    return input.format == .unknown ? [.init(purpose: "not used: not recognised", of: [])] : Self.facts(input.format)
  }

  /// How much was read in an input, in order of kind.
  func records(of input: AlignedStudy.Input) -> [ReportManifest.Records] {
    let found = ([input.path] + input.copies).compactMap { records[$0] }.first ?? [:]
    return found.keys.sorted().map { .init(kind: $0, count: found[$0] ?? 0) }
  }

  /// Formats that tell facts about runs near them.
  private static func facts(_ format: LogFormat) -> [ReportManifest.Use] {
    switch format {
    case .nnunetPlans, .nnunetDataset: [.init(purpose: "architecture", of: [])]
    case .slurmOutput: [.init(purpose: "jobs, machines and outcomes", of: [])]
    case .carbontrackerOutput, .carbontrackerError:
      [.init(purpose: "what the session's standard log does not say", of: [])]
    case .raplDomains: [.init(purpose: "names and ranges of counters", of: [])]
    default: [.init(purpose: "not used", of: [])]
    }
  }

  private mutating func note(_ purpose: String, path: String, of name: String? = nil) {
    uses[path, default: [:]][purpose, default: []].formUnion([name].compactMap(\.self))
  }

  private mutating func takeRun(_ measured: RunFootprint) {
    let run = measured.run
    for (attempt, energies) in zip(run.attempts, measured.attempts) {
      note("epochs and times", path: attempt.logPath, of: attempt.label)
      records[attempt.logPath, default: [:]]["epochs", default: 0] += attempt.loggedEpochs
      for copy in attempt.copies { note("not used: an earlier state or a copy of another log", path: copy) }
      var counted: Set<String> = []
      for component in energies.components {
        for id in component.evidence {
          counted.insert(id)
          note("energy: \(component.component.rawValue)", path: Self.place(of: id), of: attempt.label)
        }
      }
      for link in attempt.links where !counted.contains(link.evidence) {
        note("compared only", path: Self.place(of: link.evidence), of: attempt.label)
      }
    }
    if let dice = run.dice { note("validation Dice", path: dice.path, of: run.identity.location) }
    if run.planned.source == .debugFile {
      let folder = run.identity.location
      note("planned epochs and machine", path: Self.join(folder, "debug.json"), of: folder)
    }
  }

  /// Where uses of evidence are kept until ``takeEvidence(_:)`` knows its file; no path has a NUL.
  private static func place(of id: String) -> String { "evidence\0" + id }

  private static func join(_ folder: String, _ name: String) -> String { folder.isEmpty ? name : folder + "/" + name }

  private mutating func takeEvidence(_ evidence: Evidence) {
    for (purpose, names) in uses.removeValue(forKey: Self.place(of: evidence.id)) ?? [:] {
      uses[evidence.path, default: [:]][purpose, default: []].formUnion(names)
    }
    switch evidence.disposition {
    case .linked: break
    case .duplicate(let other, let reason): note("not used: \(reason)", path: evidence.path, of: other)
    case .unlinked(let reason): note("not used: \(reason)", path: evidence.path)
    }
    var counts = records[evidence.path] ?? [:]
    switch evidence.content {
    case .trace(let trace):
      // Numbers of a store from elsewhere may be any.
      counts["samples"] = trace.devices.reduce(counts["samples"] ?? 0) { sum, device in
        let (next, overflow) = sum.addingReportingOverflow(device.series.samples)
        return overflow ? .max : next
      }
    case .tracker(let session):
      counts["sessions", default: 0] += 1
      counts["monitored epochs", default: 0] += session.epochs.count
    case .codecarbon, .energyRecord: counts["rows", default: 0] += 1
    }
    records[evidence.path] = counts
  }

  private mutating func takeSelection(_ dataset: SelectionFootprint) {
    if case .recorded(let path) = dataset.final?.choice { note("final model", path: path, of: dataset.dataset) }
    if case .splits(let path) = dataset.folds.source { note("number of folds", path: path, of: dataset.dataset) }
  }
}
