/// Numbers and units in the commands of LaTeX's package `siunitx`, version 3.
enum SIunitx {
  /// `\qty` for a number, a no-break space and a unit; `nil` for any other text.
  static func quantity(_ text: String) -> String? {
    let parts = text.split(separator: "\u{A0}", omittingEmptySubsequences: false)
    guard parts.count == 2, isNumber(parts[0]), let unit = unit(String(parts[1])) else { return nil }
    return "\\qty{\(parts[0])}{\(unit)}"
  }

  /// `\unit` for a symbol; `nil` for one that it would not print as it is.
  static func unitCommand(_ symbol: String) -> String? { unit(symbol).map { "\\unit{\($0)}" } }

  /// A symbol of letters as it stands, which `siunitx` prints upright.
  private static func unit(_ symbol: String) -> String? {
    if symbol == "%" { return "\\percent" }
    return !symbol.isEmpty && symbol.allSatisfy { $0.isASCII && $0.isLetter } ? symbol : nil
  }

  private static func isNumber(_ text: Substring) -> Bool {
    // By bytes: a digit with a combining accent is a character between "0" and "9".
    let digits = text.hasPrefix("-") ? text.utf8.dropFirst() : text.utf8[...]
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    let point = UInt8(ascii: ".")
    return digits.first.map(isDigit) == true && digits.allSatisfy { isDigit($0) || $0 == point }
      && digits.count { $0 == point } <= 1
  }
}
