/// Draws the two panels of an epoch figure.
struct EpochLayout: Sendable {
  /// A panel with what it shows of a series.
  private struct Panel: Sendable {
    let axes: PanelAxes
    let title: FigureText
    /// What a value is, and in which unit.
    let quantity: String
    let unit: String
    let values: @Sendable (EpochSeries) -> [EpochSeries.Summary]
    let showsSpots: Bool
  }

  /// More series than this are named by a legend.
  private static let maximumNames = 6
  private static let maximumSpots = 200
  private static let bandOpacity = 0.22

  private let figure: EpochFigure
  private let series: [EpochSeries]
  private let style: FigureStyle
  private let panels: [Panel]
  /// Whether names stand at the ends of the lines.
  private let isNamed: Bool
  private let nameWidth: Double

  init(figure: EpochFigure, series: [EpochSeries], on page: Page) {
    self.figure = figure
    self.series = series
    style = page.style
    let size = style.smallSize
    let last = series.map(\.lastIndex).max() ?? 0
    let widest =
      series.map { TextMetrics.width(SafeText.singleLine($0.label), size: size, font: page.style.font) }.max() ?? 0
    isNamed =
      (2...Self.maximumNames).contains(series.count) && widest <= style.widthMM * 0.24
      && series.allSatisfy { Double($0.lastIndex) >= 0.9 * Double(last) }
    nameWidth = isNamed ? widest + 3.6 : 2.2
    panels = Self.panels(figure, series, last: last, nameWidth: nameWidth, on: page)
  }

  private static func panels(
    _ figure: EpochFigure, _ series: [EpochSeries], last: Int, nameWidth: Double, on page: Page
  ) -> [Panel] {
    let style = page.style
    let hasScore = series.contains { !$0.score.isEmpty }
    let hasEnergy = series.contains { !$0.energy.isEmpty || !$0.redone.isEmpty || !$0.aborted.isEmpty }
    let height = hasScore && hasEnergy ? min(max(style.widthMM * 0.26, 28), 40) : min(style.widthMM * 0.45, 58)
    let rows = PanelGrid.tickCount(length: height, every: 7)
    let energyAxis = energyAxis(series, tickCount: rows)
    let scores = series.flatMap { $0.score.flatMap { [$0.low, $0.high] } }
    let scoreAxis = Axis.linear(scores, padding: 0.05, ceiling: 1, tickCount: rows)
    let vertical = (hasEnergy ? [energyAxis] : []) + (hasScore ? [scoreAxis] : [])
    let labelWidth = vertical.map { AxisLabels.width(of: $0, size: style.smallSize, font: style.font) }.max() ?? 0
    let left = page.left + style.em * 1.6 + labelWidth + AxisLabels.leftGap
    let width = page.right - nameWidth - left
    let x = Axis.indices(last: last, tickCount: PanelGrid.tickCount(length: width, every: 13))
    func axes(_ y: Axis, _ row: Int) -> PanelAxes {
      let top = page.bottom + 1.6 + Double(row) * (height + max(3, style.smallEm * 1.3))
      return PanelAxes(area: Box(x: left, y: top, width: width, height: height), x: x, y: y)
    }
    var panels: [Panel] = []
    if hasEnergy {
      let title = AxisTitle.text("Energy/epoch", unit: figure.unit)
      panels.append(
        Panel(
          axes: axes(energyAxis, 0), title: title, quantity: "energy", unit: figure.unit, values: { $0.energy },
          showsSpots: true))
    }
    if hasScore {
      let axes = axes(scoreAxis, panels.count)
      panels.append(
        Panel(
          axes: axes, title: FigureText(figure.scoreName), quantity: figure.scoreName, unit: "", values: { $0.score },
          showsSpots: false))
    }
    return panels
  }

  /// From 0 when that costs less than half of the panel.
  private static func energyAxis(_ series: [EpochSeries], tickCount: Double) -> Axis {
    let values = series.flatMap { line in
      line.energy.flatMap { [$0.low, $0.high] } + (line.redone + line.aborted).map(\.energy)
    }
    let low = values.min() ?? 0
    let high = values.max() ?? 0
    return .linear(values, padding: 0.06, zero: low <= high * 0.5, tickCount: tickCount)
  }

  /// Draws panels, titles, names or a legend.
  func draw(on page: inout Page) {
    for (row, panel) in panels.enumerated() {
      let isLast = row == panels.count - 1
      let limits = page.left...page.right
      panel.axes.draw(on: &page, limits: limits, labelsX: isLast)
      if EpochFigure.showsBands(series) {
        for index in series.indices { drawBand(index, panel, on: &page) }
      }
      for index in series.indices { drawLines(index, panel, on: &page) }
      for index in series.indices { drawTitles(index, panel, on: &page) }
      if panel.showsSpots { drawSpots(panel, on: &page) }
      drawTitle(panel, on: &page)
    }
    drawRestarts(on: &page)
    if isNamed, let first = panels.first { drawNames(first, on: &page) }
    guard let area = panels.last?.axes.area else { return }
    page.bottom = area.maxY + AxisLabels.bottomHeight(style: style) + 0.8
    page.text(
      "Epoch", at: Point(area.center.x, page.bottom), anchor: .middle, alignment: .top, size: style.fontSizePt)
    page.bottom += style.em
    if !isNamed, series.count > 1 { drawLegend(left: area.minX, on: &page) }
  }

  private func stroke(_ index: Int) -> Stroke {
    Stroke(Palette.color(index), points: 0.9, style: Palette.lineStyle(index))
  }

  private func drawTitle(_ panel: Panel, on page: inout Page) {
    let area = panel.axes.area
    page.text(
      AxisTitle.fit(panel.title, length: area.height, size: style.fontSizePt, font: style.font),
      at: Point(page.left + style.em * 0.75, area.center.y), anchor: .middle, size: style.fontSizePt, rotation: -90)
  }

  private func drawBand(_ index: Int, _ panel: Panel, on page: inout Page) {
    guard series[index].isBand else { return }
    for stretch in EpochSeries.stretches(panel.values(series[index])) where stretch.count > 1 {
      let high = Decimation.thinned(stretch.map { panel.axes.point(Double($0.index), $0.high) })
      let low = Decimation.thinned(stretch.map { panel.axes.point(Double($0.index), $0.low) })
      page.mark(
        .of([series[index].label], "\(panel.quantity), lowest to highest of \(series[index].runCount) runs"),
        .polygon(high + low.reversed(), fill: Palette.color(index), opacity: Self.bandOpacity))
      // Where several bands lie on each other, edges show which ends where.
      guard series.count(where: \.isBand) > 1 else { continue }
      let edge = Stroke.hairline(Palette.color(index).lightened(by: 0.5))
      for line in [high, low] { page.add(.polyline(line, stroke: edge)) }
    }
  }

  /// What each value of a line tells.
  private func drawTitles(_ index: Int, _ panel: Panel, on page: inout Page) {
    let line = series[index]
    let spots = Spots.shapes(
      panel.values(line), limit: Spots.limit / series.count, in: panel.axes.area,
      at: { panel.axes.point(Double($0.index), $0.mean) },
      title: { value in
        let range = "\(DecimalText.significant(value.low)) to \(Prose.amount(value.high, panel.unit))"
        return .of(
          [line.label, "epoch \(value.index)"],
          "\(panel.quantity) \(Prose.amount(value.mean, panel.unit))\(line.isBand ? " on the mean" : "")",
          line.isBand ? range : "")
      })
    for spot in spots { page.add(spot) }
  }

  private func drawLines(_ index: Int, _ panel: Panel, on page: inout Page) {
    for stretch in EpochSeries.stretches(panel.values(series[index])) {
      let points = stretch.map { panel.axes.point(Double($0.index), $0.mean) }
      if let point = points.first, points.count == 1 {
        let color = Palette.color(index)
        page.mark(title(of: index, panel), .circle(center: point, radius: 0.7, fill: color, stroke: nil))
      } else {
        page.mark(title(of: index, panel), .polyline(Decimation.thinned(points), stroke: stroke(index)))
      }
    }
  }

  private func title(of index: Int, _ panel: Panel) -> MarkTitle? {
    let line = series[index]
    return .of([line.label], panel.quantity + (line.isBand ? ", mean of \(line.runCount) runs" : " of each epoch"))
  }

  private func drawSpots(_ panel: Panel, on page: inout Page) {
    func title(_ index: Int, _ spot: EpochSeries.Spot, _ state: EpochFigure.State) -> MarkTitle? {
      .of(
        [series[index].label, "\(state.rawValue) epoch \(spot.index)"],
        "\(panel.quantity) \(Prose.amount(spot.energy, panel.unit))")
    }
    for index in series.indices {
      let color = Palette.color(index)
      for spot in Decimation.sampled(series[index].redone, limit: Self.maximumSpots) {
        let center = panel.axes.point(Double(spot.index), spot.energy)
        page.mark(
          title(index, spot, .redone),
          .circle(center: center, radius: 0.6, fill: .white, stroke: Stroke(color, points: 0.6)))
      }
      for spot in Decimation.sampled(series[index].aborted, limit: Self.maximumSpots) {
        let center = panel.axes.point(Double(spot.index), spot.energy)
        page.mark(
          title(index, spot, .aborted),
          .marker(Marker(.cross, at: center, diameter: 1.7, fill: nil, stroke: Stroke(color, points: 0.9))))
      }
    }
  }

  private func drawRestarts(on page: inout Page) {
    guard let axes = panels.first?.axes else { return }
    for index in series.indices {
      for restart in Decimation.sampled(series[index].restarts, limit: Self.maximumSpots) {
        let x = axes.position(x: Double(restart))
        let top = Point(x, axes.area.minY - 1.3)
        let bottom = Point(x, axes.area.minY + 0.5)
        page.mark(
          .of([series[index].label], "restart at epoch \(restart)"),
          .line(from: top, to: bottom, stroke: Stroke(Palette.color(index), points: 0.7)))
      }
    }
  }

  private func drawNames(_ panel: Panel, on page: inout Page) {
    let area = panel.axes.area
    let ends = series.map { line in
      panel.values(line).last.map { panel.axes.point(Double($0.index), $0.mean) } ?? Point(area.maxX, area.center.y)
    }
    let range = (area.minY + style.smallEm / 2)...(area.maxY - style.smallEm / 2)
    guard let heights = LabelPlacer.spread(ends.map(\.y), distance: style.smallEm * 1.1, in: range) else { return }
    for index in series.indices {
      let start = ends[index].offset(0.4, 0)
      page.add(
        .polyline(
          [start, Point(area.maxX + 0.8, start.y), Point(area.maxX + 2.4, heights[index])],
          stroke: .hairline(Palette.color(index))))
      page.text(
        FigureText(series[index].label), at: Point(area.maxX + 3, heights[index]), alignment: .middle,
        size: style.smallSize)
    }
  }

  private func drawLegend(left: Double, on page: inout Page) {
    let hasBands = EpochFigure.showsBands(series)
    let entries = series.enumerated().map { index, line in
      (
        key: line.isBand && hasBands
          ? Legend.Key.band(fill: Palette.color(index).lightened(by: 1 - Self.bandOpacity), mean: stroke(index))
          : Legend.Key.line(stroke(index)),
        name: FigureText(TextFitting.shortened(line.label, width: 52, size: style.smallSize, font: style.font))
      )
    }
    Legend(entries: entries).draw(on: &page, left: left)
  }
}
