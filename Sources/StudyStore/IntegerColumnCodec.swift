/// Lossless packing of a column of 64-bit integers that change little or steadily from one to the next.
///
/// A column is stored as: mode, first value, common divisor of the differences, then the scaled differences (first
/// order) or their differences (second order), zig-zag and LEB128 coded. In run mode a zero is followed by the number
/// of further zeros. All four modes are tried and the shortest wins. Arithmetic wraps, so that every column comes back
/// as it was, those with `Int64.min` and `Int64.max` in a row too.
enum IntegerColumnCodec {
  private struct Mode: OptionSet {
    var rawValue: UInt8
    static let secondOrder = Mode(rawValue: 1)
    static let zeroRuns = Mode(rawValue: 2)
    static let all: [Mode] = [[], .secondOrder, .zeroRuns, [.secondOrder, .zeroRuns]]
  }

  /// Appends a column, whose length the decoder must know, to bytes; an empty column takes no byte.
  static func encode(_ column: [Int64], into bytes: inout [UInt8]) {
    guard let first = column.first else { return }
    let differences = zip(column.dropFirst(), column).map { $0 &- $1 }
    let divisor = greatestCommonDivisor(of: differences)
    let firstOrder = differences.map { scale($0, dividingBy: divisor) }
    var previous: Int64 = 0
    let secondOrder = firstOrder.map { value in
      defer { previous = value }
      return value &- previous
    }
    var best: (mode: Mode, packed: [UInt8])?
    for mode in Mode.all {
      let packed = pack(mode.contains(.secondOrder) ? secondOrder : firstOrder, runs: mode.contains(.zeroRuns))
      if packed.count < (best?.packed.count ?? .max) { best = (mode, packed) }
    }
    guard let best else { return }
    bytes.append(best.mode.rawValue)
    bytes.appendVariable(first.zigZag)
    bytes.appendVariable(divisor)
    bytes.append(contentsOf: best.packed)
  }

  /// Takes a column of `count` integers from a reader; `nil` when the bytes are no such column.
  static func decode(count: Int, from reader: inout VariableIntegerReader) -> [Int64]? {
    guard count > 0 else { return [] }
    guard let modeByte = reader.byte(), modeByte < 4, let first = reader.variable(), let divisor = reader.variable(),
      divisor > 0
    else { return nil }
    let mode = Mode(rawValue: modeByte)
    guard let packed = unpack(count: count - 1, runs: mode.contains(.zeroRuns), from: &reader) else { return nil }
    let factor = Int64(bitPattern: divisor)
    var column: [Int64] = []
    column.reserveCapacity(count)
    var value = Int64(zigZag: first)
    var difference: Int64 = 0
    column.append(value)
    for item in packed {
      difference = mode.contains(.secondOrder) ? difference &+ item : item
      value = value &+ difference &* factor
      column.append(value)
    }
    return column
  }

  /// The greatest common divisor of magnitudes; 1 when all are 0.
  private static func greatestCommonDivisor(of values: [Int64]) -> UInt64 {
    var divisor: UInt64 = 0
    for value in values where value != 0 {
      var (a, b) = (divisor, value.magnitude)
      while b != 0 { (a, b) = (b, a % b) }
      divisor = a
      if divisor == 1 { break }
    }
    return max(divisor, 1)
  }

  private static func scale(_ value: Int64, dividingBy divisor: UInt64) -> Int64 {
    let magnitude = Int64(bitPattern: value.magnitude / divisor)
    return value < 0 ? 0 &- magnitude : magnitude
  }

  private static func pack(_ values: [Int64], runs: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * 2)
    var zeros: UInt64 = 0
    for value in values {
      if runs, value == 0 {
        zeros += 1
        continue
      }
      bytes.appendZeroRun(zeros)
      zeros = 0
      bytes.appendVariable(value.zigZag)
    }
    bytes.appendZeroRun(zeros)
    return bytes
  }

  private static func unpack(count: Int, runs: Bool, from reader: inout VariableIntegerReader) -> [Int64]? {
    var values: [Int64] = []
    values.reserveCapacity(count)
    while values.count < count {
      guard let coded = reader.variable() else { return nil }
      values.append(Int64(zigZag: coded))
      guard runs, coded == 0 else { continue }
      guard let more = reader.variable(), more <= UInt64(count - values.count) else { return nil }
      values.append(contentsOf: repeatElement(0, count: Int(more)))
    }
    return values
  }
}

extension Array where Element == UInt8 {
  fileprivate mutating func appendZeroRun(_ length: UInt64) {
    guard length > 0 else { return }
    append(0)
    appendVariable(length - 1)
  }
}

extension Int64 {
  /// Folds the sign into the lowest bit, so that small magnitudes are small numbers.
  fileprivate var zigZag: UInt64 { UInt64(bitPattern: (self << 1) ^ (self >> 63)) }

  fileprivate init(zigZag coded: UInt64) {
    self = Int64(bitPattern: coded >> 1) ^ (0 &- Int64(bitPattern: coded & 1))
  }
}
