/// A device's power as points in time, summed up so that any stretch's mean and spread are known at once.
struct PowerProfile: Sendable {
  /// Seconds since the reference instant, ascending.
  let times: [Double]
  /// The first and the last of ``times``, which the search asks for at every step.
  let first: Double
  let last: Double
  /// Watts.
  let watts: [Double]
  /// The typical time between two points, in seconds.
  let period: Double
  /// The time over which each point is a mean, in seconds; its time is the middle of that. 0 for readings of an instant.
  let window: Double
  /// The variance below which differences are noise: that of a twentieth of the range of the power.
  let noiseFloor: Double
  /// The variance of all points, raised by the noise floor.
  let variance: Double
  /// The mean of all points.
  let meanWatts: Double
  /// Sums over the points before a place, of the power less its mean, and of the square of that.
  private let sums: [Double]
  private let squares: [Double]

  /// Makes a profile of points in ascending order of time; `nil` with fewer than eight.
  init?(times: [Double], watts: [Double], period: Double, window: Double = 0) {
    guard times.count >= 8, times.count == watts.count, period > 0, let first = times.first, let last = times.last
    else {
      return nil
    }
    self.times = times
    (self.first, self.last) = (first, last)
    self.watts = watts
    self.period = period
    self.window = window
    let mean = watts.reduce(0, +) / Double(watts.count)
    meanWatts = mean
    var sums = [0.0]
    var squares = [0.0]
    sums.reserveCapacity(watts.count + 1)
    squares.reserveCapacity(watts.count + 1)
    var (sum, square) = (0.0, 0.0)
    for value in watts {
      sum += value - mean
      square += (value - mean) * (value - mean)
      sums.append(sum)
      squares.append(square)
    }
    self.sums = sums
    self.squares = squares
    let sorted = watts.sorted()
    let range = sorted[sorted.count * 98 / 100] - sorted[sorted.count * 2 / 100]
    noiseFloor = max(0.05 * range, 1e-3) * max(0.05 * range, 1e-3)
    variance = square / Double(watts.count) + noiseFloor
  }

  /// Number, sum and sum of squares of the points of a stretch.
  struct Moments: Sendable {
    var count = 0.0
    var sum = 0.0
    var squares = 0.0

    mutating func add(_ other: Moments) {
      count += other.count
      sum += other.sum
      squares += other.squares
    }

    var mean: Double { count > 0 ? sum / count : 0 }
    /// The sum of squared distances from the mean.
    var spread: Double { count > 0 ? max(squares - sum * sum / count, 0) : 0 }
  }

  /// The moments of the points from one place up to another.
  func moments(from: Int, to: Int) -> Moments {
    guard from < to else { return Moments() }
    return Moments(count: Double(to - from), sum: sums[to] - sums[from], squares: squares[to] - squares[from])
  }

  /// The place of the first point that is not before a time.
  func place(of time: Double) -> Int {
    // Sampling is nearly regular: a guess with a few steps is faster than halving.
    guard time > first else { return 0 }
    guard time <= last else { return times.count }
    var low = 0
    var high = times.count - 1
    var guess = Int((time - first) / (last - first) * Double(high))
    var step = 8
    // Invariant: times[low] < time <= times[high].
    while high - low > 1 {
      guess = min(max(guess, low + 1), high - 1)
      if times[guess] < time {
        low = guess
        guess = step < 1 << 20 ? guess + step : (low + high) / 2
      } else {
        high = guess
        guess = step < 1 << 20 ? guess - step : (low + high) / 2
      }
      step *= 4
    }
    return high
  }

  /// The same, quickly where it is close to a place that is known.
  func place(of time: Double, near known: Int) -> Int {
    var place = known
    let lower = max(0, known - Self.closeBy)
    while place > lower, times[place - 1] >= time { place -= 1 }
    if place == lower, place > 0, times[place - 1] >= time { return self.place(of: time) }
    let upper = min(times.count, known + Self.closeBy)
    while place < upper, times[place] < time { place += 1 }
    if place == upper, place < times.count, times[place] < time { return self.place(of: time) }
    return place
  }

  /// From so many points on, a search is faster than going from one to the next.
  private static let closeBy = 32
}
