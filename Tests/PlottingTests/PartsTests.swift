import TestSupport
import Testing

@testable import Plotting

@Suite struct DecimalTextTests {
  @Test(arguments: [
    (1.005, 2, "1"), (2.675, 1, "2.7"), (-0.004, 2, "0"), (-1.5, 0, "-2"), (0.1, 2, "0.1"), (1234.5678, 2, "1234.57"),
    (.nan, 2, "0"), (.infinity, 2, "1000000000"), (-.infinity, 0, "-1000000000"), (0.05, 1, "0.1"),
  ])
  func trimmed(value: Double, places: Int, text: String) {
    #expect(DecimalText.trimmed(value, places: places) == text)
  }

  @Test("a fixed count of decimals is what rounding and cutting a text gives", arguments: 0...9)
  func fixed(places: Int) {
    var random = SeededGenerator(seed: UInt64(places))
    for number in 0..<2000 {
      let size = Double.random(in: -1...1, using: &random)
      let value = number % 10 == 0 ? size.rounded() : size * [1e-9, 1e-3, 1, 1e3, 1e9, 1e12][number % 6]
      let bounded = min(max(value, -1e9), 1e9)
      let scaled = Int64((bounded * (Double("1e\(places)") ?? 0)).rounded())
      var digits = String(scaled.magnitude)
      digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
      let expected =
        (scaled < 0 ? "-" : "") + digits.dropLast(places) + (places > 0 ? "." : "") + digits.suffix(places)
      #expect(DecimalText.fixed(value, places: places) == expected)
      var short = expected[...]
      if places > 0 {
        while short.hasSuffix("0") { short.removeLast() }
        if short.hasSuffix(".") { short.removeLast() }
      }
      #expect(DecimalText.trimmed(value, places: places) == short)
    }
  }

  @Test(arguments: [
    (0.0, "0"), (12345.678, "12346"), (0.99996, "1.00"), (999.6, "1000"), (0.012345, "0.0123"), (1e12, "1.00 × 10^12"),
    (9.999e-7, "1.00 × 10^-6"), (.nan, "0"), (-3.14159, "-3.14"),
  ])
  func significant(value: Double, text: String) {
    #expect(DecimalText.significant(value) == text)
  }

  @Test func exponentsOfPowersOfTenAreExact() {
    for exponent in -300...300 { #expect(DecimalText.exponent(of: DecimalText.power(exponent)) == exponent) }
  }
}

@Suite struct TextTests {
  @Test func carbonDioxideIsLowered() {
    let text = FigureText(chemical: "kg CO2e, CO₂")
    #expect(text.runs.map(\.script) == [.normal, .subscripted, .normal, .subscripted])
    #expect(text.plain == "kg CO2e, CO2")
  }

  @Test func hostileTextBecomesOneSafeLine() {
    #expect(SafeText.singleLine("a\n\u{0}b \t c\u{202E}d\u{1B}[0m") == "a b cd [0m")
    #expect(SafeText.singleLine(String(repeating: "x", count: 999), limit: 5) == "xxxxx…")
    #expect(SafeText.singleLine("e\u{301}\u{301}\u{301}\u{301}").unicodeScalars.count == 3)
    #expect(XMLText.escaped("<a b='c'>&\"\u{1}\u{FFFE}") == "&lt;a b=&#39;c&#39;&gt;&amp;&quot;\u{FFFD}\u{FFFD}")
    #expect(SafeText.slug("../Etc \"Passwd\"") == "etc-passwd")
    #expect(SafeText.slug("3d") == "figure-3d")
  }

  @Test func shorteningKeepsBothEnds() {
    let name = "nnUNetTrainer__nnUNetPlans__3d_fullres"
    let short = TextFitting.shortened(name, width: 25, size: 7)
    #expect(short.hasPrefix("nnUNet") && short.hasSuffix("fullres") && short.contains("…"))
    #expect(TextMetrics.width(short, size: 7) <= 25)
    #expect(TextFitting.shortened(name, width: 100, size: 7) == name)
    #expect(TextFitting.shortened(name, width: 0.1, size: 7) == "…")
  }

  @Test func wrappingKeepsAllWordsAndTheWidth() {
    let text = "one two three four five six seven eight nine ten"
    let lines = TextFitting.wrapped(text, width: 15, size: 7, maximumLines: 9)
    #expect(lines.count > 2 && lines.joined(separator: " ") == text)
    #expect(lines.allSatisfy { TextMetrics.width($0, size: 7) <= 15 })
    #expect(TextFitting.wrapped(text, width: 15, size: 7, maximumLines: 2).last?.hasSuffix("…") == true)
  }

  @Test func boundsTurnWithTheText() {
    let flat = TextLabel("abc", at: Point(10, 20), anchor: .middle, size: 8, color: .ink)
    var turned = flat
    turned.rotation = -90
    #expect(abs(turned.bounds.height - flat.bounds.width) < 1e-9)
    #expect(abs(turned.bounds.center.y - 20) < 1e-9)
    #expect(turned.bounds.minX < 10 && turned.bounds.maxX > 10 && 10 - turned.bounds.minX > turned.bounds.maxX - 10)
  }
}

@Suite struct AxisTests {
  private func labels(_ axis: Axis) -> [String] { axis.ticks.compactMap { $0.label?.plain } }

  @Test func linearTicksAreRound() {
    #expect(labels(.linear([0, 9.3], zero: true, tickCount: 5)) == ["0", "2", "4", "6", "8"])
    #expect(labels(.linear([0.7, 0.92], tickCount: 5)) == ["0.70", "0.75", "0.80", "0.85", "0.90"])
    #expect(labels(.linear([0, 4e7], zero: true, tickCount: 2)) == ["0", "2×107", "4×107"])
  }

  @Test func logTicksFollowTheLength() {
    #expect(labels(.logarithmic([1.5, 30], tickCount: 6)) == ["2", "5", "10", "20"])
    #expect(labels(.logarithmic([13, 40], tickCount: 6)) == ["20", "30"])
    #expect(labels(.logarithmic([0.01, 10_000], tickCount: 8)).count == 7)
    #expect(labels(.logarithmic([1e-30, 1e30], tickCount: 5)).count <= 6)
  }

  @Test func singleValuesStandInTheMiddle() {
    #expect(abs(Axis.logarithmic([3], tickCount: 4).fraction(of: 3) - 0.5) < 1e-12)
    #expect(abs(Axis.linear([3], tickCount: 4).fraction(of: 3) - 0.5) < 1e-12)
    #expect(!labels(.logarithmic([3], tickCount: 4)).isEmpty)
  }

  @Test(arguments: [(0.02, "s"), (1.5, "min"), (30, "h"), (400, "d")])
  func timeHasAFittingUnit(hours: Double, unit: String) {
    #expect(TimeTicks.unit(forHours: hours).rawValue == unit)
  }

  @Test func hoursStepLikeClocks() {
    let axis = Axis.elapsed(hours: 30, tickCount: 6, unit: .hours)
    #expect(labels(axis) == ["0", "6", "12", "18", "24", "30"])
  }
}

@Suite struct LayoutTests {
  @Test func segmentsCrossBoxesOnlyInside() {
    let box = Box(x: 0, y: 0, width: 2, height: 2)
    #expect(LineSegment(start: Point(-1, 1), end: Point(3, 1)).crosses(box))
    #expect(LineSegment(start: Point(1, 1), end: Point(1, 1.5)).crosses(box))
    #expect(!LineSegment(start: Point(-1, 0), end: Point(0, 3)).crosses(box))
    #expect(!LineSegment(start: Point(-1, 2), end: Point(3, 2)).crosses(box))
    let diagonal = LineSegment(start: Point(0, 0), end: Point(2, 2))
    #expect(diagonal.crosses(LineSegment(start: Point(0, 2), end: Point(2, 0))))
    #expect(!diagonal.crosses(LineSegment(start: Point(0, 2), end: Point(0.5, 1))))
    #expect(!diagonal.crosses(LineSegment(start: Point(0, 0), end: Point(2, 0))))
  }

  @Test func namesNeverOverlap() {
    let bounds = Box(x: 0, y: 0, width: 60, height: 40)
    var random = SeededGenerator(seed: 7)
    for _ in 0..<50 {
      let points = (0..<12).map { _ in Point(5 + 50 * random.unit(), 5 + 30 * random.unit()) }
      let marks = points.map { Box(x: $0.x - 1, y: $0.y - 1, width: 2, height: 2) }
      let placer = LabelPlacer(bounds: bounds, obstacles: marks, lines: [])
      let placed = placer.place(points.map { .init(anchor: $0, width: 9, height: 2.4, clearance: 1.5) }).compactMap(
        \.self)
      for (index, first) in placed.enumerated() {
        #expect(bounds.contains(first.box) && !marks.contains { $0.overlaps(first.box) })
        #expect(!placed.dropFirst(index + 1).contains { $0.box.overlaps(first.box) })
      }
      #expect(placed.count >= 10)
    }
  }

  @Test func namesStandNearestToTheirOwnPoint() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<50 {
      let points = (0..<8).map { _ in Point(5 + 30 * random.unit(), 5 + 20 * random.unit()) }
      let marks = points.map { Box(x: $0.x - 1, y: $0.y - 1, width: 2, height: 2) }
      let placer = LabelPlacer(bounds: Box(x: 0, y: 0, width: 45, height: 30), obstacles: marks, lines: [])
      let places = placer.place(points.map { .init(anchor: $0, width: 9, height: 2.4, clearance: 1.5) })
      for case (let point, let place?) in zip(points, places) where place.leader == nil {
        let distances = points.filter { $0 == point || $0.distance(to: point) > 0.3 }.map {
          place.box.nearest(to: $0).distance(to: $0)
        }
        #expect(distances.min() == place.box.nearest(to: point).distance(to: point))
      }
    }
  }

  @Test func aLonelyNameStandsToTheRight() throws {
    let placer = LabelPlacer(bounds: Box(x: 0, y: 0, width: 50, height: 50), obstacles: [], lines: [])
    let place = try #require(
      placer.place([.init(anchor: Point(20, 20), width: 8, height: 2, clearance: 1)]).first ?? nil)
    #expect(place.box == Box(x: 21, y: 19, width: 8, height: 2) && place.leader == nil)
  }

  @Test func namesAtTheRightEdgeGoLeft() throws {
    let placer = LabelPlacer(bounds: Box(x: 0, y: 0, width: 50, height: 50), obstacles: [], lines: [])
    let place = try #require(
      placer.place([.init(anchor: Point(48, 20), width: 8, height: 2, clearance: 1)]).first ?? nil)
    #expect(place.box.maxX <= 47)
  }

  @Test func spreadingKeepsOrderAndDistance() throws {
    let heights = try #require(LabelPlacer.spread([5, 5, 5.1, 1], distance: 2, in: 0...10))
    #expect(heights[3] < heights[0] && heights[0] < heights[1] && heights[1] < heights[2])
    let sorted = heights.sorted()
    #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $1 - $0 >= 2 - 1e-9 })
    #expect(sorted.allSatisfy { (0...10).contains($0) })
    #expect(LabelPlacer.spread([1, 2, 3], distance: 6, in: 0...10) == nil)
  }

  @Test func thinningKeepsPeaksAndEnds() {
    var points = (0..<50_000).map { Point(Double($0), Double($0 % 17)) }
    points[31_234].y = 900
    points[7_777].y = -900
    let thin = Decimation.thinned(points)
    #expect(thin.count <= Decimation.limit && thin.count > Decimation.limit / 2)
    #expect(thin.contains(points[31_234]) && thin.contains(points[7_777]))
    #expect(thin.first == points.first && thin.last == points.last)
    #expect(zip(thin, thin.dropFirst()).allSatisfy { $0.x < $1.x })
    #expect(Decimation.thinned(Array(points.prefix(2000))).count == 2000)
  }

  @Test func frontMatchesPairwiseComparison() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      let items = (0..<12).map { _ in
        ParetoFigure.Item(group: "g", energy: Double(1 + random.below(6)), score: Double(random.below(6)))
      }
      let front = ParetoPoints(items)
      for point in front.points {
        let isBeaten = front.points.contains {
          $0.energy <= point.energy && $0.score >= point.score
            && ($0.energy < point.energy || $0.score > point.score)
        }
        #expect(point.isDominated == isBeaten)
      }
    }
  }

  @Test func spreadsheetsSeeNoFormulas() {
    var csv = CSVText(header: ["name", "value"])
    csv.row([.text("=HYPERLINK(\"x\",\"y\")"), .number(-0.5)])
    csv.row([.text("a\r\nb"), .number(.nan)])
    #expect(csv.text == "name,value\n\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",-0.5\na b,\n")
  }
}

@Suite struct SceneTests {
  private func scene(_ shapes: [Shape]) -> Scene {
    Scene(name: "s", title: "t", description: "d", width: 50, height: 30, shapes: shapes)
  }

  private func text(_ text: FigureText, _ x: Double, _ y: Double) -> Shape {
    .text(TextLabel(text, at: Point(x, y), size: 8, color: .ink))
  }

  @Test func problemsAreFound() {
    #expect(scene([text("abc", 5, 10), text("def", 20, 10)]).problems().isEmpty)
    #expect(scene([text("abc", 5, 10), text("def", 6, 11)]).problems() == [.overlappingTexts("abc", "def")])
    #expect(scene([text("abcdefghijklmnop", 40, 10)]).problems() == [.outOfBounds("the text 'abcdefghijklmnop'")])
    let line = Shape.line(from: Point(.nan, 1), to: Point(2, 2), stroke: Stroke(.ink, points: 0.2))
    #expect(Set(scene([.group([line])]).problems()) == [.notFinite("a line"), .thinLine(0.2)])
    let mark = Marker(.circle, at: Point(6, 9.5), diameter: 2, fill: .ink, stroke: .hairline(.ink))
    #expect(scene([text("abc", 5, 10), .marker(mark)]).problems() == [.coveredText("abc")])
  }

  @Test func svgIsPlain() {
    let svg = SVGWriter().write(
      scene([
        text(FigureText(chemical: "kg CO2e"), 5, 10), text("<&>", 5, 20),
        .line(from: Point(.nan, .infinity), to: Point(1, 1), stroke: .hairline(.ink, style: .dashed)),
      ]))
    #expect(svg.contains("width=\"50mm\" height=\"30mm\" viewBox=\"0 0 141.73 85.04\" role=\"img\""))
    #expect(
      svg.contains("kg CO<tspan dy=\"1.44\" font-size=\"5.6\">2</tspan><tspan dy=\"-1.44\" font-size=\"8\">e</tspan>"))
    #expect(svg.contains(">&lt;&amp;&gt;</text>"))
    #expect(svg.contains("x1=\"0\" y1=\"1000000000\"") && svg.contains("stroke-dasharray=\"2 1.2\""))
    #expect(svg.contains("<title id=\"s-title\">t</title>") && svg.contains("<desc id=\"s-desc\">d</desc>"))
  }

  @Test func paletteHasNoYellowAndDiffersInGrey() {
    #expect(!Palette.series.contains(Color(0xF0E442)))
    let codes = (0..<Palette.distinctSeries).map { "\(Palette.color($0)) \(Palette.lineStyle($0))" }
    #expect(Set(codes).count == Palette.distinctSeries)
    let tints = [ComponentBarsFigure.Component.gpu, .cpu, .dram].map(\.color.luma) + [BarStack.overheadFill.luma]
    #expect(zip(tints, tints.dropFirst()).allSatisfy { $1 - $0 > 0.15 })
  }
}

@Suite struct RenderedFigureTests {
  @Test("a figure that is made anew when it is written is the same figure")
  func madeAnew() {
    for figure in Samples.all {
      let whole = figure.render(.article)
      let again = whole.makingAll { figure.render(.article) }
      #expect((again.name, again.title, again.description) == (whole.name, whole.title, whole.description))
      #expect(again.svg == whole.svg)
      #expect(again.tikz == whole.tikz)
      #expect(again.csv == whole.csv)
      let gone = whole.makingAll { nil }
      #expect(gone.scene.shapes.isEmpty && gone.csv.isEmpty && gone.title == whole.title)
    }
  }
}
