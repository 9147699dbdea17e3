/// How a table is fitted into the width of the text: type size, space between columns, broken titles and names.
struct LaTeXTableLayout {
  let size: LaTeXFontSize
  /// Half the space between two columns, in points (`\tabcolsep`).
  let separation: Double
  let header: HeaderGrid
  /// The width of each column with its title, in points at the 10 pt size.
  let widths: [Double]
  /// The width in points of the columns some of whose text is set in boxes, so that it breaks.
  let boxes: [Int: Double]
  /// The columns of names that stand in lines of their own above the rows that share them.
  let headings: [Int]
  /// Whether each name of a heading has a line of its own.
  let stacksHeadings: Bool
  /// The width in points that headings must not exceed.
  let headingLimit: Double
  /// The other columns, in each part of the table; more than one part if it is too wide at any size.
  let panels: [[Int]]

  /// The most readable layout that fits.
  static func fitting(_ table: FormattedTable, textWidth: Double) -> LaTeXTableLayout {
    let widths = LaTeXColumnWidths(table)
    for attempt in LaTeXTableAttempt.byReadability {
      if let layout = LaTeXTableLayout(attempt, table: table, widths: widths, textWidth: textWidth) { return layout }
    }
    return LaTeXTableLayout(panelsOf: table, widths: widths, textWidth: textWidth)
  }

  /// Widths are estimates on Computer Modern; this share of the text width is planned with.
  private static let usableShare = 0.985

  /// The indentation of rows below a heading (`\quad`), in points at the 10 pt size.
  private static let indentation = 10.0

  private init?(_ attempt: LaTeXTableAttempt, table: FormattedTable, widths: LaTeXColumnWidths, textWidth: Double) {
    // Everything is compared at the 10 pt size that widths are known at.
    let limit = textWidth * Self.usableShare / attempt.size.factor
    let headings = attempt.headings == .none ? [] : widths.headings
    guard (attempt.headings == .none) == headings.isEmpty else { return nil }
    let joinedWidth = headings.isEmpty ? 0 : widths.headingWidth
    guard attempt.headings == .stacked ? joinedWidth > limit : joinedWidth <= limit else { return nil }
    let columns = table.columns.indices.filter { !headings.contains($0) }
    let gaps = 2 * attempt.separation / attempt.size.factor * Double(max(0, columns.count - 1))
    let room = limit - gaps - (headings.isEmpty ? 0 : Self.indentation)
    var body = widths.body
    guard
      let broken = Self.broken(attempt, table: table, widths: widths, columns: columns, room: room)
    else { return nil }
    for (index, width) in broken { body[index] = width }
    guard
      let header = Self.header(attempt.titles, table: table, widths: widths, body: body, columns: columns, room: room)
    else { return nil }
    // The gaps widen where a heading is wider than the columns below it.
    let headingWidth = attempt.headings == .stacked ? headings.map { widths.body[$0] }.max() ?? 0 : joinedWidth
    let rest = min(headingWidth, limit) - widths.total(columns, body: body, header: header) - Self.indentation
    let separation = rest * attempt.size.factor / Double(2 * max(1, columns.count - 1))
    self.init(
      size: attempt.size, separation: max(attempt.separation, separation), header: header,
      widths: zip(body, header.widths(measure: widths.measure)).map(max),
      boxes: broken.mapValues { $0 * attempt.size.factor }, headings: headings,
      stacksHeadings: attempt.headings == .stacked, headingLimit: limit * attempt.size.factor, panels: [columns])
  }

  /// The widths of the columns that an attempt breaks; `nil` if it cannot help.
  private static func broken(
    _ attempt: LaTeXTableAttempt, table: FormattedTable, widths: LaTeXColumnWidths, columns: [Int], room: Double
  ) -> [Int: Double]? {
    let flexible: [Int]
    switch attempt.breaking {
    case .none: return [:]
    case .prose, .longProse, .anyProse: flexible = widths.prose
    case .names, .longNames: flexible = widths.names
    }
    guard !flexible.isEmpty else { return nil }
    var body = widths.body
    for index in flexible { body[index] = 0 }
    let header =
      attempt.titles.lines.map {
        HeaderGrid(breaking: table.columns, widths: body, titleLines: $0, measure: widths.measure)
      } ?? HeaderGrid(onOneLine: table.columns)
    return widths.broken(
      flexible, of: columns, titles: header.widths(measure: widths.measure), room: room, lines: attempt.breaking.lines)
  }

  /// The titles in the lines that an attempt allows them; `nil` if they are too wide.
  private static func header(
    _ titles: LaTeXTableAttempt.Titles, table: FormattedTable, widths: LaTeXColumnWidths, body: [Double],
    columns: [Int], room: Double
  ) -> HeaderGrid? {
    // The sums of the same widths in another order must not decide.
    let fits = { (header: HeaderGrid) in widths.total(columns, body: body, header: header) <= room + 0.01 }
    guard columns.reduce(0, { $0 + body[$1] }) <= room + 0.01 else { return nil }
    guard let lines = titles.lines else {
      let header = HeaderGrid(onOneLine: table.columns)
      return fits(header) ? header : nil
    }
    var counts = Array(repeating: lines, count: table.columns.count)
    let grid = { (counts: [Int]) in
      HeaderGrid(breaking: table.columns, widths: body, titleLines: counts, measure: widths.measure)
    }
    var header = grid(counts)
    guard fits(header) else { return nil }
    // Titles that need not be broken for the room are not.
    for column in columns where header.heights[column] > 1 {
      var fewer = counts
      fewer[column] = 1
      let candidate = grid(fewer)
      if fits(candidate) { (header, counts) = (candidate, fewer) }
    }
    return header
  }

  /// How much of the width of a panel a column of names may take, the most readable first.
  private static let nameShares = [0.6, 0.45, 0.3]

  /// The layout for tables with too many columns: panels below each other, names in boxes if they need it.
  private init(panelsOf table: FormattedTable, widths: LaTeXColumnWidths, textWidth: Double) {
    var best: LaTeXTableLayout?
    for headings in widths.headings.isEmpty ? [[]] : [[], widths.headings] {
      for size in [LaTeXFontSize.small, .footnotesize] {
        for share in Self.nameShares {
          let layout = LaTeXTableLayout(
            panelsOf: table, widths: widths, textWidth: textWidth, size: size, headings: headings, nameShare: share)
          if layout.panels.count < best?.panels.count ?? .max { best = layout }
        }
      }
    }
    self =
      best
      ?? LaTeXTableLayout(
        panelsOf: table, widths: widths, textWidth: textWidth, size: .footnotesize, headings: [], nameShare: 0.3)
  }

  private init(
    panelsOf table: FormattedTable, widths: LaTeXColumnWidths, textWidth: Double, size: LaTeXFontSize,
    headings: [Int], nameShare: Double
  ) {
    let separation = 4.0
    let limit = textWidth * Self.usableShare / size.factor
    let room = limit - (headings.isEmpty ? 0 : Self.indentation)
    let gap = 2 * separation / size.factor
    let columns = table.columns.indices.filter { !headings.contains($0) }
    var body = widths.body
    var boxes: [Int: Double] = [:]
    for index in widths.names where columns.contains(index) && body[index] > room * nameShare {
      let width = max(room * nameShare, widths.least(index, lines: .max))
      guard width < body[index] else { continue }
      body[index] = width
      boxes[index] = width * size.factor
    }
    let header = HeaderGrid(breaking: table.columns, widths: body, measure: widths.measure)
    let all = zip(body, header.widths(measure: widths.measure)).map(max)
    let panels = ColumnPanels.split(
      widths: columns.map { all[$0] },
      names: ColumnPanels.names(
        in: columns.map { table.columns[$0] }, most: max(2, table.table.namingColumns - headings.count),
        widths: columns.map { all[$0] }, gap: gap, limit: room),
      gap: gap, limit: room)
    self.init(
      size: size, separation: separation, header: header, widths: all, boxes: boxes, headings: headings,
      stacksHeadings: !headings.isEmpty && widths.headingWidth > limit, headingLimit: limit * size.factor,
      panels: panels.map { panel in panel.map { columns[$0] } })
  }

  private init(
    size: LaTeXFontSize, separation: Double, header: HeaderGrid, widths: [Double], boxes: [Int: Double],
    headings: [Int],
    stacksHeadings: Bool, headingLimit: Double, panels: [[Int]]
  ) {
    self.size = size
    self.separation = separation
    self.header = header
    self.widths = widths
    self.boxes = boxes
    self.headings = headings
    self.stacksHeadings = stacksHeadings
    self.headingLimit = headingLimit
    self.panels = panels
  }
}

extension LaTeXTableLayout {
  /// The width in points of the box that a cell needs to break; `nil` if its text fits its column.
  func box(for text: RichText, column: Int) -> Double? {
    guard let width = boxes[column], LaTeXMetrics.width(of: text) * size.factor > width else { return nil }
    return width
  }

  /// How many lines of print each row takes in all panels, with the heading above it.
  func lines(of row: Int, in table: FormattedTable) -> Int {
    let cells = table.cells[row]
    let own = boxes.map { column, width in
      cells[column].isRepeat ? 1 : LaTeXPieces(cells[column].richText).lines(in: width / size.factor)
    }
    let heading = startsHeading(row, in: table) ? (stacksHeadings ? headings.count : 1) : 0
    return (max(1, own.max() ?? 1) + heading) * panels.count
  }

  /// Whether a heading stands above a row: its names differ from those above.
  func startsHeading(_ row: Int, in table: FormattedTable) -> Bool {
    guard headings.contains(where: { table.cells[row][$0].content != .empty }) else { return false }
    return row == 0 || headings.contains { table.cells[row][$0].content != table.cells[row - 1][$0].content }
  }
}
