/// Why a statistic of some values does not exist.
///
/// Thrown instead of a number that looks like a result: nothing here answers `nan`, 0 or an endless value.
public enum UndefinedStatistic: Error, Sendable, Hashable {
  /// There are fewer values, pairs, blocks or models than it takes.
  case tooFewValues(found: Int, needed: Int)
  /// Two samples of different sizes, or rows of different lengths, are no pairs.
  case unequalLengths
  /// A value is infinite or not a number, or a sum of values overflows.
  case notFinite
  /// All values, or all differences, are equal up to rounding: nothing tells how much they vary.
  case noSpread
}
