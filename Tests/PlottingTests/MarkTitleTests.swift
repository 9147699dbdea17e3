import Foundation
import TestSupport
import Testing

@testable import Plotting

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What readers are told who point at a mark.
@Suite struct MarkTitleTests {
  private static func scene(_ shapes: [Shape]) -> Scene {
    Scene(name: "s", title: "T", description: "D", width: 50, height: 30, shapes: shapes)
  }

  @Test func titlesAreChildrenOfAGroup() {
    let mark = Shape.circle(center: Point(5, 5), radius: 1, fill: .ink, stroke: nil)
    let svg = SVGWriter().write(Self.scene([.group([mark], title: MarkTitle("2d: 3.2 kWh"))]))
    #expect(svg.contains("\n<g><title>2d: 3.2 kWh</title>\n<circle "))
    let tikz = TikZWriter().write(Self.scene([.group([mark], title: MarkTitle("2d: 3.2 kWh"))]))
    #expect(tikz == TikZWriter().write(Self.scene([mark])))
  }

  @Test func spotsHaveNoInk() {
    let spot = Shape.group([.spot(Box(x: 1, y: 1, width: 2, height: 2))], title: MarkTitle("epoch 3"))
    let svg = SVGWriter().write(Self.scene([spot]))
    #expect(svg.contains("fill=\"none\" pointer-events=\"all\"/>"))
    #expect(TikZWriter().write(Self.scene([spot])) == TikZWriter().write(Self.scene([])))
  }

  @Test(arguments: Extremes.names + ["</title><script>x</script>", String(repeating: "long ", count: 400)])
  func hostileNamesStayText(name: String) throws {
    let title = MarkTitle.of([name, name], "GPU 3 kWh", "")
    #expect(try #require(title).text.count <= 301)
    let shape = Shape.group([.line(from: Point(1, 1), to: Point(2, 2), stroke: .hairline(.ink))], title: title)
    let svg = SVGWriter().write(Self.scene([shape]))
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse() && parser.parserError == nil)
    #expect(!svg.contains("<script") && svg.components(separatedBy: "<title").count == 3)
    #expect(svg.contains("GPU 3 kWh</title>"))
  }

  @Test func namesAndValues() {
    #expect(MarkTitle.of(["Prostate", "", "2d"], "3 kWh", "", "Dice 0.8")?.text == "Prostate, 2d: 3 kWh; Dice 0.8")
    #expect(MarkTitle.of(["", ""], "3 kWh")?.text == "3 kWh")
    #expect(MarkTitle.of(["a"], "")?.text == "a")
    #expect(MarkTitle(" \n ") == nil)
  }

  /// Shapes outside any titled group.
  private static func untitled(_ shapes: [Shape]) -> [Shape] {
    shapes.flatMap { shape -> [Shape] in
      guard case .group(let children, let title) = shape else { return [shape] }
      return title == nil ? untitled(children) : []
    }
  }

  /// Whether a shape can stand for data: not text, paper, a grid line or a leader.
  private static func showsData(_ shape: Shape) -> Bool {
    switch shape {
    case .marker, .circle, .polygon, .spot: true
    case .polyline(_, let stroke): stroke.points > 0.5
    case .rect(_, let fill, _): fill.map { $0 != .white } ?? false
    case .line(_, _, let stroke): stroke.points > 0.7
    case .text, .group: false
    }
  }

  @Test(arguments: Samples.all.map(\.name))
  func everyMarkHasATitle(name: String) throws {
    for style in [FigureStyle.article, .ieeeColumn] {
      let figure = try #require(Samples.figure(name, style: style))
      // The line of a critical-difference diagram's axis is no mark.
      let bare = Self.untitled(figure.scene.shapes).filter(Self.showsData)
        .filter { if case .line(_, _, let stroke) = $0 { stroke.color != .ink } else { true } }
      #expect(bare.isEmpty, "\(name): \(bare.prefix(3))")
    }
  }

  @Test(arguments: [
    ("components", "<title>Hippocampus, 3d_fullres: GPU 3.41 kWh (47 %)</title>"),
    (
      "pareto-single", "<title>Drive, U-Net 16: Energy 52.0 ± 6.00 Wh; Dice 0.741 ± 0.0120; on the Pareto front</title>"
    ),
    ("critical-difference", "<title>C4.5: mean rank 3.14</title>"),
    ("timeline", "UTC ("), ("time-shift", "h later: "), ("prediction-errors", "after 5 epochs: median error "),
    ("places", "where it ran</title>"), ("folds", "fold 0: IT energy "), ("break-even", " predictions; training "),
    ("pepr", "; PePR-E 0."), ("cumulative", " so far</title>"), ("epochs", "epoch 0: energy "),
    ("prediction-scatter", "; in the end "), ("overhead", "Time "),
  ])
  func titlesNameTheMarkAndItsValue(name: String, title: String) throws {
    #expect(try #require(Samples.figure(name)).svg.contains(title))
  }

  /// Long lines do not make large files.
  @Test func spotsAreLimited() throws {
    let points = (0..<5000).map { Point(Double($0) / 100, 5) }
    let spots = Spots.shapes(
      points, limit: 100, in: Box(x: 0, y: 0, width: 50, height: 30), at: { $0 }, title: { MarkTitle("\($0.x)") })
    #expect(spots.count == 100)
    for spot in spots { #expect(try Box(x: 0, y: 0, width: 50, height: 30).contains(#require(spot.bounds))) }
  }

  // MARK: - Areas that lie on each other

  @Test func bandsAreTranslucent() throws {
    let area = Shape.polygon([Point(0, 0), Point(1, 0), Point(0, 1)], fill: .ink, opacity: 0.25)
    #expect(SVGWriter().write(Self.scene([area])).contains("fill=\"#1A1A1A\" fill-opacity=\"0.25\"/>"))
    #expect(TikZWriter().write(Self.scene([area])).contains("\\fill[fodspor1A1A1A,fill opacity=0.25] (0,0)"))
    for name in ["prediction-errors", "epochs", "timeline"] {
      #expect(try #require(Samples.figure(name)).svg.contains("fill-opacity=\"0."), "\(name)")
    }
  }
}

/// Characters that the fonts of LaTeX lack, and those that nobody sees.
@Suite struct RareCharacterTests {
  @Test(arguments: [
    ("中文", "\\fodsporglyph{4E}{2D}\\fodsporglyph{65}{87}"), ("א", "\\fodsporglyph{05}{D0}"),
    ("👩", "\\fodsporglyph{1F4}{69}"), ("👩\u{200D}👧", "\\fodsporglyph{1F4}{69}\\fodsporglyph{1F4}{67}"),
    ("❤\u{FE0F}", "\\fodsporglyph{27}{64}"), ("e\u{301}", "é"), ("x\u{332}", "x\\fodsporglyph{03}{32}"),
    ("\u{FFFD}", "?"),
    ("a_中", "a\\_\\fodsporglyph{4E}{2D}"),
  ])
  func latexHasTheirNumbers(text: String, source: String) {
    #expect(LaTeXCharacters.escaped(text) == source)
  }

  @Test func aHeapOfAccentsIsCutOff() {
    let source = LaTeXCharacters.escaped("e" + String(repeating: "\u{332}", count: 3000))
    #expect(LaTeXGlyph.count(in: source) == 7 && source.hasSuffix("\\ldots{}"))
  }

  @Test func filesDefineWhatTheyNeed() {
    #expect(LaTeXGlyph.completed("% a\nb\n") == "% a\nb\n")
    let file = LaTeXGlyph.completed("% a\n% b\n\\fodsporglyph{4E}{2D}\n")
    #expect(file.hasPrefix("% a\n% b\n\\ifdefined\\fodsporglyph\\else\n"))
    #expect(file.hasSuffix("\\fi\n\\fodsporglyph{4E}{2D}\n"))
    #expect(file.utf8.allSatisfy { $0 < 0x80 })
    #expect(LaTeXGlyph.completed("x\n" + file).ranges(of: "\\def\\fodsporglyph").count == 1)
  }

  @Test(arguments: [
    ("👩\u{200D}👩\u{200D}👧", "👩\u{200D}👩\u{200D}👧"), ("🏳\u{FE0F}\u{200D}🌈", "🏳\u{FE0F}\u{200D}🌈"),
    ("👩🏽\u{200D}🔬", "👩🏽\u{200D}🔬"), ("a\u{200D}b", "ab"), ("1\u{200D}2", "12"), ("👩\u{200D}", "👩"), ("👩\u{200D}b", "👩b"),
    ("\u{200D}👩", "👩"), ("👩\u{202E}\u{200D}👧", "👩\u{200D}👧"), ("👩\u{202E}x", "👩x"), ("👩 \u{200D}👧", "👩 👧"),
  ])
  func joinersStayBetweenEmoji(text: String, kept: String) {
    #expect(Array(SafeText.singleLine(text).unicodeScalars) == Array(kept.unicodeScalars))
  }
}
