/// Writes a scene as a `tikzpicture`, for `\input` in a LaTeX document that loads TikZ.
///
/// Coordinates are millimetres from the top left corner, as in the scene; lines have PostScript points, which TeX calls
/// `bp`. Text is set in the document's own sans serif, or roman, at the scene's sizes in TeX's points (1/72.27 inch,
/// 0.4 % less). A document that defines `\fodsporfont`, as in `\newcommand\fodsporfont{\rmfamily}`, has it set in that.
///
/// The scene was laid out with room for each text in the usual fonts. Where the document's font needs more,
/// `\fodsportext` sets the text narrower, so that nothing overlaps in any font.
public struct TikZWriter: SceneWriter {
  /// Makes a writer.
  public init() {}

  /// The file name extension, `tikz.tex`.
  public var fileExtension: String { "tikz.tex" }

  /// Paths of more points than this are thinned out where nobody sees it: TeX keeps each point in its memory.
  private static let exactPoints = 100
  /// How far a thinned path may pass a point, in mm: an eighth of the thinnest line.
  private static let tolerance = 0.02
  /// A path has at most so many points: about three for each width of a line across a page.
  private static let maximumPoints = 1000
  /// Groups deeper than this are left out; figures need two levels.
  private static let maximumDepth = 16

  /// The file, which ends with a line feed.
  public func write(_ scene: Scene) -> String {
    var output = header(scene)
    for shape in scene.shapes { write(shape, depth: 1, to: &output) }
    return LaTeXGlyph.completed(output + "\\end{tikzpicture}%\n")
  }

  private func header(_ scene: Scene) -> String {
    // A comment that begins with "!TEX" has editors run a program of its choice.
    let comments = TextFitting.lines(scene.title + ". " + scene.description, columns: 110)
      .map { "% \($0.unicodeScalars.first == "!" ? "." : "")\($0)\n" }
    let size = "(\(number(scene.width)),\(number(scene.height)))"
    var output = comments.joined()
    output += "% Needs \\usepackage{tikz}; \(number(scene.width)) mm wide and \(number(scene.height)) mm high.\n"
    output += """
      \\begin{tikzpicture}[x=1mm,y=-1mm,line cap=butt,line join=miter,miter limit=4,%
        every node/.style={inner sep=0pt,outer sep=0pt,font=\\normalfont\\fodsporfont}]
      \\providecommand\\fodsporfont{\(scene.font.latexCommand)}%
      % Width in mm, font size in pt, text: narrower than it wants to be where the width is too small.
      \\def\\fodsportext#1#2#3{\\resizebox{\\ifdim\\width>#1mm #1mm\\else\\width\\fi}{\\height}{%
        \\fontsize{#2}{#2}\\selectfont#3}}%

      """
    for color in Set(scene.leaves.flatMap(\.colors)).sorted(by: { $0.hex < $1.hex }) {
      output += "\\definecolor{\(name(color))}{RGB}{\(color.red),\(color.green),\(color.blue)}\n"
    }
    return output + "\\path[use as bounding box,clip] (0,0) rectangle \(size);\n"
  }

  private func write(_ shape: Shape, depth: Int, to output: inout String) {
    switch shape {
    case .line(let start, let end, let stroke): output += draw([start, end], nil, stroke)
    case .polyline(let points, let stroke): output += draw(thinned(points), "line join=round", stroke)
    case .polygon(let points, let fill, let opacity):
      output += area(thinned(points), fill, nil, opacity: opacity)
    case .rect(let box, let fill, let stroke):
      let corners = "\(place(Point(box.minX, box.minY))) rectangle \(place(Point(box.maxX, box.maxY)))"
      output += path(fill, stroke, corners)
    case .circle(let center, let radius, let fill, let stroke): output += circle(center, radius, fill, stroke)
    case .marker(let marker): output += self.marker(marker)
    case .text(let label): output += text(label)
    case .group(let shapes, let title):
      guard depth <= Self.maximumDepth, !shapes.isEmpty else { return }
      // Paper has no pointer.
      if title == nil { output += "\\begin{scope}\n" }
      for shape in shapes { write(shape, depth: depth + 1, to: &output) }
      if title == nil { output += "\\end{scope}\n" }
    case .spot: return
    }
  }

  // MARK: - Paths

  /// A path as TeX has room for it; areas of so many points are bands, whose two edges are thinned like lines.
  private func thinned(_ points: [Point]) -> [Point] {
    guard points.count > Self.exactPoints else { return points }
    return Decimation.thinned(
      Decimation.simplified(points, tolerance: Self.tolerance), limit: Self.maximumPoints)
  }

  private func draw(_ points: [Point], _ extra: String?, _ stroke: Stroke) -> String {
    guard !points.isEmpty else { return "" }
    let options = [attributes(stroke)] + (extra.map { [$0] } ?? [])
    return "\\draw[\(options.joined(separator: ","))] \(list(points));\n"
  }

  private func area(_ points: [Point], _ fill: Color?, _ stroke: Stroke?, opacity: Double = 1) -> String {
    points.isEmpty ? "" : path(fill, stroke, list(points) + " -- cycle", opacity: opacity)
  }

  private func circle(_ center: Point, _ radius: Double, _ fill: Color?, _ stroke: Stroke?) -> String {
    path(fill, stroke, "\(place(center)) circle[radius=\(number(radius))mm]")
  }

  private func marker(_ marker: Marker) -> String {
    switch marker.shape {
    case .circle: circle(marker.center, marker.diameter / 2, marker.fill, marker.stroke)
    case .cross: marker.crossStrokes.map { draw([$0.0, $0.1], nil, marker.stroke) }.joined()
    default: area(marker.corners, marker.fill, marker.stroke)
    }
  }

  /// A path with an inside, an outline or both.
  private func path(_ fill: Color?, _ stroke: Stroke?, _ path: String, opacity: Double = 1) -> String {
    let clear = opacity < 1 ? ",fill opacity=\(number(max(0, opacity)))" : ""
    return switch (fill, stroke) {
    case (nil, nil): ""
    case (let fill?, nil): "\\fill[\(name(fill))\(clear)] \(path);\n"
    case (nil, let stroke?): "\\draw[\(attributes(stroke))] \(path);\n"
    case (let fill?, let stroke?): "\\filldraw[fill=\(name(fill))\(clear),draw=\(attributes(stroke))] \(path);\n"
    }
  }

  /// The colour first, so that `draw=` may stand before it.
  private func attributes(_ stroke: Stroke) -> String {
    var result = "\(name(stroke.color)),line width=\(number(stroke.points))bp"
    let lengths = stroke.style.pattern.map { number($0 * stroke.points) + "bp" }
    if !lengths.isEmpty {
      let dashes = lengths.enumerated().map { ($0.offset % 2 == 0 ? "on " : "off ") + $0.element }
      result += ",dash pattern=\(dashes.joined(separator: " "))"
    }
    return result
  }

  // MARK: - Text

  private func text(_ label: TextLabel) -> String {
    guard !label.text.isBlank else { return "" }
    let anchor =
      switch label.anchor {
      case .start: "base west"
      case .middle: "base"
      case .end: "base east"
      }
    let content = "\\fodsportext{\(number(label.width))}{\(number(label.size))}{\(source(label))}"
    let options = "anchor=\(anchor),text=\(name(label.color))"
    let origin = place(label.baselineOrigin)
    guard label.rotation != 0 else { return "\\node[\(options)] at \(origin) {\(content)};\n" }
    // TikZ turns to the left, scenes to the right.
    let turn = "rotate around={\(number(-label.rotation)):\(place(label.position))}"
    return "\\node[\(options),transform shape] at \(origin) {\(content)};\n".scoped(turn)
  }

  /// What LaTeX reads for a text; raised and lowered letters are set as the scene has them.
  func source(_ label: TextLabel) -> String {
    label.text.runs.map { run in
      // LaTeX's own ellipsis is half as wide again as that of other fonts.
      let letters = LaTeXCharacters.escaped(run.text.replacing("…", with: "..."))
      guard run.script != .normal else { return letters }
      let size = number(label.size * run.script.scale)
      let rise = number(-run.script.shift * label.size)
      return "\\raisebox{\(rise)pt}{\\fontsize{\(size)}{\(size)}\\selectfont \(letters)}"
    }.joined()
  }

  // MARK: - Parts

  private func name(_ color: Color) -> String { "fodspor" + color.hex.dropFirst() }

  /// Points joined by lines, a few on each line of the file.
  private func list(_ points: [Point]) -> String {
    let places = points.map(place)
    return stride(from: 0, to: places.count, by: 6).map { start in
      places[start..<min(start + 6, places.count)].joined(separator: " -- ")
    }.joined(separator: " --\n  ")
  }

  private func place(_ point: Point) -> String { "(\(number(point.x)),\(number(point.y)))" }

  /// A number of mm or points; numbers beyond 2 m are cut off there, as TeX knows none beyond 5.7 m.
  private func number(_ value: Double) -> String { DecimalText.trimmed(min(max(value, -2000), 2000), places: 3) }
}

extension String {
  /// TikZ source in a scope with some options.
  fileprivate func scoped(_ options: String) -> String { "\\begin{scope}[\(options)]\n\(self)\\end{scope}\n" }
}

extension Shape {
  /// The colours of a shape that is no group.
  fileprivate var colors: [Color] {
    switch self {
    case .line(_, _, let stroke), .polyline(_, let stroke): [stroke.color]
    case .polygon(_, let fill, _): [fill]
    case .rect(_, let fill, let stroke), .circle(_, _, let fill, let stroke): [fill, stroke?.color].compactMap(\.self)
    case .marker(let marker): [marker.fill, marker.stroke.color].compactMap(\.self)
    case .text(let label): [label.color]
    case .group, .spot: []
    }
  }
}
