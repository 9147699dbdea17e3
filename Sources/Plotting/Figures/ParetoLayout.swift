/// Draws the panels of a Pareto figure: front line, whiskers, marks and names.
struct ParetoLayout: Sendable {
  private struct Name {
    let text: FigureText
    let isDominated: Bool
    let placement: LabelPlacer.Placement
  }

  private static let markSize = 2.1
  /// More points than this in a panel are named by a legend.
  private static let maximumNames = 14

  private let figure: ParetoFigure
  private let panels: [(panel: ParetoFigure.Panel, front: ParetoPoints)]
  private let groups: [String: Int]
  private let groupNames: [String]
  private let grid: PanelGrid
  private let axes: [PanelAxes]
  private let style: FigureStyle
  /// Some panel's energies span more than a decade.
  private let isLogarithmic: Bool

  init(
    figure: ParetoFigure, panels: [(ParetoFigure.Panel, ParetoPoints)], groups: [String], on page: inout Page
  ) {
    self.figure = figure
    self.panels = panels
    groupNames = groups
    self.groups = Dictionary(groups.enumerated().map { ($1, $0) }) { first, _ in first }
    style = page.style
    let isLogarithmic = panels.contains { ($0.1.energyRatio ?? 1) > ParetoFigure.linearSpan }
    self.isLogarithmic = isLogarithmic
    let cell = PanelGrid.Cell(count: panels.count, style: style)
    let vertical = panels.map {
      Self.scoreAxis($0.1, tickCount: PanelGrid.tickCount(length: cell.areaHeight, every: 7))
    }
    let labelWidth =
      vertical.map { AxisLabels.width(of: $0, size: page.style.smallSize, font: page.style.font) }.max() ?? 0
    grid = PanelGrid(count: panels.count, cell: cell, tickLabelWidth: labelWidth, on: &page)
    axes = zip(zip(panels, vertical), grid.areas).map { content, area in
      let count = PanelGrid.tickCount(length: area.width, every: 9)
      return PanelAxes(
        area: area, x: Self.energyAxis(content.0.1, isLogarithmic: isLogarithmic, tickCount: count), y: content.1)
    }
  }

  private static func scoreAxis(_ front: ParetoPoints, tickCount: Double) -> Axis {
    let values = front.points.flatMap { point -> [Double] in
      let deviation = point.scoreDeviation ?? 0
      return [point.score - deviation, point.score + deviation]
    }
    return .linear(values, padding: 0.12, ceiling: 1, tickCount: tickCount)
  }

  private static func energyAxis(_ front: ParetoPoints, isLogarithmic: Bool, tickCount: Double) -> Axis {
    let values = front.points.flatMap { point -> [Double] in
      let deviation = point.energyDeviation ?? 0
      let least = isLogarithmic ? point.energy / 3 : 0
      return [max(point.energy - deviation, least), point.energy + deviation]
    }
    if isLogarithmic { return .logarithmic(values, tickCount: tickCount) }
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    return .linear(values, padding: 0.1, zero: low < 0.15 * high, tickCount: tickCount)
  }

  /// Draws all panels, their axes and, when names found no room, a legend.
  func draw(on page: inout Page) {
    let names = panels.indices.map { self.names(of: $0) }
    let isNamed = names.allSatisfy { $0 != nil }
    for index in panels.indices {
      axes[index].draw(on: &page, limits: grid.limits[index])
      drawLines(index, on: &page)
      drawNames(isNamed ? names[index] ?? [] : roles(of: index), in: index, on: &page)
      drawMarks(index, on: &page)
      grid.drawTitle(panels[index].panel.label, of: index, on: &page)
    }
    grid.drawAxisTitles(
      x: AxisTitle.text(figure.quantity, unit: figure.unit + (isLogarithmic ? ", log scale" : "")),
      y: FigureText(figure.scoreName), on: &page)
    if !isNamed { drawLegend(on: &page) }
  }

  private func position(_ point: ParetoPoints.Point, in index: Int) -> Point {
    axes[index].point(point.energy, point.score)
  }

  /// The corners of the front: from each point right to the energy of the next, then up, and on to the edge.
  private func frontLine(_ index: Int) -> [Point] {
    var corners: [Point] = []
    for point in panels[index].front.steps {
      let place = position(point, in: index)
      if let last = corners.last { corners.append(Point(place.x, last.y)) }
      corners.append(place)
    }
    if let last = corners.last { corners.append(Point(axes[index].area.maxX, last.y)) }
    return corners
  }

  private func whiskers(_ point: ParetoPoints.Point, in index: Int) -> [LineSegment] {
    let axes = axes[index]
    let center = position(point, in: index)
    var result: [LineSegment] = []
    if let deviation = point.scoreDeviation {
      let top = Point(center.x, axes.position(y: point.score + deviation))
      result.append(LineSegment(start: Point(center.x, axes.position(y: point.score - deviation)), end: top))
    }
    if let deviation = point.energyDeviation {
      let low = point.energy > deviation ? axes.position(x: point.energy - deviation) : axes.area.minX
      let right = Point(axes.position(x: point.energy + deviation), center.y)
      result.append(LineSegment(start: Point(low, center.y), end: right))
    }
    return result
  }

  /// A panel's names with what is special about some, else without; `nil` when they have no room.
  private func names(of index: Int) -> [Name]? {
    let points = panels[index].front.points
    guard points.count <= Self.maximumNames else { return nil }
    let hasRoles = points.contains { !$0.roles.isEmpty }
    for withRoles in hasRoles ? [true, false] : [false] {
      let named = place(points.map { name(of: $0, in: index, withRole: withRoles) }, in: index)
      let found = named.compactMap(\.self)
      if found.count == points.count { return found }
    }
    return nil
  }

  /// Only what is special, for panels in which a legend has the names.
  private func roles(of index: Int) -> [Name] {
    let texts = panels[index].front.points.map { point in
      point.roles.isEmpty ? nil : FigureText(Self.words(point.roles))
    }
    return place(texts, in: index).compactMap(\.self)
  }

  private static func words(_ roles: Set<ParetoFigure.Role>) -> String {
    ParetoFigure.Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: ", ")
  }

  private func name(of point: ParetoPoints.Point, in index: Int, withRole: Bool) -> FigureText {
    let width = axes[index].area.width
    let name = TextFitting.shortened(
      point.group, width: width * 0.62, size: style.smallSize, font: style.font)
    return FigureText(withRole && !point.roles.isEmpty ? "\(name) (\(Self.words(point.roles)))" : name)
  }

  /// Finds room for texts beside a panel's points, for each that has one.
  private func place(_ texts: [FigureText?], in index: Int) -> [Name?] {
    let points = panels[index].front.points
    let area = axes[index].area
    let size = style.smallSize
    let centers = points.map { position($0, in: index) }
    let placer = LabelPlacer(
      bounds: Box(x: area.minX + 0.4, y: area.minY, width: area.width + 1.6, height: area.height - 0.4),
      obstacles: centers.map { Box(x: $0.x - 1.1, y: $0.y - 1.1, width: 2.2, height: 2.2) },
      lines: LineSegment.chain(frontLine(index)) + points.flatMap { whiskers($0, in: index) })
    let wanted = texts.indices.filter { texts[$0] != nil }
    let requests = wanted.map { place in
      LabelPlacer.Request(
        anchor: centers[place], width: texts[place].map { TextMetrics.width($0, size: size, font: style.font) } ?? 0,
        height: (TextMetrics.ascent + TextMetrics.descent) * style.smallEm, clearance: 1.7)
    }
    var names: [Name?] = texts.map { _ in nil }
    for (place, placement) in zip(wanted, placer.place(requests)) {
      guard let text = texts[place], let placement else { continue }
      names[place] = Name(text: text, isDominated: points[place].isDominated, placement: placement)
    }
    return names
  }

  private func drawNames(_ names: [Name], in index: Int, on page: inout Page) {
    let front = LineSegment.chain(frontLine(index))
    for name in names {
      // Where a name has no room beside the line, the line stops at it.
      if front.contains(where: { $0.crosses(name.placement.box) }) {
        page.add(.rect(name.placement.box, fill: .white, stroke: nil))
      }
      if let leader = name.placement.leader { page.line(leader.start, leader.end, .hairline(.guide)) }
      let box = name.placement.box
      let baseline = Point(box.minX, box.minY + TextMetrics.ascent * style.smallEm)
      page.text(name.text, at: baseline, size: style.smallSize, color: name.isDominated ? .softInk : .ink)
    }
  }

  private func drawLines(_ index: Int, on page: inout Page) {
    let color = Palette.color(index)
    let line = frontLine(index)
    if line.count > 1 {
      page.mark(
        .of([panels[index].panel.label], "Pareto front"),
        .polyline(line, stroke: Stroke(color.lightened(by: 0.35), points: 0.9)))
    }
    for point in panels[index].front.points {
      let stroke = Stroke(point.isDominated ? color.lightened(by: 0.6) : color, points: 0.6)
      let lines = whiskers(point, in: index).map { Shape.line(from: $0.start, to: $0.end, stroke: stroke) }
      if !lines.isEmpty { page.mark(title(of: point, in: index), lines) }
    }
  }

  private func title(of point: ParetoPoints.Point, in index: Int) -> MarkTitle? {
    func spread(_ deviation: Double?) -> String { deviation.map { " ± " + DecimalText.significant($0) } ?? "" }
    let energy = DecimalText.significant(point.energy) + spread(point.energyDeviation)
    return .of(
      [panels[index].panel.label, point.group],
      "\(figure.quantity) \(energy)\(figure.unit.isEmpty ? "" : " " + figure.unit)",
      "\(figure.scoreName) \(DecimalText.significant(point.score))\(spread(point.scoreDeviation))",
      Self.words(point.roles), point.isDominated ? "dominated" : "on the Pareto front")
  }

  private func drawMarks(_ index: Int, on page: inout Page) {
    let color = Palette.color(index)
    let points = panels[index].front.points
    for point in points.filter(\.isDominated) + points.filter({ !$0.isDominated }) {
      let faded = color.lightened(by: 0.45)
      let mark = Shape.marker(
        Marker(
          Palette.marker(groups[point.group] ?? 0), at: position(point, in: index), diameter: Self.markSize,
          fill: point.isDominated ? .white : color,
          stroke: point.isDominated ? Stroke(faded, points: 0.8) : .hairline(.white)))
      let ring = Shape.circle(
        center: position(point, in: index), radius: Self.markSize * 0.75, fill: nil, stroke: Stroke(.ink, points: 0.6))
      page.mark(title(of: point, in: index), point.roles.contains(.knee) ? [mark, ring] : [mark])
    }
  }

  private func drawLegend(on page: inout Page) {
    let shown = groupNames.prefix(MarkerShape.series.count * 3)
    let entries = shown.enumerated().map { index, name in
      (
        key: Legend.Key.mark(Palette.marker(index), fill: Color.softInk, stroke: .hairline(.white)),
        name: FigureText(TextFitting.shortened(name, width: 52, size: style.smallSize, font: style.font))
      )
    }
    Legend(entries: entries).draw(on: &page, left: axes.first?.area.minX ?? page.left)
    if groupNames.count > MarkerShape.series.count {
      page.notes([FigureText("\(groupNames.count) configurations share \(MarkerShape.series.count) marks.")])
    }
  }
}
