/// Fits text into a width.
enum TextFitting {
  /// The text, or its beginning and end around "…", so that it is no wider than `width` mm at `size` points.
  ///
  /// The middle goes, because names of trainings differ at their end: `nnUNetTrainer…3d_fullres`.
  static func shortened(_ text: String, width: Double, size: Double, font: FigureFont = .sans) -> String {
    let safe = SafeText.singleLine(text)
    if TextMetrics.width(safe, size: size, font: font) <= width + 1e-6 { return safe }
    let letters = Array(safe)
    func candidate(keeping count: Int) -> String {
      String(letters.prefix((count + 1) / 2)) + "…" + String(letters.suffix(count / 2))
    }
    var fitting = 0
    var tooMany = letters.count
    while tooMany - fitting > 1 {
      let middle = (fitting + tooMany) / 2
      if TextMetrics.width(candidate(keeping: middle), size: size, font: font) <= width {
        fitting = middle
      } else {
        tooMany = middle
      }
    }
    return candidate(keeping: fitting)
  }

  /// The text in lines of at most `width` mm at `size` points, broken at spaces, and inside words that are too long;
  /// after `maximumLines` lines it ends with "…".
  static func wrapped(
    _ text: String, width: Double, size: Double, maximumLines: Int, font: FigureFont = .sans
  ) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in SafeText.singleLine(text, limit: 2000).split(separator: " ") {
      let fitted = shortened(String(word), width: width, size: size, font: font)
      let longer = line.isEmpty ? fitted : line + " " + fitted
      if TextMetrics.width(longer, size: size, font: font) <= width {
        line = longer
      } else {
        lines.append(line)
        line = fitted
      }
    }
    if !line.isEmpty { lines.append(line) }
    guard lines.count > maximumLines, let last = lines.prefix(maximumLines).last else { return lines }
    return lines.prefix(maximumLines - 1) + [shortened(last + " …", width: width, size: size, font: font)]
  }

  /// The text in lines of at most so many characters, broken at spaces; longer words have a line of their own.
  static func lines(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= columns {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
