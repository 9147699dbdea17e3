import LogScanning

extension TraceCollector {
  /// Takes what a JSON document has for a series that `key` names: a number is a sample, anything else is missing.
  ///
  /// - Parameters:
  ///   - decimals: fraction digits of the number; by default the series', fewer when it is in milli- or microwatts.
  ///   - negativeIsMissing: a number below zero stands for no reading.
  mutating func reading(
    _ value: JSONValue, of key: String, time: Int64, line: Int, decimals: Int? = nil, negativeIsMissing: Bool = false,
    make: () -> TraceSeries
  ) {
    var key = key
    let place: Int? = key.withUTF8 { self.place(of: UnsafeRawBufferPointer($0).bytes) { _ in make() } }
    guard let place else { return }
    let scale = decimals ?? series[place].decimals
    if let number = value.double, number >= 0 || !negativeIsMissing, let scaled = Int64(number, scaledBy: scale) {
      return sample(place, time: time, value: scaled, line: line)
    }
    var text = value.double.map(String.init(describing:)) ?? (value.string ?? (value == .null ? "null" : "no number"))
    text.withUTF8 { missing(place, UnsafeRawBufferPointer($0).bytes, line: line) }
  }

  /// The place of the series with a key; `nil` when no reading had it.
  func place(ofDevice device: String) -> Int? { series.firstIndex { $0.device == device } }

  /// Decides which readings of boards count: the boards' own when each row with a sum has them all, else the sum.
  mutating func settleBoards(sum: String, boards: (TraceSeries) -> Bool) {
    guard let total = place(ofDevice: sum) else { return }
    let places = series.indices.filter { $0 != total && boards(series[$0]) }
    let rows = series[total].samples
    let boardsTell = !places.isEmpty && places.allSatisfy { series[$0].samples >= rows && series[$0].samples > 0 }
    update(total) { $0.role = boardsTell ? .alternative : .counted }
    for place in places { update(place) { $0.role = boardsTell ? .counted : .contained } }
  }
}
