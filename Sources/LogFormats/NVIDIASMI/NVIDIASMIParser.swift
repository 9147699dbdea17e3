import LogScanning
import Quantities

/// Reads `nvidia-smi --query-gpu=… --format=csv` in all its shapes, row by row and without a `String` per row; also the
/// default table, alone or in front of such rows.
struct NVIDIASMIParser: LogParser {
  /// The longest row; `--query-gpu` with every property writes some thousand bytes.
  private static let maximumRowLength = 1 << 16
  /// Rows from which columns are inferred when there is no header.
  private static let inferenceRows = 64
  /// Rows that are held back until it is clear that they are of one board.
  private static let identityRows = 1024

  private var collector: TraceCollector
  private var boards = NVIDIASMIBoards()
  private var table = NVIDIASMITable()
  private var columns: NVIDIASMIColumns?
  /// The header that `columns` are of.
  private var header: NVIDIASMIColumns?
  /// The ranges of the reading columns' cells in the present row; kept so that no row allocates.
  private var cells: [Range<Int>] = []
  private var readingColumns: [Int] = []
  private var exponents: [Int] = []
  private var headerSeen = false
  private var powerSeen = false
  private var inferred = false
  private var refused = false
  /// Rows before the columns are known, or before it is known whose they are.
  private var waiting: [(line: [UInt8], number: Int)] = []
  private var identityIsOpen = false
  private var held = HeldSample()
  private var shapes = NVIDIASMIRowShapes()

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    guard line.byteCount <= Self.maximumRowLength else { return collector.malformed(number) }
    if let board = shapes.read(line) { return take(board, number: number) }
    // Headers and the like begin with a letter or a mark, and most rows do not: this keeps their tests off the hot path.
    if first &- 0x30 > 9, takeOtherLine(line, number: number) { return }
    if refused { return }
    if let columns {
      if identityIsOpen {
        waiting.append((line.byteArray, number))
        if waiting.count >= Self.identityRows { checkIdentity() }
      } else {
        row(line, number: number, columns: columns)
      }
    } else {
      waiting.append((line.byteArray, number))
      if waiting.count >= Self.inferenceRows { inferColumns() }
    }
  }

  // MARK: Header and other lines

  private mutating func takeOtherLine(_ line: RawSpan, number: Int) -> Bool {
    if table.take(line, number: number, boards: &boards, collector: &collector) { return true }
    if takeHeader(line, number: number) { return true }
    guard Self.isErrorLine(line) else { return false }
    collector.toolError(number, line.text)
    return true
  }

  private mutating func takeHeader(_ line: RawSpan, number: Int) -> Bool {
    guard line.contains("timestamp") || line.contains("power.") || columns == nil,
      let found = NVIDIASMIColumns(header: line)
    else { return false }
    if headerSeen || inferred { collector.repeatedHeader(number) }
    // A loop that calls the tool anew writes the same header before each row: nothing begins again.
    if found == header { return true }
    header = found
    if identityIsOpen { checkIdentity() }
    for row in waiting { collector.malformed(row.number) }
    waiting = []
    headerSeen = true
    adopt(found)
    return true
  }

  private mutating func adopt(_ found: NVIDIASMIColumns) {
    var found = found
    // Limits alone are no trace.
    if found.hasPower { powerSeen = true } else { found.readings = [] }
    columns = found
    cells = Array(repeating: 0..<0, count: found.readings.count)
    readingColumns = found.readings.map(\.column)
    exponents = found.readings.map(\.property.exponent)
    boards.headerChanged()
    shapes = NVIDIASMIRowShapes(columns: found)
    // Rows without times are told apart by nothing, and nothing is integrated over them.
    identityIsOpen = found.hasPower && found.keyIsAmbiguous && found.time != nil
  }

  /// What `nvidia-smi` prints when it fails, in place of rows.
  static func isErrorLine(_ line: RawSpan) -> Bool {
    line.starts(with: "Unable to determine") || line.starts(with: "Failed to initialize NVML")
      || line.starts(with: "NVIDIA-SMI has failed") || line.starts(with: "No devices were found")
      || line.contains("GPU is lost") || line.starts(with: "Unable to ") || line.starts(with: "Failed to properly shut")
  }

  private mutating func inferColumns() {
    inferred = true
    let rows = waiting.map { row in row.line.withUnsafeBytes { DelimitedFields.texts(in: $0.bytes, separator: .comma) }
    }
    let held = waiting
    let first = held.first?.number
    waiting = []
    switch NVIDIASMIColumnInference(rows: rows).outcome() {
    case .columns(let found):
      tellInferred(found)
      adopt(found)
      for entry in held { entry.line.withUnsafeBytes { consume($0.bytes, number: entry.number) } }
    case .ambiguous(let reason):
      refuse(
        Diagnostic(
          .error, "nvidia-smi.ambiguous-columns", line: first,
          "The file has no header and \(reason); no power was read. Record with a header."))
    case .noPower: adopt(NVIDIASMIColumns(width: rows.first?.count ?? 0))
    case .unreadable:
      // Text around a table is no finding.
      if table.hasRows { return }
      refuse(
        Diagnostic(
          .error, "nvidia-smi.unreadable", line: first,
          "Neither a header nor rows with a time and a power were found; nothing was read."))
    }
  }

  private mutating func tellInferred(_ found: NVIDIASMIColumns) {
    guard let power = found.readings.first(where: { $0.property.role == .counted }) else { return }
    collector.note(
      Diagnostic(
        .warning, "nvidia-smi.inferred-columns", line: 1,
        "The file has no header; column \(power.column + 1) was taken for the power"
          + (found.index.map { " and column \($0 + 1) for the device's index." } ?? ".")))
  }

  private mutating func refuse(_ reason: Diagnostic) {
    refused = true
    collector.refuse(reason)
  }

  /// Lets go of the held-back rows when each key's are of one board, else refuses the file.
  private mutating func checkIdentity() {
    identityIsOpen = false
    guard let columns, let timeColumn = columns.time else { return }
    var times: [[UInt8]: [Int64]] = [:]
    for entry in waiting {
      entry.line.withUnsafeBytes { bytes in
        let line = bytes.bytes
        var fields = DelimitedFields()
        var count = 0
        var time: Int64?
        var key: [UInt8] = []
        while let range = fields.next(in: line) {
          if count == timeColumn { time = line.extracting(range).leadingDateTime()?.nanoseconds }
          if count == columns.key { key = line.extracting(range).byteArray }
          count += 1
        }
        if let time, count == columns.width { times[key, default: []].append(time) }
      }
    }
    if let boards = times.values.compactMap({ TickCheck.rowsPerTick($0) }).max() {
      return refuse(
        Diagnostic(
          .error, "nvidia-smi.unidentified-devices",
          "\(boards) rows share each tick and no column tells their devices apart; the power was not used. "
            + "Record with --query-gpu=timestamp,index,power.draw."))
    }
    let held = waiting
    waiting = []
    for entry in held { entry.line.withUnsafeBytes { row($0.bytes, number: entry.number, columns: columns) } }
  }

  // MARK: Rows

  private mutating func row(_ line: RawSpan, number: Int, columns: NVIDIASMIColumns) {
    guard !readingColumns.isEmpty else { return }
    var time = 0..<0
    var key = 0..<0
    var count = 0
    var reading = 0
    let timeColumn = columns.time ?? -1
    let keyColumn = columns.key ?? -1
    var readingColumn = readingColumns[0]
    var fields = DelimitedFields()
    while let range = fields.next(in: line) {
      if count == timeColumn { time = range }
      if count == keyColumn { key = range }
      if count == readingColumn {
        cells[reading] = range
        reading += 1
        readingColumn = reading < readingColumns.count ? readingColumns[reading] : -1
      }
      count += 1
    }
    guard count == columns.width, let stamp = stamp(line.extracting(time), columns: columns) else {
      return collector.malformed(number)
    }
    guard collector.accepts(stamp.clock, line: number) else { return }
    guard let board = boards.place(of: line.extracting(key), line: line, columns: columns, collector: &collector) else {
      return
    }
    held.release(to: &collector)
    for reading in readingColumns.indices {
      let cell = line.extracting(cells[reading])
      let place = boards.devices[board].places[reading]
      guard let read = NVIDIASMICell.value(cell, exponent: exponents[reading]) else {
        collector.missing(place, cell, line: number)
        continue
      }
      if read.isWhole || readingColumns[reading] < columns.width - 1 {
        collector.sample(place, at: stamp.time, value: read.value, line: number)
      } else {
        held.hold(place, time: stamp.time, value: read.value, line: number)
      }
    }
    shapes.learn(line, stamp: time, reading: cells[0], board: board)
  }

  /// Takes the readings of a row that has the shape of an earlier one.
  private mutating func take(_ board: Int, number: Int) {
    guard collector.accepts(.local, line: number) else { return }
    boards.turn(to: board)
    held.release(to: &collector)
    for reading in shapes.readings.indices {
      let read = shapes.readings[reading]
      let place = boards.devices[board].places[reading]
      if read.isWhole || readingColumns[reading] < shapes.width - 1 {
        collector.sample(place, time: shapes.time, value: read.value, line: number)
      } else {
        held.hold(place, time: shapes.time, value: read.value, line: number)
      }
    }
  }

  /// `nvidia-smi` writes local time; scripts that write rows like its own put other stamps there.
  private func stamp(_ cell: RawSpan, columns: NVIDIASMIColumns) -> (time: Int64?, clock: TraceLog.Clock)? {
    guard columns.time != nil else { return (nil, .ordinal) }
    if let stamp = cell.leadingDateTime(), stamp.length == cell.byteCount { return (stamp.nanoseconds, .local) }
    guard let stamp = CounterStamp(leading: cell), stamp.length == cell.byteCount else { return nil }
    return (stamp.nanoseconds, stamp.clock)
  }

  // MARK: End

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if columns == nil, !waiting.isEmpty, !refused { inferColumns() }
    if identityIsOpen, !refused { checkIdentity() }
    held.end(summary, in: &collector)
    boards.settle(in: &collector)
    if table.hasRows, headerSeen, !powerSeen {
      collector.note(
        Diagnostic(
          .warning, "nvidia-smi.rows-without-power",
          "The rows below a table of nvidia-smi have no column with a power; only the tables' whole watts were read."))
    }
    return collector.finish(summary, hasPower: powerSeen || table.hasRows || (columns == nil && !headerSeen))
  }
}
