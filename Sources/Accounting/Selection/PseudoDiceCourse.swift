public import Alignment
import LogFormats
import Quantities

/// The course of nnU-Net's online estimate of the Dice over a run's epochs, and its exponential moving average (EMA).
///
/// nnU-Net estimates the Dice after each epoch on patches of the validation cases ("pseudo Dice"); the EMA begins with
/// the first epoch's mean over the foreground classes and then is 0.9 × the last one + 0.1 × the epoch's
/// (`nnUNetLogger.log` in nnU-Net 2, `val_eval_criterion_alpha` in nnU-Net 1). nnU-Net keeps the weights of the epoch
/// with the highest EMA as its best ones. It is not the validation Dice, which is computed on whole cases at the end.
public struct PseudoDiceCourse: Sendable {
  /// One useful epoch.
  public struct Epoch: Sendable, Equatable {
    /// The epoch's index, from 0.
    public let index: Int
    /// The mean pseudo Dice over foreground classes, 0 to 1.
    public let pseudoDice: Double
    /// The EMA after the epoch, 0 to 1.
    public let movingAverage: Double
  }

  /// Every useful epoch, in order of index, from 0 on and without a hole; never empty.
  public let epochs: [Epoch]

  /// Reads the course from a run's logs.
  ///
  /// - Returns: `nil` when the logs do not tell the pseudo Dice of every useful epoch from the first on, since the EMA
  ///   would then begin anew somewhere.
  public init?(_ run: Run) {
    var values: [(index: Int, dice: Double)] = []
    for attempt in run.attempts {
      for part in attempt.parts where part.kind == .usefulEpoch {
        guard let epoch = part.epoch.map({ attempt.epochs[$0] }), let dice = epoch.logged.meanPseudoDice else {
          return nil
        }
        values.append((epoch.index, dice))
      }
    }
    values.sort { $0.index < $1.index }
    guard let first = values.first, first.index == 0, values.count == run.usefulEpochs,
      values.indices.allSatisfy({ values[$0].index == $0 })
    else { return nil }
    epochs = zip(values, Self.movingAverages(values.map(\.dice))).map {
      Epoch(index: $0.index, pseudoDice: $0.dice, movingAverage: $1)
    }
  }

  /// The EMA after the last epoch, 0 to 1.
  public var end: Double? { epochs.last?.movingAverage }

  /// nnU-Net's moving averages of a series; empty for an empty one.
  static func movingAverages(_ values: [Double]) -> [Double] {
    var averages: [Double] = []
    averages.reserveCapacity(values.count)
    for value in values { averages.append(averages.last.map { 0.9 * $0 + 0.1 * value } ?? value) }
    return averages
  }
}
