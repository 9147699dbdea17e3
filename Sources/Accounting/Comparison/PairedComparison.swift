public import LogFormats

/// A model against the reference of its data set, over the folds that both have.
public struct PairedComparison: Sendable, Hashable {
  /// Why two models were not tested against each other.
  public enum NotTested: Error, Sendable, Hashable {
    /// They have fewer folds in common than it takes.
    case tooFewCommonFolds(found: Int)
    /// At least one of them trained these folds more than once.
    case repeatedFolds([Fold])
    /// The differences of all folds are equal up to rounding.
    case equalDifferences
    /// Scores are too large to compute with.
    case notFinite
  }

  /// The fewest common folds that are tested.
  public static let leastFolds = 3

  /// The folds that both have, ascending.
  public let folds: [Fold]
  /// Model minus reference, in the metric's unit.
  public let differences: PairedDifferences
  /// Student's test of the mean difference, with its interval.
  public let t: PairedTTest
  /// Wilcoxon's test of the same differences; `nil` when all are 0.
  public let wilcoxon: WilcoxonSignedRankTest?
  /// Cohen's d_z.
  public let cohensDz: Double
  /// Hedges' g_z: d_z without the bias of small samples.
  public let hedgesGz: Double
  /// Cliff's delta over all pairs of folds.
  public let cliffsDelta: Double
  /// ``PairedTTest/pValue`` after Holm's correction for the tests of the data set.
  public internal(set) var adjustedPValue: Double

  /// Compares a model with the reference.
  ///
  /// - Throws: ``NotTested``.
  init(_ model: FoldScores, against reference: FoldScores) throws(NotTested) {
    let repeated = model.repeated.union(reference.repeated)
    guard repeated.isEmpty else { throw .repeatedFolds(repeated.sorted()) }
    folds = model.byFold.keys.filter { reference.byFold[$0] != nil }.sorted()
    guard folds.count >= Self.leastFolds else { throw .tooFewCommonFolds(found: folds.count) }
    let (own, other) = (folds.compactMap { model.byFold[$0] }, folds.compactMap { reference.byFold[$0] })
    do throws(UndefinedStatistic) {
      differences = try PairedDifferences(own, other)
      t = try PairedTTest(differences)
      cohensDz = try EffectSize.cohensDz(differences)
      hedgesGz = try EffectSize.hedgesGz(differences)
      cliffsDelta = try EffectSize.cliffsDelta(own, other)
    } catch {
      switch error {
      case .noSpread: throw .equalDifferences
      case .tooFewValues(let found, _): throw .tooFewCommonFolds(found: found)
      case .notFinite, .unequalLengths: throw .notFinite
      }
    }
    wilcoxon = try? WilcoxonSignedRankTest(differences)
    adjustedPValue = t.pValue
  }

  /// The bias-corrected and accelerated bootstrap interval of the mean difference, 95 %, from 5 folds on.
  ///
  /// Drawn with ``Bootstrap/defaultSeed``; `nil` for fewer folds and where the corrections do not exist.
  public var bootstrapInterval: ClosedRange<Double>? {
    guard folds.count >= 5 else { return nil }
    return try? Bootstrap(differences.values).interval()
  }
}
