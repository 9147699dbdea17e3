import Alignment
import LogFormats
import Quantities

extension TrainingProgress {
  /// A part counts as measured from this share of its time on: trackers' durations have two decimals and begin a little later.
  private static let measuredShare = 0.9

  /// How far a run has come; superseded attempts are left out.
  public init(_ footprint: RunFootprint) {
    let run = footprint.run
    let attempts = zip(run.attempts, footprint.attempts).filter { !$0.0.isSuperseded && $0.0.start != .validationOnly }
    self.init(
      name: Self.name(of: run), log: attempts.last?.0.logPath ?? run.attempts.last?.logPath ?? run.identity.location,
      planned: run.planned.count, epochs: Self.epochs(attempts))
    plannedSource = .known(run.planned.source.rawValue)
    model = Self.name(of: run.identity.model)
    isLogged = (footprint.provenance ?? .measured) > .measured
    state = run.isFinished ? .finished : Self.state(of: attempts.last?.0)
    // A trainer that stopped early planned no more in the end.
    if run.isFinished, !epochs.isEmpty { planned = epochs.count }
    zone = attempts.last?.0.clock.summary
    if run.isFinished { finish(attempts) }
    energyRemark = remark(on: footprint)
  }

  /// The useful epochs in order of time, each with what was spent before it.
  private static func epochs(_ attempts: [(Attempt, AttemptFootprint)]) -> [Epoch] {
    var found: [Epoch] = []
    var before = Part(seconds: 0, energy: .zero)
    for (attempt, measured) in attempts {
      let first = attempt.epochs.indices.first
      var between = Part(seconds: 0, energy: .zero)
      for (place, piece) in attempt.parts.enumerated() where piece.kind != .finalValidation {
        let part = Part(
          seconds: piece.window.duration.inSeconds, energy: Self.energy(ofPart: place, of: attempt, measured))
        guard piece.kind == .usefulEpoch, let number = piece.epoch else {
          before.add(part)
          if piece.kind == .betweenEpochs || piece.kind == .checkpointing { between.add(part) }
          continue
        }
        var epoch = Epoch(seconds: part.seconds, energy: part.energy, beginsProcess: number == first)
        epoch.before = before
        epoch.between = epoch.beginsProcess ? nil : between
        epoch.end = attempt.clock.wallTime(at: piece.window.end)
        found.append(epoch)
        before = Part(seconds: 0, energy: .zero)
        between = before
      }
    }
    return found
  }

  /// Takes over what the run took in the end.
  private mutating func finish(_ attempts: [(Attempt, AttemptFootprint)]) {
    var validationSeconds = 0.0
    var validationEnergies: [Energy?] = []
    var energies: [Energy] = []
    var isWhole = true
    for (attempt, measured) in attempts {
      for (place, part) in attempt.parts.enumerated() {
        let energy = Self.energy(ofPart: place, of: attempt, measured)
        if let energy { energies.append(energy) } else if part.window.duration > .zero { isWhole = false }
        if part.kind == .finalValidation {
          validationSeconds += part.window.duration.inSeconds
          validationEnergies.append(energy)
        }
      }
    }
    let known = validationEnergies.compactMap(\.self)
    if !validationEnergies.isEmpty {
      validation = Part(
        seconds: validationSeconds, energy: known.count == validationEnergies.count ? known.compensatedSum() : nil)
    }
    whole = Part(
      seconds: attempts.map { $0.0.window.duration.inSeconds }.compensatedSum(),
      energy: isWhole && !energies.isEmpty ? energies.compensatedSum() : nil)
  }

  /// The energy of a part if all components that the attempt has were measured in nearly all of it. A total that was
  /// spread over the training tells nothing of its parts.
  private static func energy(ofPart place: Int, of attempt: Attempt, _ measured: AttemptFootprint) -> Energy? {
    guard !measured.components.contains(where: \.isSpread) else { return nil }
    let length = attempt.parts[place].window.duration.inSeconds
    guard measured.coveredTime(ofPart: place).inSeconds >= measuredShare * length else { return nil }
    return measured.energy(ofPart: place)
  }

  private static func state(of attempt: Attempt?) -> State {
    switch attempt?.outcome {
    case .failed(let error): .ended("an exception (\(error))")
    case .interrupted: .ended("a signal from outside")
    case .killed: .ended("the death of its process")
    case .finished, .stoppedEarly, .cutOff, nil: .open
    }
  }

  private func remark(on footprint: RunFootprint) -> String? {
    guard measuredEpochs == 0, !epochs.isEmpty else { return nil }
    if footprint.attempts.contains(where: { $0.components.contains(where: \.isSpread) }) {
      return "only totals of whole trainings tell energy, and none of an epoch"
    }
    return footprint.energy == nil
      ? "no evidence tells energy: give the folder of a tracker's logs or of power traces too"
      : "no epoch was measured wholly"
  }

  private static func name(of run: Run) -> String {
    let fold = run.identity.fold.map { "fold \($0)" }
    return [run.identity.dataset, run.identity.configuration, fold].compactMap(\.self).joined(separator: ", ")
  }

  /// What runs must share so that one tells what another will take.
  private static func name(of model: ModelIdentity) -> String {
    [model.dataset, model.configuration, model.trainer, model.plans].map { $0 ?? "--" }.joined(separator: "/")
  }
}

extension TrainingProgress.Part {
  /// Adds what another part took; of an unmeasured one, the energy of both is unknown.
  fileprivate mutating func add(_ other: Self) {
    seconds += other.seconds
    if other.seconds > 0 { energy = energy.flatMap { own in other.energy.map { own + $0 } } }
  }
}
