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
  /// A wording that only releases from 2.0.0 on have.
  private var sawNewWording = false
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
    for index in sessions.indices { correct(&sessions[index]) }
    findings.noteDuplicates(duplicates, interleaved: false)
    if kind == .output || !sessions.isEmpty { findings.check(sessions, kind: kind) }
    return (TrackerLog(kind: kind, sessions: sessions), findings.diagnostics)
  }

  /// An output names no release, but DRAM zones came with 2.1.0 and `gCO2eq` with 2.4.2.
  private func correct(_ session: inout TrackerSession) {
    let hasDRAM = session.components.contains { $0.devices.contains { $0.hasPrefix("dram:") } }
    guard kind == .console, sawNewWording || hasDRAM else { return }
    session.components = session.components.map { $0.corrected(averagesDevices: true) }
  }

  private mutating func consumeClean(_ line: RawSpan, number: Int) -> Bool {
    var head = TrackerLine(line)
    var text = line
    if !head.isTagged, kind == .console, let offset = line.firstOffset(of: "CarbonTracker: ") {
      // A progress bar that has not ended its line stands before the tag.
      let rest = line.dropping(offset)
      if Self.isMessage(rest.dropping(15)) {
        text = rest
        head = TrackerLine(rest)
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

  private static func isMessage(_ text: RawSpan) -> Bool {
    text.trimmed().byteCount == 0 || text.starts(with: "The following components") || text.starts(with: "Finished")
      || text.starts(with: "WARNING - ") || text.starts(with: "CRITICAL - ") || text.starts(with: "Average carbon")
  }

  private mutating func consumeMessage(_ body: RawSpan, head: TrackerLine, number: Int) {
    if body.contains("gCO2eq") { sawNewWording = true }
    if body.trimmed().byteCount == 0 {
      afterTag = true
      drafts.update(drafts.openCurrent, stamp: head.stamp) { _ in }
    } else if readHeading(body, stamp: head.stamp, number: number) {
      return
    } else if body.starts(with: "The following components were found:") {
      open(body, stamp: head.stamp, number: number, isTentative: false)
    } else if body.starts(with: "Finished monitoring.") {
      let place = drafts.place { !$0.hasEnded }
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
      drafts.add(intensities, stamp: head.stamp)
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
    _ = TrackerWarnings.read(line, level: .warning, line: number, into: &findings)
    return true
  }

  private mutating func noteDamage(_ line: Int) {
    findings.add(
      .warning, "carbontracker.damaged-line", line: line,
      "Two processes wrote over each other here; what can be read of the line was kept")
  }

  /// Begins a session at its components line. User code that prints the components again begins none.
  private mutating func open(_ text: RawSpan, stamp: WallTime?, number: Int, isTentative: Bool) {
    let components = TrackerComponentsLine.read(text.dropping(36))
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
    let isActual = finished.kind == .actual
    let place =
      drafts.place { isActual ? $0.session.actual == nil : $0.session.predicted == nil }
      ?? drafts.open(line: finished.block.line, stamp: nil)
    drafts.update(place) { draft in
      draft.isTentative = false
      if isActual { draft.session.actual = finished.block } else { draft.session.predicted = finished.block }
    }
  }
}
