/// Writes a scene as a static SVG 1.1 file.
///
/// The size is given in mm and one user unit is one point, so font sizes read as in the paper. Text stays text;
/// there are no scripts, style sheets, external references, dates or random identifiers.
public struct SVGWriter: SceneWriter {
  /// Makes a writer.
  public init() {}

  /// The file name extension, `svg`.
  public var fileExtension: String { "svg" }

  /// The SVG file, which ends with a line feed.
  public func write(_ scene: Scene) -> String {
    // White paper under the ink, so that the figure can be read on dark pages as well.
    let paper =
      "<rect width=\"\(length(scene.width))\" height=\"\(length(scene.height))\" fill=\"\(Color.white.hex)\"/>\n"
    var output = header(scene) + paper
    for shape in scene.shapes { write(shape, depth: 1, to: &output) }
    return output + "</svg>\n"
  }

  private func header(_ scene: Scene) -> String {
    let title = scene.name + "-title"
    let description = scene.name + "-desc"
    let size = "width=\"\(number(scene.width))mm\" height=\"\(number(scene.height))mm\""
    let viewBox = "viewBox=\"0 0 \(length(scene.width)) \(length(scene.height))\""
    let font = XMLText.escaped(scene.font.cssFamily)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" \(size) \(viewBox) role="img" aria-labelledby="\(title) \(description)" \
      font-family="\(font)">
      <title id="\(title)">\(XMLText.escaped(scene.title))</title>
      <desc id="\(description)">\(XMLText.escaped(scene.description))</desc>

      """
  }

  /// Groups deeper than this are left out; figures need two levels.
  private static let maximumDepth = 16

  private func write(_ shape: Shape, depth: Int, to output: inout String) {
    switch shape {
    case .line(let start, let end, let stroke): output += line(start, end, stroke)
    case .polyline(let points, let stroke):
      output += "<polyline points=\"\(list(points))\" fill=\"none\"\(attributes(stroke)) stroke-linejoin=\"round\"/>\n"
    case .polygon(let points, let fill, let opacity):
      output += "<polygon points=\"\(list(points))\" fill=\"\(fill.hex)\"\(self.opacity(opacity))/>\n"
    case .rect(let box, let fill, let stroke): output += rect(box, fill, stroke)
    case .circle(let center, let radius, let fill, let stroke): output += circle(center, radius, fill, stroke)
    case .marker(let marker): output += self.marker(marker)
    case .text(let label): output += text(label)
    case .spot(let box): output += spot(box)
    case .group(let shapes, let title):
      guard depth <= Self.maximumDepth, !shapes.isEmpty else { return }
      // The title comes first: of several children named so, readers take the first.
      output += title.map { "<g><title>\(XMLText.escaped($0.text))</title>\n" } ?? "<g>\n"
      for shape in shapes { write(shape, depth: depth + 1, to: &output) }
      output += "</g>\n"
    }
  }

  private func line(_ start: Point, _ end: Point, _ stroke: Stroke) -> String {
    "<line x1=\"\(length(start.x))\" y1=\"\(length(start.y))\" x2=\"\(length(end.x))\" y2=\"\(length(end.y))\""
      + attributes(stroke) + "/>\n"
  }

  private func rect(_ box: Box, _ fill: Color?, _ stroke: Stroke?) -> String {
    "<rect x=\"\(length(box.minX))\" y=\"\(length(box.minY))\" width=\"\(length(box.width))\""
      + " height=\"\(length(box.height))\"\(paint(fill, stroke))/>\n"
  }

  /// Without ink, and yet under the pointer.
  private func spot(_ box: Box) -> String {
    "<rect x=\"\(length(box.minX))\" y=\"\(length(box.minY))\" width=\"\(length(box.width))\""
      + " height=\"\(length(box.height))\" fill=\"none\" pointer-events=\"all\"/>\n"
  }

  private func opacity(_ opacity: Double) -> String {
    opacity < 1 ? " fill-opacity=\"\(number(max(0, opacity)))\"" : ""
  }

  private func circle(_ center: Point, _ radius: Double, _ fill: Color?, _ stroke: Stroke?) -> String {
    "<circle cx=\"\(length(center.x))\" cy=\"\(length(center.y))\" r=\"\(length(radius))\"\(paint(fill, stroke))/>\n"
  }

  private func marker(_ marker: Marker) -> String {
    switch marker.shape {
    case .circle: circle(marker.center, marker.diameter / 2, marker.fill, marker.stroke)
    case .cross: marker.crossStrokes.map { line($0.0, $0.1, marker.stroke) }.joined()
    default: "<polygon points=\"\(list(marker.corners))\"\(paint(marker.fill, marker.stroke))/>\n"
    }
  }

  private func text(_ label: TextLabel) -> String {
    let origin = label.baselineOrigin
    var element = "<text x=\"\(length(origin.x))\" y=\"\(length(origin.y))\" font-size=\"\(number(label.size))\""
    element += " fill=\"\(label.color.hex)\""
    if label.anchor != .start { element += " text-anchor=\"\(label.anchor.rawValue)\"" }
    if label.rotation != 0 {
      let center = "\(length(label.position.x)) \(length(label.position.y))"
      element += " transform=\"rotate(\(number(label.rotation)) \(center))\""
    }
    return element + ">" + spans(label) + "</text>\n"
  }

  /// The runs of a text; a shift of the baseline is undone by the next run, since `dy` moves all that follows.
  private func spans(_ label: TextLabel) -> String {
    var result = ""
    var shift = 0.0
    for run in label.text.runs {
      let wanted = run.script.shift * label.size
      let content = XMLText.escaped(run.text)
      if wanted == 0, shift == 0 {
        result += content
      } else {
        let size = number(label.size * run.script.scale)
        result += "<tspan dy=\"\(number(wanted - shift))\" font-size=\"\(size)\">\(content)</tspan>"
      }
      shift = wanted
    }
    return result
  }

  private func paint(_ fill: Color?, _ stroke: Stroke?) -> String {
    " fill=\"\(fill?.hex ?? "none")\"" + (stroke.map(attributes) ?? "")
  }

  private func attributes(_ stroke: Stroke) -> String {
    var result = " stroke=\"\(stroke.color.hex)\" stroke-width=\"\(number(stroke.points))\""
    if !stroke.style.pattern.isEmpty {
      let dashes = stroke.style.pattern.map { number($0 * stroke.points) }.joined(separator: " ")
      result += " stroke-dasharray=\"\(dashes)\""
    }
    return result
  }

  private func list(_ points: [Point]) -> String {
    points.map { "\(length($0.x)),\(length($0.y))" }.joined(separator: " ")
  }

  /// A length in mm as user units.
  private func length(_ mm: Double) -> String { number(mm * Unit.pointsPerMM) }

  private func number(_ value: Double) -> String { DecimalText.trimmed(value, places: 2) }
}
