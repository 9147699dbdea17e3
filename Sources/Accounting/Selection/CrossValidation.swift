import Alignment
import LogFormats
public import Quantities

/// How many folds a data set's cross-validation has, and where the number is from.
public struct FoldCount: Sendable, Hashable {
  /// Where the number is from.
  public enum Source: Sendable, Hashable {
    /// A `splits_final.json`.
    case splits(path: String)
    /// nnU-Net's default: its `generate_crossval_split` makes five folds.
    case nnunetDefault
    /// More folds were trained than the other sources tell.
    case trained
  }

  /// At least 1.
  public let count: Int
  public let source: Source

  /// nnU-Net's five folds.
  public static let nnunetDefault = FoldCount(count: 5, source: .nnunetDefault)

  public init(count: Int, source: Source) {
    self.count = max(1, count)
    self.source = source
  }

  /// At least as many as the numbered folds that were trained.
  func covering(_ models: [ModelFootprint]) -> FoldCount {
    let most = models.flatMap(\.runs).compactMap { $0.run.identity.fold?.number }.max().map { $0 + 1 } ?? 0
    return most > count ? FoldCount(count: most, source: .trained) : self
  }
}

/// The energy of a model's whole cross-validation, the folds that were not trained taken at the mean of the others.
///
/// Êc = K · Ēc, where Ēc is the mean over the m measured folds of the energy of all attempts of a fold, and K the number
/// of folds; σ(Êc) = K · s / √m with the sample standard deviation s of the folds: the estimate of a total from a simple
/// random sample (Cochran, *Sampling Techniques*), without the correction for finite populations.
public struct CrossValidationEnergy: Sendable, Hashable {
  /// K.
  public let folds: Int
  /// m: finished folds whose energy is known.
  public let measured: Int
  /// Ēc.
  public let perFold: Energy
  /// Êc; the measured sum where nothing is missing.
  public let total: Energy
  /// σ(Êc); `nil` with one measured fold, and where nothing is missing.
  public let deviation: Energy?

  /// Folds that were not trained, or whose energy is not known.
  public var missing: Int { folds - measured }

  /// `nil` when no finished fold was measured, or for a model of all cases.
  init?(_ model: ModelFootprint, folds: Int) {
    guard !model.isAllData else { return nil }
    // Runs of one fold in two folders are attempts at one fold.
    let byFold = Dictionary(grouping: model.runs.filter { $0.run.identity.fold?.number != nil }) {
      $0.run.identity.fold
    }
    let energies = byFold.keys.sorted { ($0?.number ?? 0) < ($1?.number ?? 0) }.compactMap { fold -> Energy? in
      let runs = byFold[fold] ?? []
      let known = runs.compactMap(\.energy)
      guard runs.contains(where: \.run.isFinished), known.count == runs.count else { return nil }
      return known.compensatedSum()
    }
    guard !energies.isEmpty, let summary = SampleSummary(energies.map(\.joules)) else { return nil }
    let count = max(folds, energies.count)
    self.folds = count
    measured = energies.count
    perFold = .joules(summary.mean)
    if count == energies.count {
      total = energies.compensatedSum()
      deviation = nil
    } else {
      total = .joules(Double(count) * summary.mean)
      deviation = summary.standardDeviation.map { .joules(Double(count) * $0 / Double(energies.count).squareRoot()) }
    }
  }
}
