/// A `summary.json` of nnU-Net v1 or v2: what the final validation measured.
public struct ValidationSummary: Sendable, Hashable, Codable {
  /// The mean over foreground classes of the mean over cases; `nil` when a class never occurs (nnU-Net writes `NaN`).
  public var foregroundMeanDice: Double?
  /// The mean Dice over cases by label, background left out; a label's value is `nil` for `NaN`.
  public var diceByLabel: [LabelDice]
  /// Cases in the file.
  public var caseCount: Int

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

  public init(foregroundMeanDice: Double?, diceByLabel: [LabelDice], caseCount: Int) {
    self.foregroundMeanDice = foregroundMeanDice
    self.diceByLabel = diceByLabel
    self.caseCount = caseCount
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

    public init(
      name: String, batchSize: Int? = nil, patchSize: [Int]? = nil, spacing: [Double]? = nil,
      networkClass: String? = nil
    ) {
      self.name = name
      self.batchSize = batchSize
      self.patchSize = patchSize
      self.spacing = spacing
      self.networkClass = networkClass
    }
  }

  public init(datasetName: String? = nil, plansName: String? = nil, configurations: [Configuration] = []) {
    self.datasetName = datasetName
    self.plansName = plansName
    self.configurations = configurations
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
  public var fold: String?
  public var configuration: String?
  public var plannedEpochs: Int?
  public var iterationsPerEpoch: Int?
  public var validationIterationsPerEpoch: Int?
  public var batchSize: Int?
  /// The epoch at which the last (re)start began.
  public var currentEpoch: Int?
  public var gpuName: String?
  public var hostname: String?
  public var device: String?
  public var torchVersion: String?
  public var isDistributed: Bool?
  /// The path of the log that the last (re)start wrote.
  public var logFile: String?
  public var network: String?

  public init() {}
}
