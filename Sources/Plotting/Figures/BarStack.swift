/// One stacked bar with only the values that can be drawn.
struct BarStack: Sendable {
  typealias Component = ComponentBarsFigure.Component

  /// A part of the bar.
  struct Segment: Sendable {
    let name: String
    let value: Double
    let fill: Color
    let outline: Stroke?
  }

  static let overheadFill = Color(0xEDF4F9)
  static let overheadOutline = Stroke.hairline(Color(0x7FA9C6))

  let bar: ComponentBarsFigure.Bar
  let group: String
  let parts: [Component: Double]
  let missing: Set<Component>
  let overhead: Double?
  let error: Double?

  init(_ bar: ComponentBarsFigure.Bar, group: String) {
    self.bar = bar
    self.group = group
    parts = bar.parts.compactMapValues { Plottable.nonNegative($0) }
    missing = bar.missing.union(bar.parts.keys.filter { Plottable.nonNegative(bar.parts[$0]) == nil })
    overhead = parts.isEmpty ? nil : Plottable.nonNegative(bar.overhead)
    error = parts.isEmpty ? nil : Plottable.positive(bar.error)
  }

  /// The parts from the axis outwards.
  var segments: [Segment] {
    let measured = Component.allCases.compactMap { component -> Segment? in
      guard let value = parts[component] else { return nil }
      return Segment(name: component.label, value: value, fill: component.color, outline: nil)
    }
    guard let overhead else { return measured }
    return measured + [
      Segment(name: "PUE overhead", value: overhead, fill: Self.overheadFill, outline: Self.overheadOutline)
    ]
  }

  /// The sum of all parts; `nil` when nothing was measured.
  var total: Double? { parts.isEmpty ? nil : segments.reduce(0) { $0 + $1.value } }

  /// Where the bar belongs and what it is called.
  var names: [String] { [group, bar.label] }

  /// A part as a percentage of the total.
  func percent(_ value: Double) -> String {
    guard let total, total > 0 else { return "0 %" }
    return DecimalText.fixed(100 * value / total, places: 0) + " %"
  }
}

/// Marks for bars in which components are missing, one for each set of components.
struct MissingNotes: Sendable {
  private static let marks = ["†", "‡", "§", "¶"]
  private var sets: [Set<ComponentBarsFigure.Component>] = []

  init(_ stacks: [BarStack]) {
    for stack in stacks where stack.total != nil && !stack.missing.isEmpty && !sets.contains(stack.missing) {
      sets.append(stack.missing)
    }
  }

  /// The mark of a bar, empty when nothing is missing. Sets beyond the third share the last mark.
  func mark(of stack: BarStack) -> String {
    guard stack.total != nil, let index = sets.firstIndex(of: stack.missing) else { return "" }
    return Self.marks[min(index, Self.marks.count - 1)]
  }

  /// The footnotes.
  var lines: [FigureText] {
    let named = zip(Self.marks, sets.prefix(Self.marks.count - 1)).map { mark, missing in
      let names = ComponentBarsFigure.Component.allCases.filter(missing.contains).map(\.label)
      return "\(mark) \(names.joined(separator: ", ")) not measured."
    }
    let more = sets.count >= Self.marks.count ? ["¶ Other components not measured: see the data file."] : []
    return named.isEmpty ? [] : [FigureText((named + more).joined(separator: " "))]
  }
}
