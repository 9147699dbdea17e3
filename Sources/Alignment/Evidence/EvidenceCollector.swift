import LogFormats
import Quantities
import StudyStore

/// Gathers every trace, tracker session and CodeCarbon row of a study.
struct EvidenceCollector {
  let index: StudyIndex
  let clocks: HostClocks
  private(set) var diagnostics: [StudyDiagnostic] = []

  init(index: StudyIndex, clocks: HostClocks) {
    self.index = index
    self.clocks = clocks
  }

  /// All evidence in order of id, none of it linked yet.
  mutating func evidence(from store: StudyStore) throws(StoreError) -> [Evidence] {
    var found = trackerSessions() + codecarbonRows() + energyRecords()
    found += try traces(from: store)
    return found.sorted { $0.id < $1.id }
  }

  private mutating func traces(from store: StudyStore) throws(StoreError) -> [Evidence] {
    let zones = zoneFiles()
    var found: [Evidence] = []
    for entry in index.entries {
      guard case .trace(let trace) = entry.content.record else { continue }
      let stored = try store.series(of: entry.content.id)
      var devices: [TraceEvidence.Device] = []
      var first = Int64.max
      var last = Int64.min
      let named = RAPLZone.roles(
        of: stored.map { Self.zone(for: entry.path, device: $0.series.device, in: zones)?.name })
      for (series, known) in zip(stored, named) {
        var description = series.series
        if let zone = Self.zone(for: entry.path, device: description.device, in: zones) {
          description.counterRange = zone.counterRange
        }
        if let known {
          description.component = known.component
          description.role = known.role
        }
        // Limits, sums and parts of what is counted would count twice.
        guard description.role == .counted else { continue }
        var device = TraceEvidence.Device(
          seriesID: series.id, series: description, isTimeOrdered: series.isTimeOrdered)
        device.lag = BoardSensor.lag(of: description, first: series.firstTime, last: series.lastTime)
        devices.append(device)
        if let from = series.firstTime, let to = series.lastTime {
          first = min(first, from)
          last = max(last, to)
        }
      }
      let hasSamples = first <= last
      if trace.clock == .relative || trace.clock == .ordinal {
        found.append(withoutTimeOfDay(entry, trace, devices: devices))
        continue
      }
      let (clock, window) = try timeline(
        of: entry, isUTC: trace.clock == .utc, devices: devices, first: hasSamples ? first : nil, last: last, in: store)
      found.append(
        Evidence(
          id: entry.path, path: entry.path,
          content: .trace(TraceEvidence(format: entry.content.format, devices: devices, host: trace.host)),
          clock: clock,
          window: window, disposition: .unlinked(reason: hasSamples ? "no training ran at the time" : "no samples")))
    }
    return found
  }

  /// A trace's clock, and when it measured.
  private mutating func timeline(
    of entry: StudyIndex.Entry, isUTC: Bool, devices: [TraceEvidence.Device], first: Int64?, last: Int64,
    in store: StudyStore
  ) throws(StoreError) -> (ClockReading, TimeWindow?) {
    let begin = WallTime(nanoseconds: first ?? 0)
    let end = WallTime(nanoseconds: first == nil ? 0 : last)
    var clock = isUTC ? clocks.utc(path: entry.path) : clocks.reading(path: entry.path, first: begin, last: end)
    guard first != nil else { return (clock, nil) }
    let step =
      isUTC || devices.allSatisfy(\.isTimeOrdered) ? nil : try HourStep.find(in: devices, of: store)
    if let step {
      clock = DaylightSaving.reading(clock, stepFrom: step.last, to: step.next)
    } else if !isUTC, clocks.isRepeated(begin, path: entry.path) {
      // Without a step back the file began after the clocks were set, unless it ends before.
      let late = clocks.reading(path: entry.path, first: begin, last: end, beginsLate: true)
      if !clocks.isRepeated(end, path: entry.path) {
        clock = late
      } else {
        diagnostics.append(StudyDiagnostic(path: entry.path, .repeatedHour))
      }
    }
    var sequence = clock.sequence()
    // With a step back the last row is not the one with the latest stamp.
    guard clock.changes.isEmpty else {
      let window = try TraceReader(store: store).window(of: devices, clock: clock)
      return (clock, window)
    }
    return (clock, TimeWindow(start: sequence.instant(begin), end: sequence.instant(end)))
  }

  /// Side files with zone names and counter ranges, by the path of the trace that they belong to, without its ending.
  private func zoneFiles() -> [String: [RAPLDomains.Zone]] {
    var zones: [String: [RAPLDomains.Zone]] = [:]
    for entry in index.entries {
      guard case .raplDomains(let domains) = entry.content.record else { continue }
      for path in [entry.path] + entry.copies { zones[Self.stem(path)] = domains.zones }
    }
    return zones
  }

  /// A path up to the first full stop of its file name.
  private static func stem(_ path: String) -> String {
    let name = StudyIndex.name(of: path)
    return String(path.dropLast(name.count)) + String(name.prefix { $0 != "." })
  }

  private static func zone(
    for path: String, device: String, in zones: [String: [RAPLDomains.Zone]]
  ) -> RAPLDomains.Zone? {
    zones[stem(path)]?.first { $0.key == device }
  }

  /// The sessions of all carbontracker logs, the standard, output and error log of one stem joined.
  private mutating func trackerSessions() -> [Evidence] {
    struct Stem {
      var standard: StudyIndex.Entry?
      var output: StudyIndex.Entry?
      var error: StudyIndex.Entry?
    }
    var stems: [String: Stem] = [:]
    for entry in index.entries {
      guard case .tracker(let log) = entry.content.record else { continue }
      let key =
        StudyIndex.folder(of: entry.path) + "/"
        + (TrackerFileName(fileName: StudyIndex.name(of: entry.path))?.stem ?? StudyIndex.name(of: entry.path))
      switch log.kind {
      case .standard: stems[key, default: Stem()].standard = entry
      case .output: stems[key, default: Stem()].output = entry
      case .error: stems[key, default: Stem()].error = entry
      case .console: break
      }
    }
    var found: [Evidence] = []
    var members: [TrackerCopies.Member] = []
    for key in stems.keys.sorted() {
      guard let stem = stems[key], let lead = stem.standard ?? stem.output ?? stem.error else { continue }
      let joined = TrackerLogPairing.merge(
        standard: stem.standard.flatMap(Self.log), output: stem.output.flatMap(Self.log),
        error: stem.error.flatMap(Self.log))
      diagnostics += joined.diagnostics.map { StudyDiagnostic(path: lead.path, $0) }
      for (place, session) in joined.sessions.enumerated() {
        let id = joined.sessions.count == 1 ? lead.path : "\(lead.path)#\(place + 1)"
        members.append(.init(evidence: found.count, path: lead.path, place: place, session: session))
        found.append(evidence(session, id: id, path: lead.path))
      }
    }
    var copies = TrackerCopies()
    copies.mark(members, in: &found)
    diagnostics += copies.diagnostics
    return found
  }

  private static func log(_ entry: StudyIndex.Entry) -> TrackerLog? {
    guard case .tracker(let log) = entry.content.record else { return nil }
    return log
  }

  private func evidence(_ session: TrackerSession, id: String, path: String) -> Evidence {
    let first = session.epochs.first?.start ?? session.firstStamp
    let last = session.epochs.last?.end ?? session.lastStamp
    let clock = first.map { clocks.reading(path: path, first: $0, last: last ?? $0) } ?? .utc
    var window: TimeWindow?
    if let first, let last {
      var sequence = clock.sequence()
      let start = sequence.instant(first)
      window = TimeWindow(start: start, end: sequence.instant(last))
    }
    return Evidence(
      id: id, path: path, content: .tracker(session), clock: clock, window: window,
      disposition: .unlinked(
        reason: session.epochs.isEmpty ? "no epoch was monitored" : "its epochs are no training's"))
  }

  /// A trace that only a start time in the study file could put on the timeline.
  private func withoutTimeOfDay(
    _ entry: StudyIndex.Entry, _ trace: TraceLog, devices: [TraceEvidence.Device]
  ) -> Evidence {
    Evidence(
      id: entry.path, path: entry.path,
      content: .trace(TraceEvidence(format: entry.content.format, devices: devices, host: trace.host)), clock: .utc,
      window: nil,
      disposition: .unlinked(
        reason: trace.clock == .relative
          ? "its times count from a start whose time of day is not known" : "it has no times"))
  }

  private func energyRecords() -> [Evidence] {
    var found: [Evidence] = []
    for entry in index.entries {
      guard case .energyRecords(let log) = entry.content.record else { continue }
      for (place, record) in log.records.enumerated() where !record.isNested {
        var clock = ClockReading.utc
        var window: TimeWindow?
        if log.clock == .utc || log.clock == .local, let start = record.start, let end = record.end, start <= end {
          let (first, last) = (WallTime(nanoseconds: start), WallTime(nanoseconds: end))
          clock =
            log.clock == .local
            ? clocks.reading(path: entry.path, first: first, last: last) : clocks.utc(path: entry.path)
          var sequence = clock.sequence()
          let begin = sequence.instant(first)
          window = TimeWindow(start: begin, end: sequence.instant(last))
        }
        found.append(
          Evidence(
            id: log.records.count == 1 ? entry.path : "\(entry.path)#\(place + 1)", path: entry.path,
            content: .energyRecord(record, tool: log.tool), clock: clock, window: window,
            disposition: .unlinked(
              reason: window == nil ? "it has no time of day" : "no training has its name and time")))
      }
    }
    return found
  }

  private func codecarbonRows() -> [Evidence] {
    var found: [Evidence] = []
    for entry in index.entries {
      guard case .codecarbon(let log) = entry.content.record else { continue }
      for row in log.rows {
        let clock = clocks.reading(path: entry.path, first: row.end, last: row.end)
        let end = clock.instant(row.end)
        let seconds = min(max(row.seconds, 0), 1e9)
        found.append(
          Evidence(
            id: "\(entry.path)#\(row.line)", path: entry.path, content: .codecarbon(row), clock: clock,
            window: TimeWindow(start: end.advanced(by: .seconds(-seconds)), end: end),
            disposition: .unlinked(reason: "no training has its name and time")))
      }
    }
    return found
  }
}
