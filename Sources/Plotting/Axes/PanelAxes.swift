/// The axes of one panel: a plot area and what its edges mean.
struct PanelAxes: Sendable {
  let area: Box
  let x: Axis
  let y: Axis

  /// Where a pair of values stands on the figure.
  func point(_ xValue: Double, _ yValue: Double) -> Point { Point(position(x: xValue), position(y: yValue)) }

  func position(x value: Double) -> Double { area.minX + x.fraction(of: value) * area.width }

  func position(y value: Double) -> Double { area.maxY - y.fraction(of: value) * area.height }

  /// Draws grid, edges, ticks and their labels.
  ///
  /// - Parameters:
  ///   - page: What is drawn on.
  ///   - limits: How far to the left and right labels below the area may reach, in mm from the left edge.
  ///   - labelsX: Whether the ticks at the bottom get labels.
  func draw(on page: inout Page, limits: ClosedRange<Double>, labelsX: Bool = true) {
    drawGrid(on: &page)
    let edge = Stroke.hairline(.ink)
    page.line(Point(area.minX, area.minY), Point(area.minX, area.maxY), edge)
    page.line(Point(area.minX, area.maxY), Point(area.maxX, area.maxY), edge)
    drawBottomTicks(on: &page, limits: limits, labels: labelsX)
    drawLeftTicks(on: &page)
  }

  private func drawGrid(on page: inout Page) {
    for tick in y.ticks where tick.label != nil && tick.fraction > 1e-6 {
      let height = area.maxY - tick.fraction * area.height
      page.line(Point(area.minX, height), Point(area.maxX, height), .hairline(.grid))
    }
    for tick in x.ticks where tick.label != nil && tick.fraction > 1e-6 {
      let place = area.minX + tick.fraction * area.width
      page.line(Point(place, area.minY), Point(place, area.maxY), .hairline(.grid))
    }
  }

  private func drawBottomTicks(on page: inout Page, limits: ClosedRange<Double>, labels: Bool) {
    AxisLabels.drawBottom(x.ticks, under: area, on: &page, limits: limits, labels: labels)
  }

  /// Draws the ticks of the vertical axis with their labels.
  func drawLeftTicks(on page: inout Page) {
    let size = page.style.smallSize
    var lowest = Double.infinity
    for tick in y.ticks {
      let height = area.maxY - tick.fraction * area.height
      let length = tick.label == nil ? AxisLabels.minorLength : AxisLabels.majorLength
      page.line(Point(area.minX - length, height), Point(area.minX, height), .hairline(.ink))
      guard let text = tick.label else { continue }
      let label = TextLabel(
        text, at: Point(area.minX - AxisLabels.leftGap, height), anchor: .end, alignment: .middle, size: size,
        color: .softInk, font: page.style.font)
      guard label.bounds.maxY < lowest else { continue }
      lowest = label.bounds.minY
      page.add(.text(label))
    }
  }
}

/// Tick labels: their distances and which of them have room.
enum AxisLabels {
  static let majorLength = 0.9
  static let minorLength = 0.5
  /// From the area's left edge to the end of the labels.
  static let leftGap = 1.5
  /// From the area's lower edge to the top of the labels.
  static let bottomGap = 1.6

  /// The widest label of a vertical axis, in mm.
  static func width(of axis: Axis, size: Double, font: FigureFont = .sans) -> Double {
    axis.ticks.compactMap(\.label).map { TextMetrics.width($0, size: size, font: font) }.max() ?? 0
  }

  /// Draws ticks under an area; labels that matter most get their room first.
  static func drawBottom(
    _ ticks: [Tick], under area: Box, on page: inout Page, limits: ClosedRange<Double>, labels: Bool = true
  ) {
    var taken: [Box] = []
    for tick in ticks.sorted(by: { ($0.rank, $0.fraction) < ($1.rank, $1.fraction) }) {
      let place = area.minX + tick.fraction * area.width
      let length = tick.label == nil ? minorLength : majorLength
      page.line(Point(place, area.maxY), Point(place, area.maxY + length), .hairline(.ink))
      guard labels, let text = tick.label else { continue }
      let label = TextLabel(
        text, at: Point(place, area.maxY + bottomGap), anchor: .middle, alignment: .top, size: page.style.smallSize,
        color: .softInk, font: page.style.font)
      let box = label.bounds
      let room = box.inset(by: -0.6)
      let isInside = box.minX >= limits.lowerBound && box.maxX <= limits.upperBound
      guard isInside, !taken.contains(where: { $0.overlaps(room) }) else { continue }
      taken.append(box)
      page.add(.text(label))
    }
  }

  /// The height that ticks and labels take under an area, in mm.
  static func bottomHeight(style: FigureStyle) -> Double { bottomGap + style.smallEm }
}
