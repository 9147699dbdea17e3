/// Draws the rows of a break-even figure, with both energies at the right.
struct BreakEvenLayout: Sendable {
  /// A column of numbers at the right edge.
  private struct Numbers: Sendable {
    let title: FigureText
    let texts: [FigureText]
    let width: Double

    init(_ title: String, unit: String, values: [Double?], style: FigureStyle) {
      self.title = AxisTitle.text(title, unit: unit)
      texts = values.map { Plottable.value($0).map(FigureText.number) ?? "–" }
      width = ([self.title] + texts).map { TextMetrics.width($0, size: style.smallSize, font: style.font) }.max() ?? 0
    }
  }

  private static let gap = 2.4

  private let figure: BreakEvenFigure
  private let rows: [BreakEvenFigure.Row]
  /// The headings of the rows.
  private let headings: [String]
  private let grid: RowGrid
  private let column: RowGrid.Column
  private let numbers: [Numbers]
  private let style: FigureStyle

  init(figure: BreakEvenFigure, groups: [BreakEvenFigure.Group], on page: Page) {
    self.figure = figure
    headings = groups.flatMap { group in group.rows.map { _ in group.label } }
    let rows = groups.flatMap(\.rows)
    self.rows = rows
    style = page.style
    var top = page
    let needsHeader = groups.first?.label.isEmpty != false
    if needsHeader { top.bottom += page.style.em * 1.4 }
    let grid = RowGrid(
      groups: groups.map { ($0.label, $0.rows.map(\.label)) }, rowHeight: page.style.smallEm * 1.75, on: top)
    self.grid = grid
    let drawn = grid.rows.map { rows[$0.index] }
    let all = [
      Numbers("Break-even", unit: "", values: drawn.map { Plottable.positive($0.predictions) }, style: page.style),
      Numbers("Training", unit: figure.trainingUnit, values: drawn.map(\.training), style: page.style),
      Numbers("Prediction", unit: figure.predictionUnit, values: drawn.map(\.prediction), style: page.style),
    ]
    func room(_ numbers: [Numbers]) -> Double { numbers.reduce(1.4) { $0 + $1.width + Self.gap } }
    // What breaks even matters most.
    let fitting = [all, Array(all.prefix(1))].first { page.right - room($0) - grid.left > 24 }
    numbers = fitting ?? []
    let maxX = max(grid.left + 6, page.right - room(numbers))
    let values = drawn.flatMap { row in
      (row.folds + [row.predictions]).compactMap { Plottable.positive($0) }
    }
    column = RowGrid.Column(
      minX: grid.left, maxX: maxX,
      axis: .logarithmic(values, tickCount: PanelGrid.tickCount(length: maxX - grid.left, every: 9)),
      title: "Predictions (log scale)")
  }

  /// How many rows are drawn.
  var rowCount: Int { grid.rows.count }

  /// Draws everything from the top to the title of the axis.
  func draw(on page: inout Page) {
    let end = page.right - numbers.reduce(0) { $0 + $1.width + Self.gap }
    grid.draw([column], headingEnd: end, on: &page)
    for row in grid.rows { draw(rows[row.index], heading: headings[row.index], y: row.y, on: &page) }
    var right = page.right
    for numbers in numbers.reversed() {
      page.text(
        numbers.title, at: Point(right, grid.blocks.first.map(grid.headingY) ?? 0), anchor: .end,
        size: style.smallSize, color: .softInk)
      for (row, text) in zip(grid.rows, numbers.texts) {
        page.text(text, at: Point(right, row.y), anchor: .end, alignment: .middle, size: style.smallSize)
      }
      right -= numbers.width + Self.gap
    }
  }

  private func draw(_ row: BreakEvenFigure.Row, heading: String, y: Double, on page: inout Page) {
    guard let predictions = Plottable.positive(row.predictions) else { return }
    let center = Point(column.x(predictions), y)
    page.line(Point(column.minX, y), Point(column.maxX, y), .hairline(.grid))
    if row.folds.count > 1 {
      let folds = row.folds.enumerated().compactMap { place, fold in
        Plottable.positive(fold).map { (name: row.name(ofFold: place), predictions: $0) }
      }
      for fold in Decimation.sampled(folds, limit: BreakEvenFigure.maximumFolds) {
        let place = Point(column.x(fold.predictions), y)
        page.mark(
          .of([heading, row.label, "fold " + fold.name], Prose.amount(fold.predictions, "predictions")),
          .marker(
            Marker(.circle, at: place, diameter: 1.3, fill: Palette.blue.lightened(by: 0.6), stroke: .hairline(.white)))
        )
      }
    }
    let training = Plottable.value(row.training).map { "training " + Prose.amount($0, figure.trainingUnit) } ?? ""
    let prediction = Plottable.value(row.prediction).map { "one prediction " + Prose.amount($0, figure.predictionUnit) }
    page.mark(
      .of([heading, row.label], Prose.amount(predictions, "predictions"), training, prediction ?? ""),
      .marker(Marker(.diamond, at: center, diameter: 2, fill: Palette.blue, stroke: .hairline(.white))))
  }
}
