/// Rows with names at their left, in blocks under headings, over one or more columns with a horizontal axis each: the
/// frame of dots and strips.
struct RowGrid: Sendable {
  /// A row on the page.
  struct Row: Sendable {
    /// The place among all rows that were given, drawn or not.
    let index: Int
    let name: String
    /// The middle of the row in mm.
    let y: Double
  }

  /// Rows under a common heading.
  struct Block: Sendable {
    let heading: String
    let rows: [Row]
    let top: Double
    let bottom: Double
  }

  /// A plot area of all blocks with its axis.
  struct Column: Sendable {
    let minX: Double
    let maxX: Double
    let axis: Axis
    let title: FigureText

    /// Where a value stands.
    func x(_ value: Double) -> Double { minX + axis.fraction(of: value) * (maxX - minX) }
  }

  let blocks: [Block]
  let rowHeight: Double
  /// Where the first column may begin, in mm from the left.
  let left: Double
  /// Names may take this share of the width.
  static let nameShare = 0.34

  private let style: FigureStyle

  /// Lays out rows under the page's bottom; those for which a printed page has no room are left out.
  ///
  /// - Parameters:
  ///   - groups: headings, empty for none, and the names under each.
  ///   - rowHeight: in mm.
  ///   - page: what is drawn on.
  init(groups: [(heading: String, names: [String])], rowHeight: Double, on page: Page) {
    let style = page.style
    var y = page.bottom
    var index = 0
    var blocks: [Block] = []
    for group in groups where !group.names.isEmpty {
      var top = y
      if !blocks.isEmpty { top += style.em * 0.55 }
      if !group.heading.isEmpty { top += style.em * 1.4 }
      let room = max(blocks.isEmpty ? 1 : 0, Int((FigureStyle.tallest - top) / rowHeight))
      let names = group.names.prefix(room)
      guard !names.isEmpty else { break }
      let first = index
      let rows = names.enumerated().map { place, name in
        Row(index: first + place, name: name, y: top + (Double(place) + 0.5) * rowHeight)
      }
      index += group.names.count
      y = top + Double(names.count) * rowHeight
      blocks.append(Block(heading: group.heading, rows: rows, top: top, bottom: y))
      if names.count < group.names.count { break }
    }
    let widths = blocks.flatMap(\.rows).map {
      TextMetrics.width(SafeText.singleLine($0.name), size: style.smallSize, font: style.font)
    }
    left = page.left + min(widths.max() ?? 0, style.widthMM * Self.nameShare) + AxisLabels.leftGap
    self.blocks = blocks
    self.rowHeight = rowHeight
    self.style = style
  }

  /// All drawn rows from top to bottom.
  var rows: [Row] { blocks.flatMap(\.rows) }

  /// The top of the first block, under its heading, in mm.
  var top: Double { blocks.first?.top ?? 0 }

  /// The bottom of the last block in mm.
  var bottom: Double { blocks.last?.bottom ?? 0 }

  /// The baseline of what stands above a block, its heading and others', in mm.
  func headingY(_ block: Block) -> Double { block.top - style.em * 0.45 }

  /// Draws headings, names, grids, axes and their titles; moves the page's bottom below them.
  ///
  /// - Parameters:
  ///   - columns: the plot areas, from left to right.
  ///   - headingEnd: how far headings may reach, in mm; `nil` for the right edge.
  ///   - page: what is drawn on.
  func draw(_ columns: [Column], headingEnd: Double? = nil, on page: inout Page) {
    for block in blocks {
      for column in columns {
        for tick in column.axis.ticks where tick.label != nil && tick.fraction > 1e-6 {
          let x = column.minX + tick.fraction * (column.maxX - column.minX)
          page.line(Point(x, block.top), Point(x, block.bottom), .hairline(.grid))
        }
        page.line(Point(column.minX, block.top), Point(column.minX, block.bottom), .hairline(.ink))
      }
      drawHeading(block, end: headingEnd ?? page.right, on: &page)
      for row in block.rows { drawName(row, on: &page) }
    }
    drawAxes(columns, on: &page)
  }

  private func drawHeading(_ block: Block, end: Double, on page: inout Page) {
    guard !block.heading.isEmpty else { return }
    let heading = TextFitting.shortened(
      block.heading, width: max(0, end - left), size: style.fontSizePt, font: style.font)
    page.text(FigureText(heading), at: Point(left, headingY(block)), size: style.fontSizePt)
  }

  private func drawName(_ row: Row, on page: inout Page) {
    let end = left - AxisLabels.leftGap
    let name = TextFitting.shortened(row.name, width: end - page.left, size: style.smallSize, font: style.font)
    page.text(
      FigureText(name), at: Point(end, row.y), anchor: .end, alignment: .middle, size: style.smallSize)
  }

  private func drawAxes(_ columns: [Column], on page: inout Page) {
    for (place, column) in columns.enumerated() {
      let area = Box(x: column.minX, y: top, width: column.maxX - column.minX, height: bottom - top)
      page.line(Point(column.minX, bottom), Point(column.maxX, bottom), .hairline(.ink))
      // Neighbours' labels meet in the middle between their columns.
      let from = place > 0 ? (columns[place - 1].maxX + column.minX) / 2 + 0.3 : page.left
      let to = place + 1 < columns.count ? (column.maxX + columns[place + 1].minX) / 2 - 0.3 : page.right
      AxisLabels.drawBottom(column.axis.ticks, under: area, on: &page, limits: from...max(from, to))
      let length = 2 * min(area.center.x - from, to - area.center.x)
      page.text(
        AxisTitle.fit(column.title, length: max(length, area.width), size: style.fontSizePt, font: style.font),
        at: Point(area.center.x, bottom + AxisLabels.bottomHeight(style: style) + 0.8), anchor: .middle,
        alignment: .top, size: style.fontSizePt)
    }
    page.bottom = bottom + AxisLabels.bottomHeight(style: style) + 0.8 + style.em
  }
}
