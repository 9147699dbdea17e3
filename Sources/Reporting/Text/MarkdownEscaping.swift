/// Text for GitHub Flavored Markdown, inside table cells and in paragraphs.
public struct MarkdownEscaping: TextEscaping {
  /// Makes the escaping.
  public init() {}

  /// The text so that GFM prints it literally on one line: no emphasis, code, links, HTML, cell borders or
  /// autolinks, and nothing at its start that opens a list, heading, quotation or block of code. Braces are escaped
  /// too: attributes of Pandoc and kramdown and the tags of Liquid, by which sites are made of Markdown, begin with one.
  public func escape(_ text: String) -> String {
    var flat = ControlCharacters.removed(from: text, layout: .spaces)
    // Four spaces at the start of a line make code of it; one part of a text may have to keep one.
    let indentation = flat.unicodeScalars.prefix { $0 == " " }.count
    if indentation > 1 { flat.unicodeScalars.removeFirst(indentation - 1) }
    return escapeLineStart(of: escapeInline(flat), plain: flat)
  }

  public func render(_ run: RichText.Run) -> String {
    switch run.style {
    case .plain, .quantity: escape(run.text)
    case .code: code(run.text)
    case .subscripted: "<sub>\(escape(run.text))</sub>"
    case .superscripted: "<sup>\(escape(run.text))</sup>"
    case .emphasis: wrapped(run.text, in: "*")
    case .strong: wrapped(run.text, in: "**")
    }
  }

  private func escapeInline(_ text: String) -> String {
    var output = ""
    var previous: [Unicode.Scalar] = []
    let scalars = Array(text.unicodeScalars)
    let closing = scalars.count - scalars.reversed().prefix { $0 == "#" || $0 == " " }.count
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "{":
        output += "\\"
        output.unicodeScalars.append(scalar)
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      // GFM links bare addresses: "://" and "www." need an escape, "@" is searched for after escapes are gone.
      case ":": output += scalars[index...].starts(with: [":", "/", "/"]) ? "\\:" : ":"
      case ".": output += previous.suffix(3).allSatisfy { $0 == "w" || $0 == "W" } && previous.count >= 3 ? "\\." : "."
      case "@": output += "@<!-- -->"
      // Number signs at the end of a heading would not be shown.
      case "#": output += index >= closing && previous.last == " " ? "\\#" : "#"
      default: output.unicodeScalars.append(scalar)
      }
      previous = previous.suffix(2) + [scalar]
    }
    return output
  }

  /// Escapes a mark that would open a block if the text stood at the start of a line.
  private func escapeLineStart(of escaped: String, plain: String) -> String {
    guard let first = plain.unicodeScalars.first else { return escaped }
    if first == " " {
      let rest = (escaped: escaped.unicodeScalars.dropFirst(), plain: plain.unicodeScalars.dropFirst())
      return " " + escapeLineStart(of: String(rest.escaped), plain: String(rest.plain))
    }
    if ["#", "+", "-", "="].contains(first) {
      return escaped.unicodeScalars.first == "\\" ? escaped : "\\" + escaped
    }
    let digits = plain.unicodeScalars.prefix { ("0"..."9").contains($0) }.count
    guard (1...9).contains(digits) else { return escaped }
    let scalars = escaped.unicodeScalars
    let mark = scalars.index(scalars.startIndex, offsetBy: digits)
    guard mark < scalars.endIndex, scalars[mark] == "." || scalars[mark] == ")" else { return escaped }
    let after = scalars.index(after: mark)
    guard after == scalars.endIndex || scalars[after] == " " else { return escaped }
    return String(scalars[..<mark]) + "\\" + String(scalars[mark...])
  }

  /// A code span, or `<code>` where a span cannot hold the text: a `|` in a span would still part table cells.
  private func code(_ text: String) -> String {
    let flat = ControlCharacters.removed(from: text, layout: .spaces)
    // By scalars: a mark with a combining accent is another character, and still the mark to a reader of Markdown.
    let scalars = flat.unicodeScalars
    let hasOuterSpace = scalars.first == " " || scalars.last == " "
    let opensTag = zip(scalars, scalars.dropFirst()).contains { $0 == "{" && ($1 == "{" || $1 == "%") }
    let isSimple = !scalars.isEmpty && !hasOuterSpace && !opensTag && !scalars.contains(where: Self.endsCode)
    if isSimple { return "`\(flat)`" }
    return "<code>\(escapeAsReferences(flat))</code>"
  }

  /// Whether a scalar cannot stand in a code span: it ends it or parts table cells.
  private static func endsCode(_ scalar: Unicode.Scalar) -> Bool { ["`", "|", "\\"].contains(scalar) }

  /// Every ASCII mark as a numeric reference, which GFM takes for nothing but the character.
  private func escapeAsReferences(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      let isMark = scalar.isASCII && !scalar.properties.isAlphabetic && !("0"..."9").contains(scalar)
      if isMark { output += "&#\(scalar.value);" } else { output.unicodeScalars.append(scalar) }
    }
    return output
  }

  /// Emphasis; spaces at the ends stand outside, as a delimiter beside a space is no delimiter.
  private func wrapped(_ text: String, in delimiter: String) -> String {
    let escaped = escape(text)
    let leading = escaped.unicodeScalars.prefix { $0 == " " }.count
    let core = escaped.unicodeScalars.dropFirst(leading)
    let trailing = core.reversed().prefix { $0 == " " }.count
    let body = String(core.dropLast(trailing))
    guard !body.isEmpty else { return escaped }
    return String(repeating: " ", count: leading) + delimiter + body + delimiter
      + String(repeating: " ", count: trailing)
  }
}
