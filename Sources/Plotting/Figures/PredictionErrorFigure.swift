/// How wrong predictions are that are made after so many epochs: a line per predictor with a band of quartiles.
public struct PredictionErrorFigure: Sendable {
  /// The errors after one number of epochs, without their signs, in percent.
  public struct Point: Sendable {
    /// The number of epochs seen; must be above 0 to be drawn.
    public var observed: Int
    /// The lower quartile over trainings.
    public var low: Double
    /// The median over trainings.
    public var median: Double
    /// The upper quartile over trainings.
    public var high: Double
    /// The trainings.
    public var count: Int

    /// Makes a point.
    public init(observed: Int, low: Double, median: Double, high: Double, count: Int) {
      self.observed = observed
      self.low = low
      self.median = median
      self.high = high
      self.count = count
    }
  }

  /// A predictor.
  public struct Line: Sendable {
    /// The name at the line's end.
    public var label: String
    /// In any order.
    public var points: [Point]

    /// Makes a line.
    public init(label: String, points: [Point]) {
      self.label = label
      self.points = points
    }
  }

  /// What is predicted.
  public struct Panel: Sendable {
    /// The name of the vertical axis.
    public var label: String
    /// The predictors, the same in all panels.
    public var lines: [Line]

    /// Makes a panel.
    public init(label: String, lines: [Line]) {
      self.label = label
      self.lines = lines
    }
  }

  /// At most this many panels are drawn; the CSV holds the rest.
  static let maximumPanels = 4
  /// At most this many lines are drawn in a panel; the CSV holds the rest.
  static let maximumLines = 8

  let name: String
  let title: String
  let panels: [Panel]

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - panels: What is predicted.
  public init(name: String, title: String, panels: [Panel]) {
    self.name = name
    self.title = title
    self.panels = panels
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let drawn = panels.map(Self.plottable).filter { panel in panel.lines.contains { !$0.points.isEmpty } }
      .prefix(Self.maximumPanels)
    guard !drawn.isEmpty else { return Page.empty(name: name, title: title, csv: csv, style: style) }
    var page = Page(style: style)
    PredictionErrorLayout(panels: Array(drawn), on: page).draw(on: &page)
    page.notes([
      "Error without its sign, log scale. Lines: median over trainings; bands: their quartiles. Nearly nothing stands at the lower edge."
    ])
    return page.finished(name: name, title: title, description: description, csv: csv)
  }

  /// The panel with what can stand on its axes, in order of epochs.
  private static func plottable(_ panel: Panel) -> Panel {
    let lines = panel.lines.prefix(maximumLines).map { line in
      let points = line.points.filter { point in
        point.observed > 0 && [point.low, point.median, point.high].allSatisfy { Plottable.nonNegative($0) != nil }
      }
      return Line(label: line.label, points: points.sorted { $0.observed < $1.observed })
    }
    return Panel(label: panel.label, lines: lines)
  }

  private var description: String {
    let sentences = panels.map { panel -> String in
      let lines = Self.plottable(panel).lines.compactMap { line -> String? in
        guard let first = line.points.first, let last = line.points.last else { return nil }
        return "\(Prose.name(line.label)) \(DecimalText.significant(first.median)) % after "
          + "\(Prose.count(first.observed, "epoch")), \(DecimalText.significant(last.median)) % after \(last.observed)"
      }
      return "\(Prose.name(panel.label)): \(lines.isEmpty ? "no data" : Prose.list(lines))"
    }
    return "\(title). Median error without sign. " + sentences.prefix(Prose.maximumItems).joined(separator: ". ") + "."
  }

  private var csv: CSVText {
    var csv = CSVText(header: [
      "target", "predictor", "epochs observed", "trainings", "lower quartile (%)", "median (%)", "upper quartile (%)",
    ])
    for panel in panels {
      for line in panel.lines {
        for point in line.points {
          csv.row([
            .text(panel.label), .text(line.label), .integer(point.observed), .integer(point.count),
            .number(point.low), .number(point.median), .number(point.high),
          ])
        }
      }
    }
    return csv
  }
}
