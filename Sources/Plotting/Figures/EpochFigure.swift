/// Energy of each epoch above, score below, on one axis of epochs.
public struct EpochFigure: Sendable {
  /// What became of an epoch.
  public enum State: String, Sendable, Hashable {
    /// The epoch counts.
    case useful
    /// A later attempt did it again.
    case redone
    /// It did not end.
    case aborted
  }

  /// One training epoch of one attempt.
  public struct Epoch: Sendable {
    /// The number of the epoch, from 0 to 9 999 999.
    public var index: Int
    /// Its energy, in the figure's unit.
    public var energy: Double?
    /// Its score, such as the pseudo Dice of nnU-Net.
    public var score: Double?
    /// What became of it.
    public var state: State

    /// Makes an epoch.
    public init(index: Int, energy: Double?, score: Double?, state: State = .useful) {
      self.index = index
      self.energy = energy
      self.score = score
      self.state = state
    }
  }

  /// One run: a fold or a seed.
  public struct Run: Sendable {
    /// The name of the run.
    public var label: String
    /// The epochs of all its attempts.
    public var epochs: [Epoch]
    /// The epochs at which an attempt started anew.
    public var restarts: [Int]

    /// Makes a run.
    public init(label: String, epochs: [Epoch], restarts: [Int] = []) {
      self.label = label
      self.epochs = epochs
      self.restarts = restarts
    }
  }

  /// Runs that are drawn together: one run as a line, several as their mean in a band from lowest to highest.
  public struct Series: Sendable {
    /// The name of the series.
    public var label: String
    /// Its runs.
    public var runs: [Run]

    /// Makes a series.
    public init(label: String, runs: [Run]) {
      self.label = label
      self.runs = runs
    }
  }

  let name: String
  let title: String
  let unit: String
  let scoreName: String
  let series: [Series]

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - unit: The unit of energies, such as "Wh".
  ///   - scoreName: The name of the lower panel's axis.
  ///   - series: What is compared.
  public init(name: String, title: String, unit: String = "Wh", scoreName: String = "Dice", series: [Series]) {
    self.name = name
    self.title = title
    self.unit = unit
    self.scoreName = scoreName
    self.series = series
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let lines = series.map { EpochSeries($0) }
    let drawn = lines.filter { !$0.isEmpty }
    guard !drawn.isEmpty else {
      return Page.empty(name: name, title: title, csv: csv, style: style, reasons: ignoredNote(lines))
    }
    let shown = Array(drawn.prefix(Palette.distinctSeries))
    var page = Page(style: style)
    EpochLayout(figure: self, series: shown, on: page).draw(on: &page)
    page.notes(reading(shown) + ignoredNote(lines) + hiddenNote(drawn.count - shown.count))
    return page.finished(name: name, title: title, description: description(drawn), csv: csv)
  }

  /// More bands than this on each other are one grey: only the means are drawn.
  private static let maximumBands = 6

  /// Whether series of several runs have bands.
  static func showsBands(_ lines: [EpochSeries]) -> Bool { lines.count { $0.isBand } <= maximumBands }

  private func reading(_ lines: [EpochSeries]) -> [FigureText] {
    var parts: [String] = []
    if lines.contains(where: \.isBand) {
      parts.append(
        Self.showsBands(lines) ? "Line: mean of the runs; band: lowest to highest" : "Line: mean of the runs")
    }
    if lines.contains(where: { !$0.redone.isEmpty }) { parts.append("hollow: redone epoch") }
    if lines.contains(where: { !$0.aborted.isEmpty }) { parts.append("×: aborted epoch") }
    if lines.contains(where: { !$0.restarts.isEmpty }) { parts.append("tick on top: restart") }
    guard let first = parts.first else { return [] }
    let text = ([first.prefix(1).uppercased() + first.dropFirst()] + parts.dropFirst()).joined(separator: "; ")
    return [FigureText(text + ".")]
  }

  private func ignoredNote(_ lines: [EpochSeries]) -> [FigureText] {
    let count = lines.reduce(0) { $0 + $1.ignored }
    return count > 0 ? [FigureText("Not drawn: \(Prose.count(count, "epoch")) without a usable number.")] : []
  }

  private func hiddenNote(_ count: Int) -> [FigureText] {
    count > 0 ? [FigureText("\(count) more series in the data file.")] : []
  }

  private func description(_ lines: [EpochSeries]) -> String {
    let items = lines.map { line -> String in
      var text = "\(Prose.name(line.label)): \(Prose.count(line.runCount, "run")), epochs 0 to \(line.lastIndex)"
      if let mean = line.meanEnergy { text += ", mean \(Prose.amount(mean, unit)) per epoch" }
      if let score = line.score.last?.mean { text += ", last \(scoreName) \(DecimalText.significant(score))" }
      if !line.redone.isEmpty { text += ", \(line.redone.count) redone" }
      if !line.aborted.isEmpty { text += ", \(line.aborted.count) aborted" }
      return text
    }
    return "\(title). Energy and \(scoreName) of each epoch. \(Prose.list(items))."
  }

  /// The numbers of all epochs.
  var csv: CSVText {
    var csv = CSVText(header: ["series", "run", "epoch", "state", "energy (\(unit))", scoreName])
    for line in series {
      for run in line.runs {
        let names = CSVText.cells([.text(line.label), .text(run.label)])
        for epoch in run.epochs {
          csv.row([
            names, .integer(epoch.index), .text(epoch.state.rawValue), .number(epoch.energy), .number(epoch.score),
          ])
        }
      }
    }
    return csv
  }
}
