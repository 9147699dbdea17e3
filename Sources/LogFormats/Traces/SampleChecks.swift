import LogScanning
package import Quantities

/// Whether a series' samples can be: watched one by one while they are read, told at the end.
///
/// No value is ever changed. What cannot be (below 0 W, more than any such device draws) is left out and counted as
/// missing; what is merely odd (a sensor that never moves, a clock that goes back) is kept and told.
package struct SampleChecks {
  /// So many equal values in a row are a sensor that does not move; the noise of a real one shows sooner.
  static let stuckCount = 1000
  /// An interval longer than this many medians is a gap, if it is also longer than two seconds.
  static let gapFactor: Int64 = 10

  private var quantity: TraceSeries.Quantity
  /// Values above this cannot be; `nil` for what has no bound.
  private var upperBound: Int64?

  private var previousTime: Int64?
  private var previousLine = 0
  /// The time before ``previousTime``.
  private var timeBefore: Int64?
  private var strays = 0
  private var firstStray: Int?
  private var previousValue: Int64?
  private var runLength = 0
  private var longestRun: (length: Int, value: Int64, line: Int) = (0, 0, 0)
  private var changes = 0

  private var backwardSteps = 0
  private var firstBackward: Int?
  private var equalTimes = 0
  private var firstEqual: Int?
  private var intervals = IntervalHistogram()
  private var longestInterval: (nanoseconds: Int64, line: Int) = (0, 0)
  /// What ``longestInterval`` was before it was last changed.
  private var formerLongest: (nanoseconds: Int64, line: Int) = (0, 0)

  private var negative = 0
  private var excessive = 0
  private var firstImpossible: (line: Int, value: Int64)?
  private var leastExcess: Int64 = .max
  private var greatestExcess: Int64 = 0
  private var missingCells = 0
  private var firstMissing: (line: Int, text: String)?

  init(_ series: TraceSeries) {
    quantity = series.quantity
    adopt(series)
  }

  /// Takes over what has become known of the series.
  mutating func adopt(_ series: TraceSeries) {
    quantity = series.quantity
    switch series.quantity {
    case .power, .meanPower:
      let bound = Self.greatestWatts(of: series.component) * series.unitsPerWatt
      upperBound = bound < 9e18 ? Int64(bound) : nil
    case .intervalEnergy, .energyCounter: upperBound = nil
    }
  }

  /// More than any device of the kind draws, in watts: boards up to 10 kW as a failing sensor's 16-bit readings lie far
  /// above any board's limit; a socket and its memory a fifth of that; a node, a rack's supply.
  package static func greatestWatts(of component: Component) -> Double {
    switch component {
    case .gpu: 10_000
    case .cpu, .dram: 2_000
    case .node: 100_000
    }
  }

  /// Whether a sample can be; takes it if so.
  mutating func take(time: Int64, value: Int64, line: Int) -> Bool {
    guard value >= 0, value <= upperBound ?? .max else {
      impossible(value, line: line)
      return false
    }
    if let previousTime {
      let (difference, overflow) = time.subtractingReportingOverflow(previousTime)
      let interval = overflow ? (time > previousTime ? .max : .min) : difference
      if interval <= 0 {
        notAfter(interval, line: line)
      } else {
        intervals.add(interval)
        if interval > longestInterval.nanoseconds {
          formerLongest = longestInterval
          longestInterval = (interval, line)
        }
      }
    }
    timeBefore = previousTime
    previousTime = time
    previousLine = line
    if value == previousValue {
      runLength += 1
      if runLength > longestRun.length { longestRun = (runLength, value, line) }
    } else {
      if previousValue != nil { changes += 1 }
      runLength = 1
      previousValue = value
    }
    return true
  }

  // MARK: Stray times

  /// A time is a stray when it is at least so far from those before and after it, which are near each other.
  private static let strayDistance: Int64 = 60_000_000_000

  /// Whether the sample before a time has one that cannot be, by what is before it and what comes now: a digit that was
  /// damaged, a clock that was wrong for a moment.
  func isStray(beforeTime time: Int64) -> Bool {
    guard let previousTime, time < previousTime || time &- previousTime > Self.strayDistance, let timeBefore else {
      return false
    }
    let (span, isTooLong) = time.subtractingReportingOverflow(timeBefore)
    let (near, isTooFar) = span.multipliedReportingOverflow(by: 20)
    guard span >= 0, !isTooLong, !isTooFar else { return false }
    let (away, overflow) =
      previousTime > time
      ? previousTime.subtractingReportingOverflow(time) : timeBefore.subtractingReportingOverflow(previousTime)
    return overflow || away >= max(Self.strayDistance, near)
  }

  /// Forgets the sample before, whose time is a stray.
  mutating func removeStray() {
    guard let previousTime, let timeBefore else { return }
    if previousTime > timeBefore {
      let (interval, overflow) = previousTime.subtractingReportingOverflow(timeBefore)
      intervals.remove(overflow ? .max : interval)
      if longestInterval.line == previousLine { longestInterval = formerLongest }
    } else {
      backwardSteps -= 1
      if backwardSteps == 0 { firstBackward = nil }
    }
    strays += 1
    firstStray = firstStray ?? previousLine
    self.previousTime = timeBefore
    self.timeBefore = nil
  }

  /// Takes a cell without a number.
  mutating func missing(_ cell: RawSpan, line: Int) {
    missingCells += 1
    if firstMissing == nil { firstMissing = (line, cell.extracting(0..<min(cell.byteCount, 200)).text) }
  }

  private mutating func notAfter(_ interval: Int64, line: Int) {
    if interval == 0 {
      equalTimes += 1
      firstEqual = firstEqual ?? line
    } else {
      backwardSteps += 1
      firstBackward = firstBackward ?? line
    }
  }

  private mutating func impossible(_ value: Int64, line: Int) {
    if value < 0 {
      negative += 1
    } else {
      excessive += 1
      leastExcess = min(leastExcess, value)
      greatestExcess = max(greatestExcess, value)
    }
    if firstImpossible == nil { firstImpossible = (line, value) }
  }

  // MARK: End

  func diagnostics(of series: TraceSeries, clock: TraceLog.Clock) -> [Diagnostic] {
    // Limits and second readings of a device are not used; what is odd about them is no one's concern.
    guard series.role == .counted else { return [] }
    var result: [Diagnostic] = []
    func add(_ severity: Diagnostic.Severity, _ code: String, _ line: Int?, _ message: String) {
      result.append(Diagnostic(severity, code, line: line, "\(series.device): \(message)"))
    }
    if let firstMissing {
      let hasSamples = series.samples > 0
      add(
        .warning, hasSamples ? "trace.missing-samples" : "trace.power-unavailable", firstMissing.line,
        "\(missingCells) of \(series.samples + series.missingSamples) rows without a usable value (first: "
          + "'\(firstMissing.text)'); left out, not read as 0.")
    }
    valueDiagnostics(series, add)
    if clock != .ordinal { timeDiagnostics(add) }
    return result
  }

  private func valueDiagnostics(
    _ series: TraceSeries, _ add: (Diagnostic.Severity, String, Int?, String) -> Void
  ) {
    let unit = series.unitsPerWatt
    if let firstImpossible {
      let isPower = quantity == .power || quantity == .meanPower
      let limit = isPower ? " or above \(Int(Self.greatestWatts(of: series.component))) W" : ""
      add(
        .warning, "trace.implausible-value", firstImpossible.line,
        "\(counted(negative + excessive, "reading", "readings")) below 0\(limit) left out (first: "
          + "\(Double(firstImpossible.value) / unit)).")
    }
    let asMilliwatts = Double(greatestExcess) / unit / 1000
    if excessive > 0, series.samples == 0, asMilliwatts < Self.greatestWatts(of: series.component) {
      add(
        .warning, "trace.unit-suspect", firstImpossible?.line,
        "every reading is far too large for watts (\(Double(leastExcess) / unit) and more) and would do as milliwatts; "
          + "declare the unit in fodspor.yml if it is that.")
    }
    guard quantity == .power || quantity == .meanPower, longestRun.length >= Self.stuckCount else { return }
    add(
      .warning, "trace.stuck-sensor", longestRun.line,
      "the reading stays at \(Double(longestRun.value) / unit) W for \(longestRun.length) samples"
        + (changes == 0 ? " and never changes" : "") + "; the values were kept.")
  }

  private func timeDiagnostics(_ add: (Diagnostic.Severity, String, Int?, String) -> Void) {
    if let firstStray {
      add(
        .warning, "trace.stray-time", firstStray,
        "\(counted(strays, "row has", "rows have")) a time far from those of the rows before and after; left out.")
    }
    if let firstBackward {
      add(
        .warning, "trace.backward-clock", firstBackward,
        "time goes back \(counted(backwardSteps, "time", "times")) (a clock set back, or files joined); they were sorted by time."
      )
    }
    if let firstEqual {
      add(
        .info, "trace.duplicate-times", firstEqual,
        "\(counted(equalTimes, "sample has", "samples have")) the time of the one before; no energy lies between them.")
    }
    guard let median = intervals.median else { return }
    let (factored, overflow) = median.multipliedReportingOverflow(by: Self.gapFactor)
    let limit = overflow ? .max : max(factored, 2_000_000_000)
    guard median > 0, longestInterval.nanoseconds > limit else { return }
    let gaps = intervals.longer(than: limit)
    add(
      .info, "trace.gaps", longestInterval.line,
      "\(counted(max(gaps.count, 1), "gap", "gaps")) of more than \(Double(limit / 100_000_000) / 10) s (sampled about every "
        + "\(Double(median / 1_000_000) / 1000) s); the longest is \(Double(longestInterval.nanoseconds / 100_000_000) / 10) s."
    )
  }
}
