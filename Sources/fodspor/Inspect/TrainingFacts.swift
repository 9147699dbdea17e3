import LogFormats

/// What a training log and its path say together: the path, which the user sees, goes before the header.
struct TrainingFacts {
  let dataset: String?
  let trainer: String?
  let plans: String?
  let configuration: String?
  let fold: Fold?
  let completedEpochs: Int
  /// Σ of the printed epoch times of completed epochs, in seconds; `nil` when none was printed.
  let epochSecondsSum: Double?
  /// The sum over the number of epochs that have a printed time.
  let epochSecondsMean: Double?

  init(_ log: TrainingLog, path: String) {
    let place = ResultsPath(filePath: path)
    dataset = place?.dataset ?? log.dataset
    trainer = place?.trainer ?? log.trainer
    plans = place?.plans ?? log.plans
    configuration = place?.configuration ?? log.configuration
    fold = place?.fold ?? log.fold.map(Fold.init)
    let completed = log.completedEpochs
    let seconds = completed.compactMap(\.seconds)
    completedEpochs = completed.count
    epochSecondsSum = seconds.isEmpty ? nil : seconds.reduce(0, +)
    epochSecondsMean = epochSecondsSum.map { $0 / Double(seconds.count) }
  }
}
