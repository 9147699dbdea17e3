import Quantities

/// The sessions of one file while it is read, several of which may be open at a time.
///
/// Two processes that started in the same second write to one file (until 1.1.6), and loggers of several trackers in
/// one process repeat every line (until 1.2.5). So a line goes to the session that wrote last, when that one can take
/// it, or else to the first open one that can.
struct TrackerDrafts {
  private(set) var all: [TrackerSessionDraft] = []
  private var current: Int?
  /// A line went to another open session than the newest.
  private(set) var areInterleaved = false

  /// So many of the newest sessions are looked through for a line's; of one file so many never run at a time, while
  /// sessions that were killed stay open for good.
  private static let greatestTurn = 256

  private var recent: Range<Int> { max(0, all.count - Self.greatestTurn)..<all.count }

  /// The place of the session that wrote last, when it is still open.
  var openCurrent: Int? { current.flatMap { all[$0].isOpen ? $0 : nil } }

  /// Begins a session.
  mutating func open(line: Int, stamp: WallTime?) -> Int {
    all.append(TrackerSessionDraft(line: line))
    all[all.count - 1].note(stamp)
    current = all.count - 1
    return all.count - 1
  }

  /// The place of the session that a line belongs to: the current or else the first open one that `accepts` holds for.
  mutating func place(where accepts: (TrackerSessionDraft) -> Bool) -> Int? {
    if let current = openCurrent, accepts(all[current]) { return current }
    guard let found = recent.first(where: { all[$0].isOpen && accepts(all[$0]) }) else { return nil }
    if all[found...].dropFirst().contains(where: \.isOpen) { areInterleaved = true }
    current = found
    return found
  }

  /// The place of the session whose epoch ended just before a line was written, of several the one whose epoch was
  /// logged first: processes that end their epochs in the same second write their lines in turn.
  mutating func place(endingAt stamp: WallTime, where accepts: (TrackerSessionDraft) -> Bool) -> Int? {
    let candidates = recent.filter { place in
      guard all[place].isOpen, let end = all[place].session.epochs.last?.end, accepts(all[place]) else { return false }
      return (0...Self.turnSeconds).contains(end.duration(to: stamp).inSeconds)
    }
    guard let found = candidates.min(by: { Self.lastEpochLine(all[$0]) < Self.lastEpochLine(all[$1]) }) else {
      return nil
    }
    if candidates.count > 1 { areInterleaved = true }
    current = found
    return found
  }

  /// How long after an epoch its last lines come; intensities are fetched in between.
  private static let turnSeconds = 3.0

  private static func lastEpochLine(_ draft: TrackerSessionDraft) -> Int { draft.session.epochs.last?.line ?? 0 }

  /// The place of the session that a line most likely belongs to when none needs it.
  var fallback: Int? { openCurrent ?? recent.last { all[$0].isOpen } ?? (all.isEmpty ? nil : all.count - 1) }

  /// Changes a session; a place that is not there is passed over.
  mutating func update(_ place: Int?, stamp: WallTime? = nil, _ change: (inout TrackerSessionDraft) -> Void) {
    guard let place, all.indices.contains(place) else { return }
    all[place].note(stamp)
    change(&all[place])
  }

  /// Adds a message's intensities to the session that wrote last; where several are mixed, to the first that has not got
  /// that message.
  mutating func add(_ intensities: [TrackerIntensity], message: String, stamp: WallTime?) {
    guard !intensities.isEmpty else { return }
    let isMissing: (TrackerSessionDraft) -> Bool = { !$0.messages.contains(message) && $0.isBetweenEpochs }
    let needing =
      areInterleaved
      ? stamp.flatMap { place(endingAt: $0, where: isMissing) } ?? place { !$0.messages.contains(message) } : nil
    update(needing ?? fallback, stamp: stamp) { draft in
      draft.session.intensities += intensities
      draft.messages.insert(message)
    }
  }

  /// The sessions, and how many of them were left out because every line of theirs stands in the file a second time.
  func finished() -> (sessions: [TrackerSession], duplicates: Int) {
    var seen: Set<TrackerWork> = []
    var sessions: [TrackerSession] = []
    var duplicates = 0
    for draft in all where !draft.isTentative {
      let session = draft.finished()
      if areInterleaved, let work = TrackerWork(session), !seen.insert(work).inserted {
        duplicates += 1
      } else {
        sessions.append(session)
      }
    }
    return (sessions, duplicates)
  }
}
