/// Quantiles of sorted numbers.
enum Quantile {
  /// The median; `nil` for no numbers.
  static func median(_ sorted: [Double]) -> Double? { value(0.5, of: sorted) }

  /// The value below which a share of the numbers lies, by straight lines between the numbers: definition 7 of Hyndman
  /// and Fan, "Sample Quantiles in Statistical Packages" (The American Statistician 50, 1996), the default of R and NumPy.
  ///
  /// - Parameters:
  ///   - share: 0 to 1.
  ///   - sorted: Finite numbers, ascending.
  static func value(_ share: Double, of sorted: [Double]) -> Double? {
    guard let last = sorted.last else { return nil }
    let place = min(max(share, 0), 1) * Double(sorted.count - 1)
    let index = Int(place)
    guard index + 1 < sorted.count else { return last }
    let rest = place - Double(index)
    return sorted[index] * (1 - rest) + sorted[index + 1] * rest
  }
}
