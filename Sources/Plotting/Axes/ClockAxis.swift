/// A horizontal axis of time in UTC, broken where nothing happens for long. All pieces have one scale, so that lengths
/// compare.
struct ClockAxis: Sendable {
  /// A stretch of time without a break.
  struct Segment: Sendable, Hashable {
    /// In seconds since 1970-01-01T00:00:00Z.
    let start: Double
    let end: Double
    /// The left edge and the right edge in mm.
    let minX: Double
    let maxX: Double
  }

  /// A stretch of time on the page.
  struct Piece: Sendable, Hashable {
    /// The place of its segment.
    let segment: Int
    let minX: Double
    let maxX: Double
    /// The stretch goes on beyond the axis or its break.
    let isCutAtStart: Bool
    let isCutAtEnd: Bool

    var width: Double { maxX - minX }
  }

  /// A mark with a text.
  struct Tick: Sendable, Hashable {
    let x: Double
    let label: String
    /// The date, at the first mark of a day.
    let date: String?
    /// 0 for the first mark after a break.
    let rank: Int
  }

  /// A pause that was cut out.
  struct Break: Sendable, Hashable {
    let minX: Double
    let maxX: Double
    let seconds: Double
  }

  /// Pauses may take this share of the work's time together; longer ones are cut out, the longest first.
  static let pauseShare = 1.0
  /// The width of a break in mm, where there is room.
  static let breakWidth = 3.2
  private static let tickDistance = 13.0

  /// In order of time; at least one.
  let segments: [Segment]
  let breaks: [Break]
  /// In mm.
  let minX: Double
  let maxX: Double

  /// Makes an axis over everything that happened; windows are in seconds, in any order, each start before its end.
  init(windows: [(start: Double, end: Double)], minX: Double, maxX: Double) {
    var busy: [(start: Double, end: Double)] = []
    for window in windows.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      if let last = busy.last, window.start <= last.end {
        busy[busy.count - 1].end = max(last.end, window.end)
      } else {
        busy.append(window)
      }
    }
    if busy.isEmpty { busy = [(0, 0)] }
    let work = busy.reduce(0) { $0 + $1.end - $1.start }
    let margin = max(work * 0.012, 1)
    let limit = Self.longestKept(zip(busy, busy.dropFirst()).map { $1.start - $0.end }, work: work, margin: margin)
    var stretches: [(start: Double, end: Double)] = []
    for window in busy {
      if let last = stretches.last, window.start - last.end <= limit {
        stretches[stretches.count - 1].end = window.end
      } else {
        stretches.append(window)
      }
    }
    stretches = stretches.map { ($0.start - margin, $0.end + margin) }
    let width = max(maxX - minX, 1)
    let count = Double(stretches.count - 1)
    let gap = count > 0 ? min(Self.breakWidth, 0.35 * width / count) : 0
    let scale = (width - gap * count) / stretches.reduce(0) { $0 + $1.end - $1.start }
    var segments: [Segment] = []
    var breaks: [Break] = []
    var x = minX
    for stretch in stretches {
      if let last = segments.last {
        breaks.append(Break(minX: x, maxX: x + gap, seconds: stretch.start - last.end + 2 * margin))
        x += gap
      }
      let end = x + (stretch.end - stretch.start) * scale
      segments.append(Segment(start: stretch.start, end: stretch.end, minX: x, maxX: end))
      x = end
    }
    self.segments = segments
    self.breaks = breaks
    self.minX = minX
    self.maxX = minX + width
  }

  /// The longest pause that stays: together those that stay take at most ``pauseShare`` of the work's time.
  private static func longestKept(_ pauses: [Double], work: Double, margin: Double) -> Double {
    let shortest = max(4 * margin, 0.1 * work)
    var rest = pauses.reduce(0, +)
    var limit = Double.infinity
    for pause in pauses.sorted(by: >) where pause > shortest {
      guard rest > pauseShare * work || pause >= 0.8 * limit else { break }
      rest -= pause
      // Pauses of about one length are all treated alike.
      limit = min(limit, pause)
    }
    return limit.isFinite ? max(0.8 * limit * (1 - 1e-12), shortest) : limit
  }

  /// Millimetres a second.
  var scale: Double {
    guard let first = segments.first, first.end > first.start else { return 0 }
    return (first.maxX - first.minX) / (first.end - first.start)
  }

  /// Where a stretch of time stands: a piece for each segment that it touches.
  func pieces(from start: Double, to end: Double) -> [Piece] {
    segments.enumerated().compactMap { place, segment in
      guard start <= segment.end, end >= segment.start else { return nil }
      let from = segment.minX + (max(start, segment.start) - segment.start) * scale
      let to = segment.minX + (min(end, segment.end) - segment.start) * scale
      return Piece(
        segment: place, minX: min(from, segment.maxX), maxX: min(to, segment.maxX), isCutAtStart: start < segment.start,
        isCutAtEnd: end > segment.end)
    }
  }

  /// Whether everything lies on one day.
  var isOneDay: Bool {
    guard let first = segments.first, let last = segments.last else { return true }
    return CalendarTime.day(first.start) == CalendarTime.day(last.end)
  }

  /// The distance of marks in seconds: a step that clocks and calendars use.
  var step: Double {
    let clock: [Double] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
    ]
    let calendar = (0...8).flatMap { power in [1.0, 2, 5].map { $0 * DecimalText.power(power) * 86_400 } }
    func fits(_ step: Double) -> Bool { step * scale >= Self.tickDistance * (step < 60 || step >= 86_400 ? 1.35 : 1) }
    return (clock + calendar).first(where: fits) ?? 1e12
  }

  /// The marks in order of time; each segment has at least one.
  var ticks: [Tick] {
    let step = step
    return segments.flatMap { segment -> [Tick] in
      var times = Self.multiples(of: step, in: segment)
      var withSeconds = step < 60
      if times.isEmpty {
        times = Array(Self.multiples(of: 60, in: segment).prefix(1))
        if times.isEmpty {
          withSeconds = true
          times = Array(Self.multiples(of: 1, in: segment).prefix(1))
        }
        if times.isEmpty { times = [segment.start] }
      }
      return times.enumerated().map { place, time in
        let isNewDay = place == 0 || CalendarTime.day(time) != CalendarTime.day(times[place - 1])
        let x = min(segment.minX + (time - segment.start) * scale, segment.maxX)
        guard step < 86_400 else { return Tick(x: x, label: CalendarTime.date(time), date: nil, rank: place) }
        return Tick(
          x: x, label: CalendarTime.clock(time, withSeconds: withSeconds),
          date: isNewDay ? CalendarTime.date(time) : nil, rank: place == 0 ? 0 : 1)
      }
    }
  }

  private static func multiples(of step: Double, in segment: Segment) -> [Double] {
    let first = (segment.start / step).rounded(.up)
    let last = (segment.end / step).rounded(.down)
    guard first <= last else { return [] }
    return (0...Int(min(last - first, 200))).map { (first + Double($0)) * step }
  }
}
