/// Draws the rows of a figure of places.
struct PlacesLayout: Sendable {
  private static let markSize = 2.0
  private static let ownFill = Color(0xEAF1F6)

  private let figure: PlacesFigure
  private let rows: [PlaceRow]
  private let grid: RowGrid
  private let column: RowGrid.Column
  private let style: FigureStyle
  /// Where the factors end, in mm; `nil` when there is no room for them.
  private let right: Double?

  /// The amounts stand beside the marks of a single item.
  private var isSingle: Bool { figure.items.count == 1 }
  private var isRange: Bool { figure.items.count > PlacesFigure.maximumItems }

  init(figure: PlacesFigure, rows: [PlaceRow], on page: Page) {
    self.figure = figure
    self.rows = rows
    style = page.style
    var top = page
    top.bottom += 0.6
    grid = RowGrid(
      groups: [("", rows.map(\.place.label))], rowHeight: style.smallEm * 1.75, on: top)
    let size = page.style.smallSize
    let font = page.style.font
    let factorWidth =
      rows.compactMap { Self.factor($0).map { TextMetrics.width($0, size: size, font: font) } }.max() ?? 0
    let amountWidth =
      figure.items.count == 1
      ? rows.compactMap { $0.median.map { TextMetrics.width(FigureText.number($0), size: size, font: font) } }.max()
        ?? 0 : 0
    var room = Self.markSize * 0.7
    if amountWidth > 0 { room = amountWidth + 2.6 }
    let isRoomy = page.right - room - factorWidth - 1.6 - grid.left > 16
    right = isRoomy ? page.right : nil
    if factorWidth > 0, isRoomy { room += factorWidth + 1.6 }
    let maxX = max(grid.left + 6, page.right - room)
    let ticks = PanelGrid.tickCount(length: maxX - grid.left, every: 11)
    column = RowGrid.Column(
      minX: grid.left, maxX: maxX, axis: .logarithmic(rows.flatMap(\.known), tickCount: ticks),
      title: AxisTitle.text(figure.quantity, unit: "\(figure.unit), log scale"))
  }

  private static func factor(_ row: PlaceRow) -> FigureText? {
    Plottable.positive(row.place.factor).map { "×" + FigureText.number($0) }
  }

  /// How many places are drawn.
  var rowCount: Int { grid.rows.count }

  /// Draws everything from the top to the legend.
  func draw(on page: inout Page) {
    for (row, place) in zip(grid.rows, rows) where place.place.isOwn {
      let box = Box(
        x: page.left, y: row.y - grid.rowHeight / 2, width: page.right - page.left, height: grid.rowHeight)
      page.mark(.of([place.place.label], "where it ran"), .rect(box, fill: Self.ownFill, stroke: nil))
    }
    grid.draw([column], on: &page)
    for (row, place) in zip(grid.rows, rows) {
      // Beyond a single mark stands its number.
      let end = isSingle ? place.median.map { column.x($0) } ?? column.minX : column.maxX
      page.line(Point(column.minX, row.y), Point(end, row.y), .hairline(.grid))
      if isRange { drawRange(place, y: row.y, on: &page) } else { drawMarks(place, y: row.y, on: &page) }
      if let right, let factor = Self.factor(place) {
        page.text(
          factor, at: Point(right, row.y), anchor: .end, alignment: .middle, size: style.smallSize, color: .softInk)
      }
    }
    drawLegend(on: &page)
  }

  private func drawMarks(_ place: PlaceRow, y: Double, on page: inout Page) {
    for (index, amount) in place.amounts.enumerated() {
      guard let amount else { continue }
      let color = Palette.color(index)
      let x = column.x(amount)
      page.mark(
        title(place, isSingle ? "" : figure.items[index], Prose.amount(amount, figure.unit)),
        .marker(
          Marker(
            Palette.marker(index), at: Point(x, y), diameter: Self.markSize, fill: color, stroke: .hairline(.white))))
      if isSingle {
        page.text(.number(amount), at: Point(x + 1.6, y), alignment: .middle, size: style.smallSize)
      }
    }
  }

  private func drawRange(_ place: PlaceRow, y: Double, on page: inout Page) {
    let known = place.known
    guard let least = known.first, let greatest = known.last, let median = place.median else { return }
    let range = "\(DecimalText.significant(least)) to \(Prose.amount(greatest, figure.unit))"
    page.mark(
      title(place, "", "\(known.count) pieces of work from \(range)"),
      .line(
        from: Point(column.x(least), y), to: Point(column.x(greatest), y),
        stroke: Stroke(Palette.blue.lightened(by: 0.55), points: 2.4)))
    page.mark(
      title(place, "", "median \(Prose.amount(median, figure.unit))"),
      .marker(
        Marker(
          .circle, at: Point(column.x(median), y), diameter: Self.markSize, fill: Palette.blue,
          stroke: .hairline(.white))))
  }

  private func title(_ place: PlaceRow, _ item: String, _ amount: String) -> MarkTitle? {
    let factor = Plottable.positive(place.place.factor).map { "\(DecimalText.significant($0)) times where it ran" }
    let own = place.place.isOwn ? "where it ran" : factor ?? ""
    return .of([place.place.label, item], amount, own)
  }

  private func drawLegend(on page: inout Page) {
    guard !isSingle, !isRange else { return }
    let entries = figure.items.enumerated().map { index, name in
      (
        key: Legend.Key.mark(Palette.marker(index), fill: Palette.color(index), stroke: .hairline(.white)),
        name: FigureText(TextFitting.shortened(name, width: 52, size: style.smallSize, font: style.font))
      )
    }
    Legend(entries: entries).draw(on: &page, left: column.minX)
  }
}
