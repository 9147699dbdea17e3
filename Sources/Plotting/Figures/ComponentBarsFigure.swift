/// Horizontal bars of energy or emissions, stacked by component, with the overhead of the building at their end.
public struct ComponentBarsFigure: Sendable {
  /// A class of device.
  public enum Component: String, Sendable, Hashable, CaseIterable {
    case gpu, cpu, dram, node, other

    /// The name in figures.
    var label: String {
      switch self {
      case .gpu, .cpu, .dram: rawValue.uppercased()
      case .node, .other: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
      }
    }

    /// Tints of one blue from dark to light, so that they keep their order in grey; whole nodes are grey.
    var color: Color {
      switch self {
      case .gpu: Color(0x0A4A73)
      case .cpu: Color(0x3E8DBF)
      case .dram: Color(0x95C6E4)
      case .node: Color(0x5E6B75)
      case .other: Color(0xA9B2B9)
      }
    }
  }

  /// One bar: a run, or a sum or mean of runs.
  public struct Bar: Sendable {
    /// The name beside the bar.
    public var label: String
    /// What each measured component took; negative and infinite values count as missing.
    public var parts: [Component: Double]
    /// Components that took something which nobody measured.
    public var missing: Set<Component>
    /// What cooling and power distribution add: (PUE − 1) × IT energy.
    public var overhead: Double?
    /// Half the length of the whisker around the total, such as one standard deviation.
    public var error: Double?

    /// Makes a bar; all values are in the figure's unit.
    public init(
      label: String, parts: [Component: Double], missing: Set<Component> = [], overhead: Double? = nil,
      error: Double? = nil
    ) {
      self.label = label
      self.parts = parts
      self.missing = missing
      self.overhead = overhead
      self.error = error
    }
  }

  /// Bars under one heading, such as the configurations of a data set.
  public struct Group: Sendable {
    /// The heading; empty for none.
    public var label: String
    /// The bars, from top to bottom.
    public var bars: [Bar]

    /// Makes a group.
    public init(label: String, bars: [Bar]) {
      self.label = label
      self.bars = bars
    }
  }

  /// What the length of a bar means.
  public enum Mode: Sendable {
    /// Amounts in the figure's unit.
    case absolute
    /// Shares of each bar's total in per cent.
    case share
  }

  let name: String
  let title: String
  let quantity: String
  let unit: String
  let mode: Mode
  let errorMeaning: String
  let groups: [Group]

  /// Makes the figure.
  ///
  /// - Parameters:
  ///   - name: A short name for files.
  ///   - title: What the figure shows, in a few words.
  ///   - quantity: The name of the axis, such as "Energy" or "Emissions".
  ///   - unit: The unit of all values, such as "kWh" or "kg CO2e".
  ///   - mode: Amounts or shares.
  ///   - errorMeaning: What whiskers stand for, such as "mean ± sd over 5 folds".
  ///   - groups: The bars.
  public init(
    name: String, title: String, quantity: String = "Energy", unit: String = "kWh", mode: Mode = .absolute,
    errorMeaning: String = "± sd", groups: [Group]
  ) {
    self.name = name
    self.title = title
    self.quantity = quantity
    self.unit = unit
    self.mode = mode
    self.errorMeaning = errorMeaning
    self.groups = groups
  }

  /// Draws the figure.
  public func render(_ style: FigureStyle) -> RenderedFigure {
    let stacks = groups.flatMap { group in group.bars.map { BarStack($0, group: group.label) } }
    guard stacks.contains(where: { $0.total != nil }) else {
      return Page.empty(name: name, title: title, csv: csv(stacks), style: style)
    }
    var page = Page(style: style)
    let footnotes = MissingNotes(stacks)
    let layout = ComponentBarsLayout(figure: self, footnotes: footnotes, style: style)
    layout.draw(on: &page)
    let drawn = Array(stacks.prefix(layout.barCount))
    legend(drawn).draw(on: &page, left: layout.area.minX)
    page.notes(notes(stacks, footnotes, hidden: stacks.count - drawn.count))
    return page.finished(name: name, title: title, description: description(stacks), csv: csv(stacks))
  }

  private func legend(_ drawn: [BarStack]) -> Legend {
    let components = Component.allCases.filter { component in drawn.contains { $0.parts[component] != nil } }
    var entries: [(key: Legend.Key, name: FigureText)] = components.map {
      (key: .area(fill: $0.color, outline: nil), name: FigureText($0.label))
    }
    if drawn.contains(where: { $0.overhead != nil }) {
      entries.append((key: .area(fill: BarStack.overheadFill, outline: BarStack.overheadOutline), name: "PUE overhead"))
    }
    return Legend(entries: entries)
  }

  private func notes(_ stacks: [BarStack], _ footnotes: MissingNotes, hidden: Int) -> [FigureText] {
    var notes = footnotes.lines
    if mode == .absolute, stacks.contains(where: { $0.error != nil }) {
      notes.append(FigureText("Whiskers: \(errorMeaning)."))
    }
    if stacks.contains(where: { $0.total == nil }) { notes.append("–: not measured.") }
    if hidden > 0 { notes.append(FigureText("\(Prose.count(hidden, "more bar")) in the data file.")) }
    return notes
  }

  private func description(_ stacks: [BarStack]) -> String {
    let items = stacks.map { stack -> String in
      let place = stack.group.isEmpty ? "" : "\(Prose.name(stack.group)), "
      guard let total = stack.total else { return "\(place)\(Prose.name(stack.bar.label)): not measured" }
      let shares = stack.segments.map { "\($0.name) \(stack.percent($0.value))" }.joined(separator: ", ")
      return "\(place)\(Prose.name(stack.bar.label)): \(Prose.amount(total, unit)) (\(shares))"
    }
    return "\(title). \(quantity) by component for \(Prose.count(stacks.count, "bar")): \(Prose.list(items))."
  }

  private func csv(_ stacks: [BarStack]) -> CSVText {
    let components = Component.allCases
    var csv = CSVText(
      header: ["group", "bar"] + components.map { "\($0.rawValue) (\(unit))" }
        + ["pue overhead (\(unit))", "total (\(unit))", "error (\(unit))", "not measured"])
    for stack in stacks {
      let missing = components.filter(stack.missing.contains).map(\.rawValue).joined(separator: " ")
      csv.row(
        [.text(stack.group), .text(stack.bar.label)] + components.map { .number(stack.parts[$0]) }
          + [.number(stack.overhead), .number(stack.total), .number(stack.error), .text(missing)])
    }
    return csv
  }
}
