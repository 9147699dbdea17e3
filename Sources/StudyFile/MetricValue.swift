public import LogFormats

/// A CSV file of metrics that another program computed, as the study file names it.
public struct MetricFileChoice: Sendable, Hashable {
  /// The file's path, beside the study file unless it is absolute.
  public var path: String
  /// The metrics of which less is better, such as a distance.
  public var lowerIsBetter: [String]

  /// Makes a choice.
  public init(path: String, lowerIsBetter: [String] = []) {
    self.path = path
    self.lowerIsBetter = lowerIsBetter
  }
}

/// One value of a metric that another program computed.
public struct MetricValue: Sendable, Hashable {
  /// The model: the name that reports print, a configuration, `trainer__plans__configuration`, or any other name for a
  /// model that has no logs.
  public var model: String
  /// The data set: its name in the logs, or its label.
  public var dataset: String
  /// The fold; `nil` for a value of the whole data set.
  public var fold: Fold?
  /// The name of the metric.
  public var metric: String
  /// The value, finite, in the metric's own unit; a Dice is 0 to 1.
  public var value: Double
  /// Whether less is better.
  public var lowerIsBetter: Bool

  /// Makes a value.
  public init(
    model: String, dataset: String, fold: Fold?, metric: String, value: Double, lowerIsBetter: Bool = false
  ) {
    self.model = model
    self.dataset = dataset
    self.fold = fold
    self.metric = metric
    self.value = value
    self.lowerIsBetter = lowerIsBetter
  }

  /// Whether the metric is the Dice, in whatever case it is written.
  public var isDice: Bool { metric.lowercased() == "dice" }
}
