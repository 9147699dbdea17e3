/// Draws a critical-difference diagram: the axis on top, bars below it, names at both sides with lines to their ranks.
struct CriticalDifferenceLayout: Sendable {
  private static let barStep = 1.7
  private static let tickLength = 1.2

  private let figure: CriticalDifferenceFigure
  private let items: [CriticalDifferenceFigure.Item]
  private let style: FigureStyle
  /// Where ranks 1 and k stand, in mm from the left.
  private let axis: (left: Double, right: Double)
  private let nameWidth: Double

  init(figure: CriticalDifferenceFigure, items: [CriticalDifferenceFigure.Item], on page: Page) {
    self.figure = figure
    self.items = items
    style = page.style
    let width = page.right - page.left
    // Names get what they need, but leave at least a third of the width to the axis.
    let widest = items.map { Self.widthOfName($0, size: page.style.smallSize, font: page.style.font) }.max() ?? 0
    nameWidth = min(widest, width * 0.31)
    axis = (page.left + nameWidth + 2.4, page.right - nameWidth - 2.4)
  }

  private static func rank(_ item: CriticalDifferenceFigure.Item) -> String {
    " (" + DecimalText.fixed(item.rank, places: 2) + ")"
  }

  private static func widthOfName(
    _ item: CriticalDifferenceFigure.Item, size: Double, font: FigureFont
  ) -> Double {
    TextMetrics.width(FigureText(SafeText.singleLine(item.label, limit: 200) + rank(item)), size: size, font: font)
  }

  private func position(_ rank: Double) -> Double {
    let span = Double(max(figure.modelCount - 1, 1))
    return axis.left + (rank - 1) / span * (axis.right - axis.left)
  }

  func draw(on page: inout Page) {
    drawRuler(on: &page)
    let axisHeight = drawAxis(on: &page)
    drawBars(below: axisHeight, on: &page)
    drawNames(from: axisHeight, on: &page)
  }

  /// The length of the critical difference, unless it is longer than the axis.
  private func drawRuler(on page: inout Page) {
    let length = position(1 + figure.criticalDifference) - axis.left
    guard figure.criticalDifference > 0, length <= axis.right - axis.left else { return }
    let text = FigureText("CD = " + DecimalText.significant(figure.criticalDifference))
    page.text(text, at: Point(axis.left, page.bottom), alignment: .top, size: style.smallSize)
    page.bottom += style.smallEm * 1.1 + 0.9
    let (start, end) = (Point(axis.left, page.bottom), Point(axis.left + length, page.bottom))
    page.line(start, end, Stroke(.ink, points: 0.8))
    for edge in [start, end] { page.line(edge.offset(0, -0.7), edge.offset(0, 0.7), Stroke(.ink, points: 0.8)) }
    page.bottom += 2.2
  }

  /// Draws the axis with its ticks and returns its height.
  private func drawAxis(on page: inout Page) -> Double {
    let labelHeight = style.smallEm * 1.15
    let y = page.bottom + labelHeight + Self.tickLength
    page.line(Point(axis.left, y), Point(axis.right, y), Stroke(.ink, points: 0.8))
    // Labels must not touch each other.
    let room = TextMetrics.width(FigureText(String(figure.modelCount)), size: style.smallSize, font: style.font) + 1.6
    let perRank = (axis.right - axis.left) / Double(max(figure.modelCount - 1, 1))
    let step = max(1, Int((room / perRank).rounded(.up)))
    for rank in stride(from: 1, through: figure.modelCount, by: step) {
      let x = position(Double(rank))
      page.line(Point(x, y), Point(x, y - Self.tickLength), .hairline(.ink))
      page.text(
        FigureText(String(rank)), at: Point(x, page.bottom), anchor: .middle, alignment: .top, size: style.smallSize)
    }
    return y
  }

  private func drawBars(below y: Double, on page: inout Page) {
    for (place, group) in figure.groups.enumerated() where items.indices.contains(group.lowerBound) {
      let end = items[min(group.upperBound, items.count - 1)]
      let height = y + Self.barStep * Double(place + 1)
      let left = position(items[group.lowerBound].rank) - 0.7
      let right = position(end.rank) + 0.7
      let joined = "no difference from \(Prose.name(items[group.lowerBound].label)) to \(Prose.name(end.label))"
      page.mark(
        MarkTitle(joined),
        .line(from: Point(left, height), to: Point(right, height), stroke: Stroke(Palette.blue, points: 2)))
    }
  }

  /// The better half stands at the left, best on top, the rest at the right, worst on top: no two lines cross.
  private func drawNames(from y: Double, on page: inout Page) {
    let rowHeight = style.smallEm * 1.5
    let top = y + Self.barStep * Double(figure.groups.count + 1) + rowHeight / 2
    let half = (items.count + 1) / 2
    for (row, item) in items.prefix(half).enumerated() {
      draw(item, height: top + Double(row) * rowHeight, from: y, isLeft: true, on: &page)
    }
    for (row, item) in items.dropFirst(half).reversed().enumerated() {
      draw(item, height: top + Double(row) * rowHeight, from: y, isLeft: false, on: &page)
    }
    page.bottom = top + (Double(half) - 0.5) * rowHeight
  }

  private func draw(
    _ item: CriticalDifferenceFigure.Item, height: Double, from y: Double, isLeft: Bool, on page: inout Page
  ) {
    let edge = isLeft ? axis.left - 1.2 : axis.right + 1.2
    let corner = Point(position(item.rank), height)
    page.mark(
      .of([item.label], "mean rank " + DecimalText.significant(item.rank)),
      .polyline([Point(corner.x, y), corner, Point(edge, height)], stroke: Stroke(.softInk, points: 0.6)))
    let rank = Self.rank(item)
    let room = nameWidth - TextMetrics.width(rank, size: style.smallSize, font: style.font)
    let name = TextFitting.shortened(
      SafeText.singleLine(item.label, limit: 200), width: room, size: style.smallSize, font: style.font)
    page.text(
      FigureText(name + rank), at: Point(isLeft ? edge - 0.8 : edge + 0.8, height),
      anchor: isLeft ? .end : .start, alignment: .middle, size: style.smallSize)
  }
}
