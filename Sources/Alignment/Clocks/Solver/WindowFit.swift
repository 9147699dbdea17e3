import Foundation
import Quantities

/// The shift between zones that puts a tool's own window, which has no samples, onto the training that it was around.
///
/// A tool that is started with a training and ended with it begins and ends within minutes of it; one that saw only a
/// part shares one end. The log-likelihood of either end's distance is -distance/300 s, at least -6.
enum WindowFit {
  private static let width = 300.0
  private static let least = -6.0

  /// The likeliest shift and its probability, 0 to 1.
  static func best(
    _ window: TimeWindow, onto training: TimeWindow, zones: [OffsetPrior.Zone]
  ) -> (seconds: Double, probability: Double, value: Double) {
    let values = zones.map { zone in
      zone.logPrior
        + max(-abs(window.start.duration(to: training.start).inSeconds - zone.seconds) / width, least)
        + max(-abs(window.end.duration(to: training.end).inSeconds - zone.seconds) / width, least)
    }
    guard let place = values.indices.max(by: { values[$0] < values[$1] }) else { return (0, 0, 0) }
    let total = values.reduce(0) { $0 + exp($1 - values[place]) }
    return (zones[place].seconds, 1 / total, values[place])
  }
}
