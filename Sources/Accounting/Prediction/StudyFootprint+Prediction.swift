import Alignment
import LogFormats
import Quantities

extension StudyFootprint {
  /// How far each training has come: the runs in order, then trackers' sessions that belong to no run, in order of path.
  public var progresses: [TrainingProgress] { runs.map { TrainingProgress($0) } + trackerProgresses }

  /// The trainings that only carbontracker logged, in order of path.
  public var trackerProgresses: [TrainingProgress] {
    study.evidence.compactMap { evidence in
      guard case .tracker(let session) = evidence.content, case .unlinked = evidence.disposition else { return nil }
      var progress = TrainingProgress(session, log: evidence.path, choice: basis.tracker)
      if progress.zone == nil, session.firstStamp != nil { progress.zone = evidence.clock.summary }
      return progress
    }
  }

  /// What the study's finished trainings tell about parts that are no epochs.
  public var finishedTrainings: [PastParts.Record] {
    runs.compactMap { PastParts.Record(TrainingProgress($0)) }
  }

  /// How wrong each predictor would have been on the study's finished trainings.
  ///
  /// - Parameters:
  ///   - scatterAfter: the number of epochs after which pairs are kept.
  ///   - excluded: logs of trainings that are left out, since their own ends are to be predicted.
  public func backTest(
    scatterAfter: Int = PredictionBackTest.defaultScatterAfter, without excluded: Set<String> = []
  ) -> PredictionBackTest {
    var test = PredictionBackTest(scatterAfter: scatterAfter)
    let past = Dictionary(grouping: finishedTrainings, by: \.model)
    for run in runs {
      let training = TrainingProgress(run)
      guard !excluded.contains(training.log) else { continue }
      test.add(training, past: PastParts(past[training.model ?? ""] ?? [], for: training))
    }
    for training in trackerProgresses where !excluded.contains(training.log) { test.add(training) }
    return test
  }
}
