import Foundation
import TestSupport

/// Trainings whose epochs are drawn from known distributions.
enum SimulatedEpochs: String, CaseIterable, Sendable {
  /// Independent normal values.
  case independent
  /// Normal values with a correlation of 0.6 between neighbours.
  case correlated
  /// Log-normal values: a tail of long epochs.
  case skewed
  /// Independent values, every tenth epoch 8 % longer for its checkpoint.
  case checkpoints

  /// The times of a training of `count` epochs with a mean of about 100 and a deviation of about 3; its first epoch takes
  /// 60 % longer.
  func training(_ count: Int, using random: inout SeededGenerator) -> [Double] {
    var memory = Self.normal(&random)
    return (0..<count).map { epoch in
      let noise = Self.normal(&random)
      memory = 0.6 * memory + 0.8 * noise
      let value: Double =
        switch self {
        case .independent: 100 + 3 * noise
        case .correlated: 100 + 3 * memory
        case .skewed: 96 + 4 * exp(0.6 * noise)
        case .checkpoints: 100 + 2 * noise + (epoch % 10 == 9 ? 8 : 0)
        }
      return epoch == 0 ? 1.6 * value : value
    }
  }

  /// A normal value (Box and Muller, The Annals of Mathematical Statistics 29, 1958).
  private static func normal(_ random: inout SeededGenerator) -> Double {
    let radius = (-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &random))).squareRoot()
    return radius * cos(2 * Double.pi * Double.random(in: 0..<1, using: &random))
  }
}
