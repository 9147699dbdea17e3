/// A slope that a few odd epochs cannot move, and whether it is one.
///
/// Theil's and Sen's estimator: the median of the slopes between all pairs (P. K. Sen, Journal of the American
/// Statistical Association 63, 1968), which up to 29 % of wild values leave in place. Kendall's S of the same pairs
/// tells whether a trend is there at all: without one, extrapolating only adds noise.
struct RobustTrend: Sendable, Hashable {
  /// More points than this are averaged in blocks first, so that the pairs stay few whatever the number of epochs.
  static let maximumBlocks = 32
  /// With fewer epochs Kendall's test has next to no power.
  static let minimumEpochs = 10

  /// The change from one epoch to the next.
  let slope: Double
  /// Whether Kendall's S differs from 0 at the 5 % level, two-sided, by its normal approximation with correction for
  /// continuity.
  let isSignificant: Bool

  /// The trend of values in order; `nil` for fewer than ``minimumEpochs``.
  init?(_ values: [Double]) {
    guard values.count >= Self.minimumEpochs else { return nil }
    let length = (values.count + Self.maximumBlocks - 1) / Self.maximumBlocks
    // A last block that is not full is left out, so that blocks stand at equal distances.
    let means = (0..<values.count / length).map { block in
      values[(block * length)..<((block + 1) * length)].reduce(0, +) / Double(length)
    }
    var slopes: [Double] = []
    slopes.reserveCapacity(means.count * (means.count - 1) / 2)
    var score = 0
    for later in means.indices {
      for earlier in 0..<later {
        let change = means[later] - means[earlier]
        slopes.append(change / Double((later - earlier) * length))
        score += change > 0 ? 1 : change < 0 ? -1 : 0
      }
    }
    guard let median = WeightedMedian.median(slopes) else { return nil }
    slope = median
    let n = Double(means.count)
    let deviation = (n * (n - 1) * (2 * n + 5) / 18).squareRoot()
    isSignificant = (Double(abs(score)) - 1) / deviation > 1.959_963_984_540_054
  }
}

/// Medians of values with weights.
enum WeightedMedian {
  /// The median with equal weights: the mean of the two middle values of an even number; `nil` for none.
  static func median(_ values: [Double]) -> Double? { quantile(0.5, of: values) }

  /// The smallest value below or at which half of the weight lies; `nil` for no values.
  static func median(_ values: [Double], weights: [Double]) -> Double? {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let total = weights.reduce(0, +)
    var sum = 0.0
    for place in order {
      sum += weights[place]
      if sum >= total / 2 { return values[place] }
    }
    return order.last.map { values[$0] }
  }

  /// The quantile by linear interpolation of the ordered values (type 7 of Hyndman and Fan, The American Statistician
  /// 50, 1996: R's default); `nil` for none.
  static func quantile(_ share: Double, of values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let place = min(max(share, 0), 1) * Double(sorted.count - 1)
    let lower = Int(place)
    let upper = min(lower + 1, sorted.count - 1)
    return sorted[lower] + (sorted[upper] - sorted[lower]) * (place - Double(lower))
  }
}
