/// Draws the rows of a strip figure.
struct StripLayout: Sendable {
  private static let boxFill = Color(0xE3EDF4)

  private let figure: StripFigure
  private let rows: [StripRow]
  /// The places of the drawn columns.
  private let places: [Int]
  private let grid: RowGrid
  private let columns: [RowGrid.Column]
  private let style: FigureStyle

  init(figure: StripFigure, rows: [StripRow], columns places: [Int], on page: Page) {
    self.figure = figure
    self.rows = rows
    self.places = places
    style = page.style
    let most = rows.flatMap { row in places.map { row.values[$0].count } }.max() ?? 0
    let grid = RowGrid(
      groups: figure.groups.map { ($0.label, $0.rows.map(\.label)) },
      rowHeight: page.style.smallEm * (most >= StripFigure.leastForBox ? 2.4 : 1.9), on: page)
    self.grid = grid
    let gap = places.count > 1 ? 5.0 : 0
    let count = Double(places.count)
    let width = (page.right - 2.4 - grid.left - gap * (count - 1)) / count
    columns = places.enumerated().map { number, place in
      let minX = grid.left + Double(number) * (width + gap)
      let values = grid.rows.flatMap { rows[$0.index].values[place] }
      let (axis, isLogarithmic) = Self.axis(
        figure.columns[place].kind, values, tickCount: PanelGrid.tickCount(length: width, every: 11))
      let column = figure.columns[place]
      let unit = [column.unit, isLogarithmic ? "log scale" : ""].filter { !$0.isEmpty }.joined(separator: ", ")
      return RowGrid.Column(
        minX: minX, maxX: minX + width, axis: axis, title: AxisTitle.text(column.name, unit: unit))
    }
  }

  private static func axis(
    _ kind: StripFigure.Column.Kind, _ values: [Double], tickCount: Double
  ) -> (axis: Axis, isLogarithmic: Bool) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    switch kind {
    case .amount:
      if low > 0, high > 10 * low, Plottable.positive(low) != nil {
        return (.logarithmic(values, tickCount: tickCount), true)
      }
      return (.linear(values, padding: 0.06, zero: low < 0.5 * high, tickCount: tickCount), false)
    case .score:
      // Dice as a share or in per cent cannot be above its best.
      return (.linear(values, padding: 0.06, ceiling: high <= 1 ? 1 : 100, tickCount: tickCount), false)
    case .difference: return (.linear([0] + values, padding: 0.08, tickCount: tickCount), false)
    }
  }

  /// How many rows are drawn.
  var rowCount: Int { grid.rows.count }

  /// Draws everything from the top to the titles of the axes.
  func draw(on page: inout Page) {
    grid.draw(columns, on: &page)
    for (place, column) in zip(places, columns) where figure.columns[place].kind == .difference {
      let x = column.x(0)
      for block in grid.blocks {
        page.line(Point(x, block.top), Point(x, block.bottom), Stroke(.softInk, points: 0.7))
      }
    }
    for row in grid.rows {
      for (place, column) in zip(places, columns) { draw(rows[row.index].marks[place], row, column, place, on: &page) }
    }
  }

  private func draw(
    _ marks: [(item: String, value: Double)], _ row: RowGrid.Row, _ column: RowGrid.Column, _ place: Int,
    on page: inout Page
  ) {
    let values = marks.map(\.value)
    guard !values.isEmpty else {
      page.text("–", at: Point(column.minX + 1, row.y), alignment: .middle, size: style.smallSize, color: .softInk)
      return
    }
    let reach = grid.rowHeight * 0.34
    let box = values.count >= StripFigure.leastForBox ? TukeyBox(values) : nil
    if let box {
      drawBody(box, row, column, place, reach: reach, on: &page)
    } else if values.count > 1, let mean = rows[row.index].mean(place) {
      let x = column.x(mean)
      page.mark(
        title(row, place, "", "mean \(amount(mean, place))"),
        .line(
          from: Point(x, row.y - reach * 1.3), to: Point(x, row.y + reach * 1.3), stroke: Stroke(.ink, points: 1)))
    }
    drawMarks(Decimation.sampled(marks, limit: StripFigure.maximumMarks), row, column, place, reach: reach, on: &page)
    // Over the marks, which else would hide it.
    if let box {
      let middle = column.x(box.median)
      page.mark(
        title(row, place, "", "median \(amount(box.median, place))"),
        .line(
          from: Point(middle, row.y - reach), to: Point(middle, row.y + reach), stroke: Stroke(.ink, points: 1)))
    }
  }

  private func amount(_ value: Double, _ place: Int) -> String {
    Prose.amount(value, figure.columns[place].unit)
  }

  /// The title of what a row shows of a column.
  private func title(_ row: RowGrid.Row, _ place: Int, _ item: String, _ value: String) -> MarkTitle? {
    let name = item.isEmpty ? "" : "\(figure.itemName) \(item)"
    return .of(rows[row.index].names + [name], "\(figure.columns[place].name) \(value)")
  }

  private func drawMarks(
    _ values: [(item: String, value: Double)], _ row: RowGrid.Row, _ column: RowGrid.Column, _ place: Int,
    reach: Double, on page: inout Page
  ) {
    let isDense = values.count > 40
    let diameter = isDense ? 0.7 : values.count >= StripFigure.leastForBox ? 1.1 : 1.6
    let fill = isDense ? Palette.blue.lightened(by: 0.3) : Palette.blue
    for (number, mark) in values.enumerated() {
      // Marks of equal values would hide each other; the golden ratio spreads any number of them evenly.
      let share = (Double(number) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1) - 0.5
      let y = values.count == 1 ? row.y : row.y + share * reach * 1.4
      page.mark(
        title(row, place, mark.item, amount(mark.value, place)),
        .marker(
          Marker(
            .circle, at: Point(column.x(mark.value), y), diameter: diameter, fill: fill,
            stroke: .hairline(isDense ? fill : .white))))
    }
  }

  private func drawBody(
    _ box: TukeyBox, _ row: RowGrid.Row, _ column: RowGrid.Column, _ place: Int, reach: Double, on page: inout Page
  ) {
    let (left, right) = (column.x(box.lowerQuartile), column.x(box.upperQuartile))
    let outline = Stroke.hairline(.softInk)
    let body = Box(x: left, y: row.y - reach, width: right - left, height: 2 * reach)
    let quartiles = "\(DecimalText.significant(box.lowerQuartile)) to \(amount(box.upperQuartile, place))"
    page.mark(
      title(row, place, "", "median \(amount(box.median, place)), quartiles \(quartiles)"),
      .line(from: Point(column.x(box.lowerWhisker), row.y), to: Point(left, row.y), stroke: outline),
      .line(from: Point(right, row.y), to: Point(column.x(box.upperWhisker), row.y), stroke: outline),
      .rect(body, fill: Self.boxFill, stroke: outline))
  }
}
