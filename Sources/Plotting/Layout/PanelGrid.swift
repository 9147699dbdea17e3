/// Small multiples: equal plot areas in rows and columns, with one title for all horizontal and all vertical axes.
struct PanelGrid: Sendable {
  /// The plot areas in reading order.
  let areas: [Box]
  /// For each area, how far tick labels may reach to the left and right.
  let limits: [ClosedRange<Double>]
  private let columns: Int

  private static let maximumColumns = 4
  private static let minimumCellWidth = 38.0
  private static let maximumDenseColumns = 6
  private static let denseCellWidth = 27.0
  private static let rightRoom = 2.6

  /// About how many ticks an axis of some length in mm has room for.
  static func tickCount(length: Double, every mm: Double) -> Double { max(2, (length / mm).rounded(.down)) }

  /// The size of each cell: its width, and the height of its plot area.
  struct Cell: Sendable {
    let columns: Int
    let width: Double
    let areaHeight: Double

    /// Cells for so many panels: smaller ones where a page would else not hold them.
    init(count: Int, style: FigureStyle) {
      let usual = Cell(count: count, style: style, minimumWidth: minimumCellWidth, columns: maximumColumns, least: 30)
      let isTooTall = usual.capacity(style) < count
      self =
        isTooTall
        ? Cell(count: count, style: style, minimumWidth: denseCellWidth, columns: maximumDenseColumns, least: 22)
        : usual
    }

    private init(count: Int, style: FigureStyle, minimumWidth: Double, columns most: Int, least: Double) {
      let available = style.widthMM - 2 * style.margin - style.em * 1.6
      let most = min(most, max(1, Int(available / minimumWidth)))
      let rows = (max(count, 1) + most - 1) / most
      columns = (max(count, 1) + rows - 1) / rows
      width = available / Double(columns)
      areaHeight = min(max(width * 0.78, least), 58)
    }

    /// From the title of a panel to that of the panel below, in mm.
    func rowHeight(_ style: FigureStyle) -> Double {
      style.em * 1.55 + areaHeight + AxisLabels.bottomHeight(style: style) + 2.6
    }

    /// How many such panels fit on a page.
    func capacity(_ style: FigureStyle) -> Int { columns * max(1, Int(FigureStyle.tallest / rowHeight(style))) }
  }

  /// How many of some panels a page has room for; the rest is left out.
  static func capacity(for count: Int, style: FigureStyle) -> Int { Cell(count: count, style: style).capacity(style) }

  /// Lays out panels under the page's bottom, which moves below the tick labels of the last row.
  init(count: Int, cell: Cell, tickLabelWidth: Double, on page: inout Page) {
    let style = page.style
    let titleHeight = style.em * 1.55
    let top = page.bottom
    let rowHeight = cell.rowHeight(style)
    let firstX = page.left + style.em * 1.6
    let labelRoom = min(tickLabelWidth, cell.width * 0.4) + AxisLabels.leftGap
    var areas: [Box] = []
    var limits: [ClosedRange<Double>] = []
    for index in 0..<count {
      let x = firstX + Double(index % cell.columns) * cell.width
      let y = top + titleHeight + Double(index / cell.columns) * rowHeight
      let width = cell.width - labelRoom - Self.rightRoom
      areas.append(Box(x: x + labelRoom, y: y, width: width, height: cell.areaHeight))
      limits.append(x...min(x + cell.width - 0.6, page.right))
    }
    self.areas = areas
    self.limits = limits
    columns = cell.columns
    let rows = (count + cell.columns - 1) / max(cell.columns, 1)
    page.bottom = top + Double(rows) * rowHeight - 2.6
  }

  /// Writes a panel's name above its area.
  func drawTitle(_ title: String, of index: Int, on page: inout Page) {
    guard areas.indices.contains(index) else { return }
    let area = areas[index]
    let room = area.width + Self.rightRoom
    // Small letters before fewer letters.
    let isWide =
      TextMetrics.width(SafeText.singleLine(title), size: page.style.fontSizePt, font: page.style.font) > room
    let size = isWide ? page.style.smallSize : page.style.fontSizePt
    let fitted = TextFitting.shortened(title, width: room, size: size, font: page.style.font)
    page.text(FigureText(fitted), at: Point(area.minX, area.minY - page.style.em * 0.5), size: size)
  }

  /// Writes what the axes mean: below all panels and, turned, at their left. Moves the page's bottom.
  func drawAxisTitles(x: FigureText, y: FigureText, on page: inout Page) {
    let style = page.style
    guard let first = areas.first, let last = areas.last else { return }
    let right = areas.map(\.maxX).max() ?? last.maxX
    page.text(
      AxisTitle.fit(x, length: right - first.minX, size: style.fontSizePt, font: style.font),
      at: Point((first.minX + right) / 2, page.bottom + 1), anchor: .middle,
      alignment: .top, size: style.fontSizePt)
    page.bottom += 1 + style.em
    page.text(
      AxisTitle.fit(y, length: last.maxY - first.minY + 2 * style.em, size: style.fontSizePt, font: style.font),
      at: Point(page.left + style.em * 0.75, (first.minY + last.maxY) / 2), anchor: .middle, size: style.fontSizePt,
      rotation: -90)
  }
}

/// Titles of axes.
enum AxisTitle {
  /// "Energy (kWh)", with a lowered 2 in CO2; the name alone when the unit is empty.
  static func text(_ name: String, unit: String) -> FigureText {
    FigureText(chemical: unit.isEmpty ? name : "\(name) (\(unit))")
  }

  /// The title, shortened to a length in mm.
  static func fit(_ title: FigureText, length: Double, size: Double, font: FigureFont = .sans) -> FigureText {
    if TextMetrics.width(title, size: size, font: font) <= length { return title }
    return FigureText(chemical: TextFitting.shortened(title.plain, width: length, size: size, font: font))
  }
}
