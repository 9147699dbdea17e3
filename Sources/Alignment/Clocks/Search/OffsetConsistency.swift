import Foundation

/// Whether the epochs of a training say one by one that one shift is better than another.
///
/// A few great events, such as a loading of data that looks like training, can make a wrong shift look likely. A right one
/// is better at most epochs: the squared misfits of every epoch with the time after it are compared, and the mean of
/// their differences is taken in units of its standard error (a paired t statistic).
struct OffsetConsistency {
  let subjects: [(schedule: LoadSchedule, profile: PowerProfile)]

  /// From this value of the statistic on the epochs agree.
  static let agreement = 3.0
  /// …and from this one on they do so strongly.
  static let strongAgreement = 4.0

  /// The t statistic of "`better` fits better than `other`"; 0 with fewer than three epochs.
  ///
  /// - Parameters:
  ///   - better: the shift at a time of the training, in seconds.
  ///   - other: likewise.
  func statistic(better: (Double) -> Double, other: (Double) -> Double) -> Double {
    var differences: [Double] = []
    for subject in subjects {
      let rounds = Self.rounds(of: subject.schedule)
      let mine = Self.misfits(rounds, subject.profile, shift: better)
      let others = Self.misfits(rounds, subject.profile, shift: other)
      for (a, b) in zip(others, mine) {
        if let a, let b { differences.append(a - b) }
      }
    }
    guard differences.count >= 3 else { return 0 }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    guard variance > 0 else { return mean > 0 ? .infinity : 0 }
    return mean / (variance / count).squareRoot()
  }

  /// Every epoch with what follows it up to the next one, and what comes before the first.
  private static func rounds(of schedule: LoadSchedule) -> [LoadSchedule.Piece] {
    let count = max(1, schedule.stretches.count { $0.load == .epoch })
    return schedule.pieces(of: max(1, count / 512), atMost: 512)
  }

  /// The mean squared distance of each round's points from the means of their loads over all rounds, weighted by the
  /// time of the round; `nil` for a round without points.
  private static func misfits(
    _ rounds: [LoadSchedule.Piece], _ profile: PowerProfile, shift: (Double) -> Double
  ) -> [Double?] {
    let found = rounds.map { LoadMatch.moments(of: $0, profile, shift: shift($0.middle)) }
    var all = LoadMoments()
    for moments in found { for load in LoadSchedule.Load.allCases { all.add(moments[load], to: load) } }
    return zip(rounds, found).map { round, moments in
      let total = moments.total.count
      guard total > 0 else { return nil }
      let misfit = LoadSchedule.Load.allCases.reduce(0.0) { sum, load in
        let own = moments[load]
        guard own.count > 0 else { return sum }
        let mean = all[load].mean
        return sum + max(own.squares - 2 * mean * own.sum + own.count * mean * mean, 0)
      }
      return misfit / total * (round.end - round.start)
    }
  }
}
