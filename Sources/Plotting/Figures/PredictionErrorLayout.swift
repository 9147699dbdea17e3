/// Draws the panels of a figure of prediction errors, one under the other, with the lines' names at their ends.
struct PredictionErrorLayout: Sendable {
  private static let markSize = 1.6

  private let panels: [PredictionErrorFigure.Panel]
  private let axes: [PanelAxes]
  private let floors: [Double]
  private let style: FigureStyle
  /// Whether names stand at the ends of the lines.
  private let isNamed: Bool

  init(panels: [PredictionErrorFigure.Panel], on page: Page) {
    self.panels = panels
    style = page.style
    let size = style.smallSize
    let labels = panels.flatMap { $0.lines.map(\.label) }
    let widest = labels.map { TextMetrics.width(SafeText.singleLine($0), size: size, font: page.style.font) }.max() ?? 0
    isNamed = widest <= style.widthMM * 0.3
    let height = panels.count > 1 ? min(max(style.widthMM * 0.28, 31), 42) : min(max(style.widthMM * 0.45, 30), 58)
    let rows = PanelGrid.tickCount(length: height, every: 7)
    let floors = panels.map(Self.floor)
    self.floors = floors
    let vertical = zip(panels, floors).map { panel, floor in
      Axis.logarithmic(
        panel.lines.flatMap { $0.points.flatMap { [max($0.low, floor), max($0.high, floor)] } }, tickCount: rows)
    }
    let labelWidth = vertical.map { AxisLabels.width(of: $0, size: size, font: page.style.font) }.max() ?? 0
    let left = page.left + style.em * 1.6 + labelWidth + AxisLabels.leftGap
    let width = page.right - (isNamed ? widest + 3.6 : 2.2) - left
    let observed = panels.flatMap { $0.lines.flatMap { $0.points.map { Double($0.observed) } } }
    let x = Axis.logarithmic(observed, tickCount: PanelGrid.tickCount(length: width, every: 9))
    let gap = max(3, style.smallEm * 1.3)
    axes = vertical.enumerated().map { row, y in
      let top = page.bottom + 1.6 + Double(row) * (height + gap)
      return PanelAxes(area: Box(x: left, y: top, width: width, height: height), x: x, y: y)
    }
  }

  /// What errors of nearly nothing are drawn at: they have no place on a logarithmic axis, and to tell 0.001 % from
  /// 0.0001 % would take the room of what matters.
  private static func floor(_ panel: PredictionErrorFigure.Panel) -> Double {
    let greatest = panel.lines.flatMap { $0.points.map(\.high) }.max() ?? 0
    let medians = panel.lines.flatMap { $0.points.map(\.median) }.filter { $0 > 0 }
    return max(greatest / 1e4, (medians.min() ?? greatest) / 3, 1e-100)
  }

  /// Draws panels, titles, and names or a legend.
  func draw(on page: inout Page) {
    for (row, panel) in panels.enumerated() {
      axes[row].draw(on: &page, limits: page.left...page.right, labelsX: row == panels.count - 1)
      for index in panel.lines.indices { drawBand(index, row, on: &page) }
      for index in panel.lines.indices { drawEdges(index, row, on: &page) }
      for index in panel.lines.indices { drawLine(index, row, on: &page) }
      if isNamed { drawNames(row, on: &page) }
      let area = axes[row].area
      page.text(
        AxisTitle.fit(
          AxisTitle.text(panel.label, unit: "%"), length: area.height, size: style.fontSizePt, font: style.font),
        at: Point(page.left + style.em * 0.75, area.center.y), anchor: .middle, size: style.fontSizePt, rotation: -90)
    }
    guard let area = axes.last?.area else { return }
    page.bottom = area.maxY + AxisLabels.bottomHeight(style: style) + 0.8
    page.text(
      AxisTitle.fit("Epochs seen (log scale)", length: area.width, size: style.fontSizePt, font: style.font),
      at: Point(area.center.x, page.bottom), anchor: .middle, alignment: .top, size: style.fontSizePt)
    page.bottom += style.em
    if !isNamed { drawLegend(left: area.minX, on: &page) }
  }

  private func points(
    _ index: Int, _ row: Int, _ value: (PredictionErrorFigure.Point) -> Double
  ) -> [Point] {
    panels[row].lines[index].points.map { axes[row].point(Double($0.observed), max(value($0), floors[row])) }
  }

  private func drawBand(_ index: Int, _ row: Int, on page: inout Page) {
    let high = points(index, row, \.high)
    guard high.count > 1 else { return }
    let low = points(index, row, \.low)
    page.mark(
      .of(names(index, row), "quartiles over trainings"),
      .polygon(high + low.reversed(), fill: Palette.color(index), opacity: 0.14))
  }

  private func names(_ index: Int, _ row: Int) -> [String] { [panels[row].label, panels[row].lines[index].label] }

  /// Where several bands lie on each other, their edges show which ends where.
  private func drawEdges(_ index: Int, _ row: Int, on page: inout Page) {
    let stroke = Stroke.hairline(Palette.color(index).lightened(by: 0.45), style: Palette.lineStyle(index))
    for edge in [points(index, row, \.low), points(index, row, \.high)] where edge.count > 1 {
      page.add(.polyline(edge, stroke: stroke))
    }
  }

  private func drawLine(_ index: Int, _ row: Int, on page: inout Page) {
    let line = points(index, row, \.median)
    let color = Palette.color(index)
    if line.count > 1 {
      page.mark(
        .of(names(index, row), "median over trainings"),
        .polyline(line, stroke: Stroke(color, points: 1, style: Palette.lineStyle(index))))
    }
    for (point, center) in zip(panels[row].lines[index].points, line) {
      let quartiles = "\(DecimalText.significant(point.low)) to \(Prose.amount(point.high, "%"))"
      page.mark(
        .of(
          names(index, row) + ["after " + Prose.count(point.observed, "epoch")],
          "median error \(Prose.amount(point.median, "%"))", "quartiles \(quartiles)",
          Prose.count(point.count, "training")),
        .marker(
          Marker(
            Palette.marker(index), at: center, diameter: Self.markSize, fill: color, stroke: .hairline(.white))))
    }
  }

  private func drawNames(_ row: Int, on page: inout Page) {
    let area = axes[row].area
    let named = panels[row].lines.indices.filter { !panels[row].lines[$0].points.isEmpty }
    let ends = named.map { points($0, row, \.median).last ?? area.center }
    let range = (area.minY + style.smallEm / 2)...(area.maxY - style.smallEm / 2)
    guard let heights = LabelPlacer.spread(ends.map(\.y), distance: style.smallEm * 1.1, in: range) else { return }
    for (place, index) in named.enumerated() {
      let start = ends[place].offset(Self.markSize * 0.6, 0)
      page.add(
        .polyline(
          [start, Point(area.maxX + 0.8, start.y), Point(area.maxX + 2.4, heights[place])],
          stroke: .hairline(Palette.color(index))))
      page.text(
        FigureText(SafeText.singleLine(panels[row].lines[index].label)),
        at: Point(area.maxX + 3, heights[place]), alignment: .middle, size: style.smallSize)
    }
  }

  private func drawLegend(left: Double, on page: inout Page) {
    let entries = (panels.first?.lines ?? []).enumerated().map { index, line in
      (
        key: Legend.Key.markedLine(
          Stroke(Palette.color(index), points: 1, style: Palette.lineStyle(index)), Palette.marker(index)),
        name: FigureText(TextFitting.shortened(line.label, width: 52, size: style.smallSize, font: style.font))
      )
    }
    Legend(entries: entries).draw(on: &page, left: left)
  }
}
