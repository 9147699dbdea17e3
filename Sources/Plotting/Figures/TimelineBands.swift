/// A bar of a timeline's lane: one stretch, or neighbours that are too narrow to be drawn by themselves.
struct TimelineBand: Sendable {
  var kind: TimelineFigure.Kind
  var isCounted: Bool
  /// In mm.
  var minX: Double
  var maxX: Double
  /// How many stretches of the kind are in it.
  var count: Int
  /// Their epochs' numbers.
  var epochs: ClosedRange<Int>?
  /// From the start of the first stretch to the end of the last, in seconds since 1970-01-01T00:00:00Z.
  var time: ClosedRange<Double>
  var isCutAtStart: Bool
  var isCutAtEnd: Bool

  var width: Double { maxX - minX }

  /// What the bar is and when it was.
  var title: String {
    let number = epochs.map { $0.count > 1 ? "\($0.lowerBound)–\($0.upperBound)" : "\($0.lowerBound)" }
    let what = kind.rawValue + (number.map { (count > 1 ? "s " : " ") + $0 } ?? (count > 1 ? " ×\(count)" : ""))
    return what + ", " + Self.told(time) + (isCounted ? "" : ", not counted")
  }

  /// "2026-11-23 09:46:10 to 10:20:04 UTC (34 min)".
  static func told(_ time: ClosedRange<Double>) -> String {
    let (from, to) = (time.lowerBound, time.upperBound)
    let date = CalendarTime.day(from) == CalendarTime.day(to) ? "" : CalendarTime.date(to) + " "
    return "\(CalendarTime.date(from)) \(CalendarTime.clock(from, withSeconds: true)) to "
      + "\(date)\(CalendarTime.clock(to, withSeconds: true)) UTC (\(CalendarTime.length(to - from)))"
  }

  /// What may stand in the bar, the longest first.
  var labels: [String] {
    switch kind {
    case .useful, .redone, .aborted, .monitored:
      guard count > 1 else { return epochs.map { ["epoch \($0.lowerBound)", "\($0.lowerBound)"] } ?? [] }
      let range = epochs.map { "\($0.lowerBound)–\($0.upperBound)" }
      return [range.map { "\(count) epochs (\($0))" }, "\(count) epochs", range, "\(count)×"].compactMap(\.self)
    default: return []
    }
  }
}

/// Makes bars of a lane's stretches. Nothing that is drawn depends on how many stretches there are.
struct TimelineBands: Sendable {
  /// Parts narrower than this many mm are drawn with their neighbours.
  static let narrowest = 0.15
  /// Epochs narrower than this on the mean are drawn as one bar.
  private static let epochWidth = 0.8

  let axis: ClockAxis
  /// In mm, at least ``narrowest``.
  let narrowest: Double

  /// The bars of a lane, gaps left out, in order of time.
  func bands(of lane: TimelineFigure.Lane) -> [TimelineBand] {
    var bySegment: [[TimelineBand]] = Array(repeating: [], count: axis.segments.count)
    for stretch in lane.stretches where stretch.kind != .gap {
      for piece in axis.pieces(from: stretch.start, to: stretch.end) {
        bySegment[piece.segment].append(
          TimelineBand(
            kind: stretch.kind, isCounted: stretch.isCounted, minX: piece.minX, maxX: piece.maxX, count: 1,
            epochs: stretch.epoch.map { $0...$0 }, time: stretch.start...stretch.end,
            isCutAtStart: piece.isCutAtStart && piece.segment == 0,
            isCutAtEnd: piece.isCutAtEnd && piece.segment == axis.segments.count - 1))
      }
    }
    return bySegment.flatMap { counted($0, in: folded(coalesced($0))) }
  }

  /// Where a trace has no samples, wide enough to be seen; narrow gaps close to another are left out.
  func gaps(of lane: TimelineFigure.Lane) -> [ClosedRange<Double>] {
    var found: [ClosedRange<Double>] = []
    for stretch in lane.stretches where stretch.kind == .gap {
      for piece in axis.pieces(from: stretch.start, to: stretch.end) {
        let isNarrow = piece.width < 0.35
        let middle = (piece.minX + piece.maxX) / 2
        let (from, to) = isNarrow ? (middle - 0.175, middle + 0.175) : (piece.minX, piece.maxX)
        if let last = found.last, from < last.upperBound + (isNarrow ? 1.2 : narrowest) {
          if !isNarrow { found[found.count - 1] = last.lowerBound...max(last.upperBound, to) }
          continue
        }
        found.append(max(from, axis.minX)...min(to, axis.maxX))
      }
    }
    return found
  }

  // MARK: - Narrow neighbours

  /// Narrow parts that touch, until together they are wide enough.
  private struct Cluster {
    var members: [TimelineFigure.Kind: TimelineBand] = [:]
    var widths: [TimelineFigure.Kind: Double] = [:]
    var minX: Double
    var maxX: Double

    init(_ band: TimelineBand) {
      minX = band.minX
      maxX = band.maxX
      add(band)
    }

    mutating func add(_ band: TimelineBand) {
      minX = min(minX, band.minX)
      maxX = max(maxX, band.maxX)
      widths[band.kind, default: 0] += band.width
      members[band.kind] = members[band.kind].map { $0.joined(with: band) } ?? band
    }

    /// The kind that takes most of the time, pauses between epochs only where there is nothing else.
    var band: TimelineBand? {
      let kinds = TimelineFigure.Kind.allCases.filter { members[$0] != nil }
      let real = kinds.filter { $0 != .between }
      let best = (real.isEmpty ? kinds : real).max { (widths[$0] ?? 0) < (widths[$1] ?? 0) }
      guard var band = best.flatMap({ members[$0] }) else { return nil }
      band.minX = minX
      band.maxX = maxX
      return band
    }
  }

  private func coalesced(_ bands: [TimelineBand]) -> [TimelineBand] {
    var result: [TimelineBand] = []
    var cluster: Cluster?
    func flush() {
      if let band = cluster?.band { result.append(band) }
      cluster = nil
    }
    for band in bands {
      guard band.width < narrowest else {
        flush()
        result.append(band)
        continue
      }
      if let open = cluster {
        let isOther = open.members.values.contains { $0.isCounted != band.isCounted }
        if isOther || band.minX - open.maxX >= narrowest { flush() }
      }
      if cluster == nil { cluster = Cluster(band) } else { cluster?.add(band) }
      if let open = cluster, open.maxX - open.minX >= narrowest { flush() }
    }
    flush()
    return result
  }

  /// Gives every epoch to the nearest bar of its kind: one that was too narrow beside another kind counts with its run.
  private func counted(_ stretches: [TimelineBand], in bands: [TimelineBand]) -> [TimelineBand] {
    var result = bands
    for kind in [TimelineFigure.Kind.useful, .redone, .monitored] {
      for isCounted in [true, false] {
        func isMember(_ band: TimelineBand) -> Bool { band.kind == kind && band.isCounted == isCounted }
        let places = bands.indices.filter { isMember(bands[$0]) }
        guard !places.isEmpty else { continue }
        for place in places {
          result[place].count = 0
          result[place].epochs = nil
        }
        var next = 0
        for stretch in stretches where isMember(stretch) {
          let middle = (stretch.minX + stretch.maxX) / 2
          while next + 1 < places.count,
            abs(bands[places[next + 1]].nearest(to: middle) - middle)
              < abs(bands[places[next]].nearest(to: middle) - middle)
          { next += 1 }
          result[places[next]].count += 1
          result[places[next]].epochs = TimelineBand.union(result[places[next]].epochs, stretch.epochs)
        }
      }
    }
    return result
  }

  // MARK: - Runs of epochs

  private func folded(_ bands: [TimelineBand]) -> [TimelineBand] {
    var means: [TimelineFigure.Kind: Double] = [:]
    for kind in [TimelineFigure.Kind.useful, .redone, .monitored, .measured, .total] {
      let members = bands.filter { $0.kind == kind }
      let count = members.reduce(0) { $0 + $1.count }
      if count > 0 { means[kind] = members.reduce(0) { $0 + $1.width } / Double(count) }
    }
    func canJoin(_ band: TimelineBand) -> Bool {
      guard let mean = means[band.kind] else { return false }
      return mean < Self.epochWidth && band.width / Double(band.count) < 3 * Self.epochWidth
    }
    func follows(_ band: TimelineBand, _ last: TimelineBand) -> Bool {
      band.kind == last.kind && band.isCounted == last.isCounted && canJoin(band) && canJoin(last)
    }
    var result: [TimelineBand] = []
    for band in bands {
      if let last = result.last, follows(band, last), band.minX - last.maxX < max(narrowest, 0.2) {
        result[result.count - 1] = last.joined(with: band)
      } else if result.count > 1, let pause = result.last, pause.kind == .between, pause.width < 0.4,
        follows(band, result[result.count - 2])
      {
        result.removeLast()
        result[result.count - 1] = result[result.count - 1].joined(with: band)
      } else {
        result.append(band)
      }
    }
    return result
  }
}

extension TimelineBand {
  /// Both as one.
  fileprivate func joined(with other: TimelineBand) -> TimelineBand {
    var joined = self
    joined.minX = min(minX, other.minX)
    joined.maxX = max(maxX, other.maxX)
    joined.count += other.count
    joined.time = min(time.lowerBound, other.time.lowerBound)...max(time.upperBound, other.time.upperBound)
    joined.isCutAtStart = isCutAtStart || other.isCutAtStart
    joined.isCutAtEnd = isCutAtEnd || other.isCutAtEnd
    joined.epochs = Self.union(epochs, other.epochs)
    return joined
  }

  /// The place of the bar that is nearest to a place, in mm.
  fileprivate func nearest(to x: Double) -> Double { min(max(x, minX), maxX) }

  fileprivate static func union(_ one: ClosedRange<Int>?, _ other: ClosedRange<Int>?) -> ClosedRange<Int>? {
    guard let one, let other else { return one ?? other }
    return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
  }
}
