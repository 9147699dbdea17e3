import LogScanning
import Quantities

/// Reads a standard log (`…_carbontracker.log`): versions, components, epochs, powers, intensities.
struct TrackerStandardReader {
  private var drafts = TrackerDrafts()
  private var findings = TrackerFindings()
  private var pending: (place: Int?, component: String, list: TrackerPowerList, line: Int)?
  private var traceback: TrackerTraceback?

  init() {}

  /// Takes the next line. Runs of NUL, which a network file system leaves where two processes wrote, part a line.
  mutating func consume(_ line: RawSpan, number: Int) {
    guard line.contains(byte: 0) else { return consumeClean(line, number: number) }
    noteDamage(number)
    var start = 0
    while start < line.byteCount {
      let end = line.firstOffset(of: 0, from: start) ?? line.byteCount
      if start < end { consumeClean(line.extracting(start..<end), number: number) }
      start = end + 1
    }
  }

  /// Ends the file; `version` is that of the first session that has one.
  mutating func finish() -> (log: TrackerLog, version: String?, diagnostics: [Diagnostic]) {
    finishPower()
    var (sessions, duplicates) = drafts.finished()
    let whole = WholeSessions(sessions)
    for index in sessions.indices where sessions[index].version == nil { complete(&sessions[index], from: whole) }
    findings.noteDuplicates(duplicates, interleaved: drafts.areInterleaved)
    findings.check(sessions, kind: .standard)
    let version = sessions.lazy.compactMap(\.version).first
    return (TrackerLog(kind: .standard, sessions: sessions), version, findings.diagnostics)
  }

  /// What the sessions of a file agree in that tell their release.
  private struct WholeSessions {
    /// `nil` where they differ.
    var version: String?
    /// Of the first one.
    var pue: Double?
    /// Empty where they differ.
    var components: [TrackerComponent] = []

    init(_ sessions: [TrackerSession]) {
      let whole = sessions.filter { $0.version != nil }
      guard let first = whole.first, whole.allSatisfy({ $0.version == first.version }) else { return }
      version = first.version
      pue = first.pue
      if whole.allSatisfy({ $0.components == first.components }) { components = first.components }
    }
  }

  /// Gives a session whose first lines are lost the components that its epochs name and, where all others of the file
  /// agree, their release and PUE.
  private mutating func complete(_ session: inout TrackerSession, from whole: WholeSessions) {
    guard !session.epochs.isEmpty else { return }
    if let version = whole.version {
      session.inferredVersion = version
      session.pue = session.pue ?? whole.pue
      if session.components.isEmpty { session.components = whole.components }
    }
    if session.components.isEmpty {
      var seen: Set<String> = []
      let names = session.epochs.flatMap { $0.powers.map(\.component) }.filter { seen.insert($0).inserted }
      session.components = names.map { TrackerComponent(name: $0, devices: []) }
    }
    findings.add(
      .warning, "carbontracker.lost-header", line: session.line,
      "The first lines of a session are lost"
        + (session.inferredVersion == nil ? ", so that its release is unknown" : "; its release is that of the others"))
  }

  private mutating func consumeClean(_ line: RawSpan, number: Int) {
    let head = TrackerLine(line)
    guard let stamp = head.stamp else { return consumeContinuation(line, number: number) }
    finishPower()
    traceback = nil
    consumeMessage(line.dropping(head.bodyOffset), stamp: stamp, number: number)
  }

  private mutating func consumeContinuation(_ line: RawSpan, number: Int) {
    if pending != nil {
      pending?.list.read(line)
      if pending?.list.isComplete == true { finishPower() }
    } else if traceback != nil {
      // Whatever stands without a stamp behind a traceback belongs to it.
      _ = traceback?.consume(line, number: number, into: &findings)
    } else if line.trimmed().byteCount > 0 {
      noteDamage(number)
    }
  }

  private mutating func noteDamage(_ line: Int) {
    drafts.update(drafts.fallback) { $0.session.damagedLine = $0.session.damagedLine ?? line }
    findings.add(
      .warning, "carbontracker.damaged-line", line: line,
      "Two processes wrote over each other here; what can be read of the line was kept")
  }

  private mutating func consumeMessage(_ body: RawSpan, stamp: WallTime, number: Int) {
    if body.starts(with: "carbontracker version ") {
      let place = drafts.open(line: number, stamp: stamp)
      let version = body.dropping(22).trimmed().text
      drafts.update(place) { $0.session.version = version }
    } else if body.starts(with: "Epoch ") {
      readEpoch(body.dropping(6), stamp: stamp, number: number)
    } else if body.starts(with: "Duration: ") {
      readDuration(body.dropping(10), stamp: stamp, number: number)
    } else if body.starts(with: "Average power usage") || body.starts(with: "Power usages ") {
      readPower(body, stamp: stamp, number: number)
    } else if !readHeader(body, stamp: stamp, number: number), !readEnd(body, stamp: stamp) {
      readOther(body, stamp: stamp, number: number)
    }
  }

  private mutating func readHeader(_ body: RawSpan, stamp: WallTime, number: Int) -> Bool {
    if body.starts(with: "The following components were found:") {
      let components = TrackerComponentsLine.read(body.dropping(36))
      // An epoch of no time at all is logged before the components are.
      let place =
        drafts.place { $0.session.components.isEmpty && $0.session.epochs.isEmpty }
        ?? placeOrNew(number, stamp) { $0.session.components.isEmpty }
      drafts.update(place, stamp: stamp) { draft in
        let averages = draft.session.version.flatMap { TrackerRelease($0) }?.averagesDevices ?? false
        draft.session.components = components.map { $0.corrected(averagesDevices: averages) }
      }
    } else if let offset = body.firstOffset(of: "PUE coefficient of ") {
      let pue = body.trackerNumber(at: offset + 19).value
      let place = placeOrNew(number, stamp) { $0.session.pue == nil && $0.session.epochs.isEmpty }
      drafts.update(place, stamp: stamp) { $0.session.pue = pue }
    } else if body.starts(with: "Monitoring thread started.") {
      drafts.update(drafts.fallback, stamp: stamp) { _ in }
    } else {
      return false
    }
    return true
  }

  private mutating func readEnd(_ body: RawSpan, stamp: WallTime) -> Bool {
    if body.starts(with: "Monitoring thread ended.") {
      // Another process's epoch may be halfway, and one may not have begun any.
      let place =
        drafts.place(endingAt: stamp) { !$0.hasEnded && $0.isBetweenEpochs }
        ?? drafts.place { !$0.hasEnded && $0.isBetweenEpochs && !$0.session.epochs.isEmpty }
        ?? drafts.place { !$0.hasEnded && $0.isBetweenEpochs } ?? drafts.place { !$0.hasEnded }
      drafts.update(place, stamp: stamp) { draft in
        draft.hasEnded = true
        draft.isOpen = false
      }
    } else if body.starts(with: "Training was interrupted before all ") {
      // 2.3.0 and 2.3.1 write -1 at the end of every run that has default arguments.
      let planned = body.trackerNumber(at: 36).value ?? 0
      let place = drafts.place { !$0.hasStopLine && !$0.hasEnded } ?? drafts.fallback
      drafts.update(place, stamp: stamp) { draft in
        draft.hasStopLine = true
        draft.wasStopped = draft.wasStopped || planned >= 0
      }
    } else if body.starts(with: "Session ended by user.") {
      drafts.update(drafts.fallback, stamp: stamp) { draft in
        draft.wasStopped = true
        draft.isOpen = false
      }
    } else {
      return false
    }
    return true
  }

  private mutating func readOther(_ body: RawSpan, stamp: WallTime, number: Int) {
    if body.starts(with: "Traceback") || body.starts(with: "Ignored error: Traceback") {
      traceback = TrackerTraceback(ends: true)
      drafts.update(drafts.fallback, stamp: stamp) { $0.hasFailed = true }
    } else if let intensities = TrackerIntensityLine.read(body, line: number) {
      drafts.add(intensities, message: body.text, stamp: stamp)
    } else if !body.starts(with: "Defaulted to carbon intensity"), body.trimmed().byteCount > 0 {
      findings.add(
        .info, "carbontracker.unknown-line", line: number, "Not a line that is known: \(body.trackerExcerpt)")
    }
  }

  /// The first session that needs a header line; a new one where the line that begins a session is lost.
  private mutating func placeOrNew(
    _ number: Int, _ stamp: WallTime, where accepts: (TrackerSessionDraft) -> Bool
  ) -> Int {
    if let place = drafts.place(where: accepts) { return place }
    let place = drafts.open(line: number, stamp: stamp)
    noteDamage(number)
    return place
  }
}

// MARK: - Epochs

extension TrackerStandardReader {
  /// `1:` (1.0.7 and later), `1 started.`, `1 ended.` (until 1.0.6).
  private mutating func readEpoch(_ text: RawSpan, stamp: WallTime, number: Int) {
    let digits = text.firstOffset(of: 0x3A) ?? text.firstOffset(of: 0x20) ?? text.byteCount
    guard let epoch = text.extracting(0..<digits).integer().flatMap({ Int32(exactly: $0) }).map({ Int($0) }) else {
      return noteDamage(number)
    }
    let place =
      drafts.place { $0.nextEpoch == epoch } ?? (epoch == 1 ? nil : drafts.fallback)
      ?? placeOrNew(number, stamp) { _ in false }
    if text.ends(with: " started.") {
      drafts.update(place, stamp: stamp) { $0.epochStart = stamp }
      return
    }
    let isEnd = text.ends(with: " ended.")
    drafts.update(place, stamp: stamp) { draft in
      var record = TrackerEpoch(number: epoch, line: number)
      record.end = stamp
      if isEnd, let start = draft.epochStart { record.seconds = start.duration(to: stamp).inSeconds }
      draft.secondsAreFromStamps = isEnd
      draft.epochStart = nil
      draft.session.epochs.append(record)
    }
  }

  private mutating func readDuration(_ text: RawSpan, stamp: WallTime, number: Int) {
    let seconds = text.trackerDuration()
    if seconds == nil { noteDamage(number) }
    let needs: (TrackerSessionDraft) -> Bool = { draft in
      draft.secondsAreFromStamps || draft.session.epochs.last.map { $0.seconds == nil } == true
    }
    let needing = drafts.place(endingAt: stamp, where: needs) ?? drafts.place(where: needs)
    guard let place = needing ?? placeOfLostEpoch(seconds, stamp: stamp, number: number) else { return }
    drafts.update(place, stamp: stamp) { draft in
      guard let last = draft.session.epochs.indices.last, let seconds else { return }
      draft.session.epochs[last].seconds = seconds
      draft.secondsAreFromStamps = false
    }
  }

  /// The session for a duration whose `Epoch` line is lost, with a new epoch; `nil` when the duration is a repetition:
  /// 1.0.6 prints it once per component.
  private mutating func placeOfLostEpoch(_ seconds: Double?, stamp: WallTime, number: Int) -> Int? {
    if let current = drafts.openCurrent.map({ drafts.all[$0] }), let version = current.session.version,
      let release = TrackerRelease(version), release < TrackerRelease(1, 0, 7),
      current.session.epochs.last?.seconds == seconds
    {
      return nil
    }
    noteDamage(number)
    guard let place = drafts.place(where: { !$0.hasEnded && $0.isBetweenEpochs }) else { return nil }
    drafts.update(place) { draft in
      var record = TrackerEpoch(number: draft.nextEpoch, line: number)
      record.end = stamp
      draft.session.epochs.append(record)
    }
    return place
  }

  /// `Average power usage (W) for gpu: V`, or the samples of 1.0.x: `Power usages (W) for gpu: [[212.3], [212.1]]`.
  private mutating func readPower(_ body: RawSpan, stamp: WallTime, number: Int) {
    guard let start = body.firstOffset(of: " for "), let colon = body.firstOffset(of: 0x3A, from: start) else {
      return noteDamage(number)
    }
    let component = body.extracting((start + 5)..<colon).trimmed().text.lowercased()
    let needs: (TrackerSessionDraft) -> Bool = { draft in
      draft.session.epochs.last.map { !$0.powers.contains { $0.component == component } } == true
    }
    let place = drafts.place(endingAt: stamp, where: needs) ?? drafts.place(where: needs)
    drafts.update(place, stamp: stamp) { _ in }
    var list = TrackerPowerList()
    list.read(body.dropping(colon + 1))
    pending = (place, component, list, number)
    if list.isComplete { finishPower() }
  }

  private mutating func finishPower() {
    guard let pending else { return }
    self.pending = nil
    if pending.place == nil || !pending.list.isComplete || pending.list.isDamaged { noteDamage(pending.line) }
    let power = ComponentPower(component: pending.component, watts: pending.list.watts, line: pending.line)
    drafts.update(pending.place) { draft in
      guard let last = draft.session.epochs.indices.last else { return }
      draft.session.epochs[last].powers.append(power)
    }
  }
}
