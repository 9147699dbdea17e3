extension String {
  /// The text on one line: tabs and line ends become blanks, other control characters and marks that turn the writing
  /// direction the replacement character; cut to `limit` bytes of UTF-8, with an ellipsis.
  ///
  /// What files hold comes to terminals, tables and CSV this way.
  func onOneLine(limit: Int) -> String {
    var text = self
    let isPlain = text.withUTF8 { bytes in bytes.count <= limit && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
    if isPlain { return self }
    var result = String.UnicodeScalarView()
    var length = 0
    for scalar in unicodeScalars {
      length += UTF8.width(scalar)
      guard length <= limit else {
        result.append("…")
        break
      }
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: result.append(" ")
      case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
