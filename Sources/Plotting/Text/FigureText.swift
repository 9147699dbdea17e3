/// The height of a run relative to the line of text.
public enum TextScript: Sendable, Hashable {
  case normal, subscripted, superscripted

  /// The size relative to the normal letters.
  public var scale: Double { self == .normal ? 1 : 0.7 }

  /// How far the baseline moves down, in multiples of the normal font size.
  public var shift: Double {
    switch self {
    case .normal: 0
    case .subscripted: 0.18
    case .superscripted: -0.34
    }
  }
}

/// One line of text for a figure, in runs of normal, lowered and raised letters.
///
/// Text is made safe on entry: one line, no control characters, no direction overrides, limited length.
public struct FigureText: Sendable, Hashable, ExpressibleByStringLiteral {
  /// Letters of one height.
  public struct Run: Sendable, Hashable {
    /// The letters.
    public let text: String
    /// Their height.
    public let script: TextScript
  }

  /// The runs in reading order.
  public private(set) var runs: [Run]

  /// Makes text from a literal.
  public init(stringLiteral value: String) { self.init(value) }

  /// Makes text of one run from any string, also from one found in a log.
  public init(_ text: String) {
    runs = [Run(text: SafeText.singleLine(text), script: .normal)]
  }

  /// Makes text in which "CO2" is set with a lowered 2, for units and quantities such as "kg CO2e".
  public init(chemical text: String) {
    let safe = Substring(SafeText.singleLine(text))
    var result: [Run] = []
    var pending = ""
    var rest = safe
    while let letter = rest.first {
      if rest.hasPrefix("CO2") || rest.hasPrefix("CO₂") {
        result.append(Run(text: pending + "CO", script: .normal))
        result.append(Run(text: "2", script: .subscripted))
        pending = ""
        rest = rest.dropFirst(3)
      } else {
        pending.append(letter)
        rest = rest.dropFirst()
      }
    }
    if !pending.isEmpty || result.isEmpty { result.append(Run(text: pending, script: .normal)) }
    runs = result
  }

  private init(runs: [Run]) { self.runs = runs }

  /// A power of ten with a raised exponent.
  static func powerOfTen(_ exponent: Int) -> FigureText {
    FigureText(runs: [
      Run(text: "10", script: .normal), Run(text: minus(String(exponent)), script: .superscripted),
    ])
  }

  /// A number with three significant digits; beyond 0.0001 and a million with a power of ten.
  static func number(_ value: Double) -> FigureText {
    guard let (mantissa, exponent) = DecimalText.scientific(value, digits: 3) else { return "0" }
    if (-4..<6).contains(exponent) { return FigureText(minus(DecimalText.significant(value))) }
    return FigureText(minus(DecimalText.fixed(mantissa, places: 2)) + "×") + powerOfTen(exponent)
  }

  /// The text with a typographic minus in place of the hyphen.
  static func minus(_ text: String) -> String {
    text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text
  }

  /// Joins two texts.
  public static func + (left: FigureText, right: FigureText) -> FigureText {
    FigureText(runs: left.runs + right.runs)
  }

  /// The letters without their heights.
  public var plain: String { runs.map(\.text).joined() }

  var isBlank: Bool { runs.allSatisfy { $0.text.allSatisfy(\.isWhitespace) } }
}
