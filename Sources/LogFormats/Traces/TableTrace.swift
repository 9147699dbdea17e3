import LogScanning

/// Reads tables with a time column and columns of power or energy, each of which is a series of its own.
///
/// What a format adds is the meaning of its header and the grammar of its times.
struct TableTrace {
  /// A column that becomes a series.
  struct Column {
    var place: Int
    var series: TraceSeries
    /// Fraction digits of the cells; fewer than the series has when the cells are in milliwatts.
    var decimals: Int
    /// A number below zero stands for a missing reading.
    var negativeIsMissing = false

    init(_ place: Int, _ series: TraceSeries, decimals: Int? = nil) {
      self.place = place
      self.series = series
      self.decimals = decimals ?? series.decimals
    }
  }

  /// What a header says.
  struct Layout {
    var separator = DelimitedFields.Separator.comma
    var width: Int
    /// Rows may have so few cells: a header that ends in a separator has one too many.
    var leastWidth: Int
    /// `nil` when the table has no times.
    var time: Int?
    var columns: [Column]

    init(width: Int, time: Int?, columns: [Column]) {
      self.width = width
      leastWidth = width
      self.time = time
      self.columns = columns
    }
  }

  var collector: TraceCollector
  private(set) var layout: Layout?
  /// Of each column of the layout.
  private var seriesOfColumn: [Int?] = []
  private var cells: [Range<Int>] = []
  /// The newest reading of a table's last column, held back because the file may end inside it.
  private var newest: (series: Int, time: Int64?, value: Int64, line: Int, isShort: Bool)?
  private var lastCellLength = 0

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  /// Takes a header; a series that an earlier header had goes on.
  mutating func adopt(_ layout: Layout, line: Int) {
    if self.layout != nil { collector.repeatedHeader(line) }
    flush()
    self.layout = layout
    seriesOfColumn = layout.columns.map { column in
      var key = column.series.device
      return key.withUTF8 { collector.place(of: UnsafeRawBufferPointer($0).bytes) { _ in column.series } }
    }
  }

  /// Takes a row whose time `stamp` reads; one that is none is reported.
  mutating func row(_ line: RawSpan, number: Int, stamp: (RawSpan) -> (nanoseconds: Int64, clock: TraceLog.Clock)?) {
    guard let layout else { return collector.malformed(number) }
    split(line, layout.separator)
    guard cells.count <= layout.width, cells.count >= layout.leastWidth else { return collector.malformed(number) }
    var time: Int64?
    if let place = layout.time {
      guard place < cells.count, let (nanoseconds, clock) = stamp(line.extracting(cells[place])) else {
        return collector.malformed(number)
      }
      guard collector.accepts(clock, line: number) else { return }
      time = nanoseconds
    } else {
      guard collector.accepts(.ordinal, line: number) else { return }
    }
    flush()
    for (index, column) in layout.columns.enumerated() {
      guard let series = seriesOfColumn[index], column.place < cells.count else { continue }
      take(line.extracting(cells[column.place]), column: column, series: series, time: time, line: number)
    }
  }

  private mutating func take(_ cell: RawSpan, column: Column, series: Int, time: Int64?, line: Int) {
    guard let value = cell.reading(decimals: column.decimals), value >= 0 || !column.negativeIsMissing else {
      return collector.missing(series, cell, line: line)
    }
    if column.place == cells.count - 1 {
      newest = (series, time, value, line, cell.byteCount < lastCellLength)
      lastCellLength = cell.byteCount
    } else {
      hand(series, time: time, value: value, line: line)
    }
  }

  private mutating func hand(_ series: Int, time: Int64?, value: Int64, line: Int) {
    if let time {
      collector.sample(series, time: time, value: value, line: line)
    } else {
      collector.sample(series, value: value, line: line)
    }
  }

  private mutating func flush() {
    guard let newest else { return }
    self.newest = nil
    hand(newest.series, time: newest.time, value: newest.value, line: newest.line)
  }

  /// Ends the table; a last cell that is shorter than the one before it and has no line end was cut off.
  mutating func finish(_ summary: LineReader.Summary, hasPower: Bool = true) -> ParsedContent {
    if summary.endsInMidLine, let last = newest, last.isShort, last.line == summary.lineCount {
      newest = nil
      collector.malformed(last.line)
    }
    flush()
    return collector.finish(summary, hasPower: hasPower)
  }

  private mutating func split(_ line: RawSpan, _ separator: DelimitedFields.Separator) {
    cells.removeAll(keepingCapacity: true)
    var fields = DelimitedFields(separator: separator)
    while let range = fields.next(in: line) { cells.append(range) }
  }
}
