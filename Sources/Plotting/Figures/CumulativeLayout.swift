/// Draws the panels of a cumulative figure.
struct CumulativeLayout: Sendable {
  /// More steps than this in a panel carry no marks, except for failures.
  private static let maximumMarks = 40
  /// More failures than this are sampled.
  private static let maximumCrosses = 120

  private let figure: CumulativeFigure
  private let curves: [CumulativeCurve]
  private let configurations: [String]
  private let grid: PanelGrid
  private let axes: [PanelAxes]
  private let timeUnit: TimeTicks.Unit
  private let style: FigureStyle

  init(figure: CumulativeFigure, curves: [CumulativeCurve], on page: inout Page) {
    self.figure = figure
    self.curves = curves
    configurations = ParetoFigure.distinct(curves.flatMap { $0.steps.map(\.attempt.configuration) })
    style = page.style
    let cell = PanelGrid.Cell(count: curves.count, style: style)
    let rows = PanelGrid.tickCount(length: cell.areaHeight, every: 7)
    let vertical = curves.map {
      Axis.linear([0, $0.total * 1.04, ($0.finalCost ?? 0) * 1.04], zero: true, tickCount: rows)
    }
    let labelWidth =
      vertical.map { AxisLabels.width(of: $0, size: page.style.smallSize, font: page.style.font) }.max() ?? 0
    grid = PanelGrid(count: curves.count, cell: cell, tickLabelWidth: labelWidth, on: &page)
    // One unit of time for all panels, that of the longest selection.
    let longest = curves.map(\.lastHour).max() ?? 0
    let unit = TimeTicks.unit(forHours: longest)
    timeUnit = unit
    axes = zip(zip(curves, vertical), grid.areas).map { content, area in
      let count = PanelGrid.tickCount(length: area.width, every: 11)
      let x = Axis.elapsed(hours: content.0.lastHour * 1.03, tickCount: count, unit: unit)
      return PanelAxes(area: area, x: x, y: content.1)
    }
  }

  /// Draws all panels, the titles of the axes and the legend.
  func draw(on page: inout Page) {
    for index in curves.indices {
      axes[index].draw(on: &page, limits: grid.limits[index])
      drawFinal(index, on: &page)
      drawSteps(index, on: &page)
      grid.drawTitle(curves[index].label, of: index, on: &page)
    }
    grid.drawAxisTitles(
      x: AxisTitle.text("Time since first start", unit: timeUnit.rawValue),
      y: AxisTitle.text(figure.quantity, unit: figure.unit), on: &page)
    drawLegend(on: &page)
  }

  private func number(of step: CumulativeCurve.Step) -> Int {
    configurations.firstIndex(of: step.attempt.configuration) ?? 0
  }

  /// The stretches of the curve, each from the end of an attempt before to the top of the next step.
  private func stretches(_ index: Int) -> [(step: CumulativeCurve.Step, points: [Point])] {
    var start = axes[index].point(0, 0)
    return curves[index].steps.map { step in
      let top = axes[index].point(step.hour, step.cumulative)
      let points = [start, Point(top.x, start.y), top]
      start = top
      return (step, points)
    }
  }

  private func drawSteps(_ index: Int, on page: inout Page) {
    let stretches = self.stretches(index)
    if stretches.count > Decimation.limit {
      let line = Decimation.thinned(stretches.flatMap(\.points))
      let total = "\(stretches.count) attempts, \(Prose.amount(curves[index].total, figure.unit))"
      page.mark(.of([curves[index].label], total), .polyline(line, stroke: Stroke(.softInk, points: 1)))
    } else {
      for (step, points) in stretches {
        page.mark(
          title(of: step, index), .polyline(points, stroke: Stroke(Palette.color(number(of: step)), points: 1.1)))
      }
    }
    drawMarks(stretches.map { ($0.step, $0.points.last) }, index, on: &page)
  }

  private func title(of step: CumulativeCurve.Step, _ index: Int) -> MarkTitle? {
    let attempt = step.attempt
    return .of(
      [curves[index].label, attempt.configuration, attempt.failed ? "failed attempt" : ""],
      "\(Prose.amount(step.cost, figure.unit)), ended after \(Prose.amount(step.hour, "h"))",
      "\(Prose.amount(step.cumulative, figure.unit)) so far")
  }

  private func drawMarks(_ steps: [(CumulativeCurve.Step, Point?)], _ index: Int, on page: inout Page) {
    let failed = steps.filter { $0.0.attempt.failed }
    if steps.count <= Self.maximumMarks {
      for (step, point) in steps where !step.attempt.failed {
        guard let point else { continue }
        let shape = Palette.marker(number(of: step))
        let color = Palette.color(number(of: step))
        page.mark(
          title(of: step, index),
          .marker(Marker(shape, at: point, diameter: 1.5, fill: color, stroke: .hairline(.white))))
      }
    }
    for (step, point) in Decimation.sampled(failed, limit: Self.maximumCrosses) {
      guard let point else { continue }
      page.mark(
        title(of: step, index),
        .marker(Marker(.cross, at: point, diameter: 1.8, fill: nil, stroke: Stroke(.ink, points: 0.9))))
    }
  }

  /// The dashed line of the final model, and its cost where the curve leaves room.
  private func drawFinal(_ index: Int, on page: inout Page) {
    guard let cost = curves[index].finalCost else { return }
    let area = axes[index].area
    let y = axes[index].position(y: cost)
    page.mark(
      .of([curves[index].label, "final model"], Prose.amount(cost, figure.unit)),
      .line(
        from: Point(area.minX, y), to: Point(area.maxX, y), stroke: Stroke(.softInk, points: 0.7, style: .dashed)))
    let text = "final\u{00A0}" + FigureText.number(cost) + FigureText(chemical: "\u{00A0}" + figure.unit)
    let width = TextMetrics.width(text, size: style.smallSize, font: style.font)
    let height = (TextMetrics.ascent + TextMetrics.descent) * style.smallEm
    let marks = curves[index].steps.prefix(400).map { axes[index].point($0.hour, $0.cumulative) }
    let lines = stretches(index).prefix(2000).flatMap { LineSegment.chain($0.points) }
    let candidates = [area.maxX - width, area.minX + 0.8, area.center.x - width / 2].flatMap { x in
      [y + 0.7, y - height - 0.5].map { Box(x: x, y: $0, width: width, height: height) }
    }
    let free = candidates.first { box in
      area.contains(box) && !lines.contains { $0.crosses(box.inset(by: -0.3)) }
        && !marks.contains { box.inset(by: -1.4).nearest(to: $0) == $0 }
    }
    guard let free else { return }
    page.text(text, at: Point(free.minX, free.minY + TextMetrics.ascent * style.smallEm), size: style.smallSize)
  }

  private func drawLegend(on page: inout Page) {
    var entries = configurations.prefix(Palette.series.count * 3).enumerated().map { index, name in
      (
        key: Legend.Key.markedLine(Stroke(Palette.color(index), points: 1.1), Palette.marker(index)),
        name: FigureText(TextFitting.shortened(name, width: 52, size: style.smallSize, font: style.font))
      )
    }
    if curves.contains(where: { $0.steps.contains { $0.attempt.failed } }) {
      entries.append((key: .mark(.cross, fill: nil, stroke: Stroke(.ink, points: 0.9)), name: "failed attempt"))
    }
    if curves.contains(where: { $0.finalCost != nil }) {
      entries.append((key: .line(Stroke(.softInk, points: 0.7, style: .dashed)), name: "final model"))
    }
    Legend(entries: entries).draw(on: &page, left: axes.first?.area.minX ?? page.left)
  }
}
