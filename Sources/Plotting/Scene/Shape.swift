/// One thing on a figure. A writer needs to know these and nothing else.
public indirect enum Shape: Sendable, Hashable {
  /// A straight line.
  case line(from: Point, to: Point, stroke: Stroke)
  /// An open line through some points.
  case polyline([Point], stroke: Stroke)
  /// A closed area; what lies under one of an opacity below 1 shows through.
  case polygon([Point], fill: Color, opacity: Double = 1)
  /// A rectangle with an inside, an outline or both.
  case rect(Box, fill: Color?, stroke: Stroke?)
  /// A circle with an inside, an outline or both; the radius is in mm.
  case circle(center: Point, radius: Double, fill: Color?, stroke: Stroke?)
  /// A data mark.
  case marker(Marker)
  /// One line of text.
  case text(TextLabel)
  /// Shapes that belong together, drawn in order; with a title they are a mark that tells what it shows.
  case group([Shape], title: MarkTitle? = nil)
  /// A place without ink that has the title of its group: one of many values of a line.
  case spot(Box)

  /// The room that the shape takes, with half of its line width; `nil` for an empty group or list of points.
  var bounds: Box? {
    switch self {
    case .line(let start, let end, let stroke): Self.bounds([start, end], stroke: stroke)
    case .polyline(let points, let stroke): Self.bounds(points, stroke: stroke)
    case .polygon(let points, _, _): Box(around: points)
    case .rect(let box, _, let stroke): box.inset(by: -Self.half(stroke))
    case .circle(let center, let radius, _, let stroke):
      Box(x: center.x - radius, y: center.y - radius, width: 2 * radius, height: 2 * radius)
        .inset(by: -Self.half(stroke))
    case .marker(let marker): marker.bounds
    case .text(let label): label.bounds
    case .group(let shapes, _): Self.union(shapes)
    case .spot(let box): box
    }
  }

  private static func half(_ stroke: Stroke?) -> Double { Unit.mm(points: stroke?.points ?? 0) / 2 }

  private static func bounds(_ points: [Point], stroke: Stroke) -> Box? {
    Box(around: points)?.inset(by: -half(stroke))
  }

  private static func union(_ shapes: [Shape]) -> Box? {
    let boxes = shapes.compactMap(\.bounds)
    return Box(around: boxes.flatMap { [Point($0.minX, $0.minY), Point($0.maxX, $0.maxY)] })
  }
}
