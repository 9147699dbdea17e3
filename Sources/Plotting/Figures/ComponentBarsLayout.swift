/// Lays out stacked bars: names at the left, amounts at the right, one axis below all groups.
struct ComponentBarsLayout: Sendable {
  /// A group with the heights of its rows.
  private struct Block {
    var heading: String
    var headingY: Double
    var rows: [(stack: BarStack, y: Double)]
    var top: Double
    var bottom: Double
  }

  private let figure: ComponentBarsFigure
  private let footnotes: MissingNotes
  private let style: FigureStyle
  private let blocks: [Block]
  private let axis: Axis
  /// The room of the bars.
  let area: Box

  private var isShare: Bool { figure.mode == .share }
  private var rowHeight: Double { style.smallEm * 1.75 }
  private var barHeight: Double { rowHeight * 0.64 }

  init(figure: ComponentBarsFigure, footnotes: MissingNotes, style: FigureStyle) {
    self.figure = figure
    self.footnotes = footnotes
    self.style = style
    blocks = Self.blocks(figure, style)
    let stacks = blocks.flatMap { $0.rows.map(\.stack) }
    let names = stacks.map {
      TextMetrics.width(SafeText.singleLine($0.bar.label), size: style.smallSize, font: style.font)
    }
    let nameWidth = min(names.max() ?? 0, style.widthMM * 0.34)
    let amounts = stacks.map {
      TextMetrics.width(Self.amount($0, footnotes), size: style.smallSize, font: style.font)
    }
    let header = TextMetrics.width(Self.totalTitle(figure), size: style.smallSize, font: style.font)
    let room = max(amounts.max() ?? 0, figure.mode == .share ? header : 0, 3) + 1.8
    let left = style.margin + nameWidth + AxisLabels.leftGap
    area = Box(
      x: left, y: style.margin, width: style.widthMM - style.margin - left - room,
      height: (blocks.last?.bottom ?? style.margin) - style.margin)
    let count = PanelGrid.tickCount(length: area.width, every: 15)
    let ends = stacks.map { ($0.total ?? 0) + ($0.error ?? 0) }
    axis = .linear(figure.mode == .share ? [0, 100] : [0] + ends, zero: true, tickCount: count)
  }

  /// The groups with what a page has room for of their bars.
  private static func blocks(_ figure: ComponentBarsFigure, _ style: FigureStyle) -> [Block] {
    var y = style.margin
    var blocks: [Block] = []
    for group in figure.groups where !group.bars.isEmpty {
      if !blocks.isEmpty { y += style.em * 0.55 }
      let needsHeading = !group.label.isEmpty || (figure.mode == .share && blocks.isEmpty)
      let headingY = y + style.em * 0.95
      if needsHeading { y += style.em * 1.4 }
      let top = y
      let rowHeight = style.smallEm * 1.75
      let room = max(blocks.isEmpty ? 1 : 0, Int((FigureStyle.tallest - top) / rowHeight))
      let bars = group.bars.prefix(room)
      guard !bars.isEmpty else { break }
      let rows = bars.enumerated().map { index, bar in
        (stack: BarStack(bar, group: group.label), y: top + (Double(index) + 0.5) * rowHeight)
      }
      y += Double(bars.count) * rowHeight
      blocks.append(Block(heading: group.label, headingY: headingY, rows: rows, top: top, bottom: y))
      if bars.count < group.bars.count { break }
    }
    return blocks
  }

  /// How many bars are drawn, the first of all groups together.
  var barCount: Int { blocks.reduce(0) { $0 + $1.rows.count } }

  private static func amount(_ stack: BarStack, _ footnotes: MissingNotes) -> FigureText {
    guard let total = stack.total else { return "–" }
    let mark = footnotes.mark(of: stack)
    return mark.isEmpty ? .number(total) : .number(total) + FigureText("\u{00A0}" + mark)
  }

  private static func totalTitle(_ figure: ComponentBarsFigure) -> FigureText {
    AxisTitle.text("Total", unit: figure.unit)
  }

  /// Draws everything from the top to the title of the axis.
  func draw(on page: inout Page) {
    drawGrid(on: &page)
    for block in blocks {
      drawHeading(block, on: &page)
      for row in block.rows { drawRow(row.stack, y: row.y, on: &page) }
      page.line(Point(area.minX, block.top), Point(area.minX, block.bottom), .hairline(.ink))
    }
    drawAxis(on: &page)
  }

  private func drawGrid(on page: inout Page) {
    for tick in axis.ticks where tick.fraction > 1e-6 {
      let x = area.minX + tick.fraction * area.width
      for block in blocks { page.line(Point(x, block.top), Point(x, block.bottom), .hairline(.grid)) }
    }
  }

  private func drawHeading(_ block: Block, on page: inout Page) {
    let heading = TextFitting.shortened(block.heading, width: area.width, size: style.fontSizePt, font: style.font)
    page.text(FigureText(heading), at: Point(area.minX, block.headingY), size: style.fontSizePt)
    if isShare, block.top == blocks.first?.top {
      page.text(
        Self.totalTitle(figure), at: Point(page.right, block.headingY), anchor: .end, size: style.smallSize,
        color: .softInk)
    }
  }

  private func drawRow(_ stack: BarStack, y: Double, on page: inout Page) {
    let nameWidth = area.minX - AxisLabels.leftGap - page.left
    let name = TextFitting.shortened(stack.bar.label, width: nameWidth, size: style.smallSize, font: style.font)
    page.text(
      FigureText(name), at: Point(area.minX - AxisLabels.leftGap, y), anchor: .end, alignment: .middle,
      size: style.smallSize)
    let end = drawSegments(stack, y: y, on: &page)
    if isShare {
      drawTotalColumn(stack, y: y, on: &page)
    } else {
      page.text(Self.amount(stack, footnotes), at: Point(end + 1.2, y), alignment: .middle, size: style.smallSize)
    }
  }

  /// Writes a total at the right edge; digits align, and marks hang beyond them.
  private func drawTotalColumn(_ stack: BarStack, y: Double, on page: inout Page) {
    let size = style.smallSize
    let marks = blocks.flatMap { $0.rows.map { footnotes.mark(of: $0.stack) } }
    let markWidth = marks.map { $0.isEmpty ? 0 : TextMetrics.width($0, size: size, font: style.font) + 0.3 }.max() ?? 0
    let edge = Point(page.right - markWidth, y)
    let total = stack.total.map { FigureText.number($0) } ?? "–"
    page.text(total, at: edge, anchor: .end, alignment: .middle, size: size)
    page.text(FigureText(footnotes.mark(of: stack)), at: edge.offset(0.3, 0), alignment: .middle, size: size)
  }

  /// Draws the parts and the whisker of a bar; returns how far right they reach.
  private func drawSegments(_ stack: BarStack, y: Double, on page: inout Page) -> Double {
    guard let total = stack.total, total > 0 else { return area.minX }
    var start = 0.0
    for segment in stack.segments where segment.value > 0 {
      let end = start + segment.value
      let box = self.box(from: start, to: end, of: total, y: y)
      // The outline lies inside the bar.
      let inner = segment.outline.map { box.inset(by: Unit.mm(points: $0.points) / 2) } ?? box
      let share = "\(Prose.amount(segment.value, figure.unit)) (\(stack.percent(segment.value)))"
      let bar = Shape.rect(inner, fill: segment.fill, stroke: segment.outline)
      let label = isShare ? percent(stack.percent(segment.value), on: segment.fill, in: box) : nil
      page.mark(.of(stack.names, "\(segment.name) \(share)"), [bar] + (label.map { [.text($0)] } ?? []))
      start = end
    }
    guard !isShare else { return area.maxX }
    let end = area.minX + axis.fraction(of: total) * area.width
    return stack.error.map { drawWhisker(stack, total: total, error: $0, y: y, on: &page) } ?? end
  }

  private func box(from start: Double, to end: Double, of total: Double, y: Double) -> Box {
    let scale = isShare ? 100 / total : 1
    let left = area.minX + axis.fraction(of: start * scale) * area.width
    let right = area.minX + axis.fraction(of: end * scale) * area.width
    return Box(x: left, y: y - barHeight / 2, width: right - left, height: barHeight)
  }

  /// The number in a part of a bar; `nil` where it has no room.
  private func percent(_ percent: String, on fill: Color, in box: Box) -> TextLabel? {
    let text = String(percent.prefix { $0 != " " })
    guard TextMetrics.width(text, size: style.smallSize, font: style.font) + 1.2 <= box.width else { return nil }
    return TextLabel(
      FigureText(text), at: box.center, anchor: .middle, alignment: .middle, size: style.smallSize,
      color: fill.luma < 0.5 ? .white : .ink, font: style.font)
  }

  private func drawWhisker(
    _ stack: BarStack, total: Double, error: Double, y: Double, on page: inout Page
  ) -> Double {
    let low = area.minX + axis.fraction(of: max(0, total - error)) * area.width
    let high = area.minX + axis.fraction(of: total + error) * area.width
    let cap = barHeight * 0.26
    let amounts = "total \(Prose.amount(total, figure.unit)) ± \(Prose.amount(error, figure.unit))"
    page.mark(
      .of(stack.names, amounts, figure.errorMeaning),
      [Self.whisker(Point(low, y), Point(high, y))]
        + [low, high].map { Self.whisker(Point($0, y - cap), Point($0, y + cap)) })
    return high
  }

  private static func whisker(_ start: Point, _ end: Point) -> Shape {
    .line(from: start, to: end, stroke: .hairline(.ink))
  }

  private func drawAxis(on page: inout Page) {
    page.line(Point(area.minX, area.maxY), Point(area.maxX, area.maxY), .hairline(.ink))
    AxisLabels.drawBottom(axis.ticks, under: area, on: &page, limits: page.left...page.right)
    page.bottom = area.maxY + AxisLabels.bottomHeight(style: style) + 0.8
    let title =
      isShare
      ? AxisTitle.text("Share of \(figure.quantity.lowercased())", unit: "%")
      : AxisTitle.text(figure.quantity, unit: figure.unit)
    page.text(
      AxisTitle.fit(title, length: area.width, size: style.fontSizePt, font: style.font),
      at: Point(area.center.x, page.bottom),
      anchor: .middle, alignment: .top, size: style.fontSizePt)
    page.bottom += style.em
  }
}
