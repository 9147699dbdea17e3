/// Where names may be broken that LaTeX does not break by itself.
enum LaTeXBreakPlaces {
  /// The indices of the characters that a line may end with, besides spaces.
  ///
  /// Words break after `_`, `/`, `-` and the like, before `(` and in Chinese and Japanese. What is still long then also breaks before a capital
  /// that follows a small letter, and what even then fills a line (a hash) every eight characters.
  ///
  /// - Parameters:
  ///   - characters: the text, without control characters.
  ///   - unbrokenLength: words of up to so many characters stay whole.
  static func places(in characters: [Character], unbrokenLength: Int) -> Set<Int> {
    var places: Set<Int> = []
    for word in characters.indices.split(whereSeparator: { characters[$0] == " " }) where word.count > unbrokenLength {
      var parts = parted(word) { $0 - word.startIndex >= 2 && isSeparated(characters, at: $0) }
      parts = parts.flatMap { part in
        part.count <= longestPart ? [part] : parted(part) { isCamel(characters, at: $0, in: part) }
      }
      parts = parts.flatMap { part in
        part.count <= longestName ? [part] : parted(part) { ($0 - part.startIndex + 1).isMultiple(of: hashPart) }
      }
      places.formUnion(parts.dropLast().compactMap(\.last))
    }
    return places
  }

  /// Longer parts break before capitals.
  private static let longestPart = 16
  /// Longer parts break anywhere.
  private static let longestName = 24
  /// What then stands on a line at least.
  private static let hashPart = 8

  /// A range in parts that end where a line may end.
  private static func parted(_ range: Range<Int>, after endsPart: (Int) -> Bool) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.startIndex
    for index in range.dropLast() where endsPart(index) {
      parts.append(start..<index + 1)
      start = index + 1
    }
    return parts + [start..<range.endIndex]
  }

  /// Whether a line may end with a character for its kind and that of the next.
  private static func isSeparated(_ characters: [Character], at index: Int) -> Bool {
    let (this, next) = (characters[index], characters[index + 1])
    if isSeparator(this) {
      // Neither within a run such as "__" nor within a number such as "1,000".
      let previous = index > 0 ? characters[index - 1] : " "
      return !isSeparator(next) && !(",:".contains(this) && previous.isNumber && next.isNumber)
    }
    // Scripts without spaces break anywhere.
    return next == "(" && this != "(" || isIdeographic(this) && isIdeographic(next)
  }

  /// Whether a character is of a script that is written without spaces: Chinese and Japanese.
  private static func isIdeographic(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    return scalar.properties.isIdeographic || (0x3040...0x30FF).contains(scalar.value)
  }

  private static func isSeparator(_ character: Character) -> Bool { "_/-,;:=+".contains(character) }

  /// Whether a capital follows a small letter, with some letters on either side.
  private static func isCamel(_ characters: [Character], at index: Int, in part: Range<Int>) -> Bool {
    let isInside = index - part.startIndex >= 2 && part.endIndex - index > 3
    return isInside && characters[index].isLowercase && characters[index + 1].isUppercase
  }
}
