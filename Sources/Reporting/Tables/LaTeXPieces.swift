/// The parts of a text that no line break can part, with their widths in points at the 10 pt size.
struct LaTeXPieces {
  /// Words of up to so many characters stay whole in cells.
  static let unbrokenLength = 8

  /// How far the second and later lines of a broken text are indented (`0.8em`).
  static let indentation = 8.0

  /// A part with the space before it, which vanishes at the start of a line.
  private struct Piece {
    var space: Double
    var width: Double
  }

  private let pieces: [Piece]

  /// Measures a text that ``LaTeXEscaping`` writes with breaks allowed.
  init(_ text: RichText) {
    var pieces: [Piece] = []
    var startsPiece = true
    var space = 0.0
    for run in text.runs {
      let characters = Array(ControlCharacters.removed(from: run.text, layout: .spaces))
      let breaks = LaTeXBreakPlaces.places(in: characters, unbrokenLength: Self.unbrokenLength)
      for (index, character) in characters.enumerated() {
        let width = LaTeXMetrics.width(of: RichText.Run(String(character), style: run.style))
        guard character != " " else {
          (startsPiece, space) = (true, width)
          continue
        }
        if startsPiece || pieces.isEmpty {
          pieces.append(Piece(space: space, width: width))
        } else {
          pieces[pieces.count - 1].width += width
        }
        (startsPiece, space) = (breaks.contains(index), 0)
      }
    }
    self.pieces = pieces
  }

  /// The least width that no part exceeds.
  var narrowest: Double {
    max(pieces.first?.width ?? 0, (pieces.dropFirst().map(\.width).max() ?? -Self.indentation) + Self.indentation)
  }

  /// How many lines the text takes in a width that is not less than ``narrowest``.
  func lines(in width: Double) -> Int {
    var lines = 1
    var used = 0.0
    for (index, piece) in pieces.enumerated() {
      if index > 0, used + piece.space + piece.width > width {
        lines += 1
        used = Self.indentation + piece.width
      } else {
        used += (index > 0 ? piece.space : 0) + piece.width
      }
    }
    return lines
  }

  /// The least width, to a point, in which the text takes at most so many lines.
  func width(forLines count: Int) -> Double {
    var (low, high) = (narrowest, max(narrowest, pieces.reduce(0) { $0 + $1.space + $1.width }))
    if lines(in: low) <= count { return low }
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines(in: middle) <= count { high = middle } else { low = middle }
    }
    return high
  }
}
