/// The characters that reach LaTeX, and how.
enum LaTeXCharacters {
  /// LaTeX source that prints a character; `?` for one that plain LaTeX cannot.
  ///
  /// Lookup is by canonical equivalence, so a letter and a combining accent find the composed letter.
  static func source(of character: Character) -> String {
    if let command = commands[character] { return command }
    if let ascii = character.asciiValue { return (0x20...0x7E).contains(ascii) ? String(character) : "?" }
    if let index = letters.firstIndex(of: character) { return String(letters[index]) }
    return "?"
  }

  /// Letters that the kernel's `utf8.def` maps to glyphs of the OT1 and T1 fonts.
  private static let letters: Set<Character> = Set(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ"
      + "ĀāĂăĆćĈĉĊċČčĎďĒēĔĕĖėĚěĜĝĞğĠġĤĥĨĩĪīĬĭİıĴĵĹĺĽľŁłŃńŇňŌōŎŏŐőŒœŔŕŘřŚśŜŝŞşŠšŤťŨũŪūŬŭŮůŰűŴŵŶŷŸŹźŻżŽž")

  /// ASCII characters that LaTeX reads as commands or ligatures, and symbols with a command in every LaTeX.
  private static let commands: [Character: String] = [
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
  ]
}
