/// After how many predictions inference has taken as much energy as the training: a row for each model, on a
/// logarithmic axis, with a mark for each fold.
public struct BreakEvenFigure: Sendable {
  /// A model.
  public struct Row: Sendable {
    /// Its name.
    public var label: String
    /// Training energy over the energy of one prediction, for all folds together; must be above 0 to be drawn.
    public var predictions: Double?
    /// The same of each fold.
    public var folds: [Double?]
    /// The names of ``folds`` in the data file; numbers from 0 where there are none.
    public var foldNames: [String]
    /// What training one fold takes, in the figure's unit of training energies.
    public var training: Double?
    /// What one prediction takes, in the figure's unit of prediction energies.
    public var prediction: Double?

    /// Makes a row.
    public init(
      label: String, predictions: Double?, folds: [Double?], foldNames: [String] = [], training: Double?,
      prediction: Double?
    ) {
      self.foldNames = foldNames
      self.label = label
      self.predictions = predictions
      self.folds = folds
      self.training = training
      self.prediction = prediction
    }

    /// The name of one of ``folds``.
    func name(ofFold place: Int) -> String { foldNames.indices.contains(place) ? foldNames[place] : String(place) }
  }

  /// Models under one heading, such as those of a data set.
  public struct Group: Sendable {
    /// The heading; empty for none.
    public var label: String
    /// The models from top to bottom.
    public var rows: [Row]

    /// Makes a group.
    public init(label: String, rows: [Row]) {
      self.label = label
      self.rows = rows
    }
  }

  /// More folds than this are sampled.
  static let maximumFolds = 100

  let name: String
  let title: String
  let trainingUnit: String
  let predictionUnit: String
  let groups: [Group]

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - trainingUnit: The unit of training energies.
  ///   - predictionUnit: The unit of energies of one prediction.
  ///   - groups: The models.
  public init(name: String, title: String, trainingUnit: String = "kWh", predictionUnit: String = "Wh", groups: [Group])
  {
    self.name = name
    self.title = title
    self.trainingUnit = trainingUnit
    self.predictionUnit = predictionUnit
    self.groups = groups
  }

  /// Draws the figure; rows of which nothing is known are left out and named in a note.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    var missing: [String] = []
    let drawn = groups.map { group in
      Group(
        label: group.label,
        rows: group.rows.filter { row in
          let isKnown = Plottable.positive(row.predictions) != nil
          if !isKnown {
            missing.append((group.label.isEmpty ? "" : Prose.name(group.label) + " ") + Prose.name(row.label))
          }
          return isKnown
        })
    }.filter { !$0.rows.isEmpty }
    var notes: [FigureText] = []
    if !missing.isEmpty { notes.append(FigureText("Not drawn, since nothing is known: \(Prose.list(missing)).")) }
    guard !drawn.isEmpty else {
      return Page.empty(name: name, title: title, csv: csv, style: style, reasons: notes)
    }
    var page = Page(style: style)
    let layout = BreakEvenLayout(figure: self, groups: drawn, on: page)
    layout.draw(on: &page)
    if drawn.contains(where: { $0.rows.contains { $0.folds.count > 1 } }) {
      notes.insert("Bold marks: all folds together; light ones: each fold.", at: 0)
    }
    let hidden = drawn.map(\.rows.count).reduce(0, +) - layout.rowCount
    if hidden > 0 { notes.append(FigureText("\(Prose.count(hidden, "more row")) in the data file.")) }
    page.notes(notes)
    return page.finished(name: name, title: title, description: description(drawn), csv: csv)
  }

  private func description(_ groups: [Group]) -> String {
    let items = groups.flatMap { group in
      group.rows.map { row -> String in
        let place = group.label.isEmpty ? "" : Prose.name(group.label) + ", "
        var text = "\(place)\(Prose.name(row.label)): \(DecimalText.significant(row.predictions ?? 0)) predictions"
        if let training = Plottable.value(row.training), let prediction = Plottable.value(row.prediction) {
          text += " (training \(Prose.amount(training, trainingUnit)), "
          text += "one prediction \(Prose.amount(prediction, predictionUnit)))"
        }
        return text
      }
    }
    return "\(title). \(Prose.list(items))."
  }

  private var csv: CSVText {
    var csv = CSVText(header: [
      "group", "model", "fold", "predictions to break even", "training (\(trainingUnit))",
      "one prediction (\(predictionUnit))",
    ])
    for group in groups {
      for row in group.rows {
        csv.row([
          .text(group.label), .text(row.label), .text("all"), .number(row.predictions), .number(row.training),
          .number(row.prediction),
        ])
        for (place, fold) in row.folds.enumerated() {
          csv.row([
            .text(group.label), .text(row.label),
            .text(row.name(ofFold: place)), .number(fold),
            .number(nil), .number(nil),
          ])
        }
      }
    }
    return csv
  }
}
