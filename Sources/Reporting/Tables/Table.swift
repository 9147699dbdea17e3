/// A table of results, before anything is rounded or set in a format.
///
/// Numbers stand in it unrounded and in base units; ``FormattedTable`` rounds them, once, for all renderers.
public struct Table: Sendable, Hashable {
  /// The file stem and the label for references, such as "footprint".
  public var name: String
  /// What the table shows; without a number and without a full stop of its own.
  public var caption: RichText
  /// The columns, from the left.
  public var columns: [Column]
  /// The rows, from the top; rows of one group stand together.
  public var rows: [Row]
  /// What stands under the table.
  public var notes: [Note]
  /// Whether documents print numbers with their expanded uncertainties, where these are known.
  public var printsIntervals = false
  /// How many columns at the left name a row, and so stand in each part of a table that is too wide for the page.
  public var namingColumns = 2

  /// Makes a table.
  public init(name: String, caption: RichText, columns: [Column], rows: [Row], notes: [Note] = []) {
    self.name = name
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.notes = notes
  }

  /// A remark under a table, for one mark in it or for all of it.
  public struct Note: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The mark that cells or headers carry; `nil` for a remark on the whole table.
    public var mark: String?
    /// The remark.
    public var text: RichText

    /// Makes a note.
    public init(mark: String? = nil, _ text: RichText) {
      self.mark = mark
      self.text = text
    }

    public init(stringLiteral value: String) { self.init(RichText(value)) }
  }
}

extension Table {
  /// The table with numbers printed as value ± expanded uncertainty, and a note that says so; itself where no
  /// uncertainty is known.
  public func withIntervals() -> Table {
    guard rows.contains(where: { $0.cells.contains { $0.expandedUncertainty != nil } }) else { return self }
    var table = self
    table.printsIntervals = true
    let means = rows.contains { $0.cells.contains { if case .mean = $0.value { true } else { false } } }
    table.notes.append(
      means
        ? "± of values that are no means over folds: expanded uncertainty with 95\u{A0}% confidence after the GUM."
        : "±: expanded uncertainty with 95\u{A0}% confidence after the GUM.")
    return table
  }
}

extension TextEscaping {
  /// A note, its mark first.
  func render(_ note: Table.Note) -> String {
    let text = render(note.text)
    return note.mark.map { render(RichText.superscripted($0)) + " " + text } ?? text
  }
}

extension Table {
  /// The name as a label: ASCII letters, digits and hyphens only.
  var label: String {
    let characters = name.lowercased().map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    return String(characters)
  }
}
