/// How a table is fitted into the width of the text: type size, space between columns, broken titles and names.
struct LaTeXTableLayout {
  let size: LaTeXFontSize
  /// Half the space between two columns, in points (`\tabcolsep`).
  let separation: Double
  let header: HeaderGrid
  /// The width in points of the columns whose text is set in boxes, so that it breaks.
  let boxes: [Int: Double]
  /// The columns of names that stand in lines of their own above the rows that share them.
  let headings: [Int]
  /// Whether each name of a heading has a line of its own.
  let stacksHeadings: Bool
  /// The other columns, in each part of the table; more than one part if it is too wide at any size.
  let panels: [[Int]]

  /// The most readable layout that fits.
  static func fitting(_ table: FormattedTable, textWidth: Double) -> LaTeXTableLayout {
    let widths = LaTeXColumnWidths(table)
    let hasProse = widths.prose.contains { widths.body[$0] > textWidth }
    for attempt in (hasProse ? LaTeXTableAttempt.forProse : []) + LaTeXTableAttempt.byReadability {
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
    let headings = attempt.hasHeadings ? widths.headings : []
    let joinedWidth = widths.headingWidth(of: headings, in: table)
    let stacksHeadings = attempt.stacksHeadings && joinedWidth > limit
    let headingWidth = stacksHeadings ? headings.map { widths.body[$0] }.max() ?? 0 : joinedWidth
    guard attempt.hasHeadings != headings.isEmpty, headingWidth <= limit else { return nil }
    let columns = table.columns.indices.filter { !headings.contains($0) }
    let gaps = 2 * attempt.separation / attempt.size.factor * Double(max(0, columns.count - 1))
    let room = limit - gaps - (headings.isEmpty ? 0 : Self.indentation)
    var body = widths.body
    var boxes: [Int: Double] = [:]
    if attempt.nameLines > 1 {
      guard let width = widths.nameWidth(in: table, columns, room: room, lines: attempt.nameLines) else { return nil }
      for index in widths.names where columns.contains(index) && body[index] > width {
        body[index] = width
        boxes[index] = width * attempt.size.factor
      }
    }
    let header = attempt.headers(of: table, body: body, measure: widths.measure).first { header in
      widths.total(columns, body: body, header: header) <= room
    }
    guard let header else { return nil }
    let rest = headingWidth - widths.total(columns, body: body, header: header) - Self.indentation
    let separation = rest * attempt.size.factor / Double(2 * max(1, columns.count - 1))
    self.init(
      size: attempt.size, separation: max(attempt.separation, separation), header: header, boxes: boxes,
      headings: headings, stacksHeadings: stacksHeadings, panels: [columns])
  }

  /// The layout for tables with too many columns: panels below each other, names in boxes if they need it.
  private init(panelsOf table: FormattedTable, widths: LaTeXColumnWidths, textWidth: Double) {
    let small = LaTeXTableLayout(panelsOf: table, widths: widths, textWidth: textWidth, size: .small)
    let smaller = LaTeXTableLayout(panelsOf: table, widths: widths, textWidth: textWidth, size: .footnotesize)
    self = small.panels.count <= smaller.panels.count ? small : smaller
  }

  private init(panelsOf table: FormattedTable, widths: LaTeXColumnWidths, textWidth: Double, size: LaTeXFontSize) {
    let separation = 4.0
    let limit = textWidth * Self.usableShare / size.factor
    var body = widths.body
    var boxes: [Int: Double] = [:]
    for index in widths.names where body[index] > limit / 3 {
      body[index] = max(limit / 3, widths.pieces[index])
      boxes[index] = body[index] * size.factor
    }
    let header = HeaderGrid(breaking: table.columns, widths: body, measure: widths.measure)
    let columns = zip(body, header.widths(measure: widths.measure)).map(max)
    let gap = 2 * separation / size.factor
    let panels = ColumnPanels.split(
      widths: columns, names: ColumnPanels.names(in: table, widths: columns, gap: gap, limit: limit), gap: gap,
      limit: limit)
    self.init(
      size: size, separation: separation, header: header, boxes: boxes, headings: [], stacksHeadings: false,
      panels: panels)
  }

  private init(
    size: LaTeXFontSize, separation: Double, header: HeaderGrid, boxes: [Int: Double], headings: [Int],
    stacksHeadings: Bool, panels: [[Int]]
  ) {
    self.size = size
    self.separation = separation
    self.header = header
    self.boxes = boxes
    self.headings = headings
    self.stacksHeadings = stacksHeadings
    self.panels = panels
  }

  /// About how many lines of print each row takes in all panels, with the heading above it.
  func lines(of row: Int, in table: FormattedTable) -> Int {
    let own = boxes.map { index, width -> Int in
      let cell = table.cells[row][index]
      let text = cell.isRepeat ? 0 : LaTeXMetrics.width(of: cell.plainText(plusMinus: "±")) * size.factor
      return Int((text / width * 1.2).rounded(.up))
    }
    let headingLines = stacksHeadings ? headings.count : 1
    return max(1, own.max() ?? 1) * panels.count + (startsHeading(row, in: table) ? headingLines : 0)
  }

  /// Whether a heading stands above a row: its names differ from those above.
  func startsHeading(_ row: Int, in table: FormattedTable) -> Bool {
    guard headings.contains(where: { table.cells[row][$0].content != .empty }) else { return false }
    return row == 0 || headings.contains { table.cells[row][$0].content != table.cells[row - 1][$0].content }
  }
}

/// A combination of means to save width.
struct LaTeXTableAttempt {
  let size: LaTeXFontSize
  let separation: Double
  var breaksTitles = true
  /// Whether names that rows share stand above them.
  var hasHeadings = false
  /// Whether each of those names may take a line of its own.
  var stacksHeadings = false
  /// The most lines that a name may be broken over.
  var nameLines = 1

  /// The titles in the ways that the attempt allows, those of the fewest lines first.
  func headers(
    of table: FormattedTable, body: [Double], measure: @escaping (RichText) -> Double
  ) -> some Sequence<HeaderGrid> {
    let lines = breaksTitles ? [1, 2, 3, .max] : [0]
    return lines.lazy.map { lines in
      lines == 0
        ? HeaderGrid(onOneLine: table.columns)
        : HeaderGrid(breaking: table.columns, widths: body, titleLines: lines, measure: measure)
    }
  }

  /// All attempts, the most readable first.
  static let byReadability = [
    LaTeXTableAttempt(size: .small, separation: 6, breaksTitles: false),
    LaTeXTableAttempt(size: .small, separation: 4.5, breaksTitles: false),
    LaTeXTableAttempt(size: .small, separation: 6),
    LaTeXTableAttempt(size: .small, separation: 4.5),
    LaTeXTableAttempt(size: .small, separation: 3.5),
    LaTeXTableAttempt(size: .footnotesize, separation: 5),
    LaTeXTableAttempt(size: .footnotesize, separation: 4),
    LaTeXTableAttempt(size: .footnotesize, separation: 3),
    LaTeXTableAttempt(size: .small, separation: 6, hasHeadings: true),
    LaTeXTableAttempt(size: .small, separation: 4, hasHeadings: true),
    LaTeXTableAttempt(size: .footnotesize, separation: 4, hasHeadings: true),
    LaTeXTableAttempt(size: .footnotesize, separation: 3, hasHeadings: true),
    LaTeXTableAttempt(size: .footnotesize, separation: 4, nameLines: 2),
    LaTeXTableAttempt(size: .footnotesize, separation: 3, hasHeadings: true, nameLines: 2),
    LaTeXTableAttempt(size: .scriptsize, separation: 4),
    LaTeXTableAttempt(size: .scriptsize, separation: 3),
    LaTeXTableAttempt(size: .scriptsize, separation: 3, hasHeadings: true),
    LaTeXTableAttempt(size: .scriptsize, separation: 3, hasHeadings: true, nameLines: 2),
    LaTeXTableAttempt(size: .footnotesize, separation: 3, hasHeadings: true, stacksHeadings: true),
    LaTeXTableAttempt(size: .scriptsize, separation: 3, hasHeadings: true, stacksHeadings: true),
    LaTeXTableAttempt(size: .scriptsize, separation: 3, nameLines: 3),
  ]

  /// Attempts for tables with a text that no line holds.
  static let forProse = [
    LaTeXTableAttempt(size: .small, separation: 5, nameLines: .max),
    LaTeXTableAttempt(size: .footnotesize, separation: 4, nameLines: .max),
    LaTeXTableAttempt(size: .scriptsize, separation: 3, nameLines: .max),
  ]
}
