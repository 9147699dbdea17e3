import Accounting
import Alignment
import LogFormats
public import Plotting
import Quantities

extension RunTimeline {
  /// The timeline as an SVG file, at the text width of an article.
  public func svg(labels: Labels) -> String { picture(labels: labels, style: .article).svg }

  /// The timeline as a figure, of some width.
  public func picture(labels: Labels, style: FigureStyle) -> RenderedFigure {
    figure(labels: labels).render(style)
  }

  /// The figure's data.
  func figure(labels: Labels) -> TimelineFigure {
    let names = runs.map { name(of: footprint.runs[$0].run.identity, labels) }
    var groups = zip(runs, names).map { place, name in
      TimelineFigure.Group(
        label: runs.count == 1 ? "Trainings" : name, lanes: footprint.runs[place].run.attempts.map(lane), isWork: true)
    }
    let traces = traceLanes
    if !traces.isEmpty { groups.append(.init(label: "Power and energy traces", lanes: traces, isWork: false)) }
    let others = toolLanes
    if !others.isEmpty { groups.append(.init(label: "Trackers and other tools", lanes: others, isWork: false)) }
    let title = names.count == 1 ? names[0] : "\(names.count) runs"
    return TimelineFigure(
      name: "timeline-" + names.prefix(1).joined(), title: "\(title): trainings and what measured them", groups: groups,
      curves: curves)
  }

  private func name(of identity: RunIdentity, _ labels: Labels) -> String {
    [
      labels.dataset(identity.dataset), labels.configuration(identity.configuration),
      identity.fold.map { "fold \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
  }

  private static func seconds(_ instant: Instant) -> Double { Double(instant.nanoseconds) / 1e9 }

  private static func stretch(
    _ kind: TimelineFigure.Kind, _ window: TimeWindow, epoch: Int? = nil, isCounted: Bool = true
  ) -> TimelineFigure.Stretch {
    .init(kind, start: seconds(window.start), end: seconds(window.end), epoch: epoch, isCounted: isCounted)
  }

  // MARK: - Trainings

  private func lane(_ attempt: Attempt) -> TimelineFigure.Lane {
    var stretches = attempt.parts.map { part in
      Self.stretch(Self.kind(part.kind), part.window, epoch: part.epoch.map { attempt.epochs[$0].index })
    }
    // A start that came to nothing is still a start.
    if stretches.isEmpty { stretches = [Self.stretch(.startUp, attempt.window)] }
    return .init(label: attempt.label, remark: OutcomeText.outcome(of: attempt), stretches: stretches)
  }

  private static func kind(_ kind: PartKind) -> TimelineFigure.Kind {
    switch kind {
    case .startUp: .startUp
    case .usefulEpoch: .useful
    case .redoneEpoch: .redone
    case .abortedEpoch: .aborted
    // A checkpoint takes seconds: too little for a look of its own.
    case .betweenEpochs, .checkpointing: .between
    case .finalValidation: .validation
    case .idle: .idle
    }
  }

  // MARK: - Evidence

  /// A lane in the making.
  private struct Track {
    let label: String
    var windows: [TimeWindow] = []
    var stretches: [TimelineFigure.Stretch] = []
    var gaps = 0
  }

  /// Puts stretches into the first lane of a name in which they lie over nothing else.
  private static func add(
    _ stretches: [TimelineFigure.Stretch], over window: TimeWindow, gaps: Int = 0, label: String,
    to tracks: inout [Track]
  ) {
    let free = tracks.firstIndex { track in
      track.label == label && !track.windows.contains { $0.intersection(window) != nil }
    }
    let place = free ?? tracks.count
    if free == nil { tracks.append(Track(label: label)) }
    tracks[place].windows.append(window)
    tracks[place].stretches += stretches
    tracks[place].gaps += gaps
  }

  private static func lanes(_ tracks: [Track]) -> [TimelineFigure.Lane] {
    tracks.map { track in
      let gaps = track.gaps == 0 ? "" : " · \(track.gaps) \(track.gaps == 1 ? "gap" : "gaps")"
      return .init(label: track.label + gaps, stretches: track.stretches)
    }
  }

  private var attemptEnergies: [ComponentEnergy] { runs.flatMap { footprint.runs[$0].attempts.flatMap(\.components) } }

  /// A lane for each device, in which its files follow one another.
  private var traceLanes: [TimelineFigure.Lane] {
    let energies = attemptEnergies
    var tracks: [Track] = []
    for device in devices {
      guard let seen = device.reading.window, let whole = footprint.study.evidence(device.evidence)?.window else {
        continue
      }
      // What was not read lies before or after the trainings: the file's own ends tell how far it goes.
      let window = TimeWindow(
        start: min(seen.start, whole.start), end: seen.end < whole.end ? seen.end : whole.end)
      let isCounted = energies.contains { Self.counts($0, device: device.series, of: device.evidence) }
      let gaps = device.reading.gaps.map { Self.stretch(.gap, $0) }
      Self.add(
        [Self.stretch(.measured, window, isCounted: isCounted)] + gaps, over: window, gaps: device.reading.gapCount,
        label: device.series.device, to: &tracks)
    }
    return Self.lanes(tracks)
  }

  /// A lane for each other tool, in which its sessions and records follow one another.
  private var toolLanes: [TimelineFigure.Lane] {
    let counted = Set(attemptEnergies.flatMap(\.evidence))
    let attempts = runs.flatMap { footprint.runs[$0].run.attempts }
    let ids = Set(attempts.flatMap { $0.links.map(\.evidence) })
    var tracks: [Track] = []
    let evidence = ids.compactMap { footprint.study.evidence($0) }.sorted {
      (ReportTables.family($0.content), $0.window?.start ?? Instant(nanoseconds: 0), $0.id)
        < (ReportTables.family($1.content), $1.window?.start ?? Instant(nanoseconds: 0), $1.id)
    }
    for item in evidence {
      guard let window = item.window else { continue }
      let isCounted = counted.contains(item.id)
      var stretches = [Self.stretch(.total, window, isCounted: isCounted)]
      switch item.content {
      case .trace: continue
      case .tracker(let session):
        stretches = zip(session.epochs, session.windows(on: item.clock)).compactMap { epoch, window in
          guard let window else { return nil }
          return Self.stretch(.monitored, window, epoch: epoch.number, isCounted: isCounted)
        }
      case .codecarbon, .energyRecord: break
      }
      Self.add(stretches, over: window, label: ReportTables.family(item.content), to: &tracks)
    }
    return Self.lanes(tracks)
  }

  // MARK: - Powers

  /// A curve for each component; none where trainings ran side by side, since one line cannot show both.
  private var curves: [TimelineFigure.Curve] {
    Component.allCases.compactMap { component in
      let parts = powers.filter { $0.component == component && !$0.buckets.isEmpty }.sorted {
        ($0.buckets[0].start, $0.buckets.count) < ($1.buckets[0].start, $1.buckets.count)
      }
      guard !parts.isEmpty else { return nil }
      let overlap = zip(parts, parts.dropFirst()).contains { earlier, later in
        (earlier.buckets.last?.end ?? 0) > (later.buckets.first?.start ?? 0) + 1e-3
      }
      guard !overlap else { return nil }
      return .init(label: ReportTables.names([component]), buckets: parts.flatMap(\.buckets))
    }
  }
}
