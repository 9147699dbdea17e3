public import Alignment
public import LogFormats

/// A model in a comparison: one that was trained here, or one of which only metrics are known.
public enum ComparedModel: Sendable, Hashable {
  /// A model with logs.
  case trained(ModelIdentity)
  /// A model that only a file of metrics names.
  case listed(String)

  /// The same model on any data set.
  public var acrossDatasets: ComparedModel {
    guard case .trained(var identity) = self else { return self }
    identity.dataset = nil
    return .trained(identity)
  }
}

/// One model's scores on a data set, by fold.
public struct FoldScores: Sendable, Hashable {
  /// The score of each fold that was trained once.
  public private(set) var byFold: [Fold: Double] = [:]
  /// Folds with more than one score; nothing tells which of them belongs beside another model's.
  public private(set) var repeated: Set<Fold> = []
  /// Every score, those of repeated folds and those without a fold included, in the order of the input.
  public private(set) var all: [Double] = []

  /// No scores.
  public init() {}

  /// Scores in order.
  public init(_ scores: some Sequence<(fold: Fold?, value: Double)>) {
    for score in scores { add(score.value, fold: score.fold) }
  }

  /// Adds a score; `nil` for one of the whole data set.
  public mutating func add(_ value: Double, fold: Fold?) {
    all.append(value)
    guard let fold, fold.number != nil else { return }
    if repeated.contains(fold) { return }
    if byFold.removeValue(forKey: fold) != nil {
      repeated.insert(fold)
    } else {
      byFold[fold] = value
    }
  }
}
