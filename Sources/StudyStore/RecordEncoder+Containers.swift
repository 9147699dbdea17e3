/// An object that is being encoded.
struct KeyedRecord<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: RecordEncoder
  let depth: Int

  var codingPath: [any CodingKey] { [] }

  private func member(_ key: Key) -> RecordEncoder {
    encoder.begin(key.stringValue, at: depth)
    return encoder
  }

  func encodeNil(forKey key: Key) { member(key).writeNull() }
  func encode(_ value: Bool, forKey key: Key) { member(key).write(value) }
  func encode(_ value: String, forKey key: Key) { member(key).write(value) }
  func encode(_ value: Double, forKey key: Key) { member(key).write(value) }
  func encode(_ value: Int, forKey key: Key) { member(key).write(Int64(value)) }
  func encode(_ value: Int64, forKey key: Key) { member(key).write(value) }
  func encode(_ value: Int8, forKey key: Key) { member(key).write(value) }
  func encode(_ value: Int16, forKey key: Key) { member(key).write(value) }
  func encode(_ value: Int32, forKey key: Key) { member(key).write(value) }
  func encode(_ value: UInt, forKey key: Key) { member(key).write(value) }
  func encode(_ value: UInt8, forKey key: Key) { member(key).write(value) }
  func encode(_ value: UInt16, forKey key: Key) { member(key).write(value) }
  func encode(_ value: UInt32, forKey key: Key) { member(key).write(value) }
  func encode(_ value: UInt64, forKey key: Key) { member(key).write(value) }
  func encode(_ value: Float, forKey key: Key) throws { throw RecordEncoder.unsupported(value) }
  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try member(key).encode(value) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested>
  {
    KeyedEncodingContainer(KeyedRecord<Nested>(encoder: encoder, depth: member(key).open(isObject: true)))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    RecordList(encoder: encoder, depth: member(key).open(isObject: false))
  }

  func superEncoder() -> any Encoder { encoder }
  func superEncoder(forKey key: Key) -> any Encoder { member(key) }
}

/// An array that is being encoded.
struct RecordList: UnkeyedEncodingContainer {
  let encoder: RecordEncoder
  let depth: Int
  private(set) var count = 0

  init(encoder: RecordEncoder, depth: Int) {
    self.encoder = encoder
    self.depth = depth
  }

  var codingPath: [any CodingKey] { [] }

  private mutating func element() -> RecordEncoder {
    encoder.close(to: depth)
    count += 1
    return encoder
  }

  mutating func encodeNil() { element().writeNull() }
  mutating func encode(_ value: Bool) { element().write(value) }
  mutating func encode(_ value: String) { element().write(value) }
  mutating func encode(_ value: Double) { element().write(value) }
  mutating func encode(_ value: Int) { element().write(Int64(value)) }
  mutating func encode(_ value: Int64) { element().write(value) }
  mutating func encode(_ value: Int8) { element().write(value) }
  mutating func encode(_ value: Int16) { element().write(value) }
  mutating func encode(_ value: Int32) { element().write(value) }
  mutating func encode(_ value: UInt) { element().write(value) }
  mutating func encode(_ value: UInt8) { element().write(value) }
  mutating func encode(_ value: UInt16) { element().write(value) }
  mutating func encode(_ value: UInt32) { element().write(value) }
  mutating func encode(_ value: UInt64) { element().write(value) }
  mutating func encode(_ value: Float) throws { throw RecordEncoder.unsupported(value) }
  mutating func encode<Value: Encodable>(_ value: Value) throws { try element().encode(value) }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    KeyedEncodingContainer(KeyedRecord<Nested>(encoder: encoder, depth: element().open(isObject: true)))
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    RecordList(encoder: encoder, depth: element().open(isObject: false))
  }

  mutating func superEncoder() -> any Encoder { element() }
}

/// A value that is no object and no array.
struct SingleRecord: SingleValueEncodingContainer {
  let encoder: RecordEncoder

  var codingPath: [any CodingKey] { [] }

  func encodeNil() { encoder.writeNull() }
  func encode(_ value: Bool) { encoder.write(value) }
  func encode(_ value: String) { encoder.write(value) }
  func encode(_ value: Double) { encoder.write(value) }
  func encode(_ value: Int) { encoder.write(Int64(value)) }
  func encode(_ value: Int64) { encoder.write(value) }
  func encode(_ value: Int8) { encoder.write(value) }
  func encode(_ value: Int16) { encoder.write(value) }
  func encode(_ value: Int32) { encoder.write(value) }
  func encode(_ value: UInt) { encoder.write(value) }
  func encode(_ value: UInt8) { encoder.write(value) }
  func encode(_ value: UInt16) { encoder.write(value) }
  func encode(_ value: UInt32) { encoder.write(value) }
  func encode(_ value: UInt64) { encoder.write(value) }
  func encode(_ value: Float) throws { throw RecordEncoder.unsupported(value) }
  func encode<Value: Encodable>(_ value: Value) throws { try encoder.encode(value) }
}
