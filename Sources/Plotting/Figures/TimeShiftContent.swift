/// What of a time shift can be drawn, in order of time.
struct TimeShiftContent: Sendable {
  /// A start that is named.
  struct Mark: Sendable {
    enum Role: String, Sendable {
      case asRun = "as run"
      case least, most
    }

    let role: Role
    let hours: Double
    let amount: Double
  }

  /// Starts with known emissions, by delay.
  let starts: [(hours: Double, amount: Double)]
  /// The same, parted where emissions are not known.
  let lines: [[(hours: Double, amount: Double)]]
  /// Starts without.
  let unknownCount: Int
  let work: [TimeShiftFigure.Window]
  /// What of the series lies between ``start`` and ``end``.
  let series: [TimeShiftFigure.Stretch]
  /// What is shown, in seconds since 1970: from the start of the work to the end of the work that begins last.
  let start: Double
  let end: Double
  /// The work as it ran, then the least and the most, where these differ from it.
  let marks: [Mark]

  init(_ figure: TimeShiftFigure) {
    let possible = figure.starts.filter { $0.hours >= 0 && $0.hours <= 1e6 }.sorted { $0.hours < $1.hours }
    var lines: [[(hours: Double, amount: Double)]] = [[]]
    for start in possible {
      if let amount = Plottable.nonNegative(start.amount) {
        lines[lines.count - 1].append((start.hours, amount))
      } else if lines.last?.isEmpty == false {
        lines.append([])
      }
    }
    let starts = lines.flatMap(\.self)
    let work = figure.work.filter { window in
      CalendarTime.plottable(window.start) != nil && CalendarTime.plottable(window.end) != nil
        && window.start <= window.end
    }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    let first = work.first?.start ?? 0
    let last = (work.map(\.end).max() ?? 0) + (starts.last?.hours ?? 0) * 3600
    // A little of what comes before and after, so that an end is seen as one.
    let margin = max(0.02 * (last - first), 60)
    (start, end) = (first - margin, last + margin)
    let (from, to) = (first - margin, last + margin)
    series = figure.series.filter { stretch in
      Plottable.nonNegative(stretch.intensity) != nil && stretch.start < stretch.end && stretch.start < to
        && stretch.end > from
    }.sorted { $0.start < $1.start }
    self.starts = starts
    self.lines = lines.filter { !$0.isEmpty }
    unknownCount = possible.count - starts.count
    self.work = work
    marks = Self.marks(starts)
  }

  private static func marks(_ starts: [(hours: Double, amount: Double)]) -> [Mark] {
    guard starts.count > 1 else { return [] }
    let now = starts.first { $0.hours == 0 }
    var marks = now.map { [Mark(role: .asRun, hours: 0, amount: $0.amount)] } ?? []
    // The earliest of equals; differences below rounding are none.
    guard let least = starts.min(by: { $0.amount < $1.amount }),
      let most = starts.max(by: { $0.amount < $1.amount }), most.amount - least.amount > 1e-9 * most.amount
    else { return marks }
    if least.hours > 0 { marks.append(Mark(role: .least, hours: least.hours, amount: least.amount)) }
    let first = starts.first { $0.amount == most.amount } ?? most
    if first.hours > 0 { marks.append(Mark(role: .most, hours: first.hours, amount: first.amount)) }
    return marks
  }

  /// The mean intensity over the time of the work, windows weighted by their length; `nil` where nothing is known.
  var meanAtWork: Double? {
    var (sum, length) = (0.0, 0.0)
    var next = 0
    for window in work {
      while next < series.count, series[next].end <= window.start { next += 1 }
      var index = next
      while index < series.count, series[index].start < window.end {
        let shared = min(series[index].end, window.end) - max(series[index].start, window.start)
        sum += max(0, shared) * series[index].intensity
        length += max(0, shared)
        index += 1
      }
    }
    return length > 0 ? sum / length : nil
  }
}
