public import Alignment
import LogFormats
public import Quantities

/// What one attempt took, and what other evidence says about it.
public struct AttemptFootprint: Sendable {
  /// The chosen energy of each component that was measured, in order of component.
  public var components: [ComponentEnergy]
  /// What evidence that was not chosen says, against what was.
  public var crossChecks: [CrossCheck]
  /// The attempt's length.
  public let duration: Duration
  /// What trackers and other tools logged of each component, chosen or not.
  public var logged: [ComponentEnergy] = []
  /// The PUE and carbon intensity that hold for it; `nil` until it was accounted for.
  public var rates: AppliedRates?
  /// What may be wrong about the energy, in joules; empty until it was assessed.
  public var uncertainty: [UncertaintyTerm] = []

  /// The IT energy: the sum over components; `nil` when nothing was measured.
  public var energy: Energy? {
    let known = components.compactMap(\.total)
    return known.isEmpty ? nil : known.compensatedSum()
  }

  /// How the IT energy was spent over time: as traces have it, and evenly over each part where only totals are known.
  func course(of attempt: Attempt) -> EnergyCourse {
    EnergyCourse(
      components.flatMap { component -> [EnergyCourse.Stretch] in
        if let course = component.course { return course.stretches }
        return zip(attempt.parts, component.byPart).compactMap { part, energy in
          energy.map { EnergyCourse.Stretch(window: part.window, energy: $0, isSpread: true) }
        }
      })
  }

  /// The IT energy of one part, by place in ``Attempt/parts``; `nil` when nothing was measured in it.
  public func energy(ofPart part: Int) -> Energy? {
    var sum = CompensatedSum()
    var isKnown = false
    for component in components where component.byPart.indices.contains(part) {
      guard let energy = component.byPart[part] else { continue }
      sum.add(energy.joules)
      isKnown = true
    }
    return isKnown ? .joules(sum.value) : nil
  }

  /// How many GPUs the attempt had: those whose energy counts, else those that the log tells, else one.
  public func deviceCount(of attempt: Attempt) -> Int {
    let counted = components.first { $0.component == .gpu }?.devices.count ?? 0
    return max(1, counted > 0 ? counted : attempt.log.processCount ?? 1)
  }

  /// The measured time of one part, of its least covered component; zero when nothing was measured in the attempt.
  public func coveredTime(ofPart part: Int) -> Duration {
    components.map { $0.coveredByPart.indices.contains(part) ? $0.coveredByPart[part] : .zero }.min() ?? .zero
  }

  /// The IT energy of the checkpoints that the log tells, inside epochs and between them; `nil` where none was measured.
  public var checkpointEnergy: Energy? {
    let known = components.compactMap(\.checkpoints)
    return known.isEmpty ? nil : known.compensatedSum()
  }

  /// What the chosen evidence holds before and after the attempt's window; in no total.
  public var outside: Energy { components.map(\.outside).compensatedSum() }

  /// The components of which something was measured, memory inside a tracker's CPU value included.
  public var measuredComponents: Set<Component> {
    var found = Set(components.map(\.component))
    if components.contains(where: \.includesMemory) { found.insert(.dram) }
    return found
  }

  /// The share of the attempt's time in which the least covered component was measured, 0 to 1; `nil` when nothing
  /// was measured or the attempt has no length.
  public var coverage: Double? {
    guard duration > .zero, !components.isEmpty else { return nil }
    // Parts' times are rounded one by one: what lacks less than a billionth lacks nothing.
    return components.map { $0.coveredTime.inSeconds / duration.inSeconds }.map { $0 > 1 - 1e-9 ? 1 : $0 }.min()
  }
}

/// One piece of evidence against the chosen one, over the epochs that both cover.
public struct CrossCheck: Sendable {
  /// The other evidence's component.
  public let component: Component
  /// The components of the chosen evidence that are compared with it: several for a node's meter.
  public let chosenComponents: Set<Component>
  /// ``Evidence/id`` of the evidence that was not chosen.
  public let evidence: String
  public let method: EnergyMethod
  /// The chosen evidence's method.
  public let chosenMethod: EnergyMethod
  /// The epochs compared; `nil` when whole attempts are.
  public let epochs: Int?
  /// The devices that the other adds up.
  public let devices: Int
  /// The devices that the chosen evidence adds up.
  public let chosenDevices: Int
  /// The other is a model's result or a constant, no measurement.
  public let isModelled: Bool
  /// The other's CPU value holds memory too; `chosen` then is CPU and memory.
  public let includesMemory: Bool
  /// The other is a node's meter, which holds more than the chosen components: fans, disks, losses.
  public var isWhole: Bool { component == .node && !chosenComponents.contains(.node) }
  /// What the chosen evidence says.
  public let chosen: Energy
  /// What the other says, a tracker's corrected.
  public let other: Energy
  /// The epoch in which they differ most; `nil` for whole attempts.
  public let worst: EpochDifference?

  /// One epoch's two energies.
  public struct EpochDifference: Sendable, Hashable {
    /// The number in the training log, from 0.
    public let epoch: Int
    public let chosen: Energy
    public let other: Energy

    /// (other − chosen) / chosen.
    public var relative: Double { chosen.joules == 0 ? 0 : (other - chosen) / chosen }
  }

  /// (other − chosen) / chosen; 0 when nothing was chosen.
  public var relativeDifference: Double { chosen.joules == 0 ? 0 : (other - chosen) / chosen }
}
