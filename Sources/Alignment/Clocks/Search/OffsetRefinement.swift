import Foundation

/// The exact shift in the neighbourhood of one that is roughly known, and a clock's drift.
///
/// Pieces of all trainings are compared on their own; a drift shows as shifts that change with time. Shift and drift are
/// the means of their joint probability over a grid.
struct OffsetRefinement {
  struct Result {
    /// What is to be added at ``reference``.
    var shift: Double
    /// Its standard deviation, the drift's at the ends included.
    var deviation: Double
    /// Seconds a second.
    var drift: Double
    var reference: Double
    /// From there to the ends of the trainings.
    var reach: Double
    /// How far the clock drifts to either side of the reference.
    var smear: Double
  }

  let subjects: [(schedule: LoadSchedule, profile: PowerProfile)]
  let around: Double
  let zone: Double
  /// How far the rough shift may be off.
  let reach: Double
  let correlation: Double

  /// Free-running quartz clocks drift by 10 to 100 millionths; this much is looked for.
  static let greatestDrift = 120e-6
  /// A drift must be better by so many nats than none.
  private static let driftGain = 1.0

  /// One piece's log-likelihood at each place of the grid.
  private struct Curve {
    let middle: Double
    let values: [Double]
  }

  private struct Grid {
    let from: Double
    let step: Double
    let count: Int

    subscript(place: Int) -> Double { from + Double(place) * step }
  }

  func result() -> Result {
    let start = subjects.map(\.schedule.start).min() ?? 0
    let end = subjects.map(\.schedule.end).max() ?? 0
    let (middle, half) = ((start + end) / 2, (end - start) / 2)
    let period = subjects.map(\.profile.period).min() ?? 1
    let smear = min(Self.greatestDrift * half, 60)
    let step = max(period / 8, 0.01, 2 * (reach + 2 * smear) / 1500)
    let grid = Grid(
      from: around - reach - 2 * smear, step: step, count: Int((2 * (reach + 2 * smear) / step).rounded(.up)) + 1)
    let curves = curves(on: grid)
    let still = posterior(curves, grid, drifts: [0], middle: middle)
    // A drift that moves the ends by less than a quarter of a sample cannot be seen.
    guard smear > period / 4, curves.count > 1 else {
      return Result(shift: still.shift, deviation: still.deviation, drift: 0, reference: middle, reach: half, smear: 0)
    }
    let count = min(Int((smear / (period / 4)).rounded(.up)), 40)
    let drifts = (-count...count).map { Double($0) * Self.greatestDrift / Double(count) }
    let moving = posterior(curves, grid, drifts: drifts, middle: middle)
    guard moving.top > still.top + Self.driftGain, abs(moving.drift) * half > period / 4 else {
      return Result(shift: still.shift, deviation: still.deviation, drift: 0, reference: middle, reach: half, smear: 0)
    }
    return Result(
      shift: moving.shift, deviation: moving.deviation + moving.driftDeviation * half, drift: moving.drift,
      reference: middle, reach: half, smear: abs(moving.drift) * half)
  }

  private func curves(on grid: Grid) -> [Curve] {
    subjects.flatMap { subject in
      let epochs = max(16, subject.schedule.stretches.count / 2 / 64)
      return subject.schedule.pieces(of: epochs, atMost: 64).map { piece in
        let profile = subject.profile
        if profile.window >= 4 * profile.period,
          let blurred = BlurredMatch(piece, profile, window: profile.window)
        {
          return Curve(
            middle: piece.middle,
            values: (0..<grid.count).map { blurred.gain(shift: grid[$0]).likelihood / correlation })
        }
        var match = SlidingMatch(piece, profile)
        return Curve(
          middle: piece.middle,
          values: (0..<grid.count).map { match.gain(shift: grid[$0]).value(correlation: correlation) })
      }
    }
  }

  private struct Posterior {
    var shift = 0.0
    var deviation = 0.0
    var drift = 0.0
    var driftDeviation = 0.0
    var top = -Double.infinity
  }

  private func posterior(_ curves: [Curve], _ grid: Grid, drifts: [Double], middle: Double) -> Posterior {
    var points: [(shift: Double, drift: Double, value: Double)] = []
    // With drifts to try, every other place of a fine grid is enough.
    let stride = drifts.count > 1 ? max(1, grid.count / 400) : 1
    for drift in drifts {
      // A drift of more than 50 millionths is rare.
      let prior = -drift / 50e-6 * (drift / 50e-6) / 2
      for place in Swift.stride(from: 0, to: grid.count, by: stride) {
        let shift = grid[place]
        // Beyond, the curves would leave the grid.
        guard abs(shift - around) <= reach * (drifts.count > 1 ? 2 : 1) else { continue }
        var value = prior + OffsetPrior.residual(shift - zone)
        for curve in curves {
          let moved = Double(place) + drift * (curve.middle - middle) / grid.step
          let lower = min(max(Int(moved.rounded(.down)), 0), grid.count - 1)
          let upper = min(lower + 1, grid.count - 1)
          let share = min(max(moved - Double(lower), 0), 1)
          value += curve.values[lower] * (1 - share) + curve.values[upper] * share
        }
        points.append((shift, drift, value))
      }
    }
    var result = Posterior()
    result.top = points.map(\.value).max() ?? -.infinity
    var weight = 0.0
    for point in points {
      let share = exp(point.value - result.top)
      weight += share
      result.shift += share * point.shift
      result.drift += share * point.drift
    }
    guard weight > 0 else { return result }
    result.shift /= weight
    result.drift /= weight
    for point in points {
      let share = exp(point.value - result.top) / weight
      result.deviation += share * (point.shift - result.shift) * (point.shift - result.shift)
      result.driftDeviation += share * (point.drift - result.drift) * (point.drift - result.drift)
    }
    result.deviation = max(result.deviation.squareRoot(), grid.step / 2)
    result.driftDeviation = result.driftDeviation.squareRoot()
    return result
  }
}
