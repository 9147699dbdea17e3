import Alignment
import LogFormats
public import Quantities

/// Where a training could have ended, had one known how little was still to be gained.
///
/// The measure is nnU-Net's own: the exponential moving average (EMA) of the mean foreground pseudo Dice, which begins
/// with the first epoch's and then is 0.9 × the last one + 0.1 × the epoch's (`nnUNetLogger.log` in nnU-Net 2,
/// `val_eval_criterion_alpha` in nnU-Net 1). The training ends after the first epoch from which on the EMA never rises by
/// the given gain or more. That is hindsight: a rule that decides during the training would end later, so what is saved
/// is an upper bound.
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
    guard run.isFinished, gain > 0 else { return nil }
    var epochs: [(index: Int, dice: Double, energy: Energy?)] = []
    for (attempt, measured) in zip(run.attempts, footprint.attempts) {
      for (place, part) in attempt.parts.enumerated() where part.kind == .usefulEpoch {
        guard let epoch = part.epoch.map({ attempt.epochs[$0] }), let dice = epoch.logged.meanPseudoDice else {
          return nil
        }
        epochs.append((epoch.index, dice, measured.energy(ofPart: place)))
      }
    }
    epochs.sort { $0.index < $1.index }
    guard epochs.first?.index == 0, epochs.count == run.usefulEpochs, let last = epochs.last,
      last.index == epochs.count - 1
    else { return nil }
    let averages = Self.movingAverages(epochs.map(\.dice))
    var stop = averages.count - 1
    var highest = -Double.infinity
    for place in averages.indices.reversed() {
      highest = max(highest, averages[place])
      if highest - averages[place] < gain { stop = place } else { break }
    }
    let saved = epochs[(stop + 1)...]
    let known = saved.compactMap(\.energy)
    lastEpoch = epochs[stop].index
    savedEpochs = saved.count
    savedEnergy = saved.isEmpty ? .zero : known.isEmpty ? nil : known.compensatedSum()
    ema = (averages[stop], averages[averages.count - 1])
  }

  /// nnU-Net's moving averages of a series; empty for an empty one.
  static func movingAverages(_ values: [Double]) -> [Double] {
    var averages: [Double] = []
    averages.reserveCapacity(values.count)
    for value in values { averages.append(averages.last.map { 0.9 * $0 + 0.1 * value } ?? value) }
    return averages
  }
}
