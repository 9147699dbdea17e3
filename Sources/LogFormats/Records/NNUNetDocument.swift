/// What one of nnU-Net's smaller documents says: how data were split, what was compared, what was chosen.
public enum NNUNetDocument: Sendable, Hashable, Codable {
  /// `inference_information.json`, `inference_instructions.txt` (v2), `summary.csv`, `prediction_commands.txt` (v1).
  case selection(ModelSelection)
  /// `postprocessing.json`, v1 and v2.
  case postprocessing(PostprocessingChoice)
  /// `splits_final.json`, the folds in order.
  case splits([SplitSize])
  /// `benchmark_result.json`, in file order.
  case benchmark([BenchmarkResult])

  /// The cases of one fold.
  public struct SplitSize: Sendable, Hashable, Codable {
    public var training: Int
    public var validation: Int

    public init(training: Int, validation: Int) {
      self.training = training
      self.validation = validation
    }
  }
}

/// Which models and ensembles nnU-Net compared on a data set, and which it chose.
public struct ModelSelection: Sendable, Hashable, Codable {
  /// `DatasetNNN_Name` or `TaskNNN_Name`, or only the number; `nil` when the file does not say.
  public var dataset: String?
  /// The folds whose validations were pooled; empty when the file does not say.
  public var folds: [Fold]
  public var ensemblingAllowed: Bool?
  /// Everything that was compared, in file order.
  public var candidates: [Candidate]
  /// The chosen model, or the models of the chosen ensemble; empty when the file does not say.
  public var selected: [NNUNetModel]
  /// Dice of the choice over the pooled validations, before and after postprocessing.
  public var diceBeforePostprocessing: Double?
  public var diceAfterPostprocessing: Double?

  /// A model or an ensemble that was compared.
  public struct Candidate: Sendable, Hashable, Codable {
    /// As the file has it.
    public var name: String
    /// One model, or those of an ensemble; empty when the name is of another form.
    public var models: [NNUNetModel]
    /// The foreground's mean Dice over the pooled validations.
    public var dice: Double?
    /// By class, in order; empty when the file has only the mean.
    public var classDice: [Double?]

    public init(name: String, models: [NNUNetModel], dice: Double? = nil, classDice: [Double?] = []) {
      self.name = name
      self.models = models
      self.dice = dice
      self.classDice = classDice
    }
  }

  public init(
    dataset: String? = nil, folds: [Fold] = [], ensemblingAllowed: Bool? = nil, candidates: [Candidate] = [],
    selected: [NNUNetModel] = [], diceBeforePostprocessing: Double? = nil, diceAfterPostprocessing: Double? = nil
  ) {
    self.dataset = dataset
    self.folds = folds
    self.ensemblingAllowed = ensemblingAllowed
    self.candidates = candidates
    self.selected = selected
    self.diceBeforePostprocessing = diceBeforePostprocessing
    self.diceAfterPostprocessing = diceAfterPostprocessing
  }

  /// What won: the selected models, or where the file does not name them those with the highest Dice (of equals the
  /// first, which is the simpler one); empty when there is neither.
  public var winner: [NNUNetModel] {
    guard selected.isEmpty else { return selected }
    var best: Candidate?
    for candidate in candidates {
      guard let dice = candidate.dice else { continue }
      if dice > best?.dice ?? -.infinity { best = candidate }
    }
    return best?.models ?? []
  }
}

/// What nnU-Net found when it tried to keep only the largest connected component of labels.
public struct PostprocessingChoice: Sendable, Hashable, Codable {
  /// Without postprocessing.
  public var before: Result
  /// Of the whole foreground treated as one (v1), or of what was chosen (v2).
  public var after: Result?
  /// v1: of every label treated by itself.
  public var afterByLabel: Result?
  /// For which labels it was chosen, each as `1` or `(1, 2)`, in file order; empty when nothing is postprocessed.
  public var labels: [String]
  public var caseCount: Int?
  /// Of what these are results, where the file says so.
  public var scope: ResultScope?

  /// Dice by label and its mean over the foreground.
  public struct Result: Sendable, Hashable, Codable {
    public var foregroundMeanDice: Double?
    public var diceByLabel: [ValidationSummary.LabelDice]

    public init(foregroundMeanDice: Double?, diceByLabel: [ValidationSummary.LabelDice]) {
      self.foregroundMeanDice = foregroundMeanDice
      self.diceByLabel = diceByLabel
    }
  }

  public init(
    before: Result, after: Result? = nil, afterByLabel: Result? = nil, labels: [String] = [], caseCount: Int? = nil,
    scope: ResultScope? = nil
  ) {
    self.before = before
    self.after = after
    self.afterByLabel = afterByLabel
    self.labels = labels
    self.caseCount = caseCount
    self.scope = scope
  }
}

/// One line of a `benchmark_result.json`: how fast a machine trained an epoch.
public struct BenchmarkResult: Sendable, Hashable, Codable {
  /// Seconds; `nil` when the benchmark failed.
  public var fastestEpoch: Double?
  /// Why there is no time, such as a lack of GPU memory.
  public var failure: String?
  public var gpuName: String?
  public var gpuCount: Int?
  public var hostname: String?
  public var torchVersion: String?
  public var cudnnVersion: String?

  public init() {}
}
