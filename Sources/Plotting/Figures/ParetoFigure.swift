/// Performance against energy: one panel for each data set, since scores of different data sets do not compare.
public struct ParetoFigure: Sendable {
  /// What an item is on the front, for its name.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// The least energy of the front.
    case cheapest = "least energy"
    /// Where more energy begins to pay less.
    case knee
    /// The best score of the front.
    case best
  }

  /// One way to train, with what it cost and how good it was.
  public struct Item: Sendable {
    /// The configuration, which decides the mark.
    public var group: String
    /// The energy, in the figure's unit; must be above 0 to be drawn.
    public var energy: Double?
    /// The score, such as the mean Dice.
    public var score: Double?
    /// Half the length of the whisker around the score.
    public var scoreDeviation: Double?
    /// Half the length of the whisker around the energy.
    public var energyDeviation: Double?
    /// What it is on the front; named beside its mark.
    public var roles: Set<Role>

    /// Makes an item.
    public init(
      group: String, energy: Double?, score: Double?, scoreDeviation: Double? = nil, energyDeviation: Double? = nil,
      roles: Set<Role> = []
    ) {
      self.group = group
      self.energy = energy
      self.score = score
      self.scoreDeviation = scoreDeviation
      self.energyDeviation = energyDeviation
      self.roles = roles
    }
  }

  /// A data set.
  public struct Panel: Sendable {
    /// The name above the panel.
    public var label: String
    /// What was trained on it.
    public var items: [Item]

    /// Makes a panel.
    public init(label: String, items: [Item]) {
      self.label = label
      self.items = items
    }
  }

  let name: String
  let title: String
  let quantity: String
  let unit: String
  let scoreName: String
  let deviationMeaning: String
  let panels: [Panel]

  /// The energies of a panel span more than this factor on a logarithmic axis.
  static let linearSpan = 10.0

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - quantity: The name of the horizontal axis.
  ///   - unit: The unit of energies, such as "kWh".
  ///   - scoreName: The name of the vertical axis; more is better.
  ///   - deviationMeaning: What whiskers stand for.
  ///   - panels: The data sets.
  public init(
    name: String, title: String, quantity: String = "Energy", unit: String = "kWh", scoreName: String = "Dice",
    deviationMeaning: String = "mean ± sd over folds", panels: [Panel]
  ) {
    self.name = name
    self.title = title
    self.quantity = quantity
    self.unit = unit
    self.scoreName = scoreName
    self.deviationMeaning = deviationMeaning
    self.panels = panels
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let fronts = panels.map { ParetoPoints($0.items) }
    let known = zip(panels, fronts).filter { !$0.1.points.isEmpty }
    let drawn = known.prefix(PanelGrid.capacity(for: known.count, style: style))
    let missing = missingNotes(fronts)
    guard !drawn.isEmpty else {
      return Page.empty(name: name, title: title, csv: csv(fronts), style: style, reasons: missing)
    }
    var page = Page(style: style)
    let groups = Self.distinct(drawn.flatMap { $0.1.points.map(\.group) })
    let layout = ParetoLayout(figure: self, panels: Array(drawn), groups: groups, on: &page)
    layout.draw(on: &page)
    page.notes([reading(drawn.map(\.1))] + missing + hiddenNote(known.count - drawn.count))
    return page.finished(name: name, title: title, description: description(fronts), csv: csv(fronts))
  }

  /// The names in order of first use, each once.
  static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private func reading(_ fronts: [ParetoPoints]) -> FigureText {
    var parts = ["Line: Pareto front"]
    if fronts.contains(where: { front in front.points.contains { $0.isDominated } }) {
      parts.append("hollow: dominated")
    }
    let hasWhiskers = fronts.contains { front in
      front.points.contains { $0.scoreDeviation != nil || $0.energyDeviation != nil }
    }
    if fronts.contains(where: { front in front.points.contains { $0.roles.contains(.knee) } }) {
      parts.append("ring: knee, farthest above the line from the least energy to the best")
    }
    if hasWhiskers { parts.append("whiskers: \(deviationMeaning)") }
    return FigureText(parts.joined(separator: "; ") + ".")
  }

  private func missingNotes(_ fronts: [ParetoPoints]) -> [FigureText] {
    let missing = zip(panels, fronts).flatMap { panel, front in
      front.missing.map { "\(Prose.name(panel.label)) \(Prose.name($0.group)) (\($0.reason))" }
    }
    return missing.isEmpty ? [] : [FigureText("Not drawn: \(Prose.list(missing)).")]
  }

  private func hiddenNote(_ hidden: Int) -> [FigureText] {
    hidden > 0 ? [FigureText("\(Prose.count(hidden, "more data set")) in the data file.")] : []
  }

  private func description(_ fronts: [ParetoPoints]) -> String {
    let sentences = zip(panels, fronts).map { panel, front -> String in
      let items = front.steps.map {
        "\(Prose.name($0.group))\(Self.words($0.roles)) \(Prose.amount($0.energy, unit)), \(scoreName) "
          + DecimalText.significant($0.score)
      }
      let dominated = front.points.filter(\.isDominated).count
      let name = Prose.name(panel.label)
      guard !items.isEmpty else { return "\(name): no data" }
      return "\(name): Pareto front \(Prose.list(items)); \(dominated) of \(front.points.count) dominated"
    }
    return "\(title). \(scoreName) against \(quantity) for \(Prose.count(panels.count, "data set")). "
      + sentences.prefix(Prose.maximumItems).joined(separator: ". ") + "."
  }

  /// " (knee)" for a sentence; empty for none.
  private static func words(_ roles: Set<Role>) -> String {
    let words = Role.allCases.filter(roles.contains).map(\.rawValue)
    return words.isEmpty ? "" : " (" + words.joined(separator: ", ") + ")"
  }

  private func csv(_ fronts: [ParetoPoints]) -> CSVText {
    var csv = CSVText(header: [
      "data set", "configuration", "energy (\(unit))", "energy deviation (\(unit))", scoreName,
      "\(scoreName) deviation", "pareto", "role",
    ])
    for (panel, front) in zip(panels, fronts) {
      for (index, item) in panel.items.enumerated() {
        let point = front.points.first { $0.index == index }
        let state = point.map { $0.isDominated ? "dominated" : "front" } ?? "not drawn"
        csv.row([
          .text(panel.label), .text(item.group), .number(item.energy), .number(item.energyDeviation),
          .number(item.score), .number(item.scoreDeviation), .text(state),
          .text(Role.allCases.filter(item.roles.contains).map(\.rawValue).joined(separator: ", ")),
        ])
      }
    }
    return csv
  }
}
