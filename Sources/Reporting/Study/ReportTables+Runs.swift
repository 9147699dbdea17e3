import Accounting
import Alignment
import LogFormats
import Quantities
import StudyFile

extension ReportTables {
  /// What is to be remarked on an attempt's energy: little of its time, or not all components were measured.
  private func coverageMark(_ measured: AttemptFootprint) -> String {
    guard measured.energy != nil else { return "" }
    let coverage = measured.coverage ?? 0
    var mark = coverage < 0.5 ? "§" : coverage < 0.95 ? "†" : ""
    if measured.measuredComponents != studyComponents { mark += "‡" }
    return mark
  }

  /// What the marks of ``coverageMark(_:)`` mean, for those that are used.
  private func markNotes(_ marks: Set<String>) -> [Table.Note] {
    var notes: [Table.Note] = []
    if marks.contains("†") { notes.append(.init(mark: "†", "Less than 95\u{A0}% of the time was measured.")) }
    if marks.contains("§") { notes.append(.init(mark: "§", "Less than half of the time was measured.")) }
    if marks.contains("‡") { notes.append(componentNote) }
    return notes
  }

  /// Every process start with what became of it and what it took.
  public var attempts: Table { attempts(extended: false) }

  /// ``attempts`` for scripts: with gaps, checkpoints and what lies outside.
  public var extendedAttempts: Table { attempts(extended: true) }

  private func attempts(extended: Bool) -> Table {
    var rows: [Table.Row] = []
    var marks: Set<String> = []
    for footprint in footprint.runs {
      let run = footprint.run
      for (attempt, measured) in zip(run.attempts, footprint.attempts) {
        let remarks = OutcomeText.remarks(
          on: attempt, of: run, monitored: self.footprint.monitoredEpochs(of: attempt))
        let mark = coverageMark(measured)
        marks.formUnion(mark.map(String.init))
        rows.append(
          Table.Row(
            [
              .text(labels.dataset(run.identity.dataset)), .text(modelName(run.identity)),
              .text(run.identity.fold?.description), .text(attempt.label),
              .text(([OutcomeText.outcome(of: attempt)] + remarks).joined(separator: "; ")),
              .integer(attempt.epochs.count(.useful)),
              .integer(attempt.epochs.count(.redone)),
              .integer(attempt.epochs.count(.aborted)),
              .quantity(attempt.window.duration.inSeconds),
              .quantity(
                measured.energy?.joules, mark: mark.isEmpty ? nil : mark,
                u95: measured.budget?.expanded.joules),
              .quantity(measured.coverage),
            ] + (extended ? extraCells(measured) : []), group: labels.dataset(run.identity.dataset)))
      }
    }
    let epochs = footprint.runs.reduce(0) { $0 + $1.run.executedEpochs }
    return Table(
      name: "trainings",
      caption: RichText(
        "All \(rows.count) trainings (process starts) of \(footprint.runs.count) runs, with \(epochs) completed epochs"),
      columns: [
        .init(key: "dataset", header: "Data set", hidesRepeats: true),
        .init(key: "configuration", header: "Configuration", hidesRepeats: true),
        .init(key: "fold", header: "Fold", alignment: .right),
        .init(key: "training", header: "Training"),
        .init(key: "outcome", header: "Outcome"),
        .init(key: "useful_epochs", header: "Useful", unit: .count),
        .init(key: "redone_epochs", header: "Redone", unit: .count),
        .init(key: "aborted_epochs", header: "Aborted", unit: .count),
        .init(key: "time", header: "Time", unit: .duration),
        .init(key: "it_energy", header: "IT energy", unit: .energy),
        .init(key: "coverage", header: "Meas.", unit: .percent, format: .decimals(0)),
      ] + (extended ? Self.extraColumns : []), rows: rows,
      notes: [
        "Training: the Slurm job, or the log's name. Useful, redone, aborted: epochs. Time: from the log's first stamp to its last; the end of an aborted epoch is estimated. Meas.: share of that time that was measured, of the least covered component of those that were measured."
      ] + markNotes(marks))
  }

  private static let extraColumns: [Table.Column] = [
    .init(key: "gaps", header: "Gaps", unit: .count), .init(key: "gap_time", header: "Gap time", unit: .duration),
    .init(key: "gap_energy", header: "In gaps", unit: .energy),
    .init(key: "checkpoint_energy", header: "Checkpoints", unit: .energy),
    .init(key: "outside_energy", header: "Outside", unit: .energy),
  ]

  private func extraCells(_ measured: AttemptFootprint) -> [Table.Cell] {
    [
      .integer(measured.gapCount), .quantity(measured.gapSeconds),
      .quantity(measured.gapEnergy(footprint.basis.gaps).joules), .quantity(measured.checkpointEnergy?.joules),
      .quantity(measured.energy == nil ? nil : measured.outside.joules),
    ]
  }

  /// Every piece of evidence and what became of it.
  public var evidence: Table {
    let trainings = linkedTrainings
    let rows = footprint.study.evidence.map { evidence in
      let (state, reason) = Self.disposition(evidence.disposition)
      let links = trainings[evidence.id] ?? []
      return Table.Row([
        .text(evidence.id), .text(Self.kind(evidence.content)), .text(state),
        .text(links.isEmpty ? nil : links.map(\.training).joined(separator: ", ")),
        .text(links.isEmpty ? reason : links.map(\.reason).joined(separator: "; ")),
        .text(evidence.clock.summary),
        .quantity(evidence.window?.duration.inSeconds),
        .quantity(links.map(\.score).min()),
        .text(links.isEmpty ? nil : links.map(\.grounds).joined(separator: "; ")),
      ])
    }
    return Table(
      name: "evidence", caption: "All evidence, and what became of it",
      columns: [
        .init(key: "evidence", header: "Evidence"), .init(key: "kind", header: "Kind"),
        .init(key: "state", header: "State"), .init(key: "trainings", header: "Trainings"),
        .init(key: "reason", header: "Reason"), .init(key: "clock", header: "Clock"),
        .init(key: "time", header: "Time", unit: .duration),
        .init(key: "score", header: "Score", format: .decimals(1)), .init(key: "grounds", header: "Grounds"),
      ], rows: rows)
  }

  /// What of shared traces counts for no training.
  public var unattributed: Table {
    let rows = footprint.unattributed.flatMap { left in
      left.energies.keys.sorted().map { component in
        Table.Row([
          .text(left.evidence), .text(Self.names([component])), .quantity(left.time.inSeconds),
          .quantity(left.energies[component]?.joules),
          .text(left.isUnknown ? "nothing tells whose it is" : "the declared shares leave it"),
        ])
      }
    }
    return Table(
      name: "unattributed", caption: "Energy of shared traces that counts for no training",
      columns: [
        .init(key: "evidence", header: "Evidence"), .init(key: "component", header: "Part"),
        .init(key: "time", header: "Time", unit: .duration),
        .init(key: "it_energy", header: "IT energy", unit: .energy, scaleGroup: "energy"),
        .init(key: "reason", header: "Reason"),
      ], rows: rows)
  }

  /// The evidence counted by kind and by what became of it.
  public var evidenceSummary: Table {
    struct Key: Hashable, Comparable {
      let kind: String
      let state: String
      let reason: String

      static func < (left: Key, right: Key) -> Bool {
        (left.kind, left.state, left.reason) < (right.kind, right.state, right.reason)
      }
    }
    let trainings = linkedTrainings
    var counts: [Key: Int] = [:]
    for evidence in footprint.study.evidence {
      let (state, reason) = Self.disposition(evidence.disposition)
      let why: String
      switch evidence.disposition {
      case .linked: why = trainings[evidence.id]?.first?.rule ?? ""
      case .duplicate: why = "repeats linked evidence"
      case .unlinked: why = reason
      }
      counts[Key(kind: Self.kind(evidence.content), state: state, reason: why), default: 0] += 1
    }
    return Table(
      name: "evidence-summary", caption: "Evidence by kind and by what became of it",
      columns: [
        .init(key: "kind", header: "Kind", hidesRepeats: true), .init(key: "state", header: "State"),
        .init(key: "reason", header: "Reason"), .init(key: "count", header: "Count", unit: .count),
      ],
      rows: counts.keys.sorted().map { key in
        Table.Row([.text(key.kind), .text(key.state), .text(key.reason), .integer(counts[key])])
      })
  }

  /// A training that evidence is linked to, and why.
  struct LinkedTraining {
    let training: String
    let reason: String
    let rule: String
    let score: Double
    let grounds: String
  }

  /// Which trainings each piece of evidence is linked to, and why.
  var linkedTrainings: [String: [LinkedTraining]] {
    var found: [String: [LinkedTraining]] = [:]
    for attempt in footprint.study.runs.flatMap(\.attempts) {
      for link in attempt.links {
        let grounds = link.score.items.map { "\($0.ground) (\(NumberFormat.fixed($0.weight, decimals: 0) ?? "--"))" }
        found[link.evidence, default: []].append(
          LinkedTraining(
            training: attempt.label, reason: link.explanation, rule: link.reason.rule, score: link.score.total,
            grounds: grounds.joined(separator: ", ")))
      }
    }
    return found
  }

  static func kind(_ content: Evidence.Content) -> String {
    switch content {
    case .trace(let trace):
      if trace.devices.contains(where: { $0.series.quantity == .energyCounter }) {
        "energy counter trace"
      } else if trace.devices.allSatisfy({ $0.series.component == .gpu }) {
        "GPU power trace"
      } else {
        "power trace"
      }
    case .tracker: "carbontracker session"
    case .codecarbon: "CodeCarbon run"
    case .energyRecord(_, let tool): "\(tool) record"
    }
  }

  /// The tool behind a piece of evidence.
  static func family(_ content: Evidence.Content) -> String {
    switch content {
    case .trace: "trace"
    case .tracker: "carbontracker"
    case .codecarbon: "CodeCarbon"
    case .energyRecord(_, let tool): tool
    }
  }

  static func disposition(_ disposition: Evidence.Disposition) -> (state: String, reason: String) {
    switch disposition {
    case .linked: ("linked", "")
    case .duplicate(_, let reason): ("left out", reason)
    case .unlinked(let reason): ("no training", reason)
    }
  }

  static func short(_ method: EnergyMethod) -> String {
    switch method {
    case .counter: "counter"
    case .samples: "samples"
    case .trackerMean: "carbontracker"
    case .codecarbon: "CodeCarbon"
    case .toolTotal: "tool total"
    }
  }
}

extension EvidenceLink.Reason {
  /// The rule behind a reason, without its particulars.
  var rule: String {
    switch self {
    case .declared: "declared in the study file"
    case .slurmJob: "same Slurm job"
    case .folder: "in the run's folder"
    case .epochs: "epochs coincide"
    case .name: "names the data set and ran at the time"
    case .time: "the only training at the time"
    case .process: "same process"
    case .seen: "its process used the GPU"
    case .gpu: "its GPU"
    case .host: "on its host at the time"
    case .otherFold: "names another fold"
    }
  }
}
