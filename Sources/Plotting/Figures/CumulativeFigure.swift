/// How the cost of selecting a model grew: a step for each attempt at the hour when it ended.
public struct CumulativeFigure: Sendable {
  /// One process start of a training.
  public struct Attempt: Sendable {
    /// The configuration, which decides the colour.
    public var configuration: String
    /// The end in hours after the first start of the data set's selection.
    public var endHours: Double
    /// What the attempt cost, in the figure's unit; `nil` when unknown.
    public var cost: Double?
    /// Whether it failed or was cancelled.
    public var failed: Bool

    /// Makes an attempt.
    public init(configuration: String, endHours: Double, cost: Double?, failed: Bool = false) {
      self.configuration = configuration
      self.endHours = endHours
      self.cost = cost
      self.failed = failed
    }
  }

  /// A data set.
  public struct Panel: Sendable {
    /// The name above the panel.
    public var label: String
    /// All that was executed, in any order.
    public var attempts: [Attempt]
    /// What training the chosen model cost; `nil` when none was chosen.
    public var finalCost: Double?

    /// Makes a panel.
    public init(label: String, attempts: [Attempt], finalCost: Double? = nil) {
      self.label = label
      self.attempts = attempts
      self.finalCost = finalCost
    }
  }

  let name: String
  let title: String
  let quantity: String
  let unit: String
  let panels: [Panel]

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - quantity: The name of the vertical axis.
  ///   - unit: The unit of costs, such as "kWh" or "kg CO2e".
  ///   - panels: The data sets.
  public init(
    name: String, title: String, quantity: String = "Cumulative energy", unit: String = "kWh", panels: [Panel]
  ) {
    self.name = name
    self.title = title
    self.quantity = quantity
    self.unit = unit
    self.panels = panels
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let curves = panels.map { CumulativeCurve($0) }
    let known = curves.filter { !$0.steps.isEmpty }
    let drawn = known.prefix(PanelGrid.capacity(for: known.count, style: style))
    guard !drawn.isEmpty else {
      return Page.empty(name: name, title: title, csv: csv(curves), style: style, reasons: missingNotes(curves))
    }
    var page = Page(style: style)
    let layout = CumulativeLayout(figure: self, curves: Array(drawn), on: &page)
    layout.draw(on: &page)
    page.notes(missingNotes(curves) + hiddenNote(known.count - drawn.count))
    return page.finished(name: name, title: title, description: description(curves), csv: csv(curves))
  }

  private func missingNotes(_ curves: [CumulativeCurve]) -> [FigureText] {
    let missing = curves.filter { $0.unknownCount > 0 }.map {
      "\(Prose.name($0.label)) \(Prose.count($0.unknownCount, "attempt"))"
    }
    return missing.isEmpty ? [] : [FigureText("Not counted, since cost or end is unknown: \(Prose.list(missing)).")]
  }

  private func hiddenNote(_ hidden: Int) -> [FigureText] {
    hidden > 0 ? [FigureText("\(Prose.count(hidden, "more data set")) in the data file.")] : []
  }

  private func description(_ curves: [CumulativeCurve]) -> String {
    let sentences = curves.map { curve -> String in
      let failed = curve.steps.filter(\.attempt.failed).count
      var text = "\(Prose.name(curve.label)): \(Prose.amount(curve.total, unit)) in \(curve.steps.count) attempts"
      text += " over \(DecimalText.significant(curve.lastHour)) h, \(failed) failed"
      guard let final = curve.finalCost else { return text }
      text += "; the final model cost \(Prose.amount(final, unit))"
      return final > 0 ? text + ", the selection \(DecimalText.significant(curve.total / final)) times as much" : text
    }
    return "\(title). \(quantity) over time for \(Prose.count(curves.count, "data set")). "
      + sentences.prefix(Prose.maximumItems).joined(separator: ". ") + "."
  }

  private func csv(_ curves: [CumulativeCurve]) -> CSVText {
    var csv = CSVText(header: [
      "data set", "configuration", "end (h)", "cost (\(unit))", "cumulative (\(unit))", "failed",
      "final model (\(unit))",
    ])
    for curve in curves {
      for step in curve.steps {
        csv.row([
          .text(curve.label), .text(step.attempt.configuration), .number(step.hour), .number(step.cost),
          .number(step.cumulative), .text(step.attempt.failed ? "yes" : "no"), .number(curve.finalCost),
        ])
      }
    }
    return csv
  }
}

/// The steps of one panel.
struct CumulativeCurve: Sendable {
  struct Step: Sendable {
    let attempt: CumulativeFigure.Attempt
    let hour: Double
    let cost: Double
    let cumulative: Double
  }

  let label: String
  let finalCost: Double?
  private(set) var steps: [Step] = []
  /// How many attempts have no cost or no end.
  private(set) var unknownCount = 0

  init(_ panel: CumulativeFigure.Panel) {
    label = panel.label
    finalCost = Plottable.nonNegative(panel.finalCost)
    let order = panel.attempts.enumerated().sorted {
      ($0.element.endHours, $0.offset) < ($1.element.endHours, $1.offset)
    }
    var sum = 0.0
    for (_, attempt) in order {
      guard let hour = Plottable.nonNegative(attempt.endHours), let cost = Plottable.nonNegative(attempt.cost) else {
        unknownCount += 1
        continue
      }
      sum += cost
      steps.append(Step(attempt: attempt, hour: hour, cost: cost, cumulative: sum))
    }
  }

  var total: Double { steps.last?.cumulative ?? 0 }
  var lastHour: Double { steps.last?.hour ?? 0 }
}
