/// Keys and their names in rows under a plot.
struct Legend: Sendable {
  /// What stands before a name.
  enum Key: Sendable {
    case area(fill: Color, outline: Stroke?)
    case line(Stroke)
    case mark(MarkerShape, fill: Color?, stroke: Stroke)
    case markedLine(Stroke, MarkerShape)
    case band(fill: Color, mean: Stroke)
    /// Anything that fills a box.
    case drawn(@Sendable (Box) -> [Shape])
  }

  private static let keyWidth = 4.6
  private static let keyGap = 1.1
  private static let entryGap = 4.0

  let entries: [(key: Key, name: FigureText)]

  /// Draws the rows under what is on the page, starting at `left` mm, and moves the page's bottom.
  func draw(on page: inout Page, left: Double) {
    guard !entries.isEmpty else { return }
    let size = page.style.smallSize
    let rowHeight = page.style.smallEm * 1.55
    var x = left
    page.bottom += 1.2
    for (key, name) in entries {
      let available = page.right - left - keyWidth(key) - Self.keyGap
      let fitted = fit(name, width: available, size: size, font: page.style.font)
      let width = keyWidth(key) + Self.keyGap + TextMetrics.width(fitted, size: size, font: page.style.font)
      if x > left, x + width > page.right {
        x = left
        page.bottom += rowHeight
      }
      let middle = page.bottom + rowHeight / 2
      page.mark(MarkTitle(name.plain), shapes(key, at: Point(x, middle)))
      page.text(
        fitted, at: Point(x + keyWidth(key) + Self.keyGap, middle), alignment: .middle, size: size, color: .ink)
      x += width + Self.entryGap
    }
    page.bottom += rowHeight
  }

  private func fit(_ name: FigureText, width: Double, size: Double, font: FigureFont) -> FigureText {
    if TextMetrics.width(name, size: size, font: font) <= width { return name }
    return FigureText(TextFitting.shortened(name.plain, width: width, size: size, font: font))
  }

  private func keyWidth(_ key: Key) -> Double {
    switch key {
    case .mark: 2
    case .area: 3
    case .line, .markedLine, .band, .drawn: Self.keyWidth
    }
  }

  private func shapes(_ key: Key, at left: Point) -> [Shape] {
    let width = keyWidth(key)
    let end = left.offset(width, 0)
    let middle = left.offset(width / 2, 0)
    let area = Box(x: left.x, y: left.y - 0.9, width: width, height: 1.8)
    switch key {
    case .area(let fill, let outline): return [.rect(area, fill: fill, stroke: outline)]
    case .line(let stroke): return [.line(from: left, to: end, stroke: stroke)]
    case .mark(let shape, let fill, let stroke):
      return [.marker(Marker(shape, at: middle, diameter: 1.7, fill: fill, stroke: stroke))]
    case .markedLine(let stroke, let shape):
      return [
        .line(from: left, to: end, stroke: stroke),
        .marker(Marker(shape, at: middle, diameter: 1.5, fill: stroke.color, stroke: .hairline(.white))),
      ]
    case .band(let fill, let mean):
      return [.rect(area, fill: fill, stroke: nil), .line(from: left, to: end, stroke: mean)]
    case .drawn(let shapes): return shapes(Box(x: left.x, y: left.y - 0.95, width: width, height: 1.9))
    }
  }
}
