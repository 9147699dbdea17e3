/// The dash pattern of a line.
public enum LineStyle: Sendable, Hashable, CaseIterable {
  case solid, dashed, dotted, dashDotted, longDashed, dashDotDotted

  /// Lengths of dash and gap in multiples of the line width; empty for a solid line.
  public var pattern: [Double] {
    switch self {
    case .solid: []
    case .dashed: [4, 2.4]
    case .dotted: [1.2, 1.8]
    case .dashDotted: [5, 2, 1.2, 2]
    case .longDashed: [10, 3]
    case .dashDotDotted: [5, 1.8, 1.2, 1.8, 1.2, 1.8]
    }
  }
}

/// How a line or an outline is drawn.
public struct Stroke: Sendable, Hashable {
  /// The colour of the line.
  public var color: Color
  /// The width in points (1/72 inch).
  public var points: Double
  /// The dash pattern.
  public var style: LineStyle

  /// Makes a stroke; the width is in points.
  public init(_ color: Color, points: Double, style: LineStyle = .solid) {
    self.color = color
    self.points = points
    self.style = style
  }

  /// Grid lines, axes and whiskers: the thinnest line that venues accept.
  static func hairline(_ color: Color, style: LineStyle = .solid) -> Stroke { Stroke(color, points: 0.5, style: style) }
}

/// Conversions between millimetres and points of 1/72 inch, the PostScript point that SVG calls `pt`.
enum Unit {
  /// Points in a millimetre.
  static let pointsPerMM = 72 / 25.4

  /// Points to millimetres.
  static func mm(points: Double) -> Double { points / pointsPerMM }
}
