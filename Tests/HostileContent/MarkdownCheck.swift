/// Whether a text is GitHub Flavored Markdown with nothing in it but what Fodspor's templates have: tables, headings, lists,
/// pictures and a few elements.
package struct MarkdownCheck {
  private var findings: [HostileFinding] = []
  private var columns: Int?

  private init() {}

  /// The findings of a document.
  package static func findings(in text: String) -> [HostileFinding] {
    var check = MarkdownCheck()
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      check.look(at: line, number: number + 1)
    }
    return check.findings + CharacterCheck.findings(in: text)
  }

  private mutating func look(at line: Substring, number: Int) {
    guard !line.isEmpty else {
      columns = nil
      return
    }
    if let picture = line.wholeMatch(of: #/!\[(.*)\]\(figures/[a-z0-9-]+\.svg\)/#) {
      _ = inline(picture.1, line: line)
      return
    }
    if line.hasPrefix("|") {
      let bars = inline(line, line: line)
      if line.last != "|" || bars != columns ?? bars {
        findings.append(.init("\(bars) bars, not \(columns ?? bars)", line))
      }
      columns = columns ?? bars
      return
    }
    columns = nil
    // What the templates put before a text; behind it no block may begin.
    var text = line
    if let prefix = line.prefixMatch(of: #/> \*\*(?:error|warning|info)\*\*: |> /#)
      ?? (number == 1 ? line.prefixMatch(of: #/# /#) : nil)
    {
      text = line[prefix.range.upperBound...]
    } else if line.hasPrefix("- "), line.contains(" ran ") {
      text = line.dropFirst(2)
    }
    let opener =
      /^( {4}|\t| {0,3}(#{1,6}(\s|$)|[-+*](\s|$)|\d{1,9}[.)](\s|$)|>|```|~~~|=+\s*$|(-\s*){3,}$|(_\s*){3,}$|(\*\s*){3,}$))/
    if !HostileMark.all(in: line).isEmpty, text.prefixMatch(of: opener) != nil {
      findings.append(.init("a block begins", line))
    }
    if line.hasPrefix("#"), !HostileMark.all(in: line).isEmpty, line.firstMatch(of: /(^|[^\\])\s#+\s*$/) != nil {
      findings.append(.init("the end of a heading", line))
    }
    if inline(text, line: line) > 0 { findings.append(.init("a bar outside a table", line)) }
  }

  /// Looks at a line's marks and counts its bars.
  private mutating func inline(_ text: Substring, line: Substring) -> Int {
    let scalars = Array(text.unicodeScalars)
    var bars = 0
    var place = 0
    func rest() -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[place...])
      return String(view)
    }
    // By scalars: a mark with a combining accent is the mark to a reader of Markdown.
    func starts(_ text: String) -> Bool { scalars[place...].starts(with: text.unicodeScalars) }
    while place < scalars.count {
      switch scalars[place] {
      case "\\":
        // A backslash before a mark is gone, one before anything else stays.
        place += 1
      case "`":
        guard let end = codeEnd(scalars, from: place) else {
          findings.append(.init("a code span without an end", rest()))
          break
        }
        let code = scalars[place..<end]
        if code.contains("|") { findings.append(.init("a bar in a code span", rest())) }
        place = end - 1
      case "|": bars += 1
      case "<":
        let tags = ["<sub>", "</sub>", "<sup>", "</sup>", "<code>", "</code>", "<!-- -->"]
        guard let tag = tags.first(where: starts) else {
          findings.append(.init("an element", rest()))
          break
        }
        place += tag.utf8.count - 1
      case "&":
        if rest().prefixMatch(of: /&(amp|lt|gt|nbsp|#\d{1,6});/.matchingSemantics(.unicodeScalar)) == nil {
          findings.append(.init("a reference", rest()))
        }
      case "[", "]", "~", "$", "{", "_": findings.append(.init("the mark \(scalars[place])", rest()))
      case ":":
        if starts("://") { findings.append(.init("an address", rest())) }
      case "w", "W":
        if rest().lowercased().unicodeScalars.starts(with: "www.".unicodeScalars) {
          findings.append(.init("an address", rest()))
        }
      case "@":
        if !starts("@<!-- -->") { findings.append(.init("an address or a name", rest())) }
      default: break
      }
      place += 1
    }
    return bars
  }

  /// The place behind a code span; `nil` when it has no end on the line.
  private func codeEnd(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
    let length = scalars[start...].prefix { $0 == "`" }.count
    var place = start + length
    while place < scalars.count {
      let run = scalars[place...].prefix { $0 == "`" }.count
      if run == length { return place + run }
      place += max(1, run)
    }
    return nil
  }
}
