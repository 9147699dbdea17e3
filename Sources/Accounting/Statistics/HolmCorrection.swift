/// Holm's correction of p-values for the number of tests.
///
/// S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6 (1979). Holds
/// for tests that depend on each other, too.
public enum HolmCorrection {
  /// The corrected p-values in the order of the input, at most 1.
  ///
  /// - Parameter pValues: of one family of tests, each 0 to 1.
  /// - Throws: ``UndefinedStatistic/notFinite`` for a value outside 0 to 1.
  public static func adjust(_ pValues: [Double]) throws(UndefinedStatistic) -> [Double] {
    guard pValues.allSatisfy({ (0...1).contains($0) }) else { throw .notFinite }
    var adjusted = pValues
    var largest = 0.0
    for (place, index) in pValues.indices.sorted(by: { (pValues[$0], $0) < (pValues[$1], $1) }).enumerated() {
      largest = max(largest, min(Double(pValues.count - place) * pValues[index], 1))
      adjusted[index] = largest
    }
    return adjusted
  }
}
