import LogScanning
import Quantities

/// Reads `nvidia-smi --query-gpu=… --format=csv` in all its shapes, row by row and without a `String` per row.
struct NVIDIASMIParser: LogParser {
  /// No board draws more; larger readings are of a failing sensor. 10 kW.
  static let maximumMicrowatts: Int64 = 10_000_000_000
  /// More boards than this are not of one file; it keeps a damaged file from making every row a board.
  private static let maximumDevices = 1024
  /// The longest row; `--query-gpu` with every property writes some thousand bytes.
  private static let maximumRowLength = 1 << 16
  /// Rows from which columns are inferred when there is no header.
  private static let inferenceRows = 64

  private let samples: any TraceSampleSink
  private var columns: NVIDIASMIColumns?
  private var headerSeen = false
  /// Rows before the columns are known.
  private var waiting: [(line: [UInt8], number: Int)] = []
  private var inferred = false
  private var refusal: Diagnostic?
  private var findings = NVIDIASMIFindings()

  private var devices: [NVIDIASMIDevice] = []
  private var log = TraceLog(clock: .local)
  private var lastDevice = 0
  private var dataRows = 0
  /// The newest sample, held back because the file may end inside it.
  private var newest: (series: Int, time: Int64, value: Int64, isCertain: Bool)?
  private var lastMalformedLine = 0
  private var lineCount = 0

  init(_ context: ParserContext) { samples = context.samples }

  mutating func consume(_ line: RawSpan, number: Int) {
    lineCount = number
    let line = number == 1 ? line.withoutByteOrderMark().trimmed() : line.trimmed()
    guard let first = line.firstByte else { return }
    guard line.byteCount <= Self.maximumRowLength else { return findings.malformed(number) }
    // A header begins with a letter, and most rows do not: this keeps the test off the hot path.
    if first &- 0x30 > 9, takeHeader(line, number: number) || takeErrorLine(line, number: number) { return }
    if refusal != nil { return }
    if let columns {
      row(line, number: number, columns: columns)
    } else if !headerSeen {
      waiting.append((line.byteArray, number))
      if waiting.count >= Self.inferenceRows { inferColumns() }
    }
  }

  // MARK: Header and other lines

  private mutating func takeHeader(_ line: RawSpan, number: Int) -> Bool {
    guard line.contains("timestamp") || line.contains("power.") || columns == nil,
      let found = NVIDIASMIColumns(header: line)
    else { return false }
    if headerSeen || inferred { findings.repeatedHeader(number) }
    for row in waiting { findings.malformed(row.number) }
    waiting = []
    headerSeen = true
    if found.power == nil {
      findings.headerWithoutPower = findings.headerWithoutPower ?? number
      columns = found.time == nil ? nil : found
    } else if found.time == nil {
      findings.headerWithoutTime = findings.headerWithoutTime ?? number
      columns = nil
    } else {
      columns = found
      if found.otherPowerColumns > 0 { findings.severalPowerColumns = true }
    }
    return true
  }

  /// What `nvidia-smi` prints when it fails, in place of rows.
  private mutating func takeErrorLine(_ line: RawSpan, number: Int) -> Bool {
    guard
      line.starts(with: "Unable to determine") || line.starts(with: "Failed to initialize NVML")
        || line.starts(with: "NVIDIA-SMI has failed") || line.starts(with: "No devices were found")
        || line.contains("GPU is lost. Reboot") || line.starts(with: "Unable to ")
    else { return false }
    findings.error(number, line.text)
    return true
  }

  private mutating func inferColumns() {
    inferred = true
    let rows = waiting.map { row in row.line.withUnsafeBytes { DelimitedFields.texts(in: $0.bytes, separator: .comma) }
    }
    switch NVIDIASMIColumnInference(rows: rows).outcome() {
    case .columns(let found):
      columns = found
      findings.inferred(found)
      let held = waiting
      waiting = []
      for entry in held {
        entry.line.withUnsafeBytes { row($0.bytes, number: entry.number, columns: found) }
      }
    case .ambiguous(let reason):
      refusal = Diagnostic(
        .error, "nvidia-smi.ambiguous-columns", line: waiting.first?.number,
        "The file has no header and \(reason); no power was read. Record with a header.")
    case .noPower:
      refusal = Diagnostic(
        .warning, "nvidia-smi.no-power", line: waiting.first?.number,
        "No column of the file (which has no header) holds a power; no energy can be computed from it.")
    case .unreadable:
      refusal = Diagnostic(
        .error, "nvidia-smi.unreadable", line: waiting.first?.number,
        "Neither a header nor rows with a time and a power were found; nothing was read.")
    }
    waiting = []
  }

  // MARK: Rows

  private mutating func row(_ line: RawSpan, number: Int, columns: NVIDIASMIColumns) {
    guard let power = columns.power else {
      dataRows += 1
      return
    }
    var time = 0..<0
    var value = 0..<0
    var key = 0..<0
    var count = 0
    var fields = DelimitedFields()
    while let range = fields.next(in: line) {
      if count == columns.time { time = range }
      if count == power { value = range }
      if count == columns.key { key = range }
      count += 1
    }
    guard count == columns.width, let stamp = line.extracting(time).leadingDateTime(), stamp.length == time.count else {
      lastMalformedLine = number
      return findings.malformed(number)
    }
    guard let series = device(line.extracting(key), line: line, columns: columns) else {
      return findings.malformed(number)
    }
    dataRows += 1
    let cell = line.extracting(value)
    guard let reading = Self.microwatts(cell) else {
      return missing(series, cell, number: number)
    }
    guard (0...Self.maximumMicrowatts).contains(reading.value) else {
      devices[series].implausible += 1
      return missing(series, cell, number: number)
    }
    flushNewest()
    newest = (series, stamp.nanoseconds, reading.value, reading.isWhole || power < columns.width - 1)
  }

  private mutating func missing(_ series: Int, _ cell: RawSpan, number: Int) {
    log.series[series].missingSamples += 1
    if devices[series].firstMissingLine == nil {
      devices[series].firstMissingLine = number
      devices[series].firstMissingText = cell.text
    }
  }

  private mutating func flushNewest() {
    guard let sample = newest, refusal == nil else { return }
    newest = nil
    log.series[sample.series].samples += 1
    if devices[sample.series].tickCheck == nil {
      samples.append(series: sample.series, time: sample.time, value: sample.value)
    } else {
      devices[sample.series].tickCheck?.append(time: sample.time, value: sample.value)
      if devices[sample.series].tickCheck?.isFull == true { release(sample.series) }
    }
  }

  /// Lets go of the held-back samples when they are of one board, else refuses the file.
  private mutating func release(_ series: Int) {
    guard let check = devices[series].tickCheck else { return }
    devices[series].tickCheck = nil
    if let boards = check.rowsPerTick {
      refusal = Diagnostic(
        .error, "nvidia-smi.unidentified-devices",
        "\(boards) rows share each tick and no column tells their devices apart; the power was not used. "
          + "Record with --query-gpu=timestamp,index,power.draw.")
      return
    }
    for (time, value) in zip(check.times, check.values) { samples.append(series: series, time: time, value: value) }
  }

  /// The place of the board that a row belongs to; boards come in turn, so the next one is tried first.
  /// `nil` when there are too many.
  private mutating func device(_ key: RawSpan, line: RawSpan, columns: NVIDIASMIColumns) -> Int? {
    if !devices.isEmpty {
      let next = (lastDevice + 1) % devices.count
      if key.equals(devices[next].key) {
        lastDevice = next
        return next
      }
      for (place, device) in devices.enumerated() where key.equals(device.key) {
        lastDevice = place
        return place
      }
    }
    guard devices.count < Self.maximumDevices else { return nil }
    devices.append(NVIDIASMIDevice(key: key.byteArray, keyIsAmbiguous: columns.keyIsAmbiguous))
    log.series.append(series(of: line, columns: columns))
    lastDevice = devices.count - 1
    return lastDevice
  }

  private func series(of line: RawSpan, columns: NVIDIASMIColumns) -> TraceSeries {
    let cells = DelimitedFields.texts(in: line, separator: .comma)
    func cell(_ column: Int?) -> String? {
      guard let column, column < cells.count, !cells[column].isEmpty, !cells[column].hasPrefix("[") else { return nil }
      return cells[column]
    }
    let index = cell(columns.index).flatMap(Int.init)
    let identity = cell(columns.uuid) ?? cell(columns.bus)
    var device = index.map { "GPU \($0)" } ?? identity ?? cell(columns.name) ?? "GPU"
    if log.series.contains(where: { $0.device == device }) { device += " (\(identity ?? String(devices.count)))" }
    return TraceSeries(
      device: device, component: .gpu, quantity: .power, model: cell(columns.name), uuid: cell(columns.uuid),
      index: index)
  }

  /// `32.45 W` or `32.45` in microwatts, and whether the cell shows that it was written to its end.
  private static func microwatts(_ cell: RawSpan) -> (value: Int64, isWhole: Bool)? {
    var number = cell
    var scale: Int64 = 1
    if cell.ends(with: "mW") {
      number = cell.extracting(0..<(cell.byteCount - 2)).trimmed()
      scale = 1000
    } else if cell.ends(with: "W") {
      number = cell.extracting(0..<(cell.byteCount - 1)).trimmed()
    }
    let hasUnit = number.byteCount < cell.byteCount
    if let value = number.scaledDecimal(decimals: 6) {
      let decimals = number.lastOffset(of: 0x2E).map { number.byteCount - 1 - $0 } ?? 0
      return (value / scale, hasUnit || decimals >= 2)
    }
    // More than six decimals: rounded to the microwatt.
    guard let value = number.double(), value.isFinite, abs(value) < 1e9 else { return nil }
    return (Int64((value * 1e6).rounded()) / scale, true)
  }

  // MARK: End

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if columns == nil, !waiting.isEmpty { inferColumns() }
    if summary.endsInMidLine {
      if let sample = newest, !sample.isCertain {
        newest = nil
        findings.truncated(lineCount)
      } else if lastMalformedLine == lineCount, lineCount > 0 {
        findings.lastMalformedWasTruncated(lineCount)
      }
    }
    flushNewest()
    for series in devices.indices where refusal == nil { release(series) }
    var diagnostics = findings.diagnostics(devices: devices, series: log.series)
    if let refusal { diagnostics.append(refusal) }
    let hasPowerColumn = columns?.power != nil
    if refusal == nil, log.series.isEmpty || !hasPowerColumn {
      diagnostics += emptinessDiagnostics(hasPowerColumn: hasPowerColumn)
    }
    diagnostics.sort { ($0.line ?? 0, $0.code) < ($1.line ?? 0, $1.code) }
    let usable = refusal == nil && !log.series.isEmpty
    return ParsedContent(record: usable ? .trace(log) : .none, diagnostics: diagnostics)
  }

  private func emptinessDiagnostics(hasPowerColumn: Bool) -> [Diagnostic] {
    var result: [Diagnostic] = []
    if let line = findings.headerWithoutPower {
      result.append(
        Diagnostic(
          .warning, "nvidia-smi.no-power", line: line,
          "No column holds a power draw (\(dataRows) rows); no energy can be computed from the file."))
    }
    if let line = findings.headerWithoutTime {
      result.append(
        Diagnostic(
          .error, "nvidia-smi.no-time", line: line,
          "There is a power but no timestamp column; no energy can be computed from the file."))
    }
    if hasPowerColumn, log.series.isEmpty {
      result.append(
        Diagnostic(.warning, "nvidia-smi.no-samples", line: 1, "The file has a header but no row that can be read."))
    } else if result.isEmpty, log.series.isEmpty {
      result.append(Diagnostic(.warning, "nvidia-smi.no-samples", "The file has no row that can be read."))
    }
    return result
  }
}
