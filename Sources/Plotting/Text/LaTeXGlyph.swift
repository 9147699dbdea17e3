/// Characters for which LaTeX's standard fonts have no letter: Chinese, Arabic, emoji and all else.
///
/// Each is written as its number, `\fodsporglyph{4E}{2D}`, so that the file is ASCII and goes through every LaTeX. It is
/// printed as a small box with that number, as browsers show letters that no font has; LuaLaTeX and XeLaTeX print the
/// letter where the font has it. A document with a way of its own defines `\fodsporglyph` before.
package enum LaTeXGlyph {
  /// A character has at most so many parts; more are told by an ellipsis.
  private static let maximumParts = 8

  /// LaTeX source for a character, part by part; a letter below its accents is printed by `letter` where that can.
  static func source(of character: Character, letter: (Unicode.Scalar) -> String?) -> String {
    let parts = character.unicodeScalars.filter { !isInvisible($0) }
    let sources = parts.prefix(maximumParts).map { letter($0) ?? source(of: $0) }
    return sources.joined() + (parts.count > maximumParts ? "\\ldots{}" : "")
  }

  private static func source(of scalar: Unicode.Scalar) -> String {
    // What stands in for a character that nobody knows is told as such.
    guard !scalar.isASCII, scalar != "\u{FFFD}" else { return "?" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return "\\fodsporglyph{\(padded.dropLast(2))}{\(padded.suffix(2))}"
  }

  /// Joiners, and selectors of an emoji's form.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .format || (0xFE00...0xFE0F).contains(scalar.value)
  }

  /// The number of boxes in LaTeX source.
  package static func count(in source: String) -> Int { source.ranges(of: "\\fodsporglyph{").count }

  /// The greatest width of a box in points at 10 pt: that of three digits and a frame.
  package static let width = 14.3

  /// What defines the command, without effect in a document that has it; lines end in `%` where a space would print.
  static let definition = """
    \\ifdefined\\fodsporglyph\\else
    % A character by its number in Unicode: itself where LuaLaTeX or XeLaTeX has it in the font, else the number in a box.
    \\protected\\def\\fodsporglyph#1#2{\\ifdefined\\Uchar\\iffontchar\\font"#1#2 \\Uchar"#1#2
      \\else\\fodsporcode{#1}{#2}\\fi\\else\\fodsporcode{#1}{#2}\\fi}%
    \\protected\\def\\fodsporcode#1#2{\\leavevmode\\kern.05em{\\fboxsep=.06em\\fboxrule=.03em
      \\raisebox{-.14em}{\\fbox{\\fontsize{.5em}{.5em}\\selectfont\\vbox{\\offinterlineskip\\hbox{#1}\\kern.14em\\hbox{#2}}}}}%
      \\kern.05em\\relax}%
    \\fi

    """

  /// A file with the definition where it is needed, once: after the comments at its head.
  package static func completed(_ file: String) -> String {
    guard file.contains("\\fodsporglyph{") else { return file }
    var lines = file.replacing(definition, with: "").split(separator: "\n", omittingEmptySubsequences: false)
    let head = lines.prefix { $0.hasPrefix("%") }
    lines.removeFirst(head.count)
    return (head.map { $0 + "\n" }).joined() + definition + lines.joined(separator: "\n")
  }
}
