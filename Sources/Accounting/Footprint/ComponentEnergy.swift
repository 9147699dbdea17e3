import Alignment
public import Quantities

/// How a component's energy came to be known.
public enum EnergyMethod: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Differences of an energy counter.
  case counter = "energy counter"
  /// The trapezoidal integral of power samples.
  case samples = "power samples"
  /// A tracker's mean power times its epoch's duration.
  case trackerMean = "tracker mean × duration"
  /// CodeCarbon's total.
  case codecarbon = "CodeCarbon total"
  /// Another tool's total over a window of its own.
  case toolTotal = "tool total"

  /// Orders by trust, the most trusted first.
  public static func < (left: EnergyMethod, right: EnergyMethod) -> Bool { left.rank < right.rank }

  /// Whether sensors were read and integrated here, or a tool's numbers were taken over.
  var provenance: Provenance {
    switch self {
    case .counter, .samples: .measured
    case .trackerMean, .codecarbon, .toolTotal: .logged
    }
  }

  /// The method has one number for the whole window, and no number for an epoch.
  var isTotal: Bool { self == .codecarbon || self == .toolTotal }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The energy of one component over one attempt, from one piece of evidence.
public struct ComponentEnergy: Sendable {
  public let component: Component
  public let method: EnergyMethod
  /// ``Evidence/id`` of each source, in order.
  public var evidence: [String]
  /// The devices that are summed, as the evidence names them.
  public var devices: [String]
  /// The energy of each part of the attempt, by place in ``Attempt/parts``; `nil` where nothing was measured.
  public var byPart: PartEnergies
  /// The measured time of each part, at most its length.
  public var coveredByPart: PartTimes
  /// What the evidence holds before and after the attempt's window; in no total.
  public var outside: Energy
  /// For a tracker: what it reports, device averaging uncorrected.
  public var reported: Energy?
  /// For a tracker: the factor from reported to corrected.
  public var correctionFactor: Double?
  /// The values are ``reported`` times ``correctionFactor``, and not as reported.
  public var isCorrected: Bool
  /// One value for the whole window was given to the parts by their time: none of an epoch is known.
  public var isSpread: Bool
  /// For a tracker: its epochs go on over the pauses after the log's, which hold part of the energy then.
  public var includesPauses = false
  /// The tracker computed the power from the device's TDP: no sensor was read.
  public var isModelled: Bool
  /// For a trace: the energy of the checkpoints that the log tells, which is part of `byPart`; `nil` without any.
  public var checkpoints: Energy?
  /// For a trace with gaps in the attempt's window: what they mean.
  public var gaps: GapEffect?
  /// For a trace: how often it was sampled.
  public var sampling: SamplingPeriod?
  /// For a trace, when emissions are integrated with a series: how the energy was spent over time.
  public var course: EnergyCourse?
  /// For a tracker's `cpu`: its devices include DRAM zones, whose energy is in this value.
  public var includesMemory: Bool

  init(component: Component, method: EnergyMethod, evidence: [String], devices: [String], parts: Int) {
    self.component = component
    self.method = method
    self.evidence = evidence
    self.devices = devices
    byPart = PartEnergies(parts: parts)
    coveredByPart = PartTimes(parts: parts)
    outside = .zero
    isModelled = false
    isCorrected = false
    isSpread = method.isTotal
    includesMemory = false
  }

  /// How the energy came to be known.
  public var provenance: Provenance { isModelled ? .estimated : method.provenance }

  /// The sum over the parts; `nil` when no part was measured.
  public var total: Energy? { byPart.total }

  /// The measured time.
  public var coveredTime: Duration { coveredByPart.reduce(.zero, +) }

  /// Adds energy and measured time to a part.
  mutating func add(_ energy: Energy, covering time: Duration, to part: Int) {
    byPart[part] = (byPart[part] ?? .zero) + energy
    coveredByPart[part] += time
  }
}
