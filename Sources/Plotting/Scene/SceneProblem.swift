/// Something that a careful typesetter would not let pass.
public enum SceneProblem: Sendable, Hashable, CustomStringConvertible {
  /// Two texts lie on each other.
  case overlappingTexts(String, String)
  /// A shape reaches over the edge of the figure by more than 0.05 mm.
  case outOfBounds(String)
  /// A coordinate is infinite or not a number.
  case notFinite(String)
  /// A line is thinner than 0.5 pt.
  case thinLine(Double)
  /// A text is smaller than 5 pt.
  case smallText(String)
  /// A text has no visible characters.
  case emptyText
  /// A mark or a bold line lies on a text.
  case coveredText(String)

  /// The problem in words.
  public var description: String {
    switch self {
    case .overlappingTexts(let first, let second): "the texts '\(first)' and '\(second)' overlap"
    case .outOfBounds(let shape): "\(shape) reaches over the edge"
    case .notFinite(let shape): "\(shape) has a coordinate that is no finite number"
    case .thinLine(let points): "a line is \(DecimalText.fixed(points, places: 2)) pt thin"
    case .smallText(let text): "the text '\(text)' is smaller than 5 pt"
    case .emptyText: "a text is empty"
    case .coveredText(let text): "a mark covers the text '\(text)'"
    }
  }
}

extension Scene {
  private static let tolerance = 0.05

  /// What is wrong with the layout: overlapping or covered texts, shapes beyond the edge, lines and letters too small
  /// to print. Empty for a good figure.
  public func problems() -> [SceneProblem] {
    let shapes = leaves
    return shapes.flatMap(problems(of:)) + overlaps(in: shapes)
  }

  private func problems(of shape: Shape) -> [SceneProblem] {
    var found: [SceneProblem] = []
    if let box = shape.bounds {
      if !box.isFinite {
        found.append(.notFinite(shape.summary))
      } else if !bounds.contains(box, tolerance: Self.tolerance) {
        found.append(.outOfBounds(shape.summary))
      }
    }
    if let points = shape.strokePoints, points < 0.5 { found.append(.thinLine(points)) }
    if case .text(let label) = shape {
      if label.text.isBlank { found.append(.emptyText) }
      if label.size < 5 { found.append(.smallText(label.text.plain)) }
    }
    return found
  }

  private func overlaps(in shapes: [Shape]) -> [SceneProblem] {
    var labels: [TextLabel] = []
    var marks: [Box] = []
    for shape in shapes {
      if case .text(let label) = shape { labels.append(label) }
      if case .marker(let marker) = shape { marks.append(marker.bounds) }
    }
    let sorted = labels.map { ($0, $0.bounds) }.sorted { $0.1.minY < $1.1.minY }
    var found: [SceneProblem] = []
    for (index, (label, box)) in sorted.enumerated() {
      for (other, otherBox) in sorted.dropFirst(index + 1) {
        if otherBox.minY > box.maxY { break }
        if box.overlaps(otherBox, tolerance: Self.tolerance) {
          found.append(.overlappingTexts(label.text.plain, other.text.plain))
        }
      }
      if marks.contains(where: { $0.overlaps(box, tolerance: 0.3) }) { found.append(.coveredText(label.text.plain)) }
    }
    return found
  }
}

extension Shape {
  /// The width of the shape's lines in points; `nil` for shapes without lines.
  fileprivate var strokePoints: Double? {
    switch self {
    case .line(_, _, let stroke), .polyline(_, let stroke): stroke.points
    case .rect(_, _, let stroke), .circle(_, _, _, let stroke): stroke?.points
    case .marker(let marker): marker.stroke.points
    case .polygon, .text, .group, .spot: nil
    }
  }

  /// A short name for messages.
  fileprivate var summary: String {
    switch self {
    case .line: "a line"
    case .polyline(let points, _): "a polyline of \(points.count) points"
    case .polygon: "a polygon"
    case .rect: "a rectangle"
    case .circle: "a circle"
    case .marker: "a mark"
    case .text(let label): "the text '\(label.text.plain)'"
    case .group: "a group"
    case .spot: "a spot"
    }
  }
}
