public import LogFormats

/// Which training a run is: one model on one data set.
public struct RunIdentity: Sendable, Hashable, Comparable {
  /// `DatasetNNN_Name` or `TaskNNN_Name`; `nil` when neither path nor log tells.
  public var dataset: String?
  public var trainer: String?
  public var plans: String?
  public var configuration: String?
  public var fold: Fold?
  /// The folder that holds the run's logs, as reports print it; tells two runs of one name apart.
  public var location: String

  public init(
    dataset: String?, trainer: String?, plans: String?, configuration: String?, fold: Fold?, location: String
  ) {
    self.dataset = dataset
    self.trainer = trainer
    self.plans = plans
    self.configuration = configuration
    self.fold = fold
    self.location = location
  }

  /// What was trained, without the fold: runs with the same model are folds of one cross-validation.
  public var model: ModelIdentity {
    ModelIdentity(dataset: dataset, trainer: trainer, plans: plans, configuration: configuration)
  }

  public static func < (left: RunIdentity, right: RunIdentity) -> Bool {
    if left.model != right.model { return left.model < right.model }
    switch (left.fold, right.fold) {
    case (let a?, let b?) where a != b: return a < b
    case (nil, .some): return true
    case (.some, nil): return false
    default: return left.location < right.location
    }
  }
}

/// A data set with an architecture's name: trainer, plans and configuration.
public struct ModelIdentity: Sendable, Hashable, Comparable {
  public var dataset: String?
  public var trainer: String?
  public var plans: String?
  public var configuration: String?

  public init(dataset: String?, trainer: String?, plans: String?, configuration: String?) {
    self.dataset = dataset
    self.trainer = trainer
    self.plans = plans
    self.configuration = configuration
  }

  public static func < (left: ModelIdentity, right: ModelIdentity) -> Bool {
    (left.dataset ?? "", left.configuration ?? "", left.trainer ?? "", left.plans ?? "")
      < (right.dataset ?? "", right.configuration ?? "", right.trainer ?? "", right.plans ?? "")
  }
}
