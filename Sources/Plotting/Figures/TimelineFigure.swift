/// What a run did and what measured it, in lanes over one axis of time.
public struct TimelineFigure: Sendable {
  /// What a stretch of a lane is.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case startUp = "start-up"
    case useful = "useful epoch"
    case redone = "redone epoch"
    case aborted = "aborted epoch"
    case between = "between epochs"
    case validation = "final validation"
    case idle = "idle"
    /// A trace has samples.
    case measured = "measured"
    /// A trace has no samples; lies on what is measured.
    case gap = "gap in a trace"
    /// A tracker watched an epoch.
    case monitored = "epoch of a tracker"
    /// A tool's total over a window.
    case total = "total of a tool"
  }

  /// A stretch of time in a lane.
  public struct Stretch: Sendable, Hashable {
    /// What it is.
    public var kind: Kind
    /// In seconds since 1970-01-01T00:00:00Z.
    public var start: Double
    /// In seconds since 1970-01-01T00:00:00Z; not before the start.
    public var end: Double
    /// The number of the epoch; `nil` when it is none.
    public var epoch: Int?
    /// For evidence: its energy is the one that counts.
    public var isCounted: Bool

    /// Makes a stretch; times are in seconds since 1970-01-01T00:00:00Z.
    public init(_ kind: Kind, start: Double, end: Double, epoch: Int? = nil, isCounted: Bool = true) {
      self.kind = kind
      self.start = start
      self.end = end
      self.epoch = epoch
      self.isCounted = isCounted
    }
  }

  /// A row: an attempt, a device, a tracker.
  public struct Lane: Sendable {
    /// The name at the left.
    public var label: String
    /// A few words beside what is drawn, where there is room.
    public var remark: String
    /// In any order.
    public var stretches: [Stretch]

    /// Makes a lane.
    public init(label: String, remark: String = "", stretches: [Stretch]) {
      self.label = label
      self.remark = remark
      self.stretches = stretches
    }
  }

  /// Lanes under a common heading.
  public struct Group: Sendable {
    /// The heading.
    public var label: String
    /// From top to bottom.
    public var lanes: [Lane]
    /// The lanes are what was done, which decides the range of the axis; otherwise they are what measured it.
    public var isWork: Bool

    /// Makes a group.
    public init(label: String, lanes: [Lane], isWork: Bool) {
      self.label = label
      self.lanes = lanes
      self.isWork = isWork
    }
  }

  /// The power of a component over time.
  public struct Curve: Sendable {
    /// A stretch of time with its lowest, mean and highest power, in W.
    public struct Bucket: Sendable, Hashable {
      public var start: Double
      public var end: Double
      public var low: Double
      public var mean: Double
      public var high: Double

      /// Makes a bucket; times are in seconds since 1970-01-01T00:00:00Z, powers in W.
      public init(start: Double, end: Double, low: Double, mean: Double, high: Double) {
        self.start = start
        self.end = end
        self.low = low
        self.mean = mean
        self.high = high
      }
    }

    /// The component's name.
    public var label: String
    /// In order of time, without overlap; where one is missing nothing is known.
    public var buckets: [Bucket]

    /// Makes a curve.
    public init(label: String, buckets: [Bucket]) {
      self.label = label
      self.buckets = buckets
    }
  }

  /// At most this many lanes of work, and as many of evidence, are drawn; a note counts the rest.
  static let maximumLanes = 60
  static let maximumCurves = 6

  let name: String
  let title: String
  let groups: [Group]
  let curves: [Curve]

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - groups: The lanes, what was done first.
  ///   - curves: Powers, drawn under the lanes.
  public init(name: String, title: String, groups: [Group], curves: [Curve] = []) {
    self.name = name
    self.title = title
    self.groups = groups
    self.curves = curves
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let content = TimelineContent(self)
    guard !content.windows.isEmpty else {
      return Page.empty(name: name, title: title, csv: csv, style: style, reasons: content.notes)
    }
    var page = Page(style: style)
    let hasBands = TimelineLayout(content: content, on: page).draw(on: &page)
    let reading = hasBands ? [FigureText("Numbers in bars: epochs; neighbouring narrow parts are drawn as one.")] : []
    page.notes(reading + content.notes)
    return page.finished(name: name, title: title, description: description(content), csv: csv)
  }

  private func description(_ content: TimelineContent) -> String {
    let items = content.groups.filter(\.isWork).flatMap(\.lanes).map { lane -> String in
      let parts = Kind.allCases.compactMap { kind -> String? in
        let members = lane.stretches.filter { $0.kind == kind }
        let seconds = members.reduce(0) { $0 + $1.end - $1.start }
        return members.isEmpty ? nil : "\(members.count)× \(kind.rawValue) (\(CalendarTime.length(seconds)))"
      }
      let remark = lane.remark.isEmpty ? "" : ", \(Prose.name(lane.remark))"
      return "\(Prose.name(lane.label))\(remark): \(parts.isEmpty ? "nothing" : parts.joined(separator: ", "))"
    }
    let evidence = content.groups.filter { !$0.isWork }.flatMap(\.lanes).map { Prose.name($0.label) }
    let measured = evidence.isEmpty ? "" : " Evidence: \(Prose.list(evidence))."
    return "\(title). Times in UTC. \(Prose.list(items)).\(measured)"
  }

  private var csv: CSVText {
    var csv = CSVText(header: [
      "group", "lane", "what", "epoch", "start (UTC)", "end (UTC)", "length (s)", "counted", "lowest power (W)",
      "mean power (W)", "highest power (W)",
    ])
    for group in groups {
      for lane in group.lanes {
        for part in lane.stretches {
          csv.row([
            .text(group.label), .text(lane.label), .text(part.kind.rawValue),
            part.epoch.map { .integer($0) } ?? .text(""), .text(CalendarTime.iso8601(part.start)),
            .text(CalendarTime.iso8601(part.end)), .number(Self.milliseconds(part.end - part.start)),
            .text(group.isWork ? "" : part.isCounted ? "yes" : "no"), .text(""), .text(""), .text(""),
          ])
        }
      }
    }
    for curve in curves {
      for bucket in curve.buckets {
        csv.row([
          .text("power"), .text(curve.label), .text("power"), .text(""), .text(CalendarTime.iso8601(bucket.start)),
          .text(CalendarTime.iso8601(bucket.end)), .number(Self.milliseconds(bucket.end - bucket.start)), .text(""),
          .number(bucket.low), .number(bucket.mean), .number(bucket.high),
        ])
      }
    }
    return csv
  }

  /// The difference of two times, without the noise of their size.
  private static func milliseconds(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
}

/// A timeline with only what can be drawn.
struct TimelineContent: Sendable {
  let groups: [TimelineFigure.Group]
  let curves: [TimelineFigure.Curve]
  /// The windows of the work's lanes, or of the evidence's when there is no work.
  let windows: [(start: Double, end: Double)]
  /// What was left out.
  let notes: [FigureText]

  init(_ figure: TimelineFigure) {
    var unusable = 0
    var hidden = 0
    var left: [Bool: Int] = [true: TimelineFigure.maximumLanes, false: TimelineFigure.maximumLanes]
    var groups: [TimelineFigure.Group] = []
    for group in figure.groups {
      let room = left[group.isWork] ?? 0
      var kept = group
      kept.lanes = group.lanes.prefix(room).map { lane in
        var usable = lane
        usable.stretches = lane.stretches.filter(Self.isUsable).sorted {
          ($0.start, $0.end, $0.kind.rawValue) < ($1.start, $1.end, $1.kind.rawValue)
        }
        unusable += lane.stretches.count - usable.stretches.count
        return usable
      }
      hidden += group.lanes.count - kept.lanes.count
      left[group.isWork] = room - kept.lanes.count
      if !kept.lanes.isEmpty { groups.append(kept) }
    }
    self.groups = groups
    let curves = figure.curves.map { curve in
      TimelineFigure.Curve(label: curve.label, buckets: curve.buckets.filter(Self.isUsable))
    }.filter { !$0.buckets.isEmpty }
    self.curves = Array(curves.prefix(TimelineFigure.maximumCurves))
    let work = groups.filter(\.isWork).flatMap(\.lanes)
    let deciding = work.contains { !$0.stretches.isEmpty } ? work : groups.flatMap(\.lanes)
    windows = deciding.compactMap { lane in
      guard let start = lane.stretches.first?.start, let end = lane.stretches.map(\.end).max() else { return nil }
      return (start, end)
    }
    var notes: [String] = []
    if unusable > 0 {
      notes.append("Not drawn: \(Prose.count(unusable, "stretch", plural: "stretches")) without usable times.")
    }
    if hidden > 0 { notes.append("\(Prose.count(hidden, "more lane")) in the data file.") }
    self.notes = notes.map { FigureText($0) }
  }

  private static func isUsable(_ stretch: TimelineFigure.Stretch) -> Bool {
    CalendarTime.plottable(stretch.start) != nil && CalendarTime.plottable(stretch.end) != nil
      && stretch.end >= stretch.start
  }

  private static func isUsable(_ bucket: TimelineFigure.Curve.Bucket) -> Bool {
    CalendarTime.plottable(bucket.start) != nil && CalendarTime.plottable(bucket.end) != nil
      && bucket.end >= bucket.start
      && [bucket.low, bucket.mean, bucket.high].allSatisfy { Plottable.nonNegative($0) != nil }
  }
}

extension Prose {
  /// "1 stretch", "2 stretches".
  static func count(_ count: Int, _ noun: String, plural: String) -> String { "\(count) \(count == 1 ? noun : plural)" }
}
