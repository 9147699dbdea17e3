/// Draws the panels of a figure of efficiency: lines of equal score, marks and names.
struct EfficiencyLayout: Sendable {
  private static let markSize = 2.1
  /// More points than this in a panel are named by a legend.
  private static let maximumNames = 14

  private let figure: EfficiencyFigure
  private let panels: [EfficiencyPoints]
  private let groups: [String]
  private let numbers: [String: Int]
  private let grid: PanelGrid
  private let axes: [PanelAxes]
  private let style: FigureStyle

  init(figure: EfficiencyFigure, panels: [EfficiencyPoints], on page: inout Page) {
    self.figure = figure
    self.panels = panels
    style = page.style
    let groups = ParetoFigure.distinct(panels.flatMap { $0.points.map(\.label) })
    self.groups = groups
    numbers = Dictionary(groups.enumerated().map { ($1, $0) }) { first, _ in first }
    let cell = PanelGrid.Cell(count: panels.count, style: style)
    let rows = PanelGrid.tickCount(length: cell.areaHeight, every: 7)
    let vertical = panels.map { Axis.linear(Self.span($0), tickCount: rows) }
    let labelWidth =
      vertical.map { AxisLabels.width(of: $0, size: page.style.smallSize, font: page.style.font) }.max() ?? 0
    grid = PanelGrid(count: panels.count, cell: cell, tickLabelWidth: labelWidth, on: &page)
    axes = zip(vertical, grid.areas).map { y, area in
      // Room beside the least and the most, which always lie at the ends.
      let x = Axis.linear([-0.06, 1.06], tickCount: PanelGrid.tickCount(length: area.width, every: 9))
      return PanelAxes(area: area, x: x, y: y)
    }
  }

  /// The lowest and highest performance that a panel shows, 0.05 apart at least: over less, lines of equal score would
  /// stand upright.
  private static func span(_ panel: EfficiencyPoints) -> [Double] {
    let values = panel.points.map(\.performance)
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let padding = max(0.18 * (high - low), (0.05 - (high - low)) / 2)
    // A mark at the very top would reach into the panel's name.
    return [max(0, low - padding), max(min(1, high + padding), high + padding / 2)]
  }

  /// Draws all panels, the titles of the axes and, when names found no room, a legend.
  func draw(on page: inout Page) {
    let names = panels.indices.map(self.names)
    let isNamed = names.allSatisfy { $0 != nil }
    for index in panels.indices {
      axes[index].draw(on: &page, limits: grid.limits[index])
      drawLines(index, avoiding: isNamed ? names[index] ?? [] : [], on: &page)
      if isNamed { drawNames(names[index] ?? [], index, on: &page) }
      drawMarks(index, on: &page)
      grid.drawTitle(panels[index].label, of: index, on: &page)
    }
    grid.drawAxisTitles(
      x: FigureText("R: normalised \(figure.resourceName)"), y: FigureText(figure.performanceName), on: &page)
    if !isNamed { drawLegend(on: &page) }
  }

  private func centers(_ index: Int) -> [Point] {
    panels[index].points.map { axes[index].point($0.resource, $0.performance) }
  }

  private func names(of index: Int) -> [LabelPlacer.Placement]? {
    let points = panels[index].points
    guard points.count <= Self.maximumNames else { return nil }
    let area = axes[index].area
    let centers = centers(index)
    let placer = LabelPlacer(
      bounds: Box(x: area.minX + 0.4, y: area.minY, width: area.width + 1.6, height: area.height - 0.4),
      obstacles: centers.map { Box(x: $0.x - 1.1, y: $0.y - 1.1, width: 2.2, height: 2.2) }, lines: [])
    let requests = zip(points, centers).map { point, center in
      LabelPlacer.Request(
        anchor: center, width: TextMetrics.width(name(point, index), size: style.smallSize, font: style.font),
        height: (TextMetrics.ascent + TextMetrics.descent) * style.smallEm, clearance: 2.1)
    }
    let placements = placer.place(requests).compactMap(\.self)
    return placements.count == points.count ? placements : nil
  }

  private func name(_ point: EfficiencyPoints.Point, _ index: Int) -> String {
    TextFitting.shortened(point.label, width: axes[index].area.width * 0.62, size: style.smallSize, font: style.font)
  }

  private func drawNames(_ placements: [LabelPlacer.Placement], _ index: Int, on page: inout Page) {
    for (point, placement) in zip(panels[index].points, placements) {
      // Lines of equal score end at a name.
      page.add(.rect(placement.box, fill: .white, stroke: nil))
      if let leader = placement.leader { page.line(leader.start, leader.end, .hairline(.guide)) }
      let baseline = Point(placement.box.minX, placement.box.minY + TextMetrics.ascent * style.smallEm)
      page.text(FigureText(name(point, index)), at: baseline, size: style.smallSize)
    }
  }

  // MARK: - Lines of equal score

  /// The lines in a panel: their scores and ends, R from 0 to 1 as far as it lies in the panel.
  private func lines(_ index: Int) -> [(score: Double, text: FigureText, line: LineSegment)] {
    let axes = axes[index]
    let span = Self.span(panels[index])
    guard let bottom = span.first, let top = span.last else { return [] }
    let ticks = LinearTicks(low: bottom / 2, high: top, count: 6)
    return ticks.values.compactMap { score in
      // P = score × (1 + R) between the panel's edges.
      let from = max(0, bottom / score - 1)
      let to = min(1, top / score - 1)
      guard score > 0, from < to else { return nil }
      let start = axes.point(from, score * (1 + from))
      let end = axes.point(to, score * (1 + to))
      // A corner's worth of line says nothing.
      guard start.distance(to: end) > 3 else { return nil }
      return (score, ticks.label(of: score), LineSegment(start: start, end: end))
    }
  }

  private func drawLines(_ index: Int, avoiding names: [LabelPlacer.Placement], on page: inout Page) {
    let stroke = Stroke(.guide, points: 0.6)
    var taken = names.map(\.box) + centers(index).map { Box(x: $0.x - 1.6, y: $0.y - 1.6, width: 3.2, height: 3.2) }
    let lines = lines(index)
    for line in lines {
      page.mark(
        .of(["equal " + figure.scoreName], line.text.plain),
        .line(from: line.line.start, to: line.line.end, stroke: stroke))
    }
    for line in lines {
      let size = style.smallSize
      let width = TextMetrics.width(line.text, size: size, font: style.font)
      let height = Unit.mm(points: size)
      // Near the middle first.
      let places = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88].map { share in
        Point(
          line.line.start.x + share * (line.line.end.x - line.line.start.x),
          line.line.start.y + share * (line.line.end.y - line.line.start.y))
      }
      let boxes = places.map {
        Box(x: $0.x - width / 2 - 0.4, y: $0.y - height / 2, width: width + 0.8, height: height)
      }
      let free = boxes.first { box in
        axes[index].area.contains(box) && !taken.contains { $0.overlaps(box.inset(by: -0.3)) }
      }
      guard let free else { continue }
      taken.append(free)
      page.add(.rect(free, fill: .white, stroke: nil))
      page.text(line.text, at: free.center, anchor: .middle, alignment: .middle, size: size, color: .softInk)
    }
  }

  // MARK: - Marks

  private func drawMarks(_ index: Int, on page: inout Page) {
    let best = panels[index].best
    for (place, center) in centers(index).enumerated() {
      let point = panels[index].points[place]
      let number = numbers[point.label] ?? 0
      let mark = Shape.marker(
        Marker(
          Palette.marker(number), at: center, diameter: Self.markSize, fill: Palette.color(number),
          stroke: .hairline(.white)))
      let ring = Shape.circle(
        center: center, radius: Self.markSize * 0.75, fill: nil, stroke: Stroke(.ink, points: 0.6))
      page.mark(
        .of(
          [panels[index].label, point.label],
          "normalised \(figure.resourceName) \(DecimalText.significant(point.resource))",
          "\(figure.performanceName) \(DecimalText.significant(point.performance))",
          "\(figure.scoreName) \(DecimalText.significant(point.score))" + (place == best ? ", the highest" : "")),
        place == best ? [mark, ring] : [mark])
    }
  }

  private func drawLegend(on page: inout Page) {
    let limit = MarkerShape.series.count * 3
    let entries = groups.prefix(limit).enumerated().map { index, name in
      (
        key: Legend.Key.mark(Palette.marker(index), fill: Palette.color(index), stroke: .hairline(.white)),
        name: FigureText(TextFitting.shortened(name, width: 52, size: style.smallSize, font: style.font))
      )
    }
    Legend(entries: entries).draw(on: &page, left: axes.first?.area.minX ?? page.left)
    if groups.count > limit { page.notes([FigureText("\(groups.count - limit) more are not named here.")]) }
  }
}
