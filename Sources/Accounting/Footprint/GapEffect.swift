public import Quantities
public import StudyFile

/// What gaps in the traces of one component mean for its energy in one attempt.
public struct GapEffect: Sendable, Hashable {
  /// Gaps in the attempt's window, of all devices.
  public var count: Int
  /// Seconds in gaps within the window, of the device that has most.
  public var seconds: Double
  /// The component's energy in the attempt by ``GapPolicy/bridge``, ``GapPolicy/drop`` and ``GapPolicy/mean``; a policy
  /// that leaves nothing measured is absent.
  public var totals: [GapPolicy: Energy]

  init(count: Int = 0, seconds: Double = 0, totals: [GapPolicy: Energy] = [:]) {
    self.count = count
    self.seconds = seconds
    self.totals = totals
  }

  /// The policies that give a total, in order.
  public static let policies: [GapPolicy] = [.bridge, .drop, .mean]

  /// What a policy puts into the gaps; zero for ``GapPolicy/drop``.
  public func energy(_ policy: GapPolicy) -> Energy {
    (totals[policy] ?? .zero) - (totals[.drop] ?? .zero)
  }
}

extension AttemptFootprint {
  /// Gaps in the traces that count, of all components.
  public var gapCount: Int { components.reduce(0) { $0 + ($1.gaps?.count ?? 0) } }

  /// Seconds in gaps, of the component that has most.
  public var gapSeconds: Double { components.compactMap { $0.gaps?.seconds }.max() ?? 0 }

  /// The energy that a policy puts into gaps, of all components.
  public func gapEnergy(_ policy: GapPolicy) -> Energy {
    components.compactMap { $0.gaps?.energy(policy) }.compensatedSum()
  }

  /// The IT energy as another policy for gaps would have it; `nil` when nothing would be measured.
  public func energy(gaps policy: GapPolicy) -> Energy? {
    let known = components.compactMap { component in
      component.gaps.map { $0.totals[policy] } ?? component.total
    }
    return known.isEmpty ? nil : known.compensatedSum()
  }
}

extension RunFootprint {
  /// Gaps in the traces that count, of all attempts.
  public var gapCount: Int { attempts.reduce(0) { $0 + $1.gapCount } }

  /// Seconds in gaps, of all attempts.
  public var gapSeconds: Double { attempts.map(\.gapSeconds).compensatedSum() }

  /// The energy that a policy puts into gaps, of all attempts.
  public func gapEnergy(_ policy: GapPolicy) -> Energy { attempts.map { $0.gapEnergy(policy) }.compensatedSum() }

  /// The IT energy of all attempts as another policy for gaps would have it; `nil` when nothing would be measured.
  public func energy(gaps policy: GapPolicy) -> Energy? {
    let known = attempts.compactMap { $0.energy(gaps: policy) }
    return known.isEmpty ? nil : known.compensatedSum()
  }
}
