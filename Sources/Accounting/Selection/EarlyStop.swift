import Alignment
import LogFormats
public import Quantities

/// Where a training could have ended, had one known how little was still to be gained.
///
/// The measure is nnU-Net's own: the exponential moving average (EMA) of ``PseudoDiceCourse``. The training ends after the
/// first epoch from which on the EMA never rises by the given gain or more. That is hindsight: a rule that decides during
/// the training would end later, so what is saved is an upper bound.
public struct EarlyStop: Sendable {
  /// The gain below which going on is not worth it, unless another is asked for: half a point of Dice.
  ///
  /// The value is a convention of this program, not of any paper.
  public static let defaultGain = 0.005

  /// The index of the last epoch that would be trained.
  public let lastEpoch: Int
  /// Useful epochs after it.
  public let savedEpochs: Int
  /// The IT energy of these epochs; `nil` when none of them was measured.
  public let savedEnergy: Energy?
  /// The EMA after ``lastEpoch``, and at the training's end.
  public let ema: (stop: Double, end: Double)

  /// Finds where a run could have ended.
  ///
  /// - Parameters:
  ///   - footprint: a run.
  ///   - gain: by how much the EMA must still rise, above 0.
  /// - Returns: `nil` when the run is not finished, or its logs do not tell the pseudo Dice of every useful epoch from
  ///   the first on.
  public init?(_ footprint: RunFootprint, gain: Double) {
    let run = footprint.run
    guard run.isFinished, gain > 0, let course = PseudoDiceCourse(run) else { return nil }
    let averages = course.epochs.map(\.movingAverage)
    var stop = averages.count - 1
    var highest = -Double.infinity
    for place in averages.indices.reversed() {
      highest = max(highest, averages[place])
      if highest - averages[place] < gain { stop = place } else { break }
    }
    var saved: [Energy?] = []
    for (attempt, measured) in zip(run.attempts, footprint.attempts) {
      for (place, part) in attempt.parts.enumerated() where part.kind == .usefulEpoch {
        guard let epoch = part.epoch.map({ attempt.epochs[$0] }), epoch.index > stop else { continue }
        saved.append(measured.energy(ofPart: place))
      }
    }
    let known = saved.compactMap(\.self)
    lastEpoch = stop
    savedEpochs = saved.count
    savedEnergy = saved.isEmpty ? .zero : known.isEmpty ? nil : known.compensatedSum()
    ema = (averages[stop], averages[averages.count - 1])
  }
}
