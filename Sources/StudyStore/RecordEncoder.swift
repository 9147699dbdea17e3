/// Encodes values as canonical JSON: the bytes that Foundation's `JSONEncoder` writes with sorted keys, without escaped
/// slashes, and with numbers that JSON lacks as the strings `inf`, `-inf` and `nan`.
///
/// It writes into one buffer as values come, and puts the members of an object in order when the object ends, where
/// Foundation first makes a tree of dictionaries. A study has millions of epochs, and each is an object.
final class RecordEncoder: Encoder {
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  /// An object or array that is not closed yet.
  private struct Frame {
    var isObject: Bool
    /// Where its members begin among ``offsets``.
    var firstMember: Int
    var hasOddKeys = false
  }

  // One task encodes one value, and no method is called within another's access.

  /// Every value is followed by a comma until the container around it is closed.
  @exclusivity(unchecked) private var bytes: [UInt8] = []
  @exclusivity(unchecked) private var frames: [Frame] = []
  /// Where the members of the open objects begin in ``bytes``, and their keys.
  @exclusivity(unchecked) private var offsets: [Int] = []
  @exclusivity(unchecked) private var keys: [String] = []
  /// The last order of an object's members, by their number: objects of one type come one after another.
  @exclusivity(unchecked) private var orders: [[Int]] = []
  @exclusivity(unchecked) private var scratch: [UInt8] = []

  private static let greatestKnownOrder = 64

  private init() { bytes.reserveCapacity(1 << 12) }

  /// The JSON text of a value.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = RecordEncoder()
    try encoder.encode(value)
    return String(decoding: encoder.bytes.dropLast(), as: UTF8.self)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedRecord(encoder: self, depth: open(isObject: true)))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { RecordList(encoder: self, depth: open(isObject: false)) }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleRecord(encoder: self) }

  // MARK: Structure

  /// Begins an object or array and returns its depth.
  func open(isObject: Bool) -> Int {
    bytes.append(isObject ? 0x7B : 0x5B)
    frames.append(Frame(isObject: isObject, firstMember: offsets.count))
    return frames.count
  }

  /// Begins a member of the object at a depth; what was opened inside of it is closed.
  func begin(_ key: String, at depth: Int) {
    close(to: depth)
    offsets.append(bytes.count)
    keys.append(key)
    let isPlain = write(key)
    if !isPlain { frames[depth - 1].hasOddKeys = true }
    bytes[bytes.count - 1] = 0x3A
  }

  /// Closes the containers deeper than a depth.
  func close(to depth: Int) { while frames.count > depth { closeLast() } }

  private func closeLast() {
    guard let frame = frames.popLast() else { return }
    if frame.isObject { order(frame) }
    let end: UInt8 = frame.isObject ? 0x7D : 0x5D
    if bytes.last == 0x2C { bytes[bytes.count - 1] = end } else { bytes.append(end) }
    bytes.append(0x2C)
    offsets.removeLast(offsets.count - frame.firstMember)
    keys.removeLast(keys.count - frame.firstMember)
  }

  /// Puts the members of the object that ends here in order of their keys.
  private func order(_ frame: Frame) {
    let first = frame.firstMember
    let count = offsets.count - first
    guard count > 1 else { return }
    func precedes(_ left: Int, _ right: Int) -> Bool {
      frame.hasOddKeys
        ? keys[first + left] < keys[first + right]
        : precedesByBytes(offsets[first + left], offsets[first + right])
    }
    while orders.count <= min(count, Self.greatestKnownOrder) { orders.append([]) }
    var order = count <= Self.greatestKnownOrder ? orders[count] : []
    if order.isEmpty { order = Array(0..<count) }
    if (1..<count).contains(where: { !precedes(order[$0 - 1], order[$0]) }) {
      order.sort(by: precedes)
      if count <= Self.greatestKnownOrder { orders[count] = order }
    }
    guard (1..<count).contains(where: { order[$0 - 1] > order[$0] }) else { return }
    scratch.removeAll(keepingCapacity: true)
    for member in order {
      let end = member + 1 < count ? offsets[first + member + 1] : bytes.count
      scratch.append(contentsOf: bytes[offsets[first + member]..<end])
    }
    bytes.replaceSubrange(offsets[first]..., with: scratch)
  }

  /// Compares two plain keys in the buffer; the quote that ends one comes before all that may stand in a key.
  private func precedesByBytes(_ left: Int, _ right: Int) -> Bool {
    var place = 1
    while true {
      let (a, b) = (bytes[left + place], bytes[right + place])
      if a != b { return a < b }
      if a == 0x22 { return false }
      place += 1
    }
  }

  // MARK: Values

  /// No record has such a number: its shortest decimal would be another than that of the same double.
  static func unsupported(_ value: Float) -> EncodingError {
    .invalidValue(value, .init(codingPath: [], debugDescription: "Records have doubles."))
  }

  func encode<Value: Encodable>(_ value: Value) throws {
    if Value.self == [Double?].self, let list = value as? [Double?] { return writeList(list) }
    if writeEpochs(value) { return }
    let (depth, start) = (frames.count, bytes.count)
    try value.encode(to: self)
    close(to: depth)
    if bytes.count == start { bytes.append(contentsOf: [0x7B, 0x7D, 0x2C]) }
  }

  func writeList(_ list: [Double?]) { writeList(list) { value in if let value { write(value) } else { writeNull() } } }

  /// Writes a list of values, each of which is written with its comma.
  func writeList<Value>(_ list: [Value], _ write: (Value) -> Void) {
    bytes.append(0x5B)
    for value in list { write(value) }
    end(with: 0x5D, isEmpty: list.isEmpty)
  }

  /// Begins an object whose members are written in the order of their keys, with ``write(plain:)`` for each key.
  func beginRow() { bytes.append(0x7B) }

  /// Ends the object of ``beginRow()``, which has members.
  func endRow() { end(with: 0x7D, isEmpty: false) }

  private func end(with bracket: UInt8, isEmpty: Bool) {
    if isEmpty { bytes.append(bracket) } else { bytes[bytes.count - 1] = bracket }
    bytes.append(0x2C)
  }

  /// Writes bytes as they are.
  func write(plain text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  func writeNull() { bytes.append(contentsOf: [0x6E, 0x75, 0x6C, 0x6C, 0x2C]) }

  func write(_ value: Bool) {
    bytes.append(contentsOf: value ? [0x74, 0x72, 0x75, 0x65, 0x2C] : [0x66, 0x61, 0x6C, 0x73, 0x65, 0x2C])
  }

  func write(_ value: some BinaryInteger) {
    var text = value.description
    text.withUTF8 { bytes.append(contentsOf: $0) }
    bytes.append(0x2C)
  }

  func write(_ value: Int64) {
    var magnitude = value.magnitude
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { digits in
      var place = 24
      repeat {
        place -= 1
        digits.initializeElement(at: place, to: 0x30 + UInt8(truncatingIfNeeded: magnitude % 10))
        magnitude /= 10
      } while magnitude > 0
      if value < 0 { bytes.append(0x2D) }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(digits)[place...]))
    }
    bytes.append(0x2C)
  }

  func write(_ value: Double) {
    guard value.isFinite else {
      write(value.isNaN ? "nan" : value < 0 ? "-inf" : "inf")
      return
    }
    var text = value.description
    text.withUTF8 { text in
      let isWhole = text.count > 2 && text[text.count - 1] == 0x30 && text[text.count - 2] == 0x2E
      bytes.append(contentsOf: text.prefix(isWhole ? text.count - 2 : text.count))
    }
    bytes.append(0x2C)
  }

  /// Writes a string; `true` when nothing in it had to be escaped and all of it is ASCII above the quotation mark.
  @discardableResult
  func write(_ value: String) -> Bool {
    bytes.append(0x22)
    var text = value
    let isPlain = text.withUTF8 { text -> Bool in
      if text.allSatisfy({ $0 > 0x22 && $0 < 0x80 && $0 != 0x5C }) {
        bytes.append(contentsOf: text)
        return true
      }
      for byte in text { escape(byte) }
      return false
    }
    bytes.append(0x22)
    bytes.append(0x2C)
    return isPlain
  }

  private func escape(_ byte: UInt8) {
    switch byte {
    case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
    case 0x08: bytes.append(contentsOf: [0x5C, 0x62])
    case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
    case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
    case 0x0C: bytes.append(contentsOf: [0x5C, 0x66])
    case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
    case ..<0x20:
      let low = byte & 15
      bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30, 0x30 + (byte >> 4), low < 10 ? 0x30 + low : 0x57 + low])
    default: bytes.append(byte)
    }
  }
}
