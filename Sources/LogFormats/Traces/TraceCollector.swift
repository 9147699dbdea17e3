import LogScanning
import Quantities

/// Takes what a trace's parser reads, row by row: series, samples, and whatever is odd.
///
/// It holds what all traces share, so that a parser is left with its format's grammar: which clock, which device is
/// which series, which values cannot be, what is missing, and one diagnostic per kind of finding at the end. Nothing
/// here allocates per sample.
struct TraceCollector {
  /// More devices than this are not of one file; it keeps a damaged file from making every row a device.
  static let maximumSeries = 4096
  /// The longest name of a device, in bytes; longer ones come from damaged rows and are cut.
  static let maximumNameLength = 200

  private let samples: any TraceSampleSink
  private let placement: RecordingPlacement
  private var log = TraceLog(clock: .local)
  private var clock: TraceLog.Clock?
  /// What is added to every time, in nanoseconds.
  private var shift: Int64 = 0
  private var keys: [[UInt8]] = []
  private var checks: [SampleChecks] = []
  private var placeOfKey: [[UInt8]: Int] = [:]
  /// The names of series, and the last number that each was given for a second device of the name.
  private var nameNumbers: [String: Int] = [:]
  private var last = 0
  private var rows = RowFindings()
  private var notes: [Diagnostic] = []
  private var isRefused = false

  init(_ context: ParserContext) {
    samples = context.samples
    placement = RecordingPlacement(context.declaration)
  }

  /// The series so far.
  var series: [TraceSeries] { log.series }

  /// The host that the file names.
  var host: String? {
    get { log.host }
    set { log.host = newValue }
  }

  // MARK: Series

  /// The place of the series with a key (the bytes that name a device in the file), made when it is new.
  ///
  /// Devices mostly come in turn, so the one after the last is tried first. `nil` when there are too many.
  mutating func place(of key: RawSpan, make: (String) -> TraceSeries) -> Int? {
    if !keys.isEmpty {
      let next = last + 1 < keys.count ? last + 1 : 0
      if key.equals(keys[next]) {
        last = next
        return next
      }
      if key.equals(keys[last]) { return last }
    }
    let bytes = key.byteArray
    if let known = placeOfKey[bytes] {
      last = known
      return known
    }
    guard let place = add(make(key.text), key: bytes) else { return nil }
    last = place
    return place
  }

  /// Adds a series and returns its place; `nil` when there are too many. A second device of the same name gets a number.
  mutating func add(_ series: TraceSeries, key: [UInt8] = []) -> Int? {
    guard log.series.count < Self.maximumSeries else {
      rows.tooManyDevices = true
      return nil
    }
    var series = series
    series.device = uniqueName(series.device.onOneLine(limit: Self.maximumNameLength))
    log.series.append(series)
    keys.append(key)
    if !key.isEmpty { placeOfKey[key] = log.series.count - 1 }
    checks.append(SampleChecks(series))
    return log.series.count - 1
  }

  private mutating func uniqueName(_ name: String) -> String {
    guard let taken = nameNumbers[name] else {
      nameNumbers[name] = 1
      return name
    }
    var number = taken + 1
    while nameNumbers["\(name) (\(number))"] != nil { number += 1 }
    nameNumbers[name] = number
    nameNumbers["\(name) (\(number))"] = 1
    return "\(name) (\(number))"
  }

  /// Changes what is known of a series: its model, its counter's range, its role.
  mutating func update(_ place: Int, _ change: (inout TraceSeries) -> Void) {
    change(&log.series[place])
    let name = log.series[place].device.onOneLine(limit: Self.maximumNameLength)
    if name != log.series[place].device { log.series[place].device = uniqueName(name) }
    checks[place].adopt(log.series[place])
  }

  /// Lets a whole machine's series stand beside those of its packages, which it contains, without counting.
  mutating func settleNodes() {
    guard log.series.contains(where: { $0.component == .cpu && $0.role == .counted && $0.samples > 0 }) else { return }
    for place in log.series.indices where log.series[place].component == .node && log.series[place].role == .counted {
      log.series[place].role = .alternative
    }
  }

  // MARK: Samples

  /// Whether a row's clock is that of the rows before; the first row decides.
  mutating func accepts(_ clock: TraceLog.Clock, line: Int) -> Bool {
    guard let known = self.clock else {
      self.clock = clock
      shift = placement.shift(of: clock)
      return true
    }
    if known != clock { rows.otherClock(line) }
    return known == clock
  }

  /// Takes a sample, unless its value is impossible for the device; that is counted as missing and reported.
  mutating func sample(_ place: Int, time: Int64, value: Int64, line: Int) {
    if checks[place].isStray(beforeTime: time), samples.takeBack(series: place) {
      checks[place].removeStray()
      log.series[place].samples -= 1
      log.series[place].missingSamples += 1
    }
    guard checks[place].take(time: time, value: value, line: line) else {
      log.series[place].missingSamples += 1
      return
    }
    log.series[place].samples += 1
    samples.append(
      series: place, time: shift == 0 ? time : time.addingReportingOverflow(shift).partialValue, value: value)
  }

  /// Takes a sample of a file without times: its time is its place among the rows of the series.
  mutating func sample(_ place: Int, value: Int64, line: Int) {
    let row = log.series[place].samples + log.series[place].missingSamples
    sample(place, time: placement.time(ofSample: row), value: value, line: line)
  }

  /// Takes a cell without a number: `[N/A]`, an error, nothing.
  mutating func missing(_ place: Int, _ cell: RawSpan, line: Int) {
    log.series[place].missingSamples += 1
    checks[place].missing(cell, line: line)
  }

  // MARK: Findings

  /// A line that is no readable row.
  mutating func malformed(_ line: Int) { rows.malformed(line) }

  /// A header after the first.
  mutating func repeatedHeader(_ line: Int) { rows.repeatedHeader(line) }

  /// A line in which the recording tool tells that it failed.
  mutating func toolError(_ line: Int, _ text: String) { rows.toolError(line, text) }

  /// A finding of the format's own.
  mutating func note(_ diagnostic: Diagnostic) { notes.append(diagnostic) }

  /// Says why the file as a whole cannot be used; the record is then ``LogRecord/none``.
  mutating func refuse(_ reason: Diagnostic) {
    if !isRefused { notes.append(reason) }
    isRefused = true
  }

  /// Ends the file.
  ///
  /// - Parameters:
  ///   - summary: what is known of the file; an unreadable last line without an end was cut off.
  ///   - version: of the recording tool.
  ///   - hasPower: whether the file has any column or line that could hold a power or an energy.
  ///   - record: what was read instead of a trace, in formats whose files hold one or the other.
  mutating func finish(
    _ summary: LineReader.Summary, version: String? = nil, hasPower: Bool = true, record: LogRecord? = nil
  ) -> ParsedContent {
    if summary.endsInMidLine { rows.fileEndsInside(line: summary.lineCount) }
    log.clock = placement.clock(for: clock ?? .local)
    for place in log.series.indices {
      if let origin = log.series[place].origin {
        log.series[place].origin = origin.addingReportingOverflow(shift).partialValue
      }
    }
    var diagnostics = notes + rows.diagnostics
    for (check, series) in zip(checks, log.series) { diagnostics += check.diagnostics(of: series, clock: log.clock) }
    let isEmpty = log.series.allSatisfy { $0.samples == 0 }
    if record != nil || isRefused {
      // The format says what its records lack, or why the file was refused.
    } else if !hasPower {
      diagnostics.append(
        Diagnostic(
          .warning, "trace.no-power",
          "Nothing in the file (\(summary.lineCount) lines) is a power or an energy; no energy can be computed from it."
        ))
    } else if isEmpty {
      diagnostics.append(
        Diagnostic(.warning, "trace.no-samples", "The file has no row with a power or an energy that can be read."))
    } else if log.clock == .ordinal {
      diagnostics.append(
        Diagnostic(
          .warning, "trace.no-time",
          "The file has no times; power was read, but no energy can be computed from it without a sampling period."))
    } else if log.clock == .relative {
      diagnostics.append(
        Diagnostic(
          .info, "trace.relative-time",
          "Times count from the start of the recording, whose time of day the file does not tell."))
    }
    diagnostics.sort { ($0.line ?? 0, $0.code, $0.message) < ($1.line ?? 0, $1.code, $1.message) }
    let usable = hasPower && !log.series.isEmpty && !isRefused
    return ParsedContent(record: record ?? (usable ? .trace(log) : .none), version: version, diagnostics: diagnostics)
  }
}
