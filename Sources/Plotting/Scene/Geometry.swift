/// A point on a figure in millimetres; x grows to the right, y downwards.
public struct Point: Sendable, Hashable {
  /// The distance from the left edge, in mm.
  public var x: Double
  /// The distance from the top edge, in mm.
  public var y: Double

  /// Makes a point from coordinates in mm.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// Whether both coordinates are finite.
  var isFinite: Bool { x.isFinite && y.isFinite }

  /// The distance to another point in mm.
  func distance(to other: Point) -> Double {
    ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
  }

  /// The point moved by the given distances in mm.
  func offset(_ dx: Double, _ dy: Double) -> Point { Point(x + dx, y + dy) }
}

/// An axis-parallel rectangle in millimetres.
public struct Box: Sendable, Hashable {
  /// The left edge, in mm.
  public var minX: Double
  /// The top edge, in mm.
  public var minY: Double
  /// The right edge, in mm.
  public var maxX: Double
  /// The bottom edge, in mm.
  public var maxY: Double

  /// Makes a box from its top left corner and its size in mm; a negative size counts as 0.
  public init(x: Double, y: Double, width: Double, height: Double) {
    minX = x
    minY = y
    maxX = x + max(0, width)
    maxY = y + max(0, height)
  }

  /// The smallest box around some points; `nil` for none.
  init?(around points: [Point]) {
    guard let first = points.first else { return nil }
    self.init(x: first.x, y: first.y, width: 0, height: 0)
    for point in points.dropFirst() {
      minX = min(minX, point.x)
      maxX = max(maxX, point.x)
      minY = min(minY, point.y)
      maxY = max(maxY, point.y)
    }
  }

  /// The width in mm.
  public var width: Double { maxX - minX }
  /// The height in mm.
  public var height: Double { maxY - minY }
  /// The middle of the box.
  public var center: Point { Point((minX + maxX) / 2, (minY + maxY) / 2) }

  var isFinite: Bool { minX.isFinite && minY.isFinite && maxX.isFinite && maxY.isFinite }

  /// The box grown (or, when negative, shrunk) by a distance in mm on every side.
  func inset(by distance: Double) -> Box {
    Box(x: minX + distance, y: minY + distance, width: width - 2 * distance, height: height - 2 * distance)
  }

  /// The part of the box that lies in another; of no size at the other's edge when there is none.
  func clipped(to other: Box) -> Box {
    let corners = [Point(minX, minY), Point(maxX, maxY)].map(other.nearest)
    return Box(
      x: corners[0].x, y: corners[0].y, width: corners[1].x - corners[0].x, height: corners[1].y - corners[0].y)
  }

  /// Whether two boxes share more than a strip of `tolerance` mm.
  func overlaps(_ other: Box, tolerance: Double = 0) -> Bool {
    minX + tolerance < other.maxX && other.minX + tolerance < maxX
      && minY + tolerance < other.maxY && other.minY + tolerance < maxY
  }

  /// Whether the other box lies inside this one, give or take `tolerance` mm.
  func contains(_ other: Box, tolerance: Double = 0) -> Bool {
    other.minX >= minX - tolerance && other.maxX <= maxX + tolerance
      && other.minY >= minY - tolerance && other.maxY <= maxY + tolerance
  }

  /// The point of the box that is nearest to a given point.
  func nearest(to point: Point) -> Point {
    Point(min(max(point.x, minX), maxX), min(max(point.y, minY), maxY))
  }
}

/// A straight piece of line between two points.
struct LineSegment: Sendable, Hashable {
  var start: Point
  var end: Point

  /// Whether a part of the segment lies inside the box (Liang–Barsky clipping).
  func crosses(_ box: Box) -> Bool {
    let dx = end.x - start.x
    let dy = end.y - start.y
    var enter = 0.0
    var leave = 1.0
    let sides = [
      (-dx, start.x - box.minX), (dx, box.maxX - start.x), (-dy, start.y - box.minY), (dy, box.maxY - start.y),
    ]
    for (direction, distance) in sides {
      if direction == 0 {
        if distance <= 0 { return false }
      } else if direction < 0 {
        enter = max(enter, distance / direction)
      } else {
        leave = min(leave, distance / direction)
      }
      if enter >= leave { return false }
    }
    return true
  }

  /// Whether two segments cross at a point that is no end of either.
  func crosses(_ other: LineSegment) -> Bool {
    func side(_ line: LineSegment, _ point: Point) -> Double {
      (line.end.x - line.start.x) * (point.y - line.start.y) - (line.end.y - line.start.y) * (point.x - line.start.x)
    }
    return side(self, other.start) * side(self, other.end) < 0 && side(other, start) * side(other, end) < 0
  }

  /// The distance of a point from the nearest point of the segment, in mm.
  func distance(to point: Point) -> Double {
    let dx = end.x - start.x
    let dy = end.y - start.y
    let square = dx * dx + dy * dy
    let along = square > 0 ? ((point.x - start.x) * dx + (point.y - start.y) * dy) / square : 0
    let share = min(max(along, 0), 1)
    return point.distance(to: start.offset(share * dx, share * dy))
  }

  /// The segments that join consecutive points.
  static func chain(_ points: [Point]) -> [LineSegment] {
    zip(points, points.dropFirst()).map { LineSegment(start: $0, end: $1) }
  }
}
