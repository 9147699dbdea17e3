import LogScanning

/// Values as Python's `print` and `repr` write them.
extension RawSpan {
  /// The whole span as a count or index: digits only; `nil` when it is anything else or overflows.
  func index() -> Int? {
    guard byteCount > 0, self[byte: 0] &- 0x30 <= 9, let value = integer() else { return nil }
    return Int(exactly: value)
  }

  /// The whole span as a number, bare or in numpy's wrapping: `-0.78`, `nan`, `np.float32(0.89)`.
  func pythonNumber() -> Double? {
    if let value = double() { return value }
    guard starts(with: "np.float"), let open = firstOffset(of: UInt8(ascii: "(")), ends(with: ")") else { return nil }
    return extracting((open + 1)..<(byteCount - 1)).double()
  }

  /// The text in quotes after a key of a printed dictionary: `'plans_name': 'nnUNetPlans'`.
  func pythonString(afterKey key: StaticString) -> String? {
    guard let found = firstOffset(of: key) else { return nil }
    let rest = dropping(found + key.utf8CodeUnitCount).trimmed()
    guard rest.byteCount > 0, rest[byte: 0] == UInt8(ascii: "'") || rest[byte: 0] == UInt8(ascii: "\""),
      let close = rest.firstOffset(of: rest[byte: 0], from: 1)
    else { return nil }
    return rest.extracting(1..<close).text
  }

  /// The whole number after a key of a printed dictionary: `'batch_size': 2`.
  func pythonInteger(afterKey key: StaticString) -> Int? {
    guard let found = firstOffset(of: key) else { return nil }
    let rest = dropping(found + key.utf8CodeUnitCount).trimmed()
    var length = 0
    while length < rest.byteCount, rest[byte: length] &- 0x30 <= 9 { length += 1 }
    return rest.extracting(0..<length).index()
  }

  /// The whole numbers of the list after a key of a printed dictionary: `'patch_size': [64, 192, 160]`.
  func pythonIntegers(afterKey key: StaticString) -> [Int]? {
    guard let found = firstOffset(of: key) else { return nil }
    let rest = dropping(found + key.utf8CodeUnitCount)
    guard let open = rest.firstOffset(of: UInt8(ascii: "[")), open <= 8,
      let close = rest.firstOffset(of: UInt8(ascii: "]"), from: open), close - open < 256
    else { return nil }
    var values: [Int] = []
    var start = open + 1
    while start <= close {
      let end = Swift.min(rest.firstOffset(of: UInt8(ascii: ","), from: start) ?? close, close)
      let element = rest.extracting(start..<end).trimmed()
      if element.byteCount > 0 {
        guard let value = element.index() else { return nil }
        values.append(value)
      }
      start = end + 1
    }
    return values.isEmpty ? nil : values
  }
}
