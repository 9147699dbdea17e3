import Foundation
import LogScanning

/// Decodes values from the JSON that ``RecordEncoder`` and Foundation's `JSONEncoder` write.
///
/// Decoders of the values in it share the text and its tape, and stand at one token each.
struct RecordDecoder: Decoder {
  /// The text of a record, and where its values stand.
  final class Source {
    let bytes: UnsafeBufferPointer<UInt8>
    let tape: RecordTape

    init(bytes: UnsafeBufferPointer<UInt8>, tape: RecordTape) {
      self.bytes = bytes
      self.tape = tape
    }
  }

  let source: Source
  /// The place of the value on the tape.
  let place: Int

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// The value that a text holds.
  static func value<Value: Decodable>(_ type: Value.Type, fromJSON json: String) throws -> Value {
    var json = json
    return try json.withUTF8 { bytes in
      guard let tape = RecordTape(bytes) else { throw damaged("no JSON") }
      return try RecordDecoder(source: Source(bytes: bytes, tape: tape), place: 0).decode(type)
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard token.kind == .object else { throw Self.damaged("no object") }
    return KeyedDecodingContainer(KeyedRecordReader<Key>(source: source, place: place))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard token.kind == .array else { throw Self.damaged("no array") }
    return RecordListReader(source: source, place: place)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleRecordReader(decoder: self) }

  // MARK: Values

  var token: RecordTape.Token { source.tape.tokens[place] }

  var isNull: Bool { token.kind == .null }

  static func damaged(_ what: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: [], debugDescription: "The record is damaged: \(what)."))
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if type == [Double?].self, let list = try doubles() as? Value { return list }
    return try Value(from: self)
  }

  /// A list of numbers some of which may be missing: epochs have one each.
  private func doubles() throws -> [Double?] {
    guard token.kind == .array else { throw Self.damaged("no array") }
    var list: [Double?] = []
    var place = place + 1
    while place < token.next {
      let element = RecordDecoder(source: source, place: place)
      list.append(element.isNull ? nil : try element.double())
      place = Int(element.token.next)
    }
    return list
  }

  func boolean() throws -> Bool {
    guard token.kind == .boolean else { throw Self.damaged("no truth value") }
    return token.flag
  }

  func double() throws -> Double {
    let token = token
    if token.kind == .string {
      switch try string() {
      case "nan": return .nan
      case "inf": return .infinity
      case "-inf": return -.infinity
      default: throw Self.damaged("no number")
      }
    }
    guard token.kind == .number, let value = span(token).double() else { throw Self.damaged("no number") }
    return value
  }

  func integer<Integer: FixedWidthInteger>() throws -> Integer {
    let token = token
    guard token.kind == .number else { throw Self.damaged("no number") }
    if let value = span(token).integer() {
      guard let exact = Integer(exactly: value) else { throw Self.damaged("a number that is too large") }
      return exact
    }
    // What does not fit 64 bits with a sign, or was written as a fraction or with an exponent.
    let text = span(token).text
    guard let value = Integer(text) ?? Double(text).flatMap({ Integer(exactly: $0) }) else {
      throw Self.damaged("no whole number")
    }
    return value
  }

  func string() throws -> String {
    let token = token
    guard token.kind == .string else { throw Self.damaged("no text") }
    return try Self.text(of: token, in: source.bytes)
  }

  static func text(of token: RecordTape.Token, in bytes: UnsafeBufferPointer<UInt8>) throws -> String {
    let text = UnsafeBufferPointer(rebasing: bytes[Int(token.start)..<Int(token.end)])
    guard token.flag else { return String(decoding: text, as: UTF8.self) }
    return try unescaped(text)
  }

  @_lifetime(borrow self)
  private func span(_ token: RecordTape.Token) -> RawSpan {
    let bytes = UnsafeRawBufferPointer(
      rebasing: UnsafeRawBufferPointer(source.bytes)[Int(token.start)..<Int(token.end)])
    return _overrideLifetime(bytes.bytes, borrowing: self)
  }

  private static func unescaped(_ text: UnsafeBufferPointer<UInt8>) throws -> String {
    // Foundation knows all escapes; few texts have any.
    let quoted = [0x22] + Array(text) + [0x22]
    return try JSONDecoder().decode(String.self, from: Data(quoted))
  }
}
