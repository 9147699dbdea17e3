import LogScanning
import Quantities

/// Reads what carbontracker prints for the user: an output log (`…_output.log`), or the same text on a console, where
/// it has no stamps and stands between other lines.
struct TrackerOutputReader {
  private let kind: TrackerLog.Kind
  private var drafts = TrackerDrafts()
  private var findings = TrackerFindings()
  private var block: TrackerBlock?
  private var traceback: TrackerTraceback?
  private var afterTag = false
  private var evidence = TrackerReleaseEvidence()
  /// What a launcher puts before every line of one process, such as `0: ` or `[rank0]: `.
  private var label: [UInt8] = []
  private(set) var sawTracker = false

  /// Makes a reader for an output log or a console.
  init(kind: TrackerLog.Kind) { self.kind = kind }

  /// Takes the next line; returns whether it is carbontracker's.
  @discardableResult
  mutating func consume(_ line: RawSpan, number: Int) -> Bool {
    guard kind == .output, line.contains(byte: 0) else { return consumeClean(line, number: number) }
    noteDamage(number)
    var start = 0
    while start < line.byteCount {
      let end = line.firstOffset(of: 0, from: start) ?? line.byteCount
      if start < end { _ = consumeClean(line.extracting(start..<end), number: number) }
      start = end + 1
    }
    return true
  }

  /// Ends the text.
  mutating func finish() -> (log: TrackerLog, diagnostics: [Diagnostic]) {
    finishBlock()
    var (sessions, duplicates) = drafts.finished()
    for index in sessions.indices { inferRelease(of: &sessions[index]) }
    findings.noteDuplicates(duplicates, interleaved: false)
    if kind == .output || !sessions.isEmpty { findings.check(sessions, kind: kind) }
    return (TrackerLog(kind: kind, sessions: sessions), findings.diagnostics)
  }

  /// Neither an output log nor a console names its release; on a console its wording may tell what it is.
  private mutating func inferRelease(of session: inout TrackerSession) {
    guard kind == .console else { return }
    session.inferredVersion = evidence.phrase
    session.pue = evidence.pue
    session.components = session.components.map { $0.corrected(averagesDevices: evidence.averagesDevices ?? false) }
    let severalDevices = session.components.first { $0.devices.count > 1 }
    if let severalDevices, evidence.averagesDevices == nil {
      findings.add(
        .warning, "carbontracker.version-unknown", line: session.line,
        "Several \(severalDevices.name) devices, and the text does not tell whether they were summed (1.x) or averaged "
          + "(2.x)")
    }
    guard let phrase = evidence.phrase, session.pue != nil || severalDevices != nil else { return }
    let pue = session.pue.map { ", whose PUE is \($0)" } ?? ""
    findings.add(
      .info, "carbontracker.release-inferred", line: session.line,
      "The text names no release; its wording is that of \(phrase)\(pue)")
  }

  private mutating func consumeClean(_ whole: RawSpan, number: Int) -> Bool {
    let line = withoutLabel(whole)
    var head = TrackerLine(line)
    var text = line
    if !head.isTagged, kind == .console, let offset = line.firstOffset(of: "CarbonTracker:") {
      // A progress bar that has not ended its line, or a launcher's label, stands before the tag.
      let rest = line.dropping(offset)
      if Self.isMessage(rest.dropping(14).trimmed()) {
        text = rest
        head = TrackerLine(rest)
        if offset <= Self.longestLabel { label = line.extracting(0..<offset).byteArray }
      }
    }
    guard head.isTagged else {
      // A stamped line without the tag is not carbontracker's; in an output log a message is never without it.
      if head.stamp != nil, kind == .output { noteDamage(number) }
      return head.stamp == nil && consumeContinuation(line, number: number)
    }
    sawTracker = true
    finishBlock()
    traceback = nil
    afterTag = false
    consumeMessage(text.dropping(head.bodyOffset), head: head, number: number)
    return true
  }

  /// `[default0]:[rank12]: ` and the like are shorter.
  private static let longestLabel = 40

  /// The line without the launcher's label, when it has the one that was seen last.
  @_lifetime(copy line)
  private func withoutLabel(_ line: RawSpan) -> RawSpan {
    guard !label.isEmpty, line.byteCount >= label.count, line.extracting(0..<label.count).equals(label) else {
      return line
    }
    return line.dropping(label.count)
  }

  private static func isMessage(_ text: RawSpan) -> Bool {
    text.byteCount == 0 || messages.contains { text.starts(with: $0) }
  }

  private static let messages: [StaticString] = [
    "The following components", "Finished monitoring", "WARNING - ", "CRITICAL - ", "INFO - ", "Average carbon",
    "Live carbon", "Carbon intensit", "Traceback", "Ignored error",
  ]

  private mutating func consumeMessage(_ body: RawSpan, head: TrackerLine, number: Int) {
    if kind == .console { evidence.note(message: body) }
    if body.trimmed().byteCount == 0 {
      afterTag = true
      drafts.update(drafts.openCurrent, stamp: head.stamp) { _ in }
    } else if readHeading(body, stamp: head.stamp, number: number) {
      return
    } else if body.starts(with: "The following components were found:") {
      open(body, stamp: head.stamp, number: number, isTentative: false)
    } else if body.starts(with: "Finished monitoring.") {
      let place = drafts.place { !$0.hasEnded } ?? drafts.openCurrent
      drafts.update(place, stamp: head.stamp) { draft in
        draft.hasEnded = true
        draft.isOpen = false
      }
    } else if body.starts(with: "Quitting...") {
      drafts.update(drafts.fallback, stamp: head.stamp) { $0.wasStopped = true }
    } else if !Self.questions.contains(where: { body.starts(with: $0) }) {
      readWarning(body, head: head, number: number)
    }
  }

  private static let questions: [StaticString] = [
    "Continue training", "Continuing...", "Input not recognized", "Defaulted to carbon intensity",
  ]

  private mutating func readWarning(_ body: RawSpan, head: TrackerLine, number: Int) {
    // In an output log a message without a level is as grave as it is put there.
    let level = head.level ?? (body.starts(with: "Traceback") ? .critical : nil)
    switch TrackerWarnings.read(body, level: level, line: number, into: &findings) {
    case .intensities(let intensities):
      if drafts.fallback == nil, head.level == nil { _ = drafts.open(line: number, stamp: head.stamp) }
      drafts.add(intensities, message: body.text, stamp: head.stamp)
    case .traceback(let ends):
      traceback = TrackerTraceback(ends: ends)
      if ends {
        let place = drafts.fallback ?? drafts.open(line: number, stamp: head.stamp)
        drafts.update(place, stamp: head.stamp) { $0.hasFailed = true }
      }
    case .other: break
    }
  }

  /// Takes a line that neither stamp nor tag begins.
  private mutating func consumeContinuation(_ line: RawSpan, number: Int) -> Bool {
    if readHeading(line, stamp: nil, number: number) { return true }
    if block?.read(line) == true {
      if block?.isComplete == true { finishBlock() }
      return true
    }
    if traceback?.consume(line, number: number, into: &findings) == true { return true }
    if kind == .console { return consumeUntagged(line, number: number) }
    let isIndented = line.byteCount > 0 && (line[byte: 0] == 0x09 || line[byte: 0] == 0x20)
    if traceback == nil, line.trimmed().byteCount > 0, !(isIndented && block == nil) || line.contains("epoch(s):") {
      noteDamage(number)
    }
    return false
  }

  /// Lines that carbontracker prints without its tag, which consoles alone have.
  private mutating func consumeUntagged(_ line: RawSpan, number: Int) -> Bool {
    if line.starts(with: "The following components were found:") {
      open(line, stamp: nil, number: number, isTentative: true)
      return true
    }
    guard
      line.starts(with: "No sudo access to read Intel") || line.starts(with: "GPU model does not support")
        || line.starts(with: "Using simulated ")
    else { return false }
    evidence.note(message: line)
    _ = TrackerWarnings.read(line, level: .warning, line: number, into: &findings)
    return true
  }

  private mutating func noteDamage(_ line: Int) {
    drafts.update(drafts.fallback) { $0.session.damagedLine = $0.session.damagedLine ?? line }
    findings.add(
      .warning, "carbontracker.damaged-line", line: line,
      "Two processes wrote over each other here; what can be read of the line was kept")
  }

  /// Begins a session at its components line. User code that prints the components again begins none.
  private mutating func open(_ text: RawSpan, stamp: WallTime?, number: Int, isTentative: Bool) {
    let components = TrackerComponentsLine.read(text.dropping(36))
    evidence.note(components)
    if let current = drafts.openCurrent {
      let draft = drafts.all[current]
      if draft.session.components == components, isTentative || draft.isTentative {
        drafts.update(current, stamp: stamp) { $0.isTentative = $0.isTentative && isTentative }
        return
      }
    }
    let place = drafts.open(line: number, stamp: stamp)
    drafts.update(place) { draft in
      draft.session.components = components
      draft.isTentative = isTentative
    }
  }

  private mutating func readHeading(_ line: RawSpan, stamp: WallTime?, number: Int) -> Bool {
    guard let begun = TrackerBlock(heading: line, number: number, afterTag: afterTag) else { return false }
    finishBlock()
    sawTracker = true
    afterTag = false
    block = begun
    return true
  }

  private mutating func finishBlock() {
    guard let finished = block else { return }
    block = nil
    guard finished.block.seconds != nil || finished.block.kilowattHours != nil else {
      return noteDamage(finished.block.line)
    }
    evidence.note(finished.block, hasOldHeading: finished.hasOldHeading)
    let isActual = finished.kind == .actual
    let place =
      drafts.place { isActual ? $0.session.actual == nil : $0.session.predicted == nil }
      ?? drafts.open(line: finished.block.line, stamp: nil)
    drafts.update(place) { draft in
      draft.isTentative = false
      if isActual { draft.session.actual = finished.block } else { draft.session.predicted = finished.block }
      // The total ends monitoring, and what comes behind it is often not pasted.
      if isActual, kind == .console, !finished.hasOldHeading { draft.hasEnded = true }
    }
  }
}
