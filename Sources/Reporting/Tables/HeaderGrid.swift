/// The titles of columns, on one line each or broken over several.
struct HeaderGrid {
  /// The lines from the top; each has one entry for each column, `nil` where it is blank.
  let lines: [[RichText?]]

  /// Titles with their units on one line.
  init(onOneLine columns: [FormattedTable.Column]) { lines = [columns.map(\.heading)] }

  /// Titles broken at spaces, and long names at `_`, at the bottom, with all units in a line of their own below.
  ///
  /// - Parameters:
  ///   - widths: the width that each column has anyway; a title gets wider only for a word that is wider.
  ///   - titleLines: the most lines that a title may take, even if that makes its column wider.
  ///   - measure: the width of a text.
  init(
    breaking columns: [FormattedTable.Column], widths: [Double], titleLines: Int = .max, measure: (RichText) -> Double
  ) {
    let counts = Array(repeating: titleLines, count: columns.count)
    self.init(breaking: columns, widths: widths, titleLines: counts, measure: measure)
  }

  /// Titles broken at spaces, at the bottom, with all units in a line of their own below.
  ///
  /// - Parameters:
  ///   - widths: the width that each column has anyway; a title gets wider only for a word that is wider.
  ///   - titleLines: the most lines that each title may take, even if that makes its column wider.
  ///   - measure: the width of a text.
  init(
    breaking columns: [FormattedTable.Column], widths: [Double], titleLines: [Int], measure: (RichText) -> Double
  ) {
    let titles = zip(zip(columns, widths), titleLines).map { sized, count in
      let (column, width) = sized
      let unit = column.unit.map(measure) ?? 0
      return Self.broken(column.title, width: max(width, unit), count: count, measure: measure)
    }
    let height = titles.map(\.count).max() ?? 0
    var lines: [[RichText?]] = (0..<height).map { line in
      titles.map { title in
        let own = line - (height - title.count)
        return title.indices.contains(own) ? title[own] : nil
      }
    }
    if columns.contains(where: { $0.unit != nil }) { lines.append(columns.map(\.unit)) }
    self.lines = lines
  }

  /// The count of lines that each column's title takes, with its unit.
  var heights: [Int] {
    let columns = lines.first?.count ?? 0
    return (0..<columns).map { column in lines.count { $0[column] != nil } }
  }

  /// The width of the widest line of each column.
  func widths(measure: (RichText) -> Double) -> [Double] {
    let columns = lines.first?.count ?? 0
    return (0..<columns).map { column in lines.compactMap { $0[column].map(measure) }.max() ?? 0 }
  }

  /// A part of a title that stays on one line, and what stands between it and the part before it on the same line.
  private struct Piece {
    let text: RichText
    let joiner: RichText
  }

  /// The words of a title; long ones, which are names from logs, are parted after `_`.
  private static func pieces(of title: RichText) -> [Piece] {
    title.words.flatMap { word in
      let parts = word.plainText.count > longestWord ? word.parted(after: "_") : [word]
      return parts.enumerated().map { Piece(text: $1, joiner: $0 == 0 ? " " : RichText(runs: [])) }
    }
  }

  /// Words of up to so many characters stay whole.
  private static let longestWord = 12

  private static func joined(_ pieces: ArraySlice<Piece>) -> RichText {
    pieces.dropFirst().reduce(pieces.first?.text ?? "") { $0 + $1.joiner + $1.text }
  }

  /// The parts of a title, on at most so many lines of the least width, or of the width that is there anyway.
  private static func broken(
    _ title: RichText, width: Double, count: Int, measure: (RichText) -> Double
  ) -> [RichText] {
    let pieces = pieces(of: title)
    let narrowest = filled(pieces, width: max(width, pieces.map { measure($0.text) }.max() ?? 0), measure: measure)
    guard narrowest.count > max(1, count) else { return narrowest }
    let runs = pieces.indices.flatMap { start in (start..<pieces.count).map { pieces[start...$0] } }
    let widths = runs.map { measure(joined($0)) }.sorted()
    for width in widths {
      let lines = filled(pieces, width: width, measure: measure)
      if lines.count <= max(1, count) { return lines }
    }
    return [title]
  }

  /// The parts, as many on each line as fit.
  private static func filled(_ pieces: [Piece], width: Double, measure: (RichText) -> Double) -> [RichText] {
    let limit = width + 0.01
    var lines: [RichText] = []
    for piece in pieces {
      if let last = lines.last, measure(last + piece.joiner + piece.text) <= limit {
        lines[lines.count - 1] = last + piece.joiner + piece.text
      } else {
        lines.append(piece.text)
      }
    }
    return lines
  }
}
