/// The characters that reach LaTeX, and how: in figures, and in the tables and documents of a report.
package enum LaTeXCharacters {
  /// LaTeX source that prints a character; one that plain LaTeX cannot is written as ``LaTeXGlyph``, and `?` stands for
  /// control characters.
  ///
  /// Lookup is by canonical equivalence, so a letter and a combining accent find the composed letter.
  package static func source(of character: Character) -> String {
    plainSource(of: character) ?? LaTeXGlyph.source(of: character) { plainSource(of: Character($0)) }
  }

  private static func plainSource(of character: Character) -> String? {
    if let command = commands[character] { return command }
    if let ascii = character.asciiValue { return (0x20...0x7E).contains(ascii) ? String(character) : "?" }
    if let index = letters.firstIndex(of: character) { return String(letters[index]) }
    return nil
  }

  /// LaTeX source that prints a text without control characters literally.
  package static func escaped(_ text: String) -> String {
    var output = ""
    for character in text {
      let source = source(of: character)
      if formsLigature(output.last, source.first) { output += "{}" }
      output += source
    }
    return output
  }

  /// Whether two neighbours in the source would print as one other character: `--`, `''`, `,,`, and `!` before a grave.
  package static func formsLigature(_ left: Character?, _ right: Character?) -> Bool {
    guard let left, let right else { return false }
    if left == right { return "-',`".contains(left) }
    return "!?".contains(left) && right == "`"
  }

  /// Letters that the kernel's `utf8.def` maps to glyphs of the OT1 and T1 fonts.
  private static let letters: Set<Character> = Set(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ"
      + "ĀāĂăĆćĈĉĊċČčĎďĒēĔĕĖėĚěĜĝĞğĠġĤĥĨĩĪīĬĭİıĴĵĹĺĽľŁłŃńŇňŌōŎŏŐőŒœŔŕŘřŚśŜŝŞşŠšŤťŨũŪūŬŭŮůŰűŴŵŶŷŸŹźŻżŽž")

  private static let commands = symbols.merging(greek) { symbol, _ in symbol }

  /// ASCII characters that LaTeX reads as commands or ligatures, and symbols with a command in every LaTeX.
  private static let symbols: [Character: String] = [
    "\\": "\\textbackslash{}", "_": "\\_", "&": "\\&", "%": "\\%", "#": "\\#", "$": "\\$", "{": "\\{", "}": "\\}",
    "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "<": "\\textless{}", ">": "\\textgreater{}",
    "|": "\\textbar{}", "\"": "\\symbol{34}", "`": "\\textasciigrave{}", "[": "{[}", "]": "{]}", "*": "{*}",
    "\u{A0}": "~", "\u{2009}": "\\,", "\u{202F}": "\\,", "\u{2002}": "\\enspace{}", "\u{2003}": "\\quad{}",
    "±": "$\\pm$", "×": "$\\times$", "÷": "$\\div$", "·": "$\\cdot$", "−": "$-$", "≤": "$\\leq$", "≥": "$\\geq$",
    "≈": "$\\approx$", "≠": "$\\neq$", "∞": "$\\infty$", "°": "$^{\\circ}$", "µ": "$\\mu$", "μ": "$\\mu$",
    "→": "$\\rightarrow$", "←": "$\\leftarrow$", "↑": "$\\uparrow$", "↓": "$\\downarrow$",
    "–": "--", "—": "---", "…": "\\ldots{}", "“": "``", "”": "''", "‘": "`", "’": "'", "•": "$\\bullet$",
    "†": "$\\dagger$", "‡": "$\\ddagger$", "§": "$\\mathsection$", "¶": "$\\mathparagraph$", "©": "\\copyright{}",
    "£": "\\pounds{}",
    "¬": "$\\neg$", "¹": "$^{1}$", "²": "$^{2}$", "³": "$^{3}$", "⁰": "$^{0}$", "⁴": "$^{4}$", "⁵": "$^{5}$",
    "⁶": "$^{6}$", "⁷": "$^{7}$", "⁸": "$^{8}$", "⁹": "$^{9}$", "⁻": "$^{-}$", "₀": "$_0$", "₁": "$_1$", "₂": "$_2$",
    "₃": "$_3$", "₄": "$_4$", "₅": "$_5$", "₆": "$_6$", "₇": "$_7$", "₈": "$_8$", "₉": "$_9$", "½": "$\\frac{1}{2}$",
    "¡": "!`", "¿": "?`",
    "↔": "$\\leftrightarrow$", "∝": "$\\propto$", "∼": "$\\sim$", "√": "$\\surd$", "∈": "$\\in$", "≪": "$\\ll$",
    "≫": "$\\gg$",
  ]

  /// Greek letters; capitals that look like Latin ones are these.
  private static let greek: [Character: String] = [
    "α": "$\\alpha$", "β": "$\\beta$", "γ": "$\\gamma$", "δ": "$\\delta$", "ε": "$\\varepsilon$", "ζ": "$\\zeta$",
    "η": "$\\eta$", "θ": "$\\theta$", "ι": "$\\iota$", "κ": "$\\kappa$", "λ": "$\\lambda$", "ν": "$\\nu$",
    "ξ": "$\\xi$",
    "ο": "o", "π": "$\\pi$", "ρ": "$\\rho$", "σ": "$\\sigma$", "ς": "$\\varsigma$", "τ": "$\\tau$", "υ": "$\\upsilon$",
    "φ": "$\\varphi$", "χ": "$\\chi$", "ψ": "$\\psi$", "ω": "$\\omega$", "Γ": "$\\Gamma$", "Δ": "$\\Delta$",
    "∆": "$\\Delta$", "Θ": "$\\Theta$", "Λ": "$\\Lambda$", "Ξ": "$\\Xi$", "Π": "$\\Pi$", "Σ": "$\\Sigma$",
    "Υ": "$\\Upsilon$", "Φ": "$\\Phi$", "Ψ": "$\\Psi$", "Ω": "$\\Omega$", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z",
    "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Χ": "X",
  ]
}
