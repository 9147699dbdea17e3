import TestSupport
import Testing

@testable import Plotting

@Suite("Widths of letters")
struct FontFaceTests {
  /// Adobe's Core 14 AFM files (Helvetica.afm, Times-Roman.afm), and of letters beyond Latin-1 Liberation's `hmtx` tables.
  @Test(arguments: [
    ("AVij", 1778, 2000), ("0123456789", 5560, 5000), ("Åßø", 667 + 611 + 611, 722 + 500 + 500), ("−±", 1168, 1128),
    ("µ€", 576 + 556, 576 + 500), ("Łğ", 556 + 556, 611 + 500), ("Ωλ", 748 + 500, 743 + 485),
    ("Жя", 923 + 542, 896 + 460),
    ("…—", 2000, 2000), ("e\u{301}", 556, 444), ("数", 1000, 1000), ("🧠", 1245, 1245), ("\u{FFFD}", 1000, 1000),
    ("", 0, 0),
  ])
  func widthsArePublished(text: String, helvetica: Int, times: Int) {
    #expect(FontFace.helvetica.units(of: text) == helvetica)
    #expect(FontFace.times.units(of: text) == times)
  }

  /// `lmss8.afm` and `lmr7.afm`; the minus is that of `lmsy7.afm`.
  @Test(arguments: [("AVij", 1952, 2363), ("0", 531, 569), ("−", 893, 893), ("α", 743, 743), ("é", 472, 508)])
  func latinModern(text: String, sans: Int, roman: Int) {
    #expect(FontFace.latinModernSans.units(of: text) == sans)
    #expect(FontFace.latinModernRoman.units(of: text) == roman)
  }

  @Test func aTextHasRoomInEachOfItsFonts() {
    let text = FigureText(chemical: "−5 kg CO2e")
    for font in FigureFont.allCases {
      let width = TextMetrics.width(text, size: 8, font: font)
      for face in font.faces {
        let letters = Double(face.units(of: "−5 kg COe")) + 0.7 * Double(face.units(of: "2"))
        #expect(Unit.mm(points: letters * 0.008) <= width + 1e-9)
      }
    }
  }

  @Test func tablesHaveNoHoles() {
    for face in [FontFace.helvetica, .times, .latinModernSans, .latinModernRoman] {
      #expect(face.blocks.first?.first == 0x20 && face.blocks.first?.widths.count == 0x7F - 0x20)
      for (block, next) in zip(face.blocks, face.blocks.dropFirst()) {
        #expect(block.first + block.widths.count < next.first)
      }
      #expect(face.blocks.allSatisfy { $0.widths.allSatisfy { (100...1700).contains($0) || $0 == 0 } })
    }
  }
}

/// Texts as LaTeX sets them are no wider than the room that the layout leaves.
@Suite(
  "Texts fit their room in LaTeX",
  .enabled(if: LaTeXCompiler.isAvailable || LaTeXCompiler.isRequired, "pdflatex is not installed"))
struct TextRoomTests {
  private static func labels(_ font: FigureFont) -> [TextLabel] {
    let style = FigureStyle(widthMM: 121.25, font: font)
    var labels: [String: TextLabel] = [:]
    for shape in Samples.all.flatMap({ $0.render(style).scene.leaves }) {
      if case .text(let label) = shape { labels["\(label.text.plain) \(label.size)"] = label }
    }
    return labels.sorted { $0.key < $1.key }.map(\.value)
  }

  @Test(arguments: [
    (FigureFont.sans, ""), (.sans, "\\usepackage[T1]{fontenc}\\usepackage{lmodern}"),
    (.sans, "\\usepackage{mathptmx}\\usepackage{helvet}"), (.serif, ""), (.serif, "\\usepackage{mathptmx}"),
  ])
  func boxesAreNotOverfull(font: FigureFont, preamble: String) throws {
    let labels = Self.labels(font)
    #expect(labels.count > 100)
    let boxes = labels.map { label in
      let size = "\\fontsize{\(label.size)}{\(label.size)}\\selectfont "
      let width = DecimalText.fixed(label.width, places: 3)
      return "\\hbox to \(width)mm{\(font.latexCommand)\(size)\(TikZWriter().source(label))}\n"
    }
    // Underfull boxes are what is wanted. The third of a point is for kerns that part letters, as Computer Modern has.
    let body = "\\hbadness=10000 \\hfuzz=0.35pt\n" + boxes.joined()
    let log = try LaTeXCompiler.compile(
      body, class: "article", packages: [], preamble: preamble, name: "room-\(font)", runs: 1)
    #expect(log.errors == [])
    #expect(log.overfullBoxes == [])
  }
}

@Suite("Figures at the size of print")
struct PrintSizeTests {
  /// Journals want lines of at least half a point and letters of 7 to 9 (Nature's guide; IEEE's graphics checker).
  @Test(arguments: Samples.all.map(\.name))
  func linesAndLettersCanBeRead(name: String) throws {
    for font in FigureFont.allCases {
      let figure = try #require(Samples.figure(name, style: FigureStyle(widthMM: 121.25, font: font)))
      #expect(figure.scene.problems().isEmpty)
      for shape in figure.scene.leaves {
        if case .text(let label) = shape { #expect((7...9).contains(label.size), "\(label.text.plain)") }
      }
    }
  }

  @Test(arguments: Samples.all.map(\.name))
  func svgSaysItsSizeAndMeaning(name: String) throws {
    let figure = try #require(Samples.figure(name))
    let head = try #require(figure.svg.split(separator: "\n").first)
    let match = try #require(
      head.firstMatch(of: /width="([\d.]+)mm" height="([\d.]+)mm" viewBox="0 0 ([\d.]+) ([\d.]+)" role="img"/))
    // One unit of the view box is a point of 1/72 inch.
    for (millimetres, points) in [(match.1, match.3), (match.2, match.4)] {
      let (millimetres, points) = (try #require(Double(millimetres)), try #require(Double(points)))
      #expect(abs(millimetres / 25.4 * 72 - points) < 0.02)
    }
    #expect(figure.svg.contains("<title id=\"\(name)-title\">") && figure.svg.contains("<desc id=\"\(name)-desc\">"))
    #expect(!figure.svg.contains("<script") && !figure.svg.contains("href") && !figure.svg.contains("<image"))
  }
}
