/// A finished figure: shapes and text in millimetres, ready for any writer.
public struct Scene: Sendable, Hashable {
  /// A short name for file names and identifiers, made of `a-z`, `0-9` and `-`.
  public let name: String
  /// What the figure is, in a few words.
  public let title: String
  /// The main numbers in words, for readers who cannot see the figure.
  public let description: String
  /// The width in mm.
  public let width: Double
  /// The height in mm.
  public let height: Double
  /// The kind of letters of all texts.
  public let font: FigureFont
  /// What is drawn, from back to front.
  public let shapes: [Shape]

  /// Makes a scene; the size is in mm. Title and description become one line of plain text each, the name a slug.
  public init(
    name: String, title: String, description: String, width: Double, height: Double, font: FigureFont = .sans,
    shapes: [Shape]
  ) {
    self.name = SafeText.slug(name)
    self.title = SafeText.singleLine(title, limit: 300)
    self.description = SafeText.singleLine(description, limit: 4000)
    self.width = width
    self.height = height
    self.font = font
    self.shapes = shapes
  }

  /// The area of the figure.
  public var bounds: Box { Box(x: 0, y: 0, width: width, height: height) }

  /// Every shape that is no group, from back to front.
  var leaves: [Shape] { Self.leaves(of: shapes) }

  private static func leaves(of shapes: [Shape]) -> [Shape] {
    shapes.flatMap { shape -> [Shape] in
      if case .group(let children, _) = shape { leaves(of: children) } else { [shape] }
    }
  }
}
