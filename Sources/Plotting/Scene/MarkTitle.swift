/// What a reader is told who points at a mark: what it is, and its value with its unit.
///
/// ``SVGWriter`` writes it as a `title` element, which browsers show beside the pointer; print has none.
public struct MarkTitle: Sendable, Hashable {
  /// One line of plain text, at most 300 characters long.
  public let text: String

  /// Makes a title; `nil` when the text has no visible characters.
  public init?(_ text: String) {
    let line = SafeText.singleLine(text, limit: 300)
    guard line.contains(where: { !$0.isWhitespace }) else { return nil }
    self.text = line
  }

  /// "Prostate, 2d: IT energy 1.20 kWh; Dice 0.810": names from the outside in, empty ones left out, then values.
  static func of(_ names: [String], _ values: String...) -> MarkTitle? { of(names, values) }

  /// The same with the values in a list.
  static func of(_ names: [String], _ values: [String]) -> MarkTitle? {
    let place = names.map(Prose.name).filter { !$0.isEmpty }.joined(separator: ", ")
    let told = values.filter { !$0.isEmpty }.joined(separator: "; ")
    return MarkTitle(place.isEmpty || told.isEmpty ? place + told : place + ": " + told)
  }
}

extension Page {
  /// Adds what shows one thing, with its title.
  mutating func mark(_ title: MarkTitle?, _ shapes: Shape...) { add(.group(shapes, title: title)) }

  /// Adds what shows one thing, with its title.
  mutating func mark(_ title: MarkTitle?, _ shapes: [Shape]) { add(.group(shapes, title: title)) }
}
