import Foundation
import LogFormats
import Quantities
import TestSupport
import Testing

@testable import StudyStore

@Suite("Coding of records")
struct RecordCodingTests {
  private static func foundationJSON(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func expectSame<Value: Codable & Equatable>(_ value: Value, comparing: Bool = true) throws {
    let json = try RecordEncoder.json(value)
    #expect(try json == Self.foundationJSON(value))
    let back = try RecordDecoder.value(Value.self, fromJSON: json)
    if comparing { #expect(back == value) }
    #expect(try RecordEncoder.json(back) == json)
  }

  /// All that a record may hold, and what it should not.
  private struct Sample: Codable, Equatable {
    enum Choice: Codable, Equatable {
      case none
      case one(Int)
      case named(first: String, second: Double?)
    }

    var zulu = "a/b \"c\" \\ \n\t\r\u{8}\u{C}\u{1}\u{1F}\u{7F} é 🌍"
    var alpha: Int? = nil
    var beta: Double? = 3
    var a = -0.5
    var aa = 1e-7
    var ab = 1e22
    var lists: [[Int]] = [[], [1], [-2, 3]]
    var gaps: [Double?] = [1, nil, 0.25, -1e300]
    var choices: [Choice] = [.none, .one(.min), .named(first: "", second: nil), .named(first: "x", second: 2)]
    var names = ["b": 1, "a": 2, "ab": 3, "a b": 4, "é": 5, "\"": 6, "A": 7, "": 8]
    var nested: [String: [String: [Bool]]] = ["x": [:], "y": ["z": [true, false]]]
    var wide: [UInt64] = [0, .max]
    var small: [Int8] = [-128, 127]
    var epochs: [Int64] = [.min, .max, 0]
  }

  private struct Empty: Codable, Equatable {}

  @Test("Every kind of record is the bytes that Foundation writes, and comes back", arguments: Examples.records)
  func records(_ record: LogRecord) throws { try expectSame(ParsedContent(record: record, version: "2")) }

  @Test("Every member of an epoch is written, and in the order of the keys")
  func members() throws {
    var epoch = LoggedEpoch(index: 1, start: WallTime(nanoseconds: 5), line: 3)
    epoch.end = WallTime(nanoseconds: -7)
    epoch.seconds = 0.5
    epoch.learningRate = 1e-9
    epoch.trainLoss = .nan
    epoch.validationLoss = -.infinity
    epoch.pseudoDice = [nil, 0.25]
    epoch.bestEMADice = 1
    // All but what is left of a list that was given up.
    #expect(try Self.keyCount(epoch) == Mirror(reflecting: epoch).children.count - 1)
    try expectSame([epoch], comparing: false)
    var log = TrainingLog()
    log.epochs = [epoch, LoggedEpoch(index: 2, start: WallTime(nanoseconds: 6), line: 4)]
    log.keepMeanPseudoDiceOnly()
    try expectSame(log.epochs, comparing: false)

    var tracked = TrackerEpoch(number: 1, line: 2)
    try expectSame([tracked])
    tracked.end = WallTime(nanoseconds: 9)
    tracked.seconds = -1
    tracked.powers = [
      ComponentPower(component: "g\"p/u\n", watts: [nil, 1.5], line: 3),
      ComponentPower(component: "cpu", watts: [], line: 4),
    ]
    #expect(try Self.keyCount(tracked) == Mirror(reflecting: tracked).children.count)
    #expect(try Self.keyCount(tracked.powers[0]) == Mirror(reflecting: tracked.powers[0]).children.count)
    try expectSame([tracked])
    try expectSame([LoggedEpoch]())
    try expectSame([TrackerEpoch]())
  }

  private static func keyCount(_ value: some Encodable) throws -> Int {
    let object = try JSONSerialization.jsonObject(with: Data(foundationJSON(value).utf8))
    return try #require(object as? [String: Any]).count
  }

  @Test("Texts, numbers, keys and nesting of every kind are Foundation's bytes, and come back")
  func samples() throws {
    try expectSame(Sample())
    try expectSame(Empty())
    try expectSame([Empty(), Empty()])
    try expectSame([[Double?]]())
    try expectSame(["only"])
    try expectSame(7)
  }

  @Test("Doubles are the shortest decimals, and what is no number is a text")
  func doubles() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<2000 { try expectSame([Double(bitPattern: generator.next())], comparing: false) }
    try expectSame([Double.nan, .infinity, -.infinity], comparing: false)
    try expectSame([0.0, -0.0, 1, 123_456_789_012_345_680, 0.1, .leastNonzeroMagnitude, 1.7976931348623157e308])
  }

  @Test("What was read of every fixture is the bytes that Foundation writes, and comes back")
  func fixtures() throws {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    let root = url.appending(path: "fixtures").path
    var read = 0
    for name in try #require(FileManager.default.enumerator(atPath: root)).compactMap({ $0 as? String }) {
      guard let file = try? LogFileReader.read(path: root + "/" + name, samples: TraceColumns()) else { continue }
      // A content with a loss that is not a number is not equal to itself.
      try expectSame(file.content, comparing: false)
      read += 1
    }
    #expect(read > 100)
  }

  @Test("What Foundation wrote with blanks between is read")
  func blanks() throws {
    let text = "{ \"a\" : [ 1 , null ,\n2.5e0 ],\t\"b\":\"\\u00e6\\ud83c\\udf0d\\/\" }"
    struct Value: Codable, Equatable {
      var a: [Double?]
      var b: String
    }
    #expect(try RecordDecoder.value(Value.self, fromJSON: text) == Value(a: [1, nil, 2.5], b: "æ🌍/"))
  }

  @Test(
    "Damaged texts throw",
    arguments: [
      "", "{", "[", "\"", "{\"a\"}", "{\"a\":}", "[1,]", "[1 2]", "{\"a\":1,}", "nul", "tru", "1 2", "{\"epochs\":3}",
      "[\"\\", "[\"\\\"]", String(repeating: "[", count: 100_000), "{\"a\":{\"b\":[{]}}", "-", "\u{0}", "[\"\n\"]",
    ])
  func damaged(_ text: String) {
    #expect(throws: (any Error).self) { try RecordDecoder.value(TrainingLog.self, fromJSON: text) }
    #expect(throws: (any Error).self) { try RecordDecoder.value([Double].self, fromJSON: text) }
  }

  @Test("A record that was cut or changed anywhere throws or is another record, and never traps")
  func anyDamage() throws {
    let json = Array(try RecordEncoder.json(Examples.training).utf8)
    for count in json.indices {
      let cut = String(decoding: json[..<count], as: UTF8.self)
      #expect(throws: (any Error).self) { try RecordDecoder.value(TrainingLog.self, fromJSON: cut) }
    }
    for place in json.indices {
      for byte: UInt8 in [0x00, 0x22, 0x2C, 0x5B, 0x5C, 0x7D, 0x39, 0xFF] {
        var changed = json
        changed[place] = byte
        _ = try? RecordDecoder.value(TrainingLog.self, fromJSON: String(decoding: changed, as: UTF8.self))
      }
    }
  }
}
