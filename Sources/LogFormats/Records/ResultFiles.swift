/// A `summary.json` of nnU-Net v1 or v2: what the final validation measured.
public struct ValidationSummary: Sendable, Hashable, Codable {
  /// The mean over foreground classes of the mean over cases; `nil` when a class never occurs (nnU-Net writes `NaN`).
  public var foregroundMeanDice: Double?
  /// The mean Dice over cases by label, background left out; a label's value is `nil` for `NaN`.
  public var diceByLabel: [LabelDice]
  /// Cases in the file.
  public var caseCount: Int
  /// Of what the result is by the paths of the predictions in the file, for files that were moved or renamed; the
  /// file's own path, ``ResultScope/init(filePath:)``, goes before it. `nil` when they do not tell.
  public var scope: ResultScope?

  /// One label's mean Dice.
  public struct LabelDice: Sendable, Hashable, Codable {
    /// `1`, or a region such as `(1, 2, 3)`.
    public var label: String
    public var dice: Double?

    public init(label: String, dice: Double?) {
      self.label = label
      self.dice = dice
    }
  }

  public init(
    foregroundMeanDice: Double?, diceByLabel: [LabelDice], caseCount: Int, scope: ResultScope? = nil
  ) {
    self.foregroundMeanDice = foregroundMeanDice
    self.diceByLabel = diceByLabel
    self.caseCount = caseCount
    self.scope = scope
  }
}

/// A `plans.json`.
public struct PlansFile: Sendable, Hashable, Codable {
  public var datasetName: String?
  public var plansName: String?
  /// In order of name, `inherits_from` resolved.
  public var configurations: [Configuration]

  /// One planned configuration.
  public struct Configuration: Sendable, Hashable, Codable {
    public var name: String
    public var batchSize: Int?
    public var patchSize: [Int]?
    public var spacing: [Double]?
    /// The last component of the network's class name, such as `PlainConvUNet`.
    public var networkClass: String?
    /// The configuration whose values count where this one has none.
    public var inheritsFrom: String?
    /// A cascade's first stage, which must be trained before this configuration.
    public var previousStage: String?
    /// The configurations whose training takes this one's predictions.
    public var nextStages: [String]?
    /// Own or inherited from the name of one of nnU-Net's configurations.
    public var family: ConfigurationFamily?

    public init(
      name: String, batchSize: Int? = nil, patchSize: [Int]? = nil, spacing: [Double]? = nil,
      networkClass: String? = nil, inheritsFrom: String? = nil, previousStage: String? = nil,
      nextStages: [String]? = nil, family: ConfigurationFamily? = nil
    ) {
      self.name = name
      self.batchSize = batchSize
      self.patchSize = patchSize
      self.spacing = spacing
      self.networkClass = networkClass
      self.inheritsFrom = inheritsFrom
      self.previousStage = previousStage
      self.nextStages = nextStages
      self.family = family
    }
  }

  public init(datasetName: String? = nil, plansName: String? = nil, configurations: [Configuration] = []) {
    self.datasetName = datasetName
    self.plansName = plansName
    self.configurations = configurations
  }
}

/// Which of nnU-Net's own configurations a configuration is or was made from.
public enum ConfigurationFamily: String, Sendable, Hashable, Codable, CaseIterable {
  case flat = "2d"
  case low = "3d_lowres"
  case cascade = "3d_cascade_fullres"
  case full = "3d_fullres"

  /// By the beginning of a name: `3d_fullres_bs40` is of the family `3d_fullres`, and so is any other name in `3d_`;
  /// `nil` for names of other forms.
  public init?(configuration name: String) {
    let family = Self.allCases.first { family in
      let rest = name.dropFirst(family.rawValue.count)
      return name.hasPrefix(family.rawValue) && (rest.isEmpty || rest.first == "_")
    }
    guard let family = family ?? (name.hasPrefix("3d_") ? .full : nil) else { return nil }
    self = family
  }
}

/// A `dataset.json`.
public struct DatasetFile: Sendable, Hashable, Codable {
  public var name: String?
  public var trainingCases: Int?
  /// Channel or modality names in order of index.
  public var channels: [String]
  /// Label names, background included, in order of name.
  public var labels: [String]
  public var fileEnding: String?

  public init(
    name: String? = nil, trainingCases: Int? = nil, channels: [String] = [], labels: [String] = [],
    fileEnding: String? = nil
  ) {
    self.name = name
    self.trainingCases = trainingCases
    self.channels = channels
    self.labels = labels
    self.fileEnding = fileEnding
  }
}

/// A `debug.json`: what nnU-Net's trainer was when its last (re)start began.
public struct DebugFile: Sendable, Hashable, Codable {
  /// `DatasetNNN_Name` or `TaskNNN_Name`, from the path of the preprocessed data.
  public var dataset: String?
  /// v1 only: `nnUNetTrainerV2`.
  public var trainer: String?
  /// v1 only, from the name of the plans: `nnUNetPlansv2.1`.
  public var plans: String?
  public var fold: String?
  public var configuration: String?
  public var plannedEpochs: Int?
  public var iterationsPerEpoch: Int?
  public var validationIterationsPerEpoch: Int?
  /// Of one process: training on several GPUs divides the planned batch among them.
  public var batchSize: Int?
  /// v1 only; v2's is in the plans.
  public var patchSize: [Int]?
  /// A checkpoint to go on from is written every so many epochs, so a restart repeats fewer than that.
  public var checkpointInterval: Int?
  /// The epoch at which the last (re)start began.
  public var currentEpoch: Int?
  public var gpuName: String?
  public var hostname: String?
  public var device: String?
  public var torchVersion: String?
  /// As PyTorch numbers it: 90100 is 9.1.0, 8500 is 8.5.0.
  public var cudnnVersion: Int?
  public var isDistributed: Bool?
  /// The configuration takes the predictions of a cascade's first stage.
  public var isCascaded: Bool?
  /// The path of the log that the last (re)start wrote.
  public var logFile: String?
  public var network: String?

  public init() {}
}
