/// Text with a little mark-up that every output format can print: code, sub- and superscripts, two strengths.
///
/// String literals are plain text, so `let header: RichText = "Energy"` and `"Mass of " + .co2e` work.
public struct RichText: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// How a run of text is set.
  public enum Style: String, Sendable, Hashable, CaseIterable {
    /// Upright text.
    case plain
    /// A name from a file or a program, in a typewriter face.
    case code
    /// Below the line, as the 2 of CO₂.
    case subscripted
    /// Above the line, as a footnote mark.
    case superscripted
    /// Stressed, usually italic.
    case emphasis
    /// Strongly stressed, usually bold.
    case strong
    /// A number and its unit, with a no-break space between them, which LaTeX may leave to `siunitx`.
    case quantity
  }

  /// A piece of text in one style.
  public struct Run: Sendable, Hashable {
    /// The text, unescaped.
    public var text: String
    /// How it is set.
    public var style: Style

    /// Makes a run.
    public init(_ text: String, style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  /// The runs in reading order; neighbours differ in style and none is empty.
  public private(set) var runs: [Run]

  /// Makes text from runs; empty runs vanish and neighbours of one style are joined.
  public init(runs: [Run]) {
    self.runs = []
    for run in runs { append(run) }
  }

  /// Makes text in one style.
  public init(_ text: String, style: Style = .plain) { self.init(runs: [Run(text, style: style)]) }

  public init(stringLiteral value: String) { self.init(value) }

  /// A name from a file or a program.
  public static func code(_ text: String) -> RichText { RichText(text, style: .code) }

  /// Text below the line.
  public static func subscripted(_ text: String) -> RichText { RichText(text, style: .subscripted) }

  /// Text above the line.
  public static func superscripted(_ text: String) -> RichText { RichText(text, style: .superscripted) }

  /// Stressed text.
  public static func emphasis(_ text: String) -> RichText { RichText(text, style: .emphasis) }

  /// Strongly stressed text.
  public static func strong(_ text: String) -> RichText { RichText(text, style: .strong) }

  /// A number with its unit, which no line end parts.
  public static func quantity(_ number: String, _ unit: String) -> RichText {
    RichText("\(number)\u{A0}\(unit)", style: .quantity)
  }

  /// "CO2e", carbon dioxide equivalent, with the 2 below the line.
  public static let co2e = RichText(runs: [Run("CO"), Run("2", style: .subscripted), Run("e")])

  /// One text after the other.
  public static func + (left: RichText, right: RichText) -> RichText { RichText(runs: left.runs + right.runs) }

  /// Appends a text.
  public static func += (left: inout RichText, right: RichText) {
    for run in right.runs { left.append(run) }
  }

  /// The text without its styles.
  public var plainText: String { runs.map(\.text).joined() }

  /// The text without its styles and with plain spaces, as terminals and data files have it.
  var spacedText: String { plainText.replacing("\u{A0}", with: " ") }

  /// Whether there is no text at all.
  public var isEmpty: Bool { runs.isEmpty }

  private mutating func append(_ run: Run) {
    guard !run.text.isEmpty else { return }
    if let last = runs.last, last.style == run.style {
      runs[runs.count - 1].text += run.text
    } else {
      runs.append(run)
    }
  }
}

extension RichText {
  /// The words between the spaces; a word keeps the styles of its parts. No-break spaces do not part words.
  var words: [RichText] {
    var words: [RichText] = []
    var current = RichText(runs: [])
    for run in runs {
      for (index, piece) in run.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        if index > 0, !current.isEmpty {
          words.append(current)
          current = RichText(runs: [])
        }
        current.append(Run(String(piece), style: run.style))
      }
    }
    if !current.isEmpty { words.append(current) }
    return words
  }
  /// The parts that end with a run of a character, and what is left after the last of these.
  func parted(after separator: Character) -> [RichText] {
    var parts: [RichText] = []
    var current = RichText(runs: [])
    for run in runs {
      for character in run.text {
        if character != separator, current.plainText.last == separator {
          parts.append(current)
          current = RichText(runs: [])
        }
        current.append(Run(String(character), style: run.style))
      }
    }
    if !current.isEmpty { parts.append(current) }
    return parts
  }
}
