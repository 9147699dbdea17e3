public import Quantities

extension Sequence<Double> {
  /// The compensated sum of the numbers; 0 for none.
  package func compensatedSum() -> Double {
    var sum = CompensatedSum()
    for term in self { sum.add(term) }
    return sum.value
  }
}

extension Sequence where Element: ScalarQuantity {
  /// The compensated sum of the quantities; zero for none.
  public func compensatedSum() -> Element {
    Element(baseValue: lazy.map(\.baseValue).compensatedSum())
  }
}
