import Quantities

/// A session that is being read.
struct TrackerSessionDraft {
  var session: TrackerSession
  /// More of the session may come.
  var isOpen = true
  /// `Monitoring thread ended.` or `Finished monitoring.` was read.
  var hasEnded = false
  /// `stop()` was called, or the user answered that it should end.
  var wasStopped = false
  /// The line that `stop()` writes was read, whatever it says.
  var hasStopLine = false
  /// Monitoring ended with a traceback.
  var hasFailed = false
  /// 1.0.x: when the running epoch began.
  var epochStart: WallTime?
  /// 1.0.x: the last epoch's seconds come from its stamps, and a `Duration` line may say better.
  var secondsAreFromStamps = false
  /// Opened by a line that consoles also show without a tracker running.
  var isTentative = false

  /// The messages about intensities that the session has.
  var messages: Set<String> = []

  init(line: Int) { session = TrackerSession(line: line) }

  /// The number that the session's next epoch has.
  var nextEpoch: Int { (session.epochs.last?.number ?? 0) + 1 }

  /// The last epoch, when there is one, has all its lines.
  var isBetweenEpochs: Bool {
    guard let last = session.epochs.last else { return true }
    return last.seconds != nil && last.powers.count >= session.components.count
  }

  /// Notes a line's stamp.
  mutating func note(_ stamp: WallTime?) {
    guard let stamp else { return }
    if session.firstStamp == nil { session.firstStamp = stamp }
    session.lastStamp = stamp
  }

  /// The session with its state and with its intensities' sources, as far as its own lines tell.
  func finished() -> TrackerSession {
    var session = session
    let hasBlock = [session.actual, session.predicted].contains { ($0?.seconds ?? 0) > 0 }
    if hasFailed {
      session.state = .failed
    } else if session.epochs.isEmpty, !hasBlock {
      session.state = .empty
    } else if wasStopped {
      session.state = .stopped
    } else {
      session.state = hasEnded ? .finished : .truncated
    }
    session.classifyIntensities()
    return session
  }
}

extension TrackerSession {
  /// Gives the lists and means, which do not name their source, that of a line which does and has the same number.
  mutating func classifyIntensities(using others: [TrackerIntensity] = []) {
    let release = version.flatMap { TrackerRelease($0) }
    let named = (intensities + others).filter { $0.source != .unclassified }
    for index in intensities.indices where intensities[index].source == .unclassified {
      guard let value = intensities[index].gramsPerKilowattHour else { continue }
      if let match = named.first(where: { TrackerIntensityLine.agree($0.gramsPerKilowattHour ?? .nan, value) }) {
        intensities[index].source = match.source
      } else if intensities[index].place == nil, TrackerIntensityLine.worldDefaults.contains(value) {
        intensities[index].source = .worldDefault
      } else if release?.defaultsToEU28 == true {
        let isDefault = TrackerIntensityLine.agree(value, TrackerIntensityLine.eu28Default)
        intensities[index].source = isDefault ? .eu28Default : .live
      }
    }
  }
}
