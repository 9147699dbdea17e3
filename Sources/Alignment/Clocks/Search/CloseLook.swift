import Foundation

/// Every shift of a window of an ``OffsetSearch``, looked at epoch by epoch, for clocks that run evenly or drift.
///
/// Each training is compared in pieces, so that its power may change in level over hours. Where it is long enough for a
/// drift to blur the epochs, a shift's probability is the mean over drifts of up to 120 millionths.
struct CloseLook {
  /// The search's zone, by place.
  let zone: Int
  let from: Double
  let step: Double
  let count: Int

  /// One piece of a training against one device, at every place of the grid.
  private struct Curve {
    /// The middle of the piece, in seconds from the middle of all trainings.
    let lead: Double
    var likelihood: [Double]
    var penalty: [Double]
  }

  /// By training, by device that is looked at, by piece.
  private let curves: [[[Curve]]]
  /// The place of the first shift in a curve, which reaches further to both sides.
  private let offset: Int
  private let drifts: [Double]

  /// A shift of the window.
  subscript(place: Int) -> Double { from + Double(place) * step }

  /// Looks at the shifts from `from` to `to`.
  ///
  /// - Parameters:
  ///   - profiles: the devices of each training that are looked at, by place.
  ///   - step: of the shifts, in seconds.
  init(
    subjects: [OffsetSearch.Subject], profiles: [[Int]], zone: Int, from: Double, to: Double, step: Double
  ) {
    self.zone = zone
    self.from = from
    self.step = step
    count = max(1, Int(((to - from) / step).rounded(.down)) + 1)
    let start = subjects.map(\.schedule.start).min() ?? 0
    let end = subjects.map(\.schedule.end).max() ?? 0
    let middle = (start + end) / 2
    let smear = min(OffsetRefinement.greatestDrift * (end - start) / 2, 60)
    let side = min(Int((smear / step).rounded(.up)), 16)
    let moves = smear > step
    drifts = moves ? (-side...side).map { Double($0) * OffsetRefinement.greatestDrift / Double(side) } : [0]
    offset = moves ? Int((smear / step).rounded(.up)) + 1 : 0
    let places = count + 2 * offset
    let first = from - Double(offset) * step
    curves = zip(subjects, profiles).map { subject, profiles in
      let pieces = subject.closePieces()
      return profiles.map { number in
        pieces.map { piece in
          var curve = Curve(lead: piece.middle - middle, likelihood: [], penalty: [])
          curve.likelihood.reserveCapacity(places)
          curve.penalty.reserveCapacity(places)
          var match = SlidingMatch(piece, subject.profiles[number])
          for place in 0..<places {
            let gain = match.gain(shift: first + Double(place) * step)
            curve.likelihood.append(gain.likelihood)
            curve.penalty.append(gain.penalty)
          }
          return curve
        }
      }
    }
  }

  /// By shift, the gain over the same power throughout, without what was known beforehand, in nats, when so many
  /// neighbouring points say the same.
  func gains(correlation: Double) -> [Double] {
    var sums = [[Double]](repeating: [], count: drifts.count)
    for (number, drift) in drifts.enumerated() {
      var total = [Double](repeating: 0, count: count)
      for devices in curves {
        var best = [Double](repeating: -.infinity, count: count)
        for pieces in devices {
          let own = sum(of: pieces, drift: drift, correlation: correlation)
          for place in 0..<count where own[place] > best[place] { best[place] = own[place] }
        }
        for place in 0..<count { total[place] += best[place] }
      }
      sums[number] = total
    }
    // A drift of more than 50 millionths is rare.
    let priors = drifts.map { -$0 / 50e-6 * ($0 / 50e-6) / 2 }
    let priorTotal = log(priors.reduce(0) { $0 + exp($1) })
    return (0..<count).map { place in
      let values = drifts.indices.map { sums[$0][place] + priors[$0] }
      guard let top = values.max(), top.isFinite else { return 0 }
      return top + log(values.reduce(0) { $0 + exp($1 - top) }) - priorTotal
    }
  }

  private func sum(of pieces: [Curve], drift: Double, correlation: Double) -> [Double] {
    var total = [Double](repeating: 0, count: count)
    for curve in pieces {
      let moved = drift * curve.lead / step + Double(offset)
      let lower = min(max(Int(moved.rounded(.down)), 0), 2 * offset)
      let share = offset > 0 ? min(max(moved - Double(lower), 0), 1) : 0
      for place in 0..<count {
        let (a, b) = (place + lower, min(place + lower + 1, curve.likelihood.count - 1))
        let likelihood = curve.likelihood[a] * (1 - share) + curve.likelihood[b] * share
        let penalty = curve.penalty[a] * (1 - share) + curve.penalty[b] * share
        total[place] += likelihood / correlation - penalty
      }
    }
    return total
  }
}

extension OffsetSearch.Subject {
  /// The pieces of a close look, which are all of the training: up to 16, of 16 epochs or more.
  func closePieces() -> [LoadSchedule.Piece] { schedule.pieces(of: closeEpochs, atMost: 16, lead: lead, tail: tail) }

  /// The same with only what is near before and after it.
  func nearPieces() -> [LoadSchedule.Piece] { schedule.pieces(of: closeEpochs, atMost: 16) }

  private var closeEpochs: Int { max(16, (schedule.epochCount + 15) / 16) }

  /// The training's outline as one piece.
  func outline() -> LoadSchedule.Piece {
    let outline = schedule.outline
    return outline.pieces(of: outline.stretches.count + 1, atMost: 1, lead: lead, tail: tail)[0]
  }
}
