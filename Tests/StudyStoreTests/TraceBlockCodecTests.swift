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
      let check = CyclicRedundancyCheck.value(of: bytes[...])
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
    bytes.appendVariable(UInt64(TraceBlockCodec.capacity) + 1)
    let check = CyclicRedundancyCheck.value(of: bytes[...])
    for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: check >> shift)) }
    #expect(TraceBlockCodec.decode(bytes) == nil)
  }

  @Test("The check value is that of the standard")
  func checkValue() {
    // The "check" of CRC-32/ISO-HDLC in Greg Cook's catalogue of CRC algorithms.
    #expect(CyclicRedundancyCheck.value(of: Array("123456789".utf8)[...]) == 0xCBF4_3926)
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
      var bytes: [UInt8] = []
      bytes.appendVariable(value)
      var reader = VariableIntegerReader(bytes[...])
      #expect(reader.variable() == value)
      #expect(reader.isAtEnd)
    }
    var tooLarge = VariableIntegerReader((Array(repeating: 0xFF, count: 9) + [0x02])[...])
    #expect(tooLarge.variable() == nil)
    var tooLong = VariableIntegerReader(Array(repeating: 0x80, count: 20)[...])
    #expect(tooLong.variable() == nil)
    var cut = VariableIntegerReader([0x80][...])
    #expect(cut.variable() == nil)
  }
}
