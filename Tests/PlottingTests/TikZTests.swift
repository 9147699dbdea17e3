import TestSupport
import Testing

@testable import Plotting

@Suite("TikZ source")
struct TikZTests {
  private func tikz(_ shapes: [Shape]) -> String {
    TikZWriter().write(
      Scene(
        name: "s", title: "Title", description: "All % words.", width: 50, height: 30, shapes: shapes))
  }

  @Test func frame() {
    let source = tikz([])
    #expect(source.hasPrefix("% Title. All % words.\n% Needs \\usepackage{tikz}; 50 mm wide and 30 mm high.\n"))
    #expect(source.contains("\\begin{tikzpicture}[x=1mm,y=-1mm,"))
    #expect(source.contains("\\path[use as bounding box,clip] (0,0) rectangle (50,30);\n"))
    #expect(source.hasSuffix("\\end{tikzpicture}%\n"))
    // A space or an empty line around the picture would stand in the paper.
    #expect(!source.contains("\n\n") && source.allSatisfy { $0 != "\t" })
  }

  @Test func linesHaveWidthColourAndDashes() {
    let dashed = Stroke(Color(0x0072B2), points: 0.5, style: .dashed)
    let source = tikz([.line(from: Point(1, 2), to: Point(3.5, 4.25), stroke: dashed)])
    #expect(source.contains("\\definecolor{fodspor0072B2}{RGB}{0,114,178}\n"))
    #expect(
      source.contains(
        "\\draw[fodspor0072B2,line width=0.5bp,dash pattern=on 2bp off 1.2bp] (1,2) -- (3.5,4.25);\n"))
  }

  @Test func areasHaveInsideAndOutline() {
    let edge = Stroke(.ink, points: 0.6)
    let source = tikz([
      .rect(Box(x: 1, y: 2, width: 3, height: 4), fill: .white, stroke: nil),
      .rect(Box(x: 1, y: 2, width: 3, height: 4), fill: nil, stroke: edge),
      .circle(center: Point(5, 6), radius: 0.7, fill: .white, stroke: edge),
      .circle(center: Point(5, 6), radius: 0.7, fill: nil, stroke: nil),
      .polygon([Point(0, 0), Point(1, 0), Point(0, 1)], fill: .grid),
      .marker(Marker(.square, at: Point(10, 10), diameter: 2, fill: .white, stroke: edge)), .polygon([], fill: .grid),
      .polyline([], stroke: edge), .group([]),
    ])
    let drawn = source.split(separator: "\n").drop { !$0.hasPrefix("\\path") }.dropFirst().dropLast()
    #expect(
      Array(drawn) == [
        "\\fill[fodsporFFFFFF] (1,2) rectangle (4,6);", "\\draw[fodspor1A1A1A,line width=0.6bp] (1,2) rectangle (4,6);",
        "\\filldraw[fill=fodsporFFFFFF,draw=fodspor1A1A1A,line width=0.6bp] (5,6) circle[radius=0.7mm];",
        "\\fill[fodsporE4E4E4] (0,0) -- (1,0) -- (0,1) -- cycle;",
        "\\filldraw[fill=fodsporFFFFFF,draw=fodspor1A1A1A,line width=0.6bp] (9.1,9.1) -- (10.9,9.1) -- (10.9,10.9) -- (9.1,10.9) -- cycle;",
      ])
  }

  @Test(arguments: [(TextAnchor.start, "base west"), (.middle, "base"), (.end, "base east")])
  func textsHaveAnchors(anchor: TextAnchor, name: String) {
    let label = TextLabel("3d_fullres", at: Point(5, 6), anchor: anchor, size: 7, color: .ink)
    let width = DecimalText.trimmed(label.width, places: 3)
    #expect(
      tikz([.text(label)]).contains(
        "\n\\node[anchor=\(name),text=fodspor1A1A1A] at (5,6) {\\fodsportext{\(width)}{7}{3d\\_fullres}};\n"))
  }

  @Test func turnedTextsTurnAroundTheirPosition() {
    let label = TextLabel(
      "y", at: Point(5, 6), anchor: .middle, alignment: .middle, size: 10, color: .ink, rotation: -90)
    let baseline = DecimalText.trimmed(label.baselineOrigin.y, places: 3)
    let source = tikz([.text(label)])
    #expect(source.contains("\\begin{scope}[rotate around={90:(5,6)}]\n"))
    #expect(source.contains("text=fodspor1A1A1A,transform shape] at (5,\(baseline)) {"))
  }

  @Test func scriptsAreRaisedAndSmall() {
    let mass = tikz([.text(TextLabel(FigureText(chemical: "kg CO2e"), at: Point(5, 6), size: 8, color: .ink))])
    #expect(mass.contains("{kg CO\\raisebox{-1.44pt}{\\fontsize{5.6}{5.6}\\selectfont 2}e}};"))
    let power = tikz([.text(TextLabel(.number(-2.5e-9), at: Point(5, 6), size: 8, color: .ink))])
    #expect(power.contains("{$-$2.50$\\times$10\\raisebox{2.72pt}{\\fontsize{5.6}{5.6}\\selectfont $-$9}}};"))
  }

  @Test(arguments: [
    ("\\input{/etc/passwd}", "\\textbackslash{}input\\{/etc/passwd\\}"), ("50 % & #1 $x$", "50 \\% \\& \\#1 \\$x\\$"),
    ("a--b ?`", "a-{}-b ?\\textasciigrave{}"), ("µs ± 2 σ₂", "$\\mu$s $\\pm$ 2 $\\sigma$$_2$"),
    ("数", "\\fodsporglyph{65}{70}"),
    ("[x]", "{[}x{]}"),
  ])
  func hostileTextStaysText(text: String, source: String) {
    let label = TextLabel(FigureText(text), at: Point(5, 6), size: 8, color: .ink)
    #expect(tikz([.text(label)]).contains("{\(source)}};\n"))
  }

  @Test func noCoordinateIsTooLargeForTeX() {
    let source = tikz([.line(from: Point(.nan, .infinity), to: Point(1e300, -1e9), stroke: .hairline(.ink))])
    #expect(source.contains("(0,2000) -- (2000,-2000);"))
  }

  /// TeX keeps every point of a page in its memory, so long lines are thinned out, with all that can be seen.
  @Test func longLinesAreThinned() {
    var random = SeededGenerator(seed: 5)
    let noise = (0..<50_000).map { Point(Double($0) / 500, 20 + 5 * random.unit()) }
    let points = tikz([.polyline(noise, stroke: .hairline(.ink))]).split(separator: "(").count
    #expect((500...1010).contains(points))
    let band = noise + noise.reversed().map { $0.offset(0, 8) }
    #expect((500...1010).contains(tikz([.polygon(band, fill: .ink)]).split(separator: "(").count))
    let smooth = (0..<2000).map { Point(Double($0) / 20, 20 + Double($0 * $0) / 1e6) }
    let thin = Decimation.simplified(smooth, tolerance: 0.02)
    #expect(thin.count < 40 && thin.first == smooth.first && thin.last == smooth.last)
    for point in smooth { #expect(LineSegment.chain(thin).contains { $0.distance(to: point) <= 0.02 }) }
  }

  @Test func simplificationKeepsCorners() {
    let corners = [Point(0, 0), Point(4, 0), Point(4, 3), Point(0, 3), Point(0, 0)]
    #expect(Decimation.simplified(corners, tolerance: 0.1) == corners)
    #expect(Decimation.simplified([Point(0, 0), Point(1, 0.01), Point(2, 0)], tolerance: 0.1).count == 2)
    #expect(Decimation.simplified([Point(1, 1)], tolerance: 0.1) == [Point(1, 1)])
    #expect(Decimation.simplified([], tolerance: 0.1).isEmpty)
  }
}
