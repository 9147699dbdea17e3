/// Lossless packing of a column of 64-bit integers that change little or steadily from one to the next.
///
/// A column is stored as: mode, first value, common divisor of the differences, then the scaled differences (first
/// order) or their differences (second order), zig-zag and LEB128 coded. In run mode a zero is followed by the number
/// of further zeros. The shortest of all four modes is taken. Arithmetic wraps, so that every column comes back
/// as it was, those with `Int64.min` and `Int64.max` in a row too.
enum IntegerColumnCodec {
  private struct Mode: OptionSet {
    var rawValue: UInt8
    static let secondOrder = Mode(rawValue: 1)
    static let zeroRuns = Mode(rawValue: 2)
  }

  /// The most bytes that a column of a length takes: three numbers before it, each number in ten bytes at most.
  static func greatestLength(count: Int) -> Int { 1 + 10 * (count + 2) }

  /// Writes a column, whose length the decoder must know; an empty column takes no byte.
  static func encode(_ column: UnsafeBufferPointer<Int64>, to writer: inout VariableIntegerWriter) {
    guard let first = column.first else { return }
    let count = column.count - 1
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: column.count) { steps in
      for place in 0..<count { steps[place] = column[place + 1] &- column[place] }
      let differences = UnsafeBufferPointer(rebasing: steps[..<count])
      let divisor = CommonDivisor(of: differences)
      if divisor.value > 1 { for place in 0..<count { steps[place] = divisor.quotient(steps[place]) } }
      let mode = shortest(differences)
      writer.byte(mode.rawValue)
      writer.variable(first.zigZag)
      writer.variable(divisor.value)
      pack(differences, mode, to: &writer)
    }
  }

  /// Takes a column of `count` integers from a reader; `nil` when the bytes are no such column.
  static func decode(count: Int, from reader: inout VariableIntegerReader) -> [Int64]? {
    guard count > 0 else { return [] }
    guard let modeByte = reader.byte(), modeByte < 4, let first = reader.variable(), let divisor = reader.variable(),
      divisor > 0
    else { return nil }
    let mode = Mode(rawValue: modeByte)
    var isWhole = false
    let column = [Int64](unsafeUninitializedCapacity: count) { column, initialized in
      column.initialize(repeating: 0)
      initialized = count
      column[0] = Int64(zigZag: first)
      isWhole = unpack(mode, factor: Int64(bitPattern: divisor), into: column, from: &reader)
    }
    return isWhole ? column : nil
  }

  /// The mode in which steps take the fewest bytes; of equals the simplest.
  private static func shortest(_ steps: UnsafeBufferPointer<Int64>) -> Mode {
    var (first, second) = (Length(), Length())
    var previous: Int64 = 0
    for step in steps {
      first.add(step)
      second.add(step &- previous)
      previous = step
    }
    first.endRun()
    second.endRun()
    var best = (mode: Mode(), length: first.plain)
    let others: [(mode: Mode, length: Int)] = [
      (.secondOrder, second.plain), (.zeroRuns, first.inRuns), ([.secondOrder, .zeroRuns], second.inRuns),
    ]
    for (mode, length) in others where length < best.length {
      best = (mode, length)
    }
    return best.mode
  }

  /// How many bytes numbers take with and without runs of zeros.
  private struct Length {
    var plain = 0
    var inRuns = 0
    private var zeros = 0

    @inline(__always)
    mutating func add(_ value: Int64) {
      if value == 0 {
        plain += 1
        zeros += 1
      } else {
        let length = VariableIntegerWriter.length(of: value.zigZag)
        plain += length
        inRuns += length
        if zeros > 0 { endRun() }
      }
    }

    mutating func endRun() {
      guard zeros > 0 else { return }
      inRuns += 1 + VariableIntegerWriter.length(of: UInt64(zeros - 1))
      zeros = 0
    }
  }

  private static func pack(_ steps: UnsafeBufferPointer<Int64>, _ mode: Mode, to writer: inout VariableIntegerWriter) {
    let (isSecond, hasRuns) = (mode.contains(.secondOrder), mode.contains(.zeroRuns))
    var previous: Int64 = 0
    var zeros: UInt64 = 0
    for step in steps {
      let value = isSecond ? step &- previous : step
      previous = step
      if hasRuns, value == 0 {
        zeros += 1
        continue
      }
      if zeros > 0 {
        writer.byte(0)
        writer.variable(zeros - 1)
        zeros = 0
      }
      writer.variable(value.zigZag)
    }
    if zeros > 0 {
      writer.byte(0)
      writer.variable(zeros - 1)
    }
  }

  /// Fills a column behind its first value; `false` when the bytes are no such column.
  private static func unpack(
    _ mode: Mode, factor: Int64, into column: UnsafeMutableBufferPointer<Int64>,
    from reader: inout VariableIntegerReader
  ) -> Bool {
    let (isSecond, hasRuns) = (mode.contains(.secondOrder), mode.contains(.zeroRuns))
    var value = column[0]
    var difference: Int64 = 0
    var place = 1
    while place < column.count {
      guard let coded = reader.variable() else { return false }
      let item = Int64(zigZag: coded)
      difference = isSecond ? difference &+ item : item
      value = value &+ difference &* factor
      column[place] = value
      place += 1
      guard hasRuns, coded == 0 else { continue }
      guard let more = reader.variable(), more <= UInt64(column.count - place) else { return false }
      for _ in 0..<more {
        value = value &+ difference &* factor
        column[place] = value
        place += 1
      }
    }
    return true
  }
}

/// The greatest common divisor of the magnitudes of integers, and exact division by it.
private struct CommonDivisor {
  /// 1 when all integers are 0.
  private(set) var value: UInt64 = 1
  private var shift: UInt64 = 0
  /// What the odd part of ``value`` must be multiplied by to be 1, modulo 2^64.
  private var inverse: UInt64 = 1
  /// The greatest quotient by the odd part.
  private var greatestQuotient = UInt64.max

  init(of integers: UnsafeBufferPointer<Int64>) {
    var found: UInt64 = 0
    for integer in integers where integer != 0 {
      let magnitude = integer.magnitude
      if found != 0, divides(magnitude) { continue }
      var (a, b) = (found, magnitude)
      while b != 0 { (a, b) = (b, a % b) }
      found = a
      adopt(found)
      if found == 1 { return }
    }
  }

  /// The quotient of a multiple of ``value``: a multiplication, as an exact division can be (Granlund, Montgomery 1994).
  @inline(__always)
  func quotient(_ multiple: Int64) -> Int64 { (multiple >> Int64(shift)) &* Int64(bitPattern: inverse) }

  @inline(__always)
  private func divides(_ magnitude: UInt64) -> Bool {
    (magnitude >> shift) &* inverse <= greatestQuotient && magnitude & ((1 << shift) - 1) == 0
  }

  private mutating func adopt(_ divisor: UInt64) {
    value = divisor
    shift = UInt64(divisor.trailingZeroBitCount)
    let odd = divisor >> shift
    // Newton's method doubles the number of right bits: 3, 6, 12, 24, 48, 96.
    inverse = odd
    for _ in 0..<5 { inverse = inverse &* (2 &- odd &* inverse) }
    greatestQuotient = .max / odd
  }
}

extension Int64 {
  /// Folds the sign into the lowest bit, so that small magnitudes are small numbers.
  fileprivate var zigZag: UInt64 { UInt64(bitPattern: (self << 1) ^ (self >> 63)) }

  fileprivate init(zigZag coded: UInt64) {
    self = Int64(bitPattern: coded >> 1) ^ (0 &- Int64(bitPattern: coded & 1))
  }
}
