/// Ticks of a decimal logarithmic axis: 1-2-5 on short axes (1-2-3-5-7 on very short ones), decades on longer ones, every k-th on very long ones.
struct LogTicks: Sendable {
  struct Item: Sendable {
    /// The decimal logarithm of the value.
    var position: Double
    var label: FigureText?
    var rank: Int
  }

  /// The ticks, ascending.
  let ticks: [Item]

  /// Ticks between two decimal logarithms, about `count` of them labelled.
  init(low: Double, high: Double, count: Double) {
    guard low.isFinite, high.isFinite, high > low, high - low < 400 else {
      ticks = []
      return
    }
    let decades = high - low
    let stride = max(1, Int((decades / max(count, 1)).rounded(.up)))
    let labelled = Self.labelledMantissas(low: low, high: high)
    var found: [Item] = []
    for exponent in Int(low.rounded(.down))...Int(high.rounded(.up)) {
      for mantissa in 1...9 where decades <= 3.2 || mantissa == 1 {
        let position = Double(exponent) + Logarithm.base10(Double(mantissa))
        guard position >= low - 1e-9, position <= high + 1e-9 else { continue }
        found.append(Self.item(mantissa, exponent, at: position, stride: stride, labelled: labelled))
      }
    }
    ticks = found
  }

  /// 2 and 5 on short axes, with 3 and 7 where less than three labels would stand.
  private static func labelledMantissas(low: Double, high: Double) -> [Int] {
    guard high - low <= 2.4 else { return [] }
    let exponents = Int(low.rounded(.down))...Int(high.rounded(.up))
    let count = exponents.flatMap { exponent in [1, 2, 5].map { Double(exponent) + Logarithm.base10(Double($0)) } }
      .filter { $0 >= low && $0 <= high }.count
    return count < 3 ? [2, 3, 5, 7] : [2, 5]
  }

  private static func item(_ mantissa: Int, _ exponent: Int, at position: Double, stride: Int, labelled: [Int]) -> Item
  {
    let isDecade = mantissa == 1
    let isLabelled = isDecade ? exponent.isMultiple(of: stride) : labelled.contains(mantissa)
    return Item(
      position: position, label: isLabelled ? label(mantissa, exponent) : nil, rank: isDecade ? 0 : 1)
  }

  private static func label(_ mantissa: Int, _ exponent: Int) -> FigureText {
    if (-4...5).contains(exponent) {
      let value = Double(mantissa) * DecimalText.power(exponent)
      return FigureText(DecimalText.fixed(value, places: max(0, -exponent)))
    }
    return mantissa == 1 ? .powerOfTen(exponent) : FigureText("\(mantissa)×") + .powerOfTen(exponent)
  }
}
