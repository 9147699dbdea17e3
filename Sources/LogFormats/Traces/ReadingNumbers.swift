import LogScanning

extension RawSpan {
  /// The whole span as a number in units of 10^-`decimals`, rounded to the nearest when it has more digits than that;
  /// `nil` when it is no finite number or does not fit.
  ///
  /// For files whose numbers are printed doubles; ``LogScanning/RawSpan/scaledDecimal(decimals:)`` is for exact ones.
  func reading(decimals: Int) -> Int64? {
    if let exact = scaledDecimal(decimals: decimals) { return exact }
    guard let value = double() else { return nil }
    return Int64(value, scaledBy: decimals)
  }
}

extension String {
  /// The number in a cell of a small file; `nil` for none, not a number and infinities.
  var finiteNumber: Double? {
    var text = self
    let value = text.withUTF8 { UnsafeRawBufferPointer($0).bytes.trimmed().double() }
    return value.flatMap { $0.isFinite ? $0 : nil }
  }
}

extension EnergyRecord {
  /// Places the window by the Unix time of its start and by its length, both to the digit as they were printed.
  mutating func place(start: Double) {
    self.start = Int64(nanosecondsOf: start)
    setEnd()
  }

  /// Takes the end from the start and the length; a clock's range may end before.
  mutating func setEnd() {
    guard let first = start, let length = seconds.flatMap({ Int64(nanosecondsOf: $0) }) else { return }
    let (sum, overflow) = first.addingReportingOverflow(length)
    end = overflow ? nil : sum
  }
}

extension Int64 {
  private static let powersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12]

  /// A number in units of 10^-`decimals`, rounded to the nearest; `nil` when it is not finite or does not fit.
  init?(_ value: Double, scaledBy decimals: Int) {
    let scaled = (value * Self.powersOfTen[Swift.min(Swift.max(decimals, 0), 12)]).rounded()
    guard scaled.isFinite, abs(scaled) < 9.2e18 else { return nil }
    self = Int64(scaled)
  }

  /// The sum; `nil` when it does not fit.
  func adding(_ other: Int64) -> Int64? {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? nil : sum
  }

  /// Seconds in nanoseconds, to the digit as they were printed: a double of Unix time holds less than a microsecond, so
  /// that its shortest decimal, and not its binary fraction, is what a file has.
  init?(nanosecondsOf seconds: Double) {
    guard seconds.isFinite, abs(seconds) < 9.2e9 else { return nil }
    var text = String(describing: seconds)
    if let exact = text.withUTF8({ UnsafeRawBufferPointer($0).bytes.scaledDecimal(decimals: 9) }) {
      self = exact
      return
    }
    let whole = seconds.rounded(.down)
    self = Int64(whole) * 1_000_000_000 + Int64(((seconds - whole) * 1e9).rounded())
  }
}
