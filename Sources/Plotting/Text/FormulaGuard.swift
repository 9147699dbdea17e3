/// Keeps spreadsheets from running text of a CSV field as a formula (OWASP, "CSV Injection").
///
/// They run a cell that begins with `=`, `+`, `-` or `@`. Where a country writes decimals with a comma they part cells at
/// `;`, and then at line breaks too, whatever quotes stand around in the midst of a line: so each place where a cell could
/// begin is looked at.
package enum FormulaGuard {
  /// The text with an apostrophe before each cell that would be a formula.
  package static func guarded(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.first else { return text }
    var output = String.UnicodeScalarView()
    // Some run what begins with a tab or a line break, whatever follows.
    let begins = scalars.first { !$0.properties.isWhitespace }.map(isMark) ?? false
    if begins || first != ";" && isSeparator(first) { output.append("'") }
    var startsCell = false
    for scalar in scalars {
      if startsCell, isMark(scalar) { output.append("'") }
      startsCell = isSeparator(scalar) || startsCell && (scalar.properties.isWhitespace || scalar == "\"")
      output.append(scalar)
    }
    return String(output)
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    // The last four are the full-width forms, which some spreadsheets read as the ASCII ones.
    ["=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"].contains(scalar)
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool { [";", "\t", "\r", "\n"].contains(scalar) }
}
