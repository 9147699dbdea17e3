/// Ticks at round numbers: multiples of 1, 2 or 5 times a power of ten.
struct LinearTicks: Sendable {
  /// The values, ascending.
  let values: [Double]
  private let stepExponent: Int
  /// The power of ten that is taken out of very large or very small labels.
  private let labelExponent: Int

  /// Ticks between two values, about `count` of them and at most 30.
  init(low: Double, high: Double, count: Double) {
    let (mantissa, exponent) = Self.step(forAbout: (high - low) / max(count, 1))
    let unit = DecimalText.power(exponent)
    let step = mantissa * unit
    let first = ((low / step) - 1e-9).rounded(.up)
    var found: [Double] = []
    if step > 0, step.isFinite, first.isFinite {
      for index in 0..<30 {
        let value = (first + Double(index)) * mantissa * unit
        if value > high + step * 1e-9 { break }
        found.append(value)
      }
    }
    values = found
    stepExponent = exponent
    let largest = DecimalText.exponent(of: max(low.magnitude, high.magnitude))
    labelExponent = (-4..<6).contains(largest) ? 0 : largest
  }

  /// The step of 1, 2 or 5 times a power of ten that is nearest to a wanted one.
  static func step(forAbout wanted: Double) -> (mantissa: Double, exponent: Int) {
    guard wanted.isFinite, wanted > 0 else { return (1, 0) }
    let exponent = DecimalText.exponent(of: wanted)
    let share = wanted / DecimalText.power(exponent)
    // Halfway between neighbours on a logarithmic scale: √2, √10 and √50.
    switch share {
    case ..<1.4142: return (1, exponent)
    case ..<3.1623: return (2, exponent)
    case ..<7.0711: return (5, exponent)
    default: return (1, exponent + 1)
    }
  }

  /// The text of a tick, with as many decimals as the step needs.
  func label(of value: Double) -> FigureText {
    let scaled = value / DecimalText.power(labelExponent)
    let text = FigureText.minus(DecimalText.fixed(scaled, places: max(0, labelExponent - stepExponent)))
    guard labelExponent != 0, value != 0 else { return labelExponent == 0 ? FigureText(text) : "0" }
    return FigureText(text + "×") + .powerOfTen(labelExponent)
  }
}
