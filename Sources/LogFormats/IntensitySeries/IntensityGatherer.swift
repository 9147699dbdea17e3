import Quantities

/// Gathers the rows of a table of carbon intensities and makes them series: in order, without overlaps, on UTC.
struct IntensityGatherer {
  /// No fuel emits more: lignite about 1400 g/kWh, a small diesel set about 1500; in g/kWh.
  static let greatest = 3000.0
  /// No life-cycle or direct intensity of a whole grid lies below this all the time; hydro grids have some grams.
  static let leastGreatest = 1.5

  private struct Key: Hashable, Comparable {
    let zone: String
    let column: Int

    static func < (left: Key, right: Key) -> Bool { (left.zone, left.column) < (right.zone, right.column) }
  }

  private struct Point {
    let start: Int64
    let end: Int64?
    let grams: Double
    let line: Int
  }

  let columns: IntensityColumns
  /// How far local clocks may have been ahead of UTC at a wall time; `nil` when no zone is stated.
  let localOffsets: ((WallTime) -> [Duration])?
  private var points: [Key: [Point]] = [:]
  /// Local wall times that were seen once, by zone, where the clock shows them twice.
  private var repeatedTimes: [String: Set<Int64>] = [:]
  private var lastStart: [String: Int64] = [:]
  private var unreadable = Tally()
  private var missing = Tally()
  private var skipped = Tally()
  private var unsorted = Tally()
  private var estimated = Tally()

  /// How often something was found, and where first.
  private struct Tally {
    var count = 0
    var line = 0

    mutating func note(_ line: Int) {
      if count == 0 { self.line = line }
      count += 1
    }
  }

  init(columns: IntensityColumns, localOffsets: ((WallTime) -> [Duration])?) {
    self.columns = columns
    self.localOffsets = localOffsets
  }

  /// Takes a row: its times, its zone, and the value of each of ``IntensityColumns/values``.
  mutating func add(
    start: IntensityStamp?, end: IntensityStamp?, zone: String, isEstimated: Bool, values: [Double?], line: Int
  ) throws(IntensityFileError) {
    guard let start else {
      unreadable.note(line)
      return
    }
    guard let from = try instant(start, zone: zone, line: line) else { return }
    let to = end.flatMap { $0.isUTC || columns.isUTC ? $0.nanoseconds : nil }
    if from < lastStart[zone] ?? .min { unsorted.note(line) }
    lastStart[zone] = from
    if isEstimated { estimated.note(line) }
    for (column, value) in values.enumerated() {
      guard let value, value.isFinite else {
        missing.note(line)
        continue
      }
      let grams = value * columns.values[column].factor
      guard grams >= 0, grams <= Self.greatest else {
        throw .impossibleValue(line: line, gramsPerKilowattHour: grams)
      }
      points[Key(zone: zone, column: column), default: []].append(
        Point(start: from, end: to, grams: grams, line: line))
    }
  }

  /// A stamp in UTC; `nil` for a local time that clocks jumped over.
  private mutating func instant(
    _ stamp: IntensityStamp, zone: String, line: Int
  ) throws(IntensityFileError) -> Int64? {
    if stamp.isUTC || columns.isUTC { return stamp.nanoseconds }
    guard let localOffsets else { throw .localTimes(line: line) }
    let wall = WallTime(nanoseconds: stamp.nanoseconds)
    let offsets = localOffsets(wall)
    guard let first = offsets.first else {
      skipped.note(line)
      return nil
    }
    // In the hour that clocks show twice the first row is of the first pass.
    guard offsets.count > 1, let second = offsets.last,
      !repeatedTimes[zone, default: []].insert(stamp.nanoseconds).inserted
    else { return wall.instant(aheadOfUTC: first).nanoseconds }
    return wall.instant(aheadOfUTC: second).nanoseconds
  }

  /// The series of all zones and columns.
  ///
  /// - Parameter length: how long a row holds by the file's name, where there is one row only.
  func finish(length: Length?) throws(IntensityFileError) -> (series: [IntensitySeries], findings: [Diagnostic]) {
    guard !points.isEmpty else { throw .noRows }
    let highest = points.values.joined().map(\.grams).max() ?? 0
    if highest < Self.leastGreatest, highest > 0 { throw .tooSmall(greatest: highest) }
    var series: [IntensitySeries] = []
    var findings = findings
    for key in points.keys.sorted() {
      let value = columns.values[key.column]
      let (intervals, found) = try intervals(points[key] ?? [], length: length, name: value.name)
      findings += found
      series.append(
        IntensitySeries(
          zone: key.zone.isEmpty ? nil : key.zone, column: value.name, boundary: value.boundary,
          isForecast: value.isForecast, intervals: intervals))
    }
    return (series, findings)
  }

  private var findings: [Diagnostic] {
    var found: [Diagnostic] = []
    func add(_ tally: Tally, _ finding: (Tally) -> Diagnostic) { if tally.count > 0 { found.append(finding(tally)) } }
    add(unreadable) {
      Diagnostic(
        .warning, "intensity-series.unreadable-row", line: $0.line,
        "\($0.count) rows have no readable time; they were left out.")
    }
    add(missing) {
      Diagnostic(
        .warning, "intensity-series.missing-value", line: $0.line,
        "\($0.count) values are missing; nothing is known of those intervals.")
    }
    add(skipped) {
      Diagnostic(
        .warning, "intensity-series.skipped-hour", line: $0.line,
        "\($0.count) rows have a local time that clocks jumped over; they were left out.")
    }
    add(unsorted) {
      Diagnostic(
        .info, "intensity-series.unsorted", line: $0.line, "\($0.count) rows are earlier than the one before; sorted.")
    }
    add(estimated) {
      Diagnostic(
        .info, "intensity-series.estimated", line: $0.line, "\($0.count) rows are marked as estimated by the publisher."
      )
    }
    for value in columns.values where value.isUnitAssumed {
      found.append(
        Diagnostic(
          .info, "intensity-series.unit-assumed", line: 1,
          "The column '\(value.name)' names no unit; it was taken to be g/kWh."))
    }
    return found
  }

  private func intervals(
    _ points: [Point], length: Length?, name: String
  ) throws(IntensityFileError) -> ([IntensitySeries.Interval], [Diagnostic]) {
    // Equal times keep the order of the file, so that the later row counts.
    let sorted = points.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
    var unique: [Point] = []
    var (repeated, conflicting) = (Tally(), Tally())
    for point in sorted.map(\.element) {
      if let last = unique.last, last.start == point.start {
        if last.grams == point.grams { repeated.note(point.line) } else { conflicting.note(point.line) }
        unique.removeLast()
      }
      unique.append(point)
    }
    var findings: [Diagnostic] = []
    if conflicting.count > 0 {
      findings.append(
        Diagnostic(
          .warning, "intensity-series.duplicate", line: conflicting.line,
          "\(conflicting.count) times stand twice in '\(name)' with different values; the later row counts."))
    } else if repeated.count > 0 {
      findings.append(
        Diagnostic(
          .info, "intensity-series.duplicate", line: repeated.line,
          "\(repeated.count) rows stand twice in '\(name)'; they count once."))
    }
    let starts = unique.map(\.start)
    guard let holding = Length(starts: starts) ?? length ?? (unique.allSatisfy { $0.end != nil } ? .seconds(0) : nil)
    else { throw .unknownLength }
    var gaps = Tally()
    let intervals = unique.enumerated().compactMap { place, point -> IntensitySeries.Interval? in
      let next = unique.indices.contains(place + 1) ? unique[place + 1].start : Int64.max
      let end = min(point.end ?? holding.end(of: point.start), next)
      guard end > point.start else { return nil }
      if end < next, next < .max { gaps.note(point.line) }
      return IntensitySeries.Interval(
        window: TimeWindow(start: Instant(nanoseconds: point.start), end: Instant(nanoseconds: end)),
        intensity: .gramsPerKilowattHour(point.grams))
    }
    if gaps.count > 0 {
      findings.append(
        Diagnostic(
          .warning, "intensity-series.gap", line: gaps.line,
          "'\(name)' has \(gaps.count) gaps; nothing is known there, and nothing was filled in."))
    }
    return (intervals, findings)
  }
}
