import LogFormats
import Quantities

@testable import Accounting
@testable import Alignment

/// Runs with known parts and energies, made without any file.
enum ExampleRuns {
  static func instant(_ seconds: Double) -> Instant { Instant(nanoseconds: Int64(seconds * 1e9)) }

  static func window(_ start: Double, _ end: Double) -> TimeWindow {
    TimeWindow(start: instant(start), end: instant(end))
  }

  /// An attempt whose parts follow each other from 0 s on.
  static func attempt(
    _ parts: [(kind: PartKind, seconds: Double)], outcome: Attempt.Outcome = .finished, links: [EvidenceLink] = [],
    log: TrainingLog = TrainingLog()
  ) -> Attempt {
    var time = 0.0
    var cut = TimelineParts(from: instant(0))
    var epochs: [AlignedEpoch] = []
    for part in parts {
      let window = window(time, time + part.seconds)
      time += part.seconds
      let status: AlignedEpoch.Status? =
        switch part.kind {
        case .usefulEpoch: .useful
        case .redoneEpoch: .redone
        case .abortedEpoch: .aborted
        default: nil
        }
      cut.append(part.kind, until: window.end, epoch: status == nil ? nil : epochs.count)
      if let status {
        let logged = LoggedEpoch(
          index: epochs.count, start: WallTime(nanoseconds: window.start.nanoseconds), line: 1)
        epochs.append(AlignedEpoch(logged: .init(logged), window: window, status: status))
      }
    }
    return Attempt(
      logPath: "training_log.txt", copies: [], log: log, version: nil, clock: .utc, slurmJob: nil,
      start: .fresh, outcome: outcome, window: window(0, time), epochs: AlignedEpochs(epochs), trainingDone: nil,
      validation: nil,
      parts: cut, links: links, discardsEarlierWork: false, discardedByFreshStart: false, repeatsValidation: false,
      continuedLater: false)
  }

  /// A component with an energy for every part.
  static func energy(
    _ component: Component, _ joules: [Double?], of attempt: Attempt, method: EnergyMethod = .samples
  ) -> ComponentEnergy {
    var energy = ComponentEnergy(
      component: component, method: method, evidence: ["trace.csv"], devices: [], parts: attempt.parts.count)
    for (place, value) in joules.enumerated() {
      guard let value else { continue }
      energy.add(.joules(value), covering: attempt.parts[place].window.duration, to: place)
    }
    return energy
  }

  /// A run of one attempt in which one GPU drew a power throughout; without a power nothing was measured.
  static func run(
    _ configuration: String, fold: Fold?, parts: [(kind: PartKind, seconds: Double)], watts: Double?,
    dice: Double? = nil, outcome: Attempt.Outcome = .finished, dataset: String? = "Dataset801_Cubes",
    trainer: String = "nnUNetTrainer", log: TrainingLog = TrainingLog()
  ) -> RunFootprint {
    let attempt = attempt(parts, outcome: outcome, log: log)
    let identity = RunIdentity(
      dataset: dataset, trainer: trainer, plans: "nnUNetPlans", configuration: configuration, fold: fold,
      location: "\(configuration)/\(fold.map { String(describing: $0) } ?? "")")
    let run = Run(
      identity: identity, attempts: [attempt], planned: .init(count: 1000, source: .nnunetDefault),
      dice: dice.map { .init(value: $0, path: "summary.json") }, architecture: .init())
    let components = watts.map { watts in [energy(.gpu, parts.map { $0.seconds * watts }, of: attempt)] } ?? []
    let footprint = AttemptFootprint(components: components, crossChecks: [], duration: attempt.window.duration)
    return RunFootprint(run: run, attempts: [footprint])
  }

  /// The runs of one model.
  static func model(_ runs: [RunFootprint]) -> ModelFootprint {
    let identity = runs.first?.run.identity
    return ModelFootprint(
      identity: identity?.model ?? .init(dataset: nil, trainer: nil, plans: nil, configuration: nil),
      isAllData: identity?.fold == .all, runs: runs)
  }
}
