/// The plotted data as comma-separated values (RFC 4180, lines end in a line feed).
struct CSVText: Sendable {
  private(set) var text: String

  init(header: [String]) {
    text = ""
    row(header.map { .text($0) })
  }

  enum Field: Sendable {
    case text(String)
    case number(Double?)
    case integer(Int)
    /// What ``cells(_:)`` made.
    case ready(String)
  }

  /// Cells that come again in many rows.
  static func cells(_ fields: [Field]) -> Field { .ready(fields.map(field).joined(separator: ",")) }

  /// Adds a line. Missing numbers are empty; others are unrounded.
  mutating func row(_ fields: [Field]) {
    for (place, field) in fields.enumerated() {
      if place > 0 { text += "," }
      text += Self.field(field)
    }
    text += "\n"
  }

  private static func field(_ field: Field) -> String {
    switch field {
    case .text(let text): quoted(text)
    case .integer(let value): String(value)
    case .number(let value): number(value)
    case .ready(let text): text
    }
  }

  private static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    let text = (value == 0 ? 0 : value).description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Text of unknown origin: one line, quoted where needed, and never read as a formula by a spreadsheet.
  private static func quoted(_ text: String) -> String {
    let safe = FormulaGuard.guarded(SafeText.singleLine(text, limit: 1000))
    // By scalars: a mark with a combining accent is another character, and still the mark to a reader of CSV.
    guard safe.unicodeScalars.contains(where: { [",", "\"", ";"].contains($0) }) else { return safe }
    var quoted = "\""
    for scalar in safe.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
