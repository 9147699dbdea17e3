public import LogFormats
import Quantities
public import StudyFile

extension TrainingProgress {
  /// How far a training has come that only carbontracker logged.
  ///
  /// - Parameters:
  ///   - session: one use of carbontracker.
  ///   - log: its path, as reports print it.
  ///   - choice: whether the powers of 2.x are corrected for the averaging of devices.
  public init(_ session: TrackerSession, log: String, choice: TrackerChoice) {
    let measured = session.components.filter { session.isMeasured($0.name) }
    let epochs = session.epochs.enumerated().map { place, epoch -> Epoch in
      let powers = measured.compactMap { component -> Double? in
        guard let watts = epoch.powers.first(where: { $0.component == component.name })?.totalWatts else { return nil }
        return watts * (choice == .corrected ? component.correctionFactor : 1)
      }
      let seconds = epoch.seconds ?? .nan
      let isKnown = !powers.isEmpty && powers.count == measured.count && seconds.isFinite && seconds >= 0
      let energy = isKnown ? Energy.joules(powers.compensatedSum() * seconds) : nil
      var found = Epoch(seconds: seconds, energy: energy, beginsProcess: place == 0)
      found.end = epoch.end
      return found
    }
    self.init(name: log, log: log, planned: nil, epochs: epochs)
    if let count = session.predicted?.epochs, count > 0 {
      planned = count
      plannedSource = .known("carbontracker's prediction")
    }
    isLogged = true
    // `stop()` and a tracker that watches a few epochs only end before the training does.
    let isWhole = session.epochs.count == planned
    switch session.state {
    case .finished where isWhole: state = .finished
    case .finished: state = planned == nil ? .finished : .ended("the tracker's end")
    case .stopped: state = .ended("stop()")
    case .failed: state = .ended("an exception")
    case .truncated where isWhole: state = .finished
    case .truncated, .empty: state = .open
    }
    if state == .finished, planned == nil, !session.epochs.isEmpty {
      planned = session.epochs.count
      plannedSource = .known("the log's end")
    }
    if measuredEpochs == 0, !epochs.isEmpty { energyRemark = "the tracker read no sensor" }
  }
}
