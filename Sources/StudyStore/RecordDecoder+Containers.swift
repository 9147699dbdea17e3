import LogScanning

/// An object that is being decoded.
struct KeyedRecordReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let source: RecordDecoder.Source
  let place: Int

  var codingPath: [any CodingKey] { [] }

  private var tokens: [RecordTape.Token] { source.tape.tokens }

  var allKeys: [Key] {
    var keys: [Key] = []
    var member = place + 1
    while member < tokens[place].next {
      if let text = try? RecordDecoder.text(of: tokens[member], in: source.bytes), let key = Key(stringValue: text) {
        keys.append(key)
      }
      member = Int(tokens[member + 1].next)
    }
    return keys
  }

  /// The decoder of a member; `nil` when there is none.
  private func find(_ key: Key) -> RecordDecoder? {
    var text = key.stringValue
    return text.withUTF8 { text in
      source.tape.tokens.withUnsafeBufferPointer { tokens in
        let end = tokens[place].next
        var member = place + 1
        while member < end {
          let token = tokens[member]
          if matches(token, text) { return RecordDecoder(source: source, place: member + 1) }
          member = Int(tokens[member + 1].next)
        }
        return nil
      }
    }
  }

  private func matches(_ token: RecordTape.Token, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if token.flag {
      guard let key = try? RecordDecoder.text(of: token, in: source.bytes) else { return false }
      return key.utf8.elementsEqual(text)
    }
    guard Int(token.end - token.start) == text.count else { return false }
    for offset in 0..<text.count where source.bytes[Int(token.start) + offset] != text[offset] { return false }
    return true
  }

  private func member(_ key: Key) throws -> RecordDecoder {
    guard let found = find(key) else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: [], debugDescription: "The record lacks \(key.stringValue)."))
    }
    return found
  }

  func contains(_ key: Key) -> Bool { find(key) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try member(key).isNull }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try member(key).boolean() }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try member(key).string() }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try member(key).double() }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { Float(try member(key).double()) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try member(key).integer() }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try member(key).integer() }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try member(key).integer() }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try member(key).integer() }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try member(key).integer() }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try member(key).integer() }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try member(key).integer() }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try member(key).integer() }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try member(key).integer() }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try member(key).integer() }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try member(key).decode(type) }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(key)?.boolean() }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try present(key)?.string() }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try present(key)?.double() }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present(key)?.integer() }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try present(key)?.integer() }
  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try present(key)?.decode(type)
  }

  /// A member that is there and not null.
  private func present(_ key: Key) -> RecordDecoder? { find(key).flatMap { $0.isNull ? nil : $0 } }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try member(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try member(key).unkeyedContainer()
  }

  func superDecoder() -> any Decoder { RecordDecoder(source: source, place: place) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}

/// An array that is being decoded.
struct RecordListReader: UnkeyedDecodingContainer {
  let source: RecordDecoder.Source
  let place: Int
  private var element: Int
  private(set) var currentIndex = 0

  init(source: RecordDecoder.Source, place: Int) {
    self.source = source
    self.place = place
    element = place + 1
  }

  var codingPath: [any CodingKey] { [] }
  /// Not known before all have been passed, which costs more than it saves.
  var count: Int? { nil }
  var isAtEnd: Bool { element >= Int(source.tape.tokens[place].next) }

  private mutating func next() throws -> RecordDecoder {
    guard !isAtEnd else { throw RecordDecoder.damaged("an array that ends early") }
    let decoder = RecordDecoder(source: source, place: element)
    element = Int(source.tape.tokens[element].next)
    currentIndex += 1
    return decoder
  }

  mutating func decodeNil() -> Bool {
    guard !isAtEnd, source.tape.tokens[element].kind == .null else { return false }
    element += 1
    currentIndex += 1
    return true
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try next().boolean() }
  mutating func decode(_ type: String.Type) throws -> String { try next().string() }
  mutating func decode(_ type: Double.Type) throws -> Double { try next().double() }
  mutating func decode(_ type: Float.Type) throws -> Float { Float(try next().double()) }
  mutating func decode(_ type: Int.Type) throws -> Int { try next().integer() }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try next().integer() }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try next().integer() }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try next().integer() }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try next().integer() }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try next().integer() }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next().integer() }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next().integer() }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next().integer() }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next().integer() }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().decode(type) }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    try next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
  mutating func superDecoder() throws -> any Decoder { try next() }
}

/// A value that is no object and no array.
struct SingleRecordReader: SingleValueDecodingContainer {
  let decoder: RecordDecoder

  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { decoder.isNull }
  func decode(_ type: Bool.Type) throws -> Bool { try decoder.boolean() }
  func decode(_ type: String.Type) throws -> String { try decoder.string() }
  func decode(_ type: Double.Type) throws -> Double { try decoder.double() }
  func decode(_ type: Float.Type) throws -> Float { Float(try decoder.double()) }
  func decode(_ type: Int.Type) throws -> Int { try decoder.integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { try decoder.integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { try decoder.integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { try decoder.integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { try decoder.integer() }
  func decode(_ type: UInt.Type) throws -> UInt { try decoder.integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.integer() }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }
}
