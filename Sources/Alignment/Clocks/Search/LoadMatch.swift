import Foundation

/// How well a power profile shows a piece of a schedule when the profile's clock is moved.
///
/// The measure is the gain in log-likelihood of "each load has a power of its own" over "the power is what it is on average
/// over the whole trace", for points with independent normal noise: with n points of a piece, whose sum of squared
/// distances from the loads' means is RSS, and the whole trace's mean µ and variance σ²,
/// n/2 · (ln σ² - 1) + Σ(x - µ)²/2σ² - n/2 · ln(RSS/n), less ½·ln n for each mean (Schwarz 1978). What is compared with is
/// the same at every shift, and what is far from the training counts at every shift, too (with a mean and a variance of
/// its own): so gains of shifts that are hours apart can be compared. All variances are raised by the profile's noise
/// floor, so that few points cannot fit perfectly. What correlation between neighbouring points takes away is accounted
/// for by the caller.
enum LoadMatch {
  /// What one place of the clock amounts to.
  struct Gain {
    /// The first term, in nats for independent points.
    var likelihood = 0.0
    /// The price of the means.
    var penalty = 0.0
    /// The share of the power's variance that the loads explain, 0 to 1.
    var explained = 0.0
    /// Points in the piece.
    var points = 0.0
    /// The power in epochs is greater than outside and between them.
    var hasContrast = false

    /// The gain when so many neighbouring points say the same.
    func value(correlation: Double) -> Double { likelihood / correlation - penalty }
  }

  /// Compares a piece with a profile whose times have `shift` seconds added.
  static func gain(_ piece: LoadSchedule.Piece, _ profile: PowerProfile, shift: Double) -> Gain {
    gain(moments(of: piece, profile, shift: shift), profile)
  }

  /// The moments of each load's points.
  static func moments(of piece: LoadSchedule.Piece, _ profile: PowerProfile, shift: Double) -> LoadMoments {
    var moments = LoadMoments()
    var place = profile.place(of: piece.start - shift)
    for stretch in piece.stretches {
      let next = max(place, profile.place(of: stretch.end - shift))
      moments.add(profile.moments(from: place, to: next), to: stretch.load)
      place = next
    }
    return moments
  }

  /// What the moments of a piece amount to.
  static func gain(_ found: LoadMoments, _ profile: PowerProfile) -> Gain {
    var moments = found
    let total = found.total
    var gain = Gain()
    gain.points = total.count
    guard total.count >= 4 else { return gain }
    // Training takes more power than waiting: a fit with it the other way round is none.
    if moments.epochEnd.count > 0, moments.epochEnd.mean >= moments.epoch.mean { moments.merge(\.epochEnd) }
    if moments.between.count > 0 {
      if moments.between.mean < moments.epoch.mean { gain.hasContrast = true } else { moments.merge(\.between) }
    }
    if moments.outside.count > 0 {
      if moments.outside.mean < moments.epoch.mean { gain.hasContrast = true } else { moments.merge(\.outside) }
    }
    let groups = moments.groups
    let rest = moments.spread
    // What is far from the training has a variance of its own.
    let far = moments.far
    moments.far = .init()
    func logVariance(_ spread: Double, _ count: Double) -> Double {
      count > 0 ? count / 2 * log(spread / count + profile.noiseFloor) : 0
    }
    let squares = total.squares + total.count * profile.noiseFloor
    let without = total.count / 2 * (log(profile.variance) - 1) + squares / 2 / profile.variance
    gain.likelihood =
      without - logVariance(moments.spread, total.count - far.count) - logVariance(far.spread, far.count)
    gain.penalty = Double(groups + (far.count > 0 ? 1 : 0)) / 2 * log(total.count)
    gain.explained = total.spread > 0 ? 1 - rest / total.spread : 0
    return gain
  }

  /// How many neighbouring points count as one: the integrated autocorrelation time 1 + 2·Σρ of the residuals once the
  /// loads' means are taken off, up to the first ρ below 0.05, to the power of 0.7; at least 1.
  ///
  /// The exponent was set by simulated studies: where a slow wandering of the power makes neighbours alike, the edges
  /// between loads tell more than the time itself would have it.
  static func correlation(of piece: LoadSchedule.Piece, _ profile: PowerProfile, shift: Double) -> Double {
    var residuals: [Double] = []
    var moments = LoadMoments()
    var ranges: [(load: LoadSchedule.Load, range: Range<Int>)] = []
    var place = profile.place(of: piece.start - shift)
    for stretch in piece.stretches {
      let next = max(place, profile.place(of: stretch.end - shift))
      moments.add(profile.moments(from: place, to: next), to: stretch.load)
      ranges.append((stretch.load, place..<next))
      place = next
    }
    let base = profile.meanWatts
    for (load, range) in ranges {
      let mean = moments[load].mean + base
      for point in range { residuals.append(profile.watts[point] - mean) }
    }
    guard residuals.count > 8 else { return 1 }
    let variance = residuals.reduce(0) { $0 + $1 * $1 } / Double(residuals.count)
    // Noise below the floor is no structure.
    guard variance > profile.noiseFloor else { return 1 }
    var sum = 1.0
    var lag = 1
    while lag < min(residuals.count / 4, 2000) {
      var product = 0.0
      for place in lag..<residuals.count { product += residuals[place] * residuals[place - lag] }
      let rho = product / Double(residuals.count) / variance
      if rho < 0.05 { break }
      sum += 2 * rho
      lag += 1
    }
    return pow(max(1, sum), 0.7)
  }
}

/// The moments of each load's points.
struct LoadMoments {
  var outside = PowerProfile.Moments()
  var far = PowerProfile.Moments()
  var startUp = PowerProfile.Moments()
  var epoch = PowerProfile.Moments()
  var epochEnd = PowerProfile.Moments()
  var between = PowerProfile.Moments()
  var validation = PowerProfile.Moments()

  subscript(load: LoadSchedule.Load) -> PowerProfile.Moments {
    switch load {
    case .outside: outside
    case .far: far
    case .startUp: startUp
    case .epoch: epoch
    case .epochEnd: epochEnd
    case .between: between
    case .validation: validation
    }
  }

  mutating func add(_ moments: PowerProfile.Moments, to load: LoadSchedule.Load) {
    switch load {
    case .outside: outside.add(moments)
    case .far: far.add(moments)
    case .startUp: startUp.add(moments)
    case .epoch: epoch.add(moments)
    case .epochEnd: epochEnd.add(moments)
    case .between: between.add(moments)
    case .validation: validation.add(moments)
    }
  }

  /// Counts a load's points as epochs.
  mutating func merge(_ load: WritableKeyPath<LoadMoments, PowerProfile.Moments>) {
    epoch.add(self[keyPath: load])
    self[keyPath: load] = .init()
  }

  var total: PowerProfile.Moments {
    var sum = outside
    sum.add(far)
    sum.add(startUp)
    sum.add(epoch)
    sum.add(epochEnd)
    sum.add(between)
    sum.add(validation)
    return sum
  }

  /// Loads that have points.
  var groups: Int {
    (outside.count > 0 ? 1 : 0) + (far.count > 0 ? 1 : 0) + (startUp.count > 0 ? 1 : 0) + (epoch.count > 0 ? 1 : 0)
      + (epochEnd.count > 0 ? 1 : 0) + (between.count > 0 ? 1 : 0) + (validation.count > 0 ? 1 : 0)
  }

  /// The sum of squared distances from the loads' means.
  var spread: Double {
    outside.spread + far.spread + startUp.spread + epoch.spread + epochEnd.spread + between.spread + validation.spread
  }
}
