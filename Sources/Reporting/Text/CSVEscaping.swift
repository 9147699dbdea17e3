import Plotting

/// Text for fields of comma-separated files (RFC 4180).
public struct CSVEscaping: TextEscaping {
  /// Makes the escaping.
  public init() {}

  /// A field for text of unknown origin.
  ///
  /// What spreadsheets would run as a formula gets an apostrophe before it (``FormulaGuard``). Line breaks and tabs stay,
  /// in quotes; other control characters go.
  public func escape(_ text: String) -> String {
    // A name or a number: nothing in it means anything to a reader of CSV.
    if let first = text.utf8.first, first &- 0x30 <= 9 || (first | 0x20) &- 0x61 < 26,
      text.utf8.last != 0x20, ControlCharacters.isPlain(text, but: ",\";")
    {
      return text
    }
    let clean = ControlCharacters.removed(from: text, layout: .kept)
    return quote(FormulaGuard.guarded(clean))
  }

  /// A field for a number or another text that this program made; only quoted where needed.
  public func escapeTrusted(_ text: String) -> String { quote(text) }

  public func render(_ run: RichText.Run) -> String { escape(run.text) }

  /// Styles are dropped; the text is one field.
  public func render(_ text: RichText) -> String { escape(text.plainText) }

  private func quote(_ text: String) -> String {
    let needsQuotes =
      text.unicodeScalars.contains { [",", "\"", "\r", "\n", "\t"].contains($0) }
      || text.unicodeScalars.first == " " || text.unicodeScalars.last == " "
    guard needsQuotes else { return text }
    var output = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { output += "\"" }
      output.unicodeScalars.append(scalar)
    }
    return output + "\""
  }
}
