import TestSupport
import Testing

@testable import StudyStore

@Suite("Blocks of samples")
struct TraceBlockCodecTests {
  /// Columns that are hard to pack, each of at least one sample.
  static let columns: [[Int64]] = [
    [0],
    [.min],
    [.max],
    [.min, .max, .min, .max],
    [.max, .min, 0, -1, 1],
    [0, .min],
    [0, .min, 0, .min],
    Array(repeating: 7, count: TraceBlockCodec.capacity),
    (0..<Int64(TraceBlockCodec.capacity)).map { 1_700_000_000_000_000_000 + $0 * 1_000_000_000 },
    [5, 5, 5, 9, 9, 5, 5, 5, 5, 5],
    [0, 6, 4, 10, -10],
  ]

  private func expectRoundTrip(times: [Int64], values: [Int64]) {
    let bytes = TraceBlockCodec.encode(times: times, values: values)
    #expect(TraceBlockCodec.decode(bytes) == TraceBlockSamples(times: times, values: values))
  }

  @Test("Columns come back as they were", arguments: columns)
  func roundTrip(_ column: [Int64]) {
    expectRoundTrip(times: column, values: column.reversed())
  }

  @Test("An empty block comes back empty")
  func empty() { expectRoundTrip(times: [], values: []) }

  @Test("Random columns of every width come back", arguments: 0..<64)
  func randomRoundTrip(bits: Int) {
    var generator = SeededGenerator(seed: UInt64(bits))
    for _ in 0..<8 {
      let count = Int.random(in: 1...300, using: &generator)
      let factor = Int64.random(in: 1...1_000_000, using: &generator)
      func column() -> [Int64] {
        (0..<count).map { _ in Int64(truncatingIfNeeded: generator.next() >> UInt64(bits)) &* factor }
      }
      expectRoundTrip(times: column(), values: column())
    }
  }

  @Test("Every changed byte is noticed")
  func damage() {
    let times = (0..<50).map { Int64($0) * 1_000_000_000 + Int64($0 % 7) * 1_000_000 }
    let bytes = TraceBlockCodec.encode(times: times, values: times.map { 90_000_000 + $0 % 13 })
    for position in bytes.indices {
      for flip: UInt8 in [0x01, 0x80, 0xFF] {
        var damaged = bytes
        damaged[position] ^= flip
        #expect(TraceBlockCodec.decode(damaged) == nil)
      }
    }
  }

  @Test("A block that was cut or made longer is noticed")
  func length() {
    let bytes = TraceBlockCodec.encode(times: [1, 2, 3], values: [4, 5, 6])
    for count in bytes.indices { #expect(TraceBlockCodec.decode(Array(bytes.prefix(count))) == nil) }
    #expect(TraceBlockCodec.decode(bytes + [0]) == nil)
  }

  @Test("Bytes that were never a block, their check value made right, give nothing or numbers, and no trap")
  func forged() {
    var generator = SeededGenerator(seed: 20)
    var decoded = 0
    for _ in 0..<20_000 {
      var bytes: [UInt8] = [1, UInt8.random(in: 0...6, using: &generator)]
      for _ in 0..<Int.random(in: 0...30, using: &generator) {
        bytes.append(
          Bool.random(using: &generator)
            ? UInt8.random(in: 0...3, using: &generator) : .random(in: 0...255, using: &generator))
      }
      let check = Self.check(bytes)
      for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: check >> shift)) }
      guard let samples = TraceBlockCodec.decode(bytes) else { continue }
      decoded += 1
      #expect(samples.times.count == samples.values.count)
    }
    #expect(decoded > 0)
  }

  @Test("A block that claims more samples than a block can have is refused")
  func tooMany() {
    var bytes: [UInt8] = [1]
    bytes += Self.variable(UInt64(TraceBlockCodec.capacity) + 1)
    let check = Self.check(bytes)
    for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: check >> shift)) }
    #expect(TraceBlockCodec.decode(bytes) == nil)
  }

  @Test("The check value is that of the standard")
  func checkValue() {
    // The "check" of CRC-32/ISO-HDLC in Greg Cook's catalogue of CRC algorithms.
    #expect(Self.check(Array("123456789".utf8)) == 0xCBF4_3926)
  }

  @Test("Power every second in steps of 10 mW takes less than two bytes a sample")
  func size() {
    var generator = SeededGenerator(seed: 3)
    let times = (0..<4096).map { 1_700_000_000_000_000_000 + Int64($0) * 1_000_000_000 }
    let values = times.map { _ in 250_000_000 + 10_000 * Int64.random(in: -20...20, using: &generator) }
    let bytes = TraceBlockCodec.encode(times: times, values: values)
    #expect(bytes.count < 2 * 4096)
  }

  @Test("Integers of up to 64 bits are read, longer ones are refused")
  func variableIntegers() {
    for value: UInt64 in [0, 1, 127, 128, 16_383, 16_384, .max - 1, .max] {
      let bytes = Self.variable(value)
      #expect(bytes.count == VariableIntegerWriter.length(of: value))
      let read = Self.read(bytes)
      #expect(read.value == value)
      #expect(read.isAtEnd)
    }
    #expect(Self.read(Array(repeating: 0xFF, count: 9) + [0x02]).value == nil)
    #expect(Self.read(Array(repeating: 0x80, count: 20)).value == nil)
    #expect(Self.read([0x80]).value == nil)
  }

  @Test("Steps of every common divisor come back, from the least integer to the greatest")
  func divisors() {
    for divisor: Int64 in [1, 2, 3, 6, 10_000, 1_000_000, 1 << 40, 3 << 40, 4_611_686_018_427_387_904, .min, .max] {
      for factors: [Int64] in [[0, 1, -1, 2, -3], [0, 0, 0], [5, 5, 4, 3, 3, 3, 2], [0, 1, 0, 1]] {
        var value: Int64 = -7
        let column = factors.map { factor -> Int64 in
          value = value &+ factor &* divisor
          return value
        }
        expectRoundTrip(times: column, values: column.reversed())
      }
    }
  }

  private static func check(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBytes { CyclicRedundancyCheck.value(of: $0) }
  }

  private static func variable(_ value: UInt64) -> [UInt8] {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 10) { target in
      target.initialize(repeating: 0)
      var writer = VariableIntegerWriter(target)
      writer.variable(value)
      return Array(target[..<writer.count])
    }
  }

  private static func read(_ bytes: [UInt8]) -> (value: UInt64?, isAtEnd: Bool) {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = VariableIntegerReader(bytes)
      return (reader.variable(), reader.isAtEnd)
    }
  }
}
