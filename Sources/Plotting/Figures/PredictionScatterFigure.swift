/// Predicted against true values, a mark for each training, after Anthony, Kanding and Selvan, "Carbontracker" (2020),
/// figure 1: the diagonal is a perfect prediction.
public struct PredictionScatterFigure: Sendable {
  /// One training.
  public struct Item: Sendable {
    /// What was trained, which decides the mark.
    public var group: String
    /// The predicted value, in the panel's unit; must be above 0 to be drawn.
    public var predicted: Double
    /// The true value, in the panel's unit; must be above 0 to be drawn.
    public var actual: Double

    /// Makes an item.
    public init(group: String, predicted: Double, actual: Double) {
      self.group = group
      self.predicted = predicted
      self.actual = actual
    }
  }

  /// What is predicted.
  public struct Panel: Sendable {
    /// The name above the panel, without the unit.
    public var label: String
    /// The unit of both axes.
    public var unit: String
    /// The trainings.
    public var items: [Item]

    /// Makes a panel.
    public init(label: String, unit: String, items: [Item]) {
      self.label = label
      self.unit = unit
      self.items = items
    }
  }

  /// More marks than this in a panel are sampled; the CSV holds all.
  static let maximumMarks = 600
  /// At most this many panels are drawn; the CSV holds the rest.
  static let maximumPanels = 8
  private static let markSize = 1.7

  let name: String
  let title: String
  let panels: [Panel]

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - panels: What is predicted.
  public init(name: String, title: String, panels: [Panel]) {
    self.name = name
    self.title = title
    self.panels = panels
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let drawn = panels.map(Self.plottable).filter { !$0.items.isEmpty }.prefix(Self.maximumPanels)
    guard !drawn.isEmpty else { return Page.empty(name: name, title: title, csv: csv, style: style) }
    var page = Page(style: style)
    draw(Array(drawn), on: &page)
    let hidden = drawn.map { $0.items.count - Self.maximumMarks }.max() ?? 0
    let sampled: [FigureText] =
      hidden > 0 ? [FigureText("\(Self.maximumMarks) of the trainings are drawn; the data file has all.")] : []
    page.notes(["Line: predicted as it was; dashed: 10 % more, 10 % less."] + sampled)
    return page.finished(name: name, title: title, description: description, csv: csv)
  }

  private static func plottable(_ panel: Panel) -> Panel {
    var panel = panel
    panel.items = panel.items.filter { Plottable.positive($0.predicted) != nil && Plottable.positive($0.actual) != nil }
    return panel
  }

  private func draw(_ panels: [Panel], on page: inout Page) {
    let style = page.style
    let groups = ParetoFigure.distinct(panels.flatMap { $0.items.map(\.group) })
    let numbers = Dictionary(groups.enumerated().map { ($1, $0) }) { first, _ in first }
    let cell = PanelGrid.Cell(count: panels.count, style: style)
    func axis(_ panel: Panel, length: Double, every: Double) -> Axis {
      .logarithmic(
        panel.items.flatMap { [$0.predicted, $0.actual] }, tickCount: PanelGrid.tickCount(length: length, every: every))
    }
    let vertical = panels.map { axis($0, length: cell.areaHeight, every: 7) }
    let labelWidth = vertical.map { AxisLabels.width(of: $0, size: style.smallSize, font: style.font) }.max() ?? 0
    let grid = PanelGrid(count: panels.count, cell: cell, tickLabelWidth: labelWidth, on: &page)
    for (index, panel) in panels.enumerated() {
      let area = grid.areas[index]
      let axes = PanelAxes(area: area, x: axis(panel, length: area.width, every: 9), y: vertical[index])
      axes.draw(on: &page, limits: grid.limits[index])
      drawDiagonals(panel, axes, on: &page)
      for item in Decimation.sampled(panel.items, limit: Self.maximumMarks) {
        let number = numbers[item.group] ?? 0
        let change = 100 * (item.predicted / item.actual - 1)
        page.mark(
          .of(
            [panel.label, item.group], "predicted \(Prose.amount(item.predicted, panel.unit))",
            "in the end \(Prose.amount(item.actual, panel.unit))",
            "error \(change < 0 ? "" : "+")\(Prose.amount(change, "%"))"),
          .marker(
            Marker(
              Palette.marker(number), at: axes.point(item.actual, item.predicted), diameter: Self.markSize,
              fill: Palette.color(number), stroke: .hairline(.white))))
      }
      grid.drawTitle("\(panel.label) (\(panel.unit))", of: index, on: &page)
    }
    grid.drawAxisTitles(x: "In the end (log scale)", y: "Predicted (log scale)", on: &page)
    guard groups.count > 1, let first = grid.areas.first else { return }
    drawLegend(groups, left: first.minX, on: &page)
  }

  /// The lines of predictions that are right, and 10 % too high or too low, where they lie in the panel.
  private func drawDiagonals(_ panel: Panel, _ axes: PanelAxes, on page: inout Page) {
    let values = panel.items.flatMap { [$0.predicted, $0.actual] }
    guard let low = values.min(), let high = values.max() else { return }
    for (factor, style) in [(0.9, LineStyle.dashed), (1.1, .dashed), (1, .solid)] {
      let from = max(low, low / factor)
      let to = min(high, high / factor)
      guard to > from else { continue }
      page.line(axes.point(from, from * factor), axes.point(to, to * factor), Stroke(.guide, points: 0.6, style: style))
    }
  }

  private func drawLegend(_ groups: [String], left: Double, on page: inout Page) {
    let limit = Palette.series.count * 2
    let entries = groups.prefix(limit).enumerated().map { index, name in
      (
        key: Legend.Key.mark(Palette.marker(index), fill: Palette.color(index), stroke: .hairline(.white)),
        name: FigureText(TextFitting.shortened(name, width: 52, size: page.style.smallSize, font: page.style.font))
      )
    }
    Legend(entries: entries).draw(on: &page, left: left)
    if groups.count > limit { page.notes([FigureText("\(groups.count - limit) more are not named here.")]) }
  }

  private var description: String {
    let sentences = panels.map { panel -> String in
      let items = Self.plottable(panel).items
      let near = items.filter { abs($0.predicted / $0.actual - 1) <= 0.1 }.count
      return items.isEmpty
        ? "\(Prose.name(panel.label)): no data"
        : "\(Prose.name(panel.label)): \(near) of \(Prose.count(items.count, "training")) within 10 %"
    }
    return "\(title). Predicted against true values. "
      + sentences.prefix(Prose.maximumItems).joined(separator: ". ") + "."
  }

  private var csv: CSVText {
    var csv = CSVText(header: ["target", "unit", "trained", "predicted", "in the end"])
    for panel in panels {
      for item in panel.items {
        csv.row([
          .text(panel.label), .text(panel.unit), .text(item.group), .number(item.predicted), .number(item.actual),
        ])
      }
    }
    return csv
  }
}
