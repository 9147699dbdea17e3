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

  /// The IT energy of all parts of one kind; `nil` when none was measured.
  public func energy(of kind: PartKind) -> Energy? {
    var known: [Energy] = []
    for (attempt, footprint) in zip(run.attempts, attempts) {
      for (place, part) in attempt.parts.enumerated() where part.kind == kind {
        if let energy = footprint.energy(ofPart: place) { known.append(energy) }
      }
    }
    return known.isEmpty ? nil : known.compensatedSum()
  }

  /// The IT energy of one component; `nil` when it was not measured.
  public func energy(of component: Component) -> Energy? {
    let known = attempts.flatMap(\.components).filter { $0.component == component }.compactMap(\.total)
    return known.isEmpty ? nil : known.compensatedSum()
  }

  /// The share of the attempts' time in which the least covered component was measured, 0 to 1; attempts with nothing
  /// measured count as uncovered. `nil` when the run has no length.
  public var coverage: Double? {
    let total = attempts.reduce(0) { $0 + $1.duration.inSeconds }
    guard total > 0 else { return nil }
    return attempts.reduce(0) { $0 + ($1.coverage ?? 0) * $1.duration.inSeconds } / total
  }

  /// The components of which something was measured.
  public var components: Set<Component> {
    var found = Set(attempts.flatMap(\.components).map(\.component))
    if attempts.flatMap(\.components).contains(where: \.includesMemory) { found.insert(.dram) }
    return found
  }

  /// Whether the values are all measured, or partly a tool's own.
  public var provenance: Provenance? { attempts.flatMap(\.components).map(\.provenance).max() }
}
