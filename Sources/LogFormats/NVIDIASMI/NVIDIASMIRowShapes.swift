import LogScanning

/// What the rows of each board have in common, so that a further row need not be cut into cells.
///
/// `nvidia-smi` writes a board's rows alike, from the end of the stamp to the first reading:
/// `2026/03/02 08:00:01.043, 0, NVIDIA A100-SXM4-40GB, 317.74 W, 98 %`. A row that has the bytes of an earlier one there,
/// plain numbers as readings and as many cells is read at once; any other is left to the parser, which reads all rows.
struct NVIDIASMIRowShapes {
  /// More boards than a machine has; rows of others are read cell by cell.
  private static let maximum = 64
  /// So many more rows read cell by cell than not show that rows of a board are not alike.
  private static let patience = 1000
  /// The longest text between stamp and reading that is remembered.
  private static let longest = 1024

  /// Cells in a row.
  private(set) var width = 0
  /// The stamp of the row that was read last, in nanoseconds.
  private(set) var time: Int64 = 0
  /// The readings of the row that was read last, in units of 10^-``NVIDIASMICell/decimals``.
  private(set) var readings: [(value: Int64, isWhole: Bool)] = []

  /// The columns of the readings; empty when rows cannot be read by their shape.
  private var columns: [Int] = []
  /// The text between stamp and first reading, by board; empty where it is not known.
  private var middles: [[UInt8]] = []
  private var last = 0
  /// Rows that had to be read cell by cell, less those that had not.
  private var learned = 0
  private var stamps = DateTimeScanner()

  /// No row has a shape.
  init() {}

  /// Rows have one when they begin with the time and tell the board before the first reading.
  init(columns: NVIDIASMIColumns) {
    guard columns.time == 0, let first = columns.readings.first?.column, first > 0, columns.key ?? 0 < first,
      columns.readings.allSatisfy({ $0.property.exponent == 0 })
    else { return }
    width = columns.width
    self.columns = columns.readings.map(\.column)
    readings = Array(repeating: (0, false), count: columns.readings.count)
  }

  /// Remembers a row that was read cell by cell.
  mutating func learn(_ line: RawSpan, stamp: Range<Int>, reading: Range<Int>, board: Int) {
    guard !columns.isEmpty, board < Self.maximum, stamp.lowerBound == 0, stamp.upperBound <= reading.lowerBound,
      reading.lowerBound - stamp.upperBound <= Self.longest
    else { return }
    learned += 1
    // What stands between changes from row to row.
    if learned > Self.patience { columns = [] }
    last = board
    let middle = line.extracting(stamp.upperBound..<reading.lowerBound)
    // Inside of quotes a comma may stand.
    guard !middle.contains(byte: 0x22) else { return }
    while middles.count <= board { middles.append([]) }
    middles[board] = middle.byteArray
  }

  /// Reads a row into ``time`` and ``readings`` and returns its board; `nil` when it has no known shape.
  mutating func read(_ line: RawSpan) -> Int? {
    guard !columns.isEmpty, !middles.isEmpty, let (time, length) = stamps.leading(line),
      let board = board(of: line, at: length), readCells(line, from: length + middles[board].count)
    else { return nil }
    if learned > 0 { learned -= 1 }
    last = board
    self.time = time
    return board
  }

  /// The board whose text stands at an offset; boards come in turn, or one of them for long.
  @inline(__always)
  private func board(of line: RawSpan, at offset: Int) -> Int? {
    let next = last + 1 < middles.count ? last + 1 : 0
    if Self.matches(line, at: offset, middles[next]) { return next }
    return last < middles.count && Self.matches(line, at: offset, middles[last]) ? last : nil
  }

  /// Reads the cells from the first reading on; `false` when they are not what they should be.
  @inline(__always)
  private mutating func readCells(_ line: RawSpan, from start: Int) -> Bool {
    var offset = start
    var column = columns[0]
    for place in columns.indices {
      // Cells that nothing is read of.
      while column < columns[place] {
        guard let next = Self.nextCell(line, from: offset) else { return false }
        offset = next
        column += 1
      }
      guard let end = readCell(line, from: offset, place: place) else { return false }
      // A reading is the last cell when the line ends behind it, and only then.
      if column == width - 1 { return end == line.byteCount }
      guard let next = Self.nextCell(line, from: end) else { return false }
      offset = next
      column += 1
    }
    while column < width - 1 {
      guard let next = Self.nextCell(line, from: offset) else { return false }
      offset = next
      column += 1
    }
    return Self.isLastCell(line, from: offset)
  }

  /// Reads `317.74 W` or `317.74` at an offset and returns where the cell ends.
  @inline(__always)
  private mutating func readCell(_ line: RawSpan, from start: Int, place: Int) -> Int? {
    var offset = start
    var value: Int64 = 0
    while offset < line.byteCount, line[byte: offset] &- 0x30 <= 9 {
      value = value &* 10 &+ Int64(line[byte: offset] &- 0x30)
      offset += 1
    }
    let whole = offset - start
    guard whole > 0, whole <= 9 else { return nil }
    var fraction = 0
    if offset < line.byteCount, line[byte: offset] == 0x2E {
      offset += 1
      let point = offset
      while offset < line.byteCount, line[byte: offset] &- 0x30 <= 9 {
        value = value &* 10 &+ Int64(line[byte: offset] &- 0x30)
        offset += 1
      }
      fraction = offset - point
      guard fraction > 0, fraction <= NVIDIASMICell.decimals else { return nil }
    }
    var hasUnit = false
    if offset + 1 < line.byteCount, line[byte: offset] == 0x20, line[byte: offset + 1] == 0x57 {
      hasUnit = true
      offset += 2
    }
    guard offset == line.byteCount || line[byte: offset] == 0x2C else { return nil }
    readings[place] = (value &* Self.powersOfTen[NVIDIASMICell.decimals - fraction], hasUnit || fraction >= 2)
    return offset
  }

  /// Where the next cell begins, blanks passed over; `nil` at the line's end and where a quote makes it unsure.
  @inline(__always)
  private static func nextCell(_ line: RawSpan, from start: Int) -> Int? {
    var offset = start
    while offset < line.byteCount, line[byte: offset] != 0x2C {
      if line[byte: offset] == 0x22 { return nil }
      offset += 1
    }
    guard offset < line.byteCount else { return nil }
    offset += 1
    while offset < line.byteCount, line[byte: offset] == 0x20 { offset += 1 }
    return offset
  }

  /// Whether no further cell begins after an offset.
  @inline(__always)
  private static func isLastCell(_ line: RawSpan, from start: Int) -> Bool {
    var offset = start
    while offset < line.byteCount {
      if line[byte: offset] == 0x2C || line[byte: offset] == 0x22 { return false }
      offset += 1
    }
    return true
  }

  @inline(__always)
  private static func matches(_ line: RawSpan, at offset: Int, _ bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty, offset + bytes.count <= line.byteCount else { return false }
    for place in bytes.indices where line[byte: offset + place] != bytes[place] { return false }
    return true
  }

  private static let powersOfTen: [Int64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]
}
