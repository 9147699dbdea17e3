/// The outline of a data mark; shapes differ enough to be told apart in grey.
public enum MarkerShape: Sendable, Hashable, CaseIterable {
  case circle, square, triangle, diamond, invertedTriangle, pentagon, star, hexagon
  /// Two crossed strokes, kept for what failed or was aborted.
  case cross

  /// The shapes for groups of data, in order of use.
  static let series: [MarkerShape] = allCases.filter { $0 != .cross }

  /// The corners around the origin for a mark with the visual weight of a circle of diameter 1; empty for `circle`
  /// and `cross`, which are no polygons.
  var unitCorners: [Point] {
    switch self {
    case .circle, .cross: []
    case .square: [Point(-0.45, -0.45), Point(0.45, -0.45), Point(0.45, 0.45), Point(-0.45, 0.45)]
    case .triangle: [Point(0, -0.6), Point(0.56, 0.42), Point(-0.56, 0.42)]
    case .invertedTriangle: [Point(0, 0.6), Point(-0.56, -0.42), Point(0.56, -0.42)]
    case .diamond: [Point(0, -0.64), Point(0.64, 0), Point(0, 0.64), Point(-0.64, 0)]
    case .pentagon: [Point(0, -0.57), Point(0.54, -0.18), Point(0.33, 0.46), Point(-0.33, 0.46), Point(-0.54, -0.18)]
    case .star:
      [
        Point(0, -0.7), Point(0.2, -0.2), Point(0.7, 0), Point(0.2, 0.2), Point(0, 0.7), Point(-0.2, 0.2),
        Point(-0.7, 0), Point(-0.2, -0.2),
      ]
    case .hexagon:
      [
        Point(-0.27, -0.48), Point(0.27, -0.48), Point(0.55, 0), Point(0.27, 0.48), Point(-0.27, 0.48), Point(-0.55, 0),
      ]
    }
  }
}

/// A data mark.
public struct Marker: Sendable, Hashable {
  /// Which outline is drawn.
  public var shape: MarkerShape
  /// The middle of the mark.
  public var center: Point
  /// The size in mm: the diameter of a circle of the same weight.
  public var diameter: Double
  /// The inside, or `nil` for none; ignored by `cross`.
  public var fill: Color?
  /// The outline.
  public var stroke: Stroke

  /// Makes a mark; the diameter is in mm.
  public init(_ shape: MarkerShape, at center: Point, diameter: Double, fill: Color?, stroke: Stroke) {
    self.shape = shape
    self.center = center
    self.diameter = diameter
    self.fill = fill
    self.stroke = stroke
  }

  /// The corners on the figure, in mm; empty for `circle` and `cross`.
  public var corners: [Point] {
    shape.unitCorners.map { Point(center.x + $0.x * diameter, center.y + $0.y * diameter) }
  }

  /// The two strokes of a `cross`, as pairs of points in mm.
  public var crossStrokes: [(Point, Point)] {
    let reach = diameter * 0.42
    return [
      (center.offset(-reach, -reach), center.offset(reach, reach)),
      (center.offset(-reach, reach), center.offset(reach, -reach)),
    ]
  }

  /// The room that the mark takes.
  var bounds: Box {
    let reach = diameter * 0.65 + Unit.mm(points: stroke.points) / 2
    return Box(x: center.x - reach, y: center.y - reach, width: 2 * reach, height: 2 * reach)
  }
}
