/// The tags of a Mustache template in order, with their lines: what the parser of templates does not tell.
///
/// For templates that the parser accepts; it only finds names, it renders nothing.
struct TemplateTags {
  /// A tag that names something.
  struct Tag: Hashable {
    enum Kind: Hashable {
      case variable, section, invertedSection, end
      /// A partial or a block, which the templates of a report cannot have.
      case partial
    }

    let kind: Kind
    /// Without the functions around it.
    let name: String
    /// From 1.
    let line: Int
  }

  let tags: [Tag]

  init(_ text: String) {
    var rest = text[...]
    var line = 1
    var (opening, closing) = ("{{", "}}")
    var tags: [Tag] = []
    while let start = rest.firstRange(of: opening) {
      line += rest[..<start.lowerBound].count(where: \.isNewline)
      let inside = rest[start.upperBound...]
      let mark = inside.first
      // `{{{name}}}` and `{{=<% %>=}}` end with one character more.
      let end = mark == "{" ? "}" + closing : mark == "=" ? "=" + closing : closing
      guard let stop = inside.firstRange(of: end) else { break }
      let content = inside[..<stop.lowerBound]
      if mark == "=" {
        let delimiters = content.dropFirst().split(whereSeparator: \.isWhitespace)
        if delimiters.count == 2 { (opening, closing) = (String(delimiters[0]), String(delimiters[1])) }
      } else if let tag = Self.tag(content, line: line) {
        tags.append(tag)
      }
      line += content.count(where: \.isNewline)
      rest = inside[stop.upperBound...]
    }
    self.tags = tags
  }

  private static func tag(_ content: Substring, line: Int) -> Tag? {
    let kind: Tag.Kind
    switch content.first {
    case "!", "%", nil: return nil
    case "#": kind = .section
    case "^": kind = .invertedSection
    case "/": kind = .end
    case ">", "<", "$": kind = .partial
    default: kind = .variable
    }
    var name = content
    if kind != .variable || name.first == "{" || name.first == "&" { name = name.dropFirst() }
    // `upper(name)` calls a function on a value; `first()` asks the list that it is in.
    if let bracket = name.lastIndex(of: "(") { name = name[name.index(after: bracket)...].prefix { $0 != ")" } }
    let trimmed = name.drop(while: \.isWhitespace)
    return Tag(kind: kind, name: String(trimmed.prefix { !$0.isWhitespace }), line: line)
  }
}
