/// Which part of a text stands at its position.
public enum TextAnchor: String, Sendable, Hashable {
  case start, middle, end
}

/// Which height of a text stands at its position. Writers get the baseline and need not know.
public enum TextAlignment: Sendable, Hashable {
  /// The top of capital letters.
  case top
  /// The middle of the letters.
  case middle
  /// The baseline.
  case baseline
}

/// One line of text at a place.
public struct TextLabel: Sendable, Hashable {
  /// What is written.
  public var text: FigureText
  /// The point that anchor and alignment refer to.
  public var position: Point
  /// The horizontal part of the text at the position.
  public var anchor: TextAnchor
  /// The vertical part of the text at the position.
  public var alignment: TextAlignment
  /// The font size in points.
  public var size: Double
  /// The colour of the letters.
  public var color: Color
  /// The kind of letters, which decides how much room they need.
  public var font: FigureFont
  /// Clockwise rotation around the position, in degrees; figures use 0 and −90.
  public var rotation: Double

  /// Makes a label; the size is in points, the rotation in degrees clockwise.
  public init(
    _ text: FigureText, at position: Point, anchor: TextAnchor = .start, alignment: TextAlignment = .baseline,
    size: Double, color: Color, rotation: Double = 0, font: FigureFont = .sans
  ) {
    self.text = text
    self.position = position
    self.anchor = anchor
    self.alignment = alignment
    self.size = size
    self.color = color
    self.rotation = rotation
    self.font = font
  }

  /// The point on the baseline where the anchor lies, before rotation.
  public var baselineOrigin: Point {
    let em = Unit.mm(points: size)
    switch alignment {
    case .top: return position.offset(0, font.capHeight * em)
    case .middle: return position.offset(0, font.middleShift * em)
    case .baseline: return position
    }
  }

  /// The width of the text in mm, before rotation.
  public var width: Double { TextMetrics.width(text, size: size, font: font) }

  /// The room that the text takes, after rotation by a multiple of 90°. Other angles count as the nearest of these.
  public var bounds: Box {
    let em = Unit.mm(points: size)
    let origin = baselineOrigin
    let left: Double =
      switch anchor {
      case .start: origin.x
      case .middle: origin.x - width / 2
      case .end: origin.x - width
      }
    let flat = Box(
      x: left, y: origin.y - font.ascent * em, width: width,
      height: (font.ascent + font.descent) * em)
    return rotated(flat)
  }

  private func rotated(_ box: Box) -> Box {
    guard rotation.isFinite else { return box }
    let left = box.minX - position.x
    let top = box.minY - position.y
    switch (rotation / 90).rounded().truncatingRemainder(dividingBy: 4) {
    case -1, 3:
      return Box(x: position.x + top, y: position.y - left - box.width, width: box.height, height: box.width)
    case 1, -3:
      return Box(x: position.x - top - box.height, y: position.y + left, width: box.height, height: box.width)
    case 2, -2:
      return Box(
        x: position.x - left - box.width, y: position.y - top - box.height, width: box.width, height: box.height)
    default: return box
    }
  }
}
