/// A figure in the making: shapes, and how far down it is filled.
struct Page: Sendable {
  let style: FigureStyle
  private var shapes: [Shape] = []
  /// Where the next block of text may start, in mm from the top.
  var bottom: Double

  init(style: FigureStyle) {
    self.style = style
    bottom = style.margin
  }

  /// The left edge of the printed area, in mm.
  var left: Double { style.margin }
  /// The right edge of the printed area, in mm.
  var right: Double { style.widthMM - style.margin }

  mutating func add(_ shape: Shape) { shapes.append(shape) }

  mutating func line(_ start: Point, _ end: Point, _ stroke: Stroke) {
    shapes.append(.line(from: start, to: end, stroke: stroke))
  }

  mutating func text(
    _ text: FigureText, at position: Point, anchor: TextAnchor = .start, alignment: TextAlignment = .baseline,
    size: Double, color: Color = .ink, rotation: Double = 0
  ) {
    guard !text.isBlank else { return }
    shapes.append(
      .text(
        TextLabel(
          text, at: position, anchor: anchor, alignment: alignment, size: size, color: color, rotation: rotation,
          font: style.font)))
  }

  /// Writes remarks under everything else as one paragraph of at most eight lines.
  mutating func notes(_ notes: [FigureText]) {
    let paragraph = notes.map(\.plain).joined(separator: " ")
    let lines = TextFitting.wrapped(
      paragraph, width: right - left, size: style.smallSize, maximumLines: 8, font: style.font)
    guard !lines.isEmpty else { return }
    bottom += 1.2
    for line in lines {
      text(FigureText(chemical: line), at: Point(left, bottom), alignment: .top, size: style.smallSize, color: .softInk)
      bottom += style.smallEm * 1.3
    }
    // The last line needs room for its letters only.
    bottom -= style.smallEm * 0.35
  }

  /// The figure, cut off below what is filled.
  func finished(name: String, title: String, description: String, csv: CSVText) -> RenderedFigure {
    let text = csv.text
    return RenderedFigure(
      scene: Scene(
        name: name, title: title, description: description, width: style.widthMM, height: bottom + style.margin,
        font: style.font, shapes: shapes),
      csv: { text })
  }
}
