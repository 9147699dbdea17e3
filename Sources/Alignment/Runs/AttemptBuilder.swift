import LogFormats
import Quantities
import StudyStore

/// Makes attempts of training logs and console captures, each process start once.
struct AttemptBuilder {
  let index: StudyIndex
  let clocks: HostClocks
  private(set) var diagnostics: [StudyDiagnostic] = []
  private let filesByFolder: [String: Int]

  init(index: StudyIndex, clocks: HostClocks) {
    self.index = index
    self.clocks = clocks
    let paths = index.entries.flatMap { [$0.path] + $0.copies }
    filesByFolder = Dictionary(paths.map { (StudyIndex.folder(of: $0), 1) }, uniquingKeysWith: +)
  }

  /// A console capture and the attempts whose lines stand in it.
  private struct Capture {
    let path: String
    let content: ConsoleCapture
    var attempts: [Int]
  }

  /// Every attempt of the study with its identity, in order of log path.
  mutating func attempts() -> [(identity: RunIdentity, attempt: Attempt)] {
    var found: [(identity: RunIdentity, attempt: Attempt)] = []
    for entry in index.entries {
      guard case .trainingLog(let log) = entry.content.record, !isToldByLog(log, entry: entry) else { continue }
      for run in log.runs { addProcesses(of: run, entry: entry, to: &found) }
    }
    dropSnapshots(&found)
    attachCaptures(&found)
    return found
  }

  /// Whether a table of epochs, whose stamps are UTC, lies beside the training log of the same epochs.
  private mutating func isToldByLog(_ log: TrainingLog, entry: StudyIndex.Entry) -> Bool {
    guard log.clock == .utc else { return false }
    let folder = StudyIndex.folder(of: entry.path)
    let indices = Set(log.epochs.map(\.index))
    let told = index.entries.first { other in
      guard other.path != entry.path, StudyIndex.folder(of: other.path) == folder,
        case .trainingLog(let log) = other.content.record
      else { return false }
      return log.clock == .local && log.epochs.contains { indices.contains($0.index) }
    }
    guard let told else { return false }
    diagnostics.append(
      StudyDiagnostic(
        path: entry.path,
        Diagnostic(
          .info, "count-once.progress", "The epochs of this table are those of \(told.path); counted once.")))
    return true
  }

  private mutating func addProcesses(
    of log: TrainingLog, entry: StudyIndex.Entry, to found: inout [(identity: RunIdentity, attempt: Attempt)]
  ) {
    let processes = ProcessSegments.of(log)
    for process in processes { add(process, entry: entry, to: &found) }
    guard processes.count > 1 else { return }
    diagnostics.append(
      StudyDiagnostic(
        path: entry.path,
        Diagnostic(
          .info, "run.several-processes",
          "\(processes.count) process starts of one run stand in this file; each is an attempt.")))
  }

  private mutating func add(
    _ log: TrainingLog, entry: StudyIndex.Entry, to found: inout [(identity: RunIdentity, attempt: Attempt)]
  ) {
    guard let first = log.firstStamp, let last = log.lastStamp else {
      diagnostics.append(
        StudyDiagnostic(
          path: entry.path,
          Diagnostic(.warning, "run.no-stamp", "The log has no time stamp; it is not counted as an attempt.")))
      return
    }
    if !entry.copies.isEmpty {
      diagnostics.append(
        StudyDiagnostic(
          path: entry.path,
          Diagnostic(
            .info, "count-once.copy",
            "The same bytes stand in \(entry.copies.joined(separator: ", ")); counted once.")))
    }
    let (times, isAmbiguous) = TrainingTimes.read(log, path: entry.path, first: first, last: last, clocks: clocks)
    if isAmbiguous { diagnostics.append(StudyDiagnostic(path: entry.path, .repeatedHour)) }
    if !times.clock.changes.isEmpty {
      diagnostics.append(
        StudyDiagnostic(
          path: entry.path,
          Diagnostic(
            .info, "clock.daylight-saving",
            "The clocks changed while this log was written: \(times.clock.printedOffset). Each stamp was read on the clock "
              + "of its time.")))
    }
    let paths = [entry.path] + entry.copies
    let path = home(among: paths)
    let attempt = Self.attempt(
      log: log, path: path, copies: paths.filter { $0 != path }, version: entry.content.version, times: times)
    found.append((Self.identity(path: path, log: log), attempt))
    if let place = ResultsPath(filePath: path) { compare(place, with: log, path: path) }
  }

  /// The path of a log whose copies lie elsewhere, too: one in a fold's folder, and of several such the one with the most
  /// files beside it. A copy must not hide which run a log is of, or take it away from the run's other logs and results.
  private func home(among paths: [String]) -> String {
    let inFolds = paths.filter { ResultsPath(filePath: $0) != nil }
    guard var best = inFolds.first else { return paths[0] }
    for path in inFolds.dropFirst() where company(of: path) > company(of: best) { best = path }
    return best
  }

  private func company(of path: String) -> Int { filesByFolder[StudyIndex.folder(of: path)] ?? 0 }

  /// The path goes before the log's header; where they name different things, one of them is wrong.
  private mutating func compare(_ place: ResultsPath, with log: TrainingLog, path: String) {
    let pairs: [(what: String, path: String?, log: String?)] = [
      ("data set", place.dataset, log.dataset), ("trainer", place.trainer, log.trainer),
      ("plans", place.plans, log.plans), ("configuration", place.configuration, log.configuration),
      ("fold", place.fold?.description, log.fold.map { String($0) }),
    ]
    let differing = pairs.compactMap { pair -> String? in
      guard let inPath = pair.path, let inLog = pair.log, inPath != inLog else { return nil }
      return "\(pair.what) \(inLog) for \(inPath)"
    }
    guard !differing.isEmpty else { return }
    diagnostics.append(
      StudyDiagnostic(
        path: path,
        Diagnostic(
          .warning, "run.names-disagree",
          "The log says \(differing.joined(separator: ", ")) in its path; the path was believed.")))
  }

  private static func attempt(
    log: TrainingLog, path: String, copies: [String], version: String?, times: TrainingTimes
  ) -> Attempt {
    let start: Attempt.Start
    if let firstEpoch = log.epochs.first?.index {
      start = firstEpoch == 0 ? .fresh : .continued(fromEpoch: firstEpoch)
    } else {
      start = log.validation == nil ? .neverStarted : .validationOnly
    }
    return Attempt(
      logPath: path, copies: copies, log: log, loggedEpochs: log.epochs.count, version: version, clock: times.clock,
      slurmJob: nil, start: start,
      outcome: log.finished || (start == .validationOnly && log.validation?.complete == true) ? .finished : .cutOff,
      window: times.window, epochs: AlignedEpochs(log.epochs, windows: times.epochs), trainingDone: times.trainingDone,
      validation: times.validation, parts: TimelineParts(from: times.window.start),
      links: [], discardsEarlierWork: false,
      discardedByFreshStart: false, repeatsValidation: false, continuedLater: false)
  }

  /// Path first, the log's header second.
  private static func identity(path: String, log: TrainingLog) -> RunIdentity {
    let place = ResultsPath(filePath: path)
    return RunIdentity(
      dataset: place?.dataset ?? log.dataset, trainer: place?.trainer ?? log.trainer, plans: place?.plans ?? log.plans,
      configuration: place?.configuration ?? log.configuration, fold: place?.fold ?? log.fold.map { Fold($0) },
      location: StudyIndex.folder(of: path))
  }

  /// A growing snapshot holds a beginning of another log; the longer one has everything.
  private mutating func dropSnapshots(_ found: inout [(identity: RunIdentity, attempt: Attempt)]) {
    var longest: [WallTime: Int] = [:]
    var dropped: Set<Int> = []
    for (place, item) in found.enumerated() {
      guard let first = item.attempt.log.firstStamp else { continue }
      guard let other = longest[first] else {
        longest[first] = place
        continue
      }
      let (a, b) = (found[other].attempt.log, item.attempt.log)
      guard sharesBeginning(a, b) else { continue }
      let keep = Self.goesFurther(b, than: a) ? place : other
      let drop = keep == other ? place : other
      dropped.insert(drop)
      longest[first] = keep
      found[keep].attempt.copies += [found[drop].attempt.logPath] + found[drop].attempt.copies
      diagnostics.append(
        StudyDiagnostic(
          path: found[drop].attempt.logPath,
          Diagnostic(
            .info, "count-once.snapshot",
            "An earlier state of \(found[keep].attempt.logPath) (same process, same stamps); counted once.")))
    }
    found = found.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
  }

  /// Whether one of two states of a log is the later one: it has more completed epochs, or else a later last stamp.
  private static func goesFurther(_ log: TrainingLog, than other: TrainingLog) -> Bool {
    let (epochs, others) = (log.completedEpochs.count, other.completedEpochs.count)
    guard epochs == others, let last = log.lastStamp, let otherLast = other.lastStamp else { return epochs > others }
    return last > otherLast
  }

  private func sharesBeginning(_ a: TrainingLog, _ b: TrainingLog) -> Bool {
    zip(a.epochs, b.epochs).allSatisfy { $0.index == $1.index && $0.start == $1.start }
  }

  /// Finds the attempts whose lines stand in a capture; a capture with none is an attempt of its own.
  private mutating func attachCaptures(_ found: inout [(identity: RunIdentity, attempt: Attempt)]) {
    var byStamp: [WallTime: Int] = [:]
    for (place, item) in found.enumerated() {
      if let first = item.attempt.log.firstStamp { byStamp[first] = place }
      for epoch in item.attempt.log.epochs { byStamp[epoch.start] = place }
    }
    var captures: [Capture] = []
    for entry in index.entries {
      guard case .console(let content) = entry.content.record else { continue }
      var attempts: [Int] = []
      if let training = content.training {
        let stamps = [training.firstStamp].compactMap(\.self) + training.epochs.map(\.start)
        attempts = Array(Set(stamps.compactMap { byStamp[$0] })).sorted()
        if attempts.isEmpty {
          let before = found.count
          for run in training.runs where !run.epochs.isEmpty || run.validation != nil {
            addProcesses(of: run, entry: entry, to: &found)
          }
          attempts = Array(before..<found.count)
        }
      }
      captures.append(Capture(path: entry.path, content: content, attempts: attempts))
    }
    for capture in captures {
      for place in capture.attempts {
        if found[place].attempt.slurmJob == nil { found[place].attempt.slurmJob = capture.content.slurmJob }
        var placement = capture.content.placement ?? Placement()
        // Which of several processes was which attempt, a console does not tell.
        if capture.attempts.count > 1 { placement.processes = nil }
        found[place].attempt.placement = found[place].attempt.placement.completed(by: placement)
      }
      for (place, outcome) in CaptureOutcomes.of(capture.content, attempts: capture.attempts.map { found[$0].attempt })
      where found[capture.attempts[place]].attempt.outcome == .cutOff {
        found[capture.attempts[place]].attempt.outcome = outcome
      }
    }
  }
}
