import LogScanning

/// Finds the outermost objects in a stream of JSON, with or without an array or commas about them, on any number of
/// lines.
struct JSONObjectStream {
  /// Longer objects are passed over; a report of a host with ten thousand processes is a few megabytes.
  private static let longest = 16 << 20

  private var bytes: [UInt8] = []
  private var nesting = JSONNesting(countsArrays: false)
  private var isTooLong = false
  private var firstLine = 0
  /// The first lines of objects that are too long or no JSON.
  private(set) var unreadable: [Int] = []

  /// Whether an object has begun and not ended.
  var isInside: Bool { nesting.depth > 0 }

  /// Takes the next line and hands over each object that ends in it, with the number of its first line.
  mutating func consume(_ line: RawSpan, number: Int, _ body: (JSONValue, Int) -> Void) {
    for offset in 0..<line.byteCount {
      let byte = line[byte: offset]
      if nesting.depth == 0 {
        guard nesting.isOpening(byte) else { continue }
        firstLine = number
        bytes.removeAll(keepingCapacity: true)
        isTooLong = false
      }
      append(byte)
      if nesting.take(byte) { end(body) }
    }
    if isInside { append(0x0A) }
    nesting.endLine()
  }

  private mutating func append(_ byte: UInt8) {
    guard bytes.count < Self.longest else {
      isTooLong = true
      return
    }
    bytes.append(byte)
  }

  private mutating func end(_ body: (JSONValue, Int) -> Void) {
    let value = isTooLong ? nil : bytes.withUnsafeBytes { try? JSONValue(parsing: $0.bytes) }
    guard let value else {
      unreadable.append(firstLine)
      return
    }
    body(value, firstLine)
  }
}
