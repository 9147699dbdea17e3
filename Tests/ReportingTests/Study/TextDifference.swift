/// Where two texts differ, told in a line: whole reports are too long to be printed.
enum TextDifference {
  /// The first line that differs, with both readings; `nil` when the texts are the same bytes.
  static func first(_ text: String?, _ expected: String?) -> String? {
    guard let text, let expected else { return text == expected ? nil : "is there only once" }
    guard !text.utf8.elementsEqual(expected.utf8) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let others = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let same = zip(lines, others).prefix { $0.utf8.elementsEqual($1.utf8) }.count
    let (line, other) = (lines.dropFirst(same).first ?? "(end)", others.dropFirst(same).first ?? "(end)")
    return "line \(same + 1) is \"\(line)\", not \"\(other)\""
  }
}
