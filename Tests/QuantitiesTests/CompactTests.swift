import Foundation
import Quantities
import Testing

/// Optionals without room of their own.
@Suite struct CompactTests {
  private struct Optionals: Codable, Equatable {
    var loss: Double?
    var end: WallTime?
    var count = 1
  }

  private struct Compacts: Codable, Equatable {
    @Compact var loss: Double?
    @Compact var end: WallTime?
    var count = 1
  }

  private static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  @Test(
    "They are written and read as optionals are",
    arguments: [
      (nil, nil), (0.25, nil), (nil, WallTime(nanoseconds: 7)), (-0.0, WallTime(nanoseconds: .max)),
      (Double.infinity, nil), (Double.nan, WallTime(nanoseconds: -1)),
    ] as [(Double?, WallTime?)])
  func coding(loss: Double?, end: WallTime?) throws {
    let expected = try Self.encoder().encode(Optionals(loss: loss, end: end))
    #expect(try Self.encoder().encode(Compacts(loss: loss, end: end)) == expected)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let read = try decoder.decode(Compacts.self, from: expected)
    #expect(read.loss?.isNaN == loss?.isNaN && read.loss?.sign == loss?.sign)
    #expect(read.end == end)
    let null = try decoder.decode(Compacts.self, from: Data(#"{"loss":null,"end":null,"count":1}"#.utf8))
    #expect(null == Compacts(loss: nil, end: nil))
  }

  @Test("They take no more room than their values, and compare as optionals do")
  func room() {
    #expect(MemoryLayout<Compact<Double>>.size == 8)
    #expect(MemoryLayout<Compact<WallTime>>.size == 8)
    #expect(Compacts(loss: nil, end: nil) != Compacts(loss: 0, end: nil))
    #expect(Compacts(loss: .nan, end: nil) != Compacts(loss: .nan, end: nil))
    #expect(Compact<Double>(wrappedValue: .nan).wrappedValue?.isNaN == true)
  }
}
