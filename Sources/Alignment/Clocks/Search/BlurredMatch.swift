import Foundation

/// How well a profile of means over a window shows the times between epochs.
///
/// A board that averages over a second shows a pause of half a second as a shallow ramp down and up, which lies as much
/// in the epochs as in the pause. Here each reading is the mean of the loads' powers over its window, weighted by the
/// time of each, and the powers are fitted by least squares. Only readings near pauses tell the shift, so only they are
/// looked at.
struct BlurredMatch {
  let profile: PowerProfile
  /// The window in seconds; a reading's time is its middle.
  let window: Double
  /// The stretches around each pause of a piece, the pause included.
  private let surroundings: [[LoadSchedule.Stretch]]

  /// Prepares a piece; `nil` when it has no pause.
  init?(_ piece: LoadSchedule.Piece, _ profile: PowerProfile, window: Double) {
    self.profile = profile
    self.window = window
    let reach = 1.5 * window
    let stretches = piece.stretches
    surroundings = stretches.indices.filter { stretches[$0].load == .between }.compactMap { place in
      guard place > 0, place + 1 < stretches.count else { return nil }
      let (before, after) = (stretches[place - 1], stretches[place + 1])
      guard before.load == .epochEnd, after.load == .epoch else { return nil }
      let pause = stretches[place]
      let limits = (from: pause.start - reach, to: pause.end + reach)
      return stretches[max(0, place - 2)...min(place + 2, stretches.count - 1)].compactMap { stretch in
        let cut = LoadSchedule.Stretch(
          start: max(stretch.start, limits.from - window), end: min(stretch.end, limits.to + window), load: stretch.load
        )
        return cut.start < cut.end ? cut : nil
      }
    }
    if surroundings.isEmpty { return nil }
  }

  /// The gain in log-likelihood over one power throughout; see ``LoadMatch``.
  func gain(shift: Double) -> (likelihood: Double, points: Double) {
    // Normal equations for the powers in epochs, at their ends and in pauses.
    var matrix = [Double](repeating: 0, count: 9)
    var vector = [0.0, 0.0, 0.0]
    var (count, sum, squares) = (0.0, 0.0, 0.0)
    for stretches in surroundings {
      guard let first = stretches.first, let last = stretches.last else { continue }
      let from = profile.place(of: first.start + window - shift)
      let to = profile.place(of: last.end - window - shift)
      guard from < to else { continue }
      for place in from..<to {
        let middle = profile.times[place] + shift
        var shares = (0.0, 0.0, 0.0)
        for stretch in stretches {
          let shared = min(stretch.end, middle + window / 2) - max(stretch.start, middle - window / 2)
          guard shared > 0 else { continue }
          switch stretch.load {
          case .between: shares.2 += shared / window
          case .epochEnd: shares.1 += shared / window
          default: shares.0 += shared / window
          }
        }
        let watts = profile.watts[place] - profile.meanWatts
        matrix[0] += shares.0 * shares.0
        matrix[1] += shares.0 * shares.1
        matrix[2] += shares.0 * shares.2
        matrix[4] += shares.1 * shares.1
        matrix[5] += shares.1 * shares.2
        matrix[8] += shares.2 * shares.2
        vector[0] += shares.0 * watts
        vector[1] += shares.1 * watts
        vector[2] += shares.2 * watts
        count += 1
        sum += watts
        squares += watts * watts
      }
    }
    guard count > 6 else { return (0, 0) }
    matrix[3] = matrix[1]
    matrix[6] = matrix[2]
    matrix[7] = matrix[5]
    let powers = Self.solve(matrix, vector)
    // A fit in which a pause takes more than training is none.
    guard powers[2] < powers[0] else { return (0, count) }
    let explained = zip(powers, vector).reduce(0) { $0 + $1.0 * $1.1 }
    let rest = max(squares - explained, 0)
    let total = max(squares - sum * sum / count, 0)
    let floor = count * profile.noiseFloor
    return (max(0, count / 2 * log((total + floor) / (rest + floor))), count)
  }

  /// Solves three equations by elimination; a vanishing pivot gives 0.
  private static func solve(_ matrix: [Double], _ vector: [Double]) -> [Double] {
    var (a, b) = (matrix, vector)
    for pivot in 0..<3 {
      a[pivot * 3 + pivot] += 1e-9
      for row in stride(from: pivot + 1, to: 3, by: 1) {
        let factor = a[row * 3 + pivot] / a[pivot * 3 + pivot]
        for column in pivot..<3 { a[row * 3 + column] -= factor * a[pivot * 3 + column] }
        b[row] -= factor * b[pivot]
      }
    }
    var solution = [0.0, 0.0, 0.0]
    for row in (0..<3).reversed() {
      var rest = b[row]
      for column in stride(from: row + 1, to: 3, by: 1) { rest -= a[row * 3 + column] * solution[column] }
      solution[row] = rest / a[row * 3 + row]
    }
    return solution
  }
}
