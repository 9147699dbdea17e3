/// Performance against the normalised resource, with lines of equal performance per resource unit (PePR).
///
/// PePR = P ÷ (1 + R) after Selvan, Pepin, Igel, Samuel and Dam, "PePR: Performance Per Resource Unit as a Metric to
/// Promote Small-scale Deep Learning" (2025), figure 1: where the score is the same, the performance rises along a
/// straight line in R.
public struct EfficiencyFigure: Sendable {
  /// A model.
  public struct Item: Sendable {
    /// Its name.
    public var label: String
    /// What it takes, 0 for the least of the set to 1 for the most; others are not drawn.
    public var resource: Double?
    /// Its performance, 0 to 1; others are not drawn.
    public var performance: Double?
    /// Its score by the caller's own computation.
    public var score: Double?

    /// Makes an item.
    public init(label: String, resource: Double?, performance: Double?, score: Double?) {
      self.label = label
      self.resource = resource
      self.performance = performance
      self.score = score
    }
  }

  /// The models of a data set.
  public struct Panel: Sendable {
    /// The name above the panel.
    public var label: String
    /// What the least and the most of the set take, such as "1.2 to 4.4 kWh": scores depend on it.
    public var range: String
    /// The models.
    public var items: [Item]

    /// Makes a panel.
    public init(label: String, range: String, items: [Item]) {
      self.label = label
      self.range = range
      self.items = items
    }
  }

  let name: String
  let title: String
  let resourceName: String
  let performanceName: String
  let scoreName: String
  let panels: [Panel]

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - resourceName: The name of the horizontal axis, without "normalised".
  ///   - performanceName: The name of the vertical axis; more is better.
  ///   - scoreName: The name of the score.
  ///   - panels: The data sets.
  public init(
    name: String, title: String, resourceName: String = "IT energy", performanceName: String = "Dice",
    scoreName: String = "PePR-E", panels: [Panel]
  ) {
    self.name = name
    self.title = title
    self.resourceName = resourceName
    self.performanceName = performanceName
    self.scoreName = scoreName
    self.panels = panels
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let contents = panels.map { EfficiencyPoints($0) }
    let known = contents.filter { !$0.points.isEmpty }
    guard !known.isEmpty else { return Page.empty(name: name, title: title, csv: csv, style: style) }
    let drawn = Array(known.prefix(PanelGrid.capacity(for: known.count, style: style)))
    var page = Page(style: style)
    EfficiencyLayout(figure: self, panels: drawn, on: &page).draw(on: &page)
    page.notes(notes(drawn, hidden: known.count - drawn.count))
    return page.finished(name: name, title: title, description: description(contents), csv: csv)
  }

  private func notes(_ panels: [EfficiencyPoints], hidden: Int) -> [FigureText] {
    var notes = ["Grey lines: equal \(scoreName) = \(performanceName) ÷ (1 + R); ring: the highest."]
    let ranges = panels.filter { !$0.range.isEmpty }
      .map { "\(Prose.name($0.label)) \($0.range)" }
    if !ranges.isEmpty { notes.append("R from 0 to 1: \(Prose.list(ranges)).") }
    if hidden > 0 { notes.append("\(Prose.count(hidden, "more data set")) in the data file.") }
    return notes.map { FigureText($0) }
  }

  private func description(_ panels: [EfficiencyPoints]) -> String {
    let sentences = panels.map { panel -> String in
      let items = panel.points.map { "\(Prose.name($0.label)) \(DecimalText.significant($0.score))" }
      let best = panel.best.map { "; the highest has \(Prose.name(panel.points[$0].label))" } ?? ""
      let range = panel.range.isEmpty ? "" : ", R from 0 to 1 is \(panel.range)"
      return "\(Prose.name(panel.label)): " + (items.isEmpty ? "no data" : Prose.list(items) + best + range)
    }
    return "\(title). \(scoreName) by model. " + sentences.prefix(Prose.maximumItems).joined(separator: ". ") + "."
  }

  private var csv: CSVText {
    var csv = CSVText(header: [
      "data set", "model", "normalised \(resourceName)", performanceName, scoreName, "range of \(resourceName)",
    ])
    for panel in panels {
      for item in panel.items {
        csv.row([
          .text(panel.label), .text(item.label), .number(item.resource), .number(item.performance),
          .number(item.score), .text(panel.range),
        ])
      }
    }
    return csv
  }
}

/// The models of a panel that can be drawn.
struct EfficiencyPoints: Sendable {
  struct Point: Sendable {
    let label: String
    let resource: Double
    let performance: Double
    let score: Double
  }

  let label: String
  let range: String
  let points: [Point]

  init(_ panel: EfficiencyFigure.Panel) {
    label = panel.label
    range = SafeText.singleLine(panel.range, limit: 60)
    points = panel.items.compactMap { item in
      guard let resource = item.resource, (0...1).contains(resource), let performance = item.performance,
        (0...1).contains(performance), let score = Plottable.value(item.score)
      else { return nil }
      return Point(label: item.label, resource: resource, performance: performance, score: score)
    }
  }

  /// The place of the point with the highest score, the first of equals; `nil` for fewer than two points.
  var best: Int? {
    guard points.count > 1 else { return nil }
    return points.indices.max { (points[$0].score, -$0) < (points[$1].score, -$1) }
  }
}
