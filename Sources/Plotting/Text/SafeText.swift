/// Makes text from logs fit to be set on one line.
enum SafeText {
  /// One line of at most `limit` scalars: control characters, line breaks and runs of white space become one space,
  /// invisible and direction-changing characters vanish but for joiners of emoji, and a letter keeps at most two combining marks.
  static func singleLine(_ text: String, limit: Int = 200) -> String {
    var scalars = String.UnicodeScalarView()
    var count = 0
    var marks = 0
    var pendingSpace = false
    let all = text.unicodeScalars
    for index in all.indices {
      let scalar = all[index]
      var kind = Kind(scalar)
      if kind == .dropped {
        let next = all.index(after: index)
        let after = next < all.endIndex ? all[next] : nil
        if !pendingSpace, EmojiJoiner.isJoiner(scalar, between: scalars.last, and: after) { kind = .kept }
      }
      marks = kind == .mark ? marks + 1 : 0
      if kind == .space { pendingSpace = count > 0 }
      if kind == .space || kind == .dropped || marks > 2 { continue }
      if count >= limit {
        scalars.append("…")
        break
      }
      if pendingSpace {
        scalars.append(" ")
        pendingSpace = false
        count += 1
      }
      scalars.append(kind == .replaced ? "\u{FFFD}" : scalar)
      count += 1
    }
    return String(scalars)
  }

  /// A name of `a-z`, `0-9` and `-` for files and identifiers; "figure" when nothing is left.
  static func slug(_ text: String) -> String {
    var result = ""
    for scalar in text.lowercased().unicodeScalars.prefix(80) {
      switch scalar {
      case "a"..."z", "0"..."9": result.unicodeScalars.append(scalar)
      default: if !result.isEmpty, !result.hasSuffix("-") { result += "-" }
      }
    }
    while result.hasSuffix("-") { result.removeLast() }
    guard let first = result.unicodeScalars.first else { return "figure" }
    return ("a"..."z").contains(first) ? result : "figure-" + result
  }

  private enum Kind {
    case kept, space, dropped, replaced, mark

    init(_ scalar: Unicode.Scalar) {
      if ("!"..."~").contains(scalar) {
        self = .kept
        return
      }
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
        self = scalar == "\u{00A0}" ? .kept : .space
      case .format: self = .dropped
      case .nonspacingMark, .enclosingMark: self = .mark
      case .privateUse, .unassigned, .surrogate: self = .replaced
      default: self = .kept
      }
    }
  }
}
