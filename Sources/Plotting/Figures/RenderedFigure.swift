/// A figure that is ready to be written: the picture, its words and its data.
public struct RenderedFigure: Sendable {
  /// A short name for files, made of `a-z`, `0-9` and `-`.
  public let name: String
  /// What the figure is, in a few words.
  public let title: String
  /// The main numbers in words: the alternative text.
  public let description: String
  private let picture: @Sendable () -> Scene
  private let data: @Sendable () -> String

  /// The picture as shapes, for writers of other formats; it is there, or made anew each time (``makingAll(by:)``).
  public var scene: Scene { picture() }
  /// The plotted numbers with a header line, unrounded; text that is there, or made anew each time
  /// (``makingData(by:)``).
  public var csv: String { data() }

  /// The picture as an SVG file; written anew each time, as a study has many figures and each is large.
  public var svg: String { SVGWriter().write(scene) }
  /// The picture as a `tikzpicture`, for `\input` in a LaTeX document.
  public var tikz: String { TikZWriter().write(scene) }

  init(scene: Scene, csv: @escaping @Sendable () -> String) {
    self.init(of: scene, picture: { scene }, csv: csv)
  }

  private init(of scene: Scene, picture: @escaping @Sendable () -> Scene, csv: @escaping @Sendable () -> String) {
    (name, title, description) = (scene.name, scene.title, scene.description)
    self.picture = picture
    data = csv
  }

  /// The same figure, which keeps no text of its numbers: `figure` makes the figure of them again when they are written.
  public func makingData(by figure: @escaping @Sendable () -> EpochFigure?) -> RenderedFigure {
    RenderedFigure(scene: scene) { figure()?.csv.text ?? "" }
  }

  /// The same figure, which keeps neither its picture nor its numbers: `figure` makes it again when they are written.
  public func makingAll(by figure: @escaping @Sendable () -> RenderedFigure?) -> RenderedFigure {
    let scene = scene
    let blank = Scene(
      name: name, title: title, description: description, width: scene.width, height: scene.height, font: scene.font,
      shapes: [])
    return RenderedFigure(of: blank, picture: { figure()?.scene ?? blank }, csv: { figure()?.csv ?? "" })
  }
}

extension Page {
  /// A small figure that says that there is nothing to draw.
  static func empty(name: String, title: String, csv: CSVText, style: FigureStyle, reasons: [FigureText] = [])
    -> RenderedFigure
  {
    var page = Page(style: style)
    let height = 14.0
    let frame = Box(x: page.left, y: page.bottom, width: page.right - page.left, height: height)
    page.add(.rect(frame, fill: nil, stroke: .hairline(.grid)))
    page.text(
      "no data", at: frame.center, anchor: .middle, alignment: .middle, size: style.fontSizePt, color: .softInk)
    page.bottom += height
    page.notes(reasons)
    return page.finished(name: name, title: title, description: "\(title): no data.", csv: csv)
  }
}

/// Sentences for alternative texts.
enum Prose {
  /// At most this many items are told one by one.
  static let maximumItems = 12

  /// The items, joined by semicolons; the rest is counted.
  static func list(_ items: [String]) -> String {
    let shown = items.prefix(maximumItems).joined(separator: "; ")
    let rest = items.count - maximumItems
    return rest > 0 ? shown + "; and \(rest) more" : shown
  }

  /// "1 run", "2 runs".
  static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  /// A number with three significant digits and its unit.
  static func amount(_ value: Double, _ unit: String) -> String {
    unit.isEmpty ? DecimalText.significant(value) : DecimalText.significant(value) + " " + unit
  }

  /// A name for a sentence.
  static func name(_ text: String) -> String { SafeText.singleLine(text, limit: 60) }
}
