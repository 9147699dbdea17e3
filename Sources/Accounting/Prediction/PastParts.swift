import Quantities

/// What start-up, the time between epochs and the final validation took in finished runs.
///
/// Runs of the same model tell, else none: validation depends on the data set's cases and the network.
public struct PastParts: Sendable, Hashable {
  /// Mean and spread of one part in base units: seconds, joules.
  struct Spread: Sendable, Hashable {
    private var values: [Double] = []

    var count: Int { values.count }

    mutating func add(_ value: Double?) {
      if let value, value.isFinite, value >= 0 { values.append(value) }
    }

    /// What one more run will take: the mean, ± t₉₇.₅·s·√(1 + 1/n) from three runs on
    /// (the prediction interval of a further normal value).
    func predicted() -> PredictedAmount? {
      guard let summary = SampleSummary(values) else { return nil }
      guard summary.count >= 3, let deviation = summary.standardDeviation,
        let quantile = StudentT.quantile(0.975, degreesOfFreedom: Double(summary.count - 1))
      else { return PredictedAmount(summary.mean) }
      return PredictedAmount(
        summary.mean, halfWidth: quantile * deviation * (1 + 1 / Double(summary.count)).squareRoot())
    }
  }

  /// What a finished training tells, without its epochs, so that thousands of them take little memory.
  public struct Record: Sendable, Hashable {
    let name: String
    public let model: String
    let between: TrainingProgress.Part?
    let validation: TrainingProgress.Part?
    let whole: TrainingProgress.Part?

    /// `nil` for a training that did not finish, or of no known model.
    public init?(_ training: TrainingProgress) {
      guard training.state == .finished, let model = training.model else { return nil }
      self.model = model
      name = training.name
      between = training.between
      validation = training.validation
      whole = training.whole
    }
  }

  /// More runs than this tell nothing new.
  static let maximumRuns = 100

  var betweenSeconds = Spread()
  var betweenJoules = Spread()
  var validationSeconds = Spread()
  var validationJoules = Spread()

  /// The runs that tell.
  public private(set) var runs = 0

  /// Nothing is known of past runs.
  public static let none = PastParts()

  private init() {}

  /// Gathers what finished trainings of one model tell.
  ///
  /// - Parameters:
  ///   - past: finished trainings, of any model.
  ///   - training: the training that is predicted, which tells nothing about itself.
  public init(_ past: some Sequence<Record>, for training: TrainingProgress) {
    guard let model = training.model else { return }
    for run in past where run.model == model && run.name != training.name {
      runs += 1
      betweenSeconds.add(run.between?.seconds)
      betweenJoules.add(run.between?.energy?.joules)
      // A training without a validation says that there will be none.
      validationSeconds.add(run.whole == nil ? nil : run.validation?.seconds ?? 0)
      validationJoules.add(run.validation == nil && run.whole?.energy != nil ? 0 : run.validation?.energy?.joules)
      if runs == Self.maximumRuns { break }
    }
  }
}
