public import Quantities
public import StudyFile

/// The share of hardware's embodied emissions that falls to a training.
///
/// M = TE × (TiR ÷ EL) × (RR ÷ ToR): the emissions of making and disposing of the hardware, times the time it was used over
/// its expected life, times the share of it that was used. Software Carbon Intensity specification 1.1 (ISO/IEC
/// 21031:2024), "Embodied emissions". They are scope 3 and stand by themselves: no total of Fodspor's has them.
public struct EmbodiedEmissions: Sendable, Hashable {
  /// The hardware.
  public let choice: EmbodiedChoice

  /// Makes the emissions of some hardware.
  public init(_ choice: EmbodiedChoice) { self.choice = choice }

  /// The emissions of a time.
  ///
  /// - Parameters:
  ///   - time: how long the training ran; not negative.
  ///   - devices: its GPUs, which count where the hardware is one of them.
  public func mass(over time: Duration, devices: Int) -> CarbonMass {
    let pieces = choice.unit == .gpu ? Double(max(devices, 1)) : 1
    return choice.mass * (time.inSeconds / choice.lifetime.inSeconds) * choice.share * pieces
  }
}

/// The Software Carbon Intensity of one training run: SCI = (E × I + M) ÷ R (ISO/IEC 21031:2024), with R = one run.
///
/// E is the facility's energy, I a location-based intensity. Market-based instruments have no place in it.
public struct SoftwareCarbonIntensity: Sendable, Hashable {
  /// E × I.
  public let operational: CarbonMass
  /// M.
  public let embodied: CarbonMass

  /// Makes the intensity of one run.
  public init(operational: CarbonMass, embodied: CarbonMass) {
    self.operational = operational
    self.embodied = embodied
  }

  /// (E × I + M) ÷ 1 run.
  public var perRun: CarbonMass { operational + embodied }
}
