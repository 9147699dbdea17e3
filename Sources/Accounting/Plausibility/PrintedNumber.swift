/// A number as it was printed: what it can have been before it was rounded.
public struct PrintedNumber: Sendable, Hashable {
  /// The number as printed.
  public let value: Double
  /// Half a unit of the last printed place; 0 for a number with all its digits.
  public let halfUnit: Double

  /// A number that was rounded to so many decimals; all digits are taken to be there when `decimals` is `nil`.
  public init(_ value: Double, decimals: Int? = nil) {
    self.value = value
    var unit = 1.0
    for _ in 0..<min(max(decimals ?? 0, 0), 20) { unit /= 10 }
    halfUnit = decimals == nil ? 0 : unit / 2
  }

  /// Reads digits as they are printed, as `0.065`; `nil` for what is no plain decimal.
  public init?(_ text: String) {
    guard text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 || $0 == 46 }), let value = Double(text) else {
      return nil
    }
    let fraction = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().first
    self.init(value, decimals: fraction?.count ?? 0)
  }

  /// The least that it can have been, not below 0 for a positive number.
  public var lowest: Double { value > 0 ? max(0, value - halfUnit) : value - halfUnit }

  /// The greatest that it can have been.
  public var highest: Double { value + halfUnit }

  /// The quotients that two positive printed numbers can have had; `nil` where the divisor may be 0 or less.
  public func quotients(by divisor: PrintedNumber) -> ClosedRange<Double>? {
    guard divisor.lowest > 0, lowest >= 0, highest.isFinite, divisor.highest.isFinite else { return nil }
    return (lowest / divisor.highest)...(highest / divisor.lowest)
  }
}
