public import Alignment
public import Quantities

/// What one run took, attempt by attempt.
public struct RunFootprint: Sendable {
  public let run: Run
  /// Parallel to ``Run/attempts``.
  public let attempts: [AttemptFootprint]

  public init(run: Run, attempts: [AttemptFootprint]) {
    self.run = run
    self.attempts = attempts
  }

  /// The IT energy of all attempts; `nil` when none was measured.
  public var energy: Energy? {
    let known = attempts.compactMap(\.energy)
    return known.isEmpty ? nil : known.compensatedSum()
  }

  /// The IT energy of the attempts that made the model, resumes and their repeated epochs included, superseded
  /// attempts left out; `nil` when none was measured.
  public var trainingEnergy: Energy? {
    let known = zip(run.attempts, attempts).filter { !$0.0.isSuperseded }.compactMap(\.1.energy)
    return known.isEmpty ? nil : known.compensatedSum()
  }

  /// The IT energy of all parts of one kind in the attempts that made the model; `nil` when none was measured.
  public func trainingEnergy(of kind: PartKind) -> Energy? {
    var known: [Energy] = []
    for (attempt, footprint) in zip(run.attempts, attempts) where !attempt.isSuperseded {
      for (place, part) in attempt.parts.enumerated() where part.kind == kind {
        if let energy = footprint.energy(ofPart: place) { known.append(energy) }
      }
    }
    return known.isEmpty ? nil : known.compensatedSum()
  }

  /// The IT energy of one component in the attempts that made the model; `nil` when it was not measured.
  public func trainingEnergy(of component: Component) -> Energy? {
    let made = zip(run.attempts, attempts).filter { !$0.0.isSuperseded }.map(\.1)
    let known = made.flatMap(\.components).filter { $0.component == component }.compactMap(\.total)
    return known.isEmpty ? nil : known.compensatedSum()
  }

  /// The share of the attempts' time in which the least covered component was measured, 0 to 1; attempts with nothing
  /// measured count as uncovered. `nil` when the run has no length.
  public var coverage: Double? { [self].coverage }

  /// The components of which something was measured.
  public var components: Set<Component> {
    attempts.reduce(into: []) { $0.formUnion($1.measuredComponents) }
  }

  /// Whether the values are all measured, or partly a tool's own.
  public var provenance: Provenance? { attempts.flatMap(\.components).map(\.provenance).max() }
}

extension [RunFootprint] {
  /// The share of all attempts' time in which the least covered component was measured; `nil` when they have no length.
  var coverage: Double? {
    let attempts = flatMap(\.attempts)
    let total = attempts.map(\.duration.inSeconds).compensatedSum()
    guard total > 0 else { return nil }
    let covered = attempts.map { ($0.coverage ?? 0) * $0.duration.inSeconds }.compensatedSum()
    return covered == total ? 1 : covered / total
  }
}
