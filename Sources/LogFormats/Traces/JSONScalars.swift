import LogScanning

/// Walks over the named numbers and strings of one JSON object on one line, without copying a byte.
///
/// For lines that a script writes sample by sample. Members of nested objects come like the others, by their own key;
/// elements of arrays are passed over. It takes what it finds and does not prove that the line is JSON.
struct JSONScalars {
  /// A member: where its key and its value stand, quotes apart.
  struct Member {
    var key: Range<Int>
    var value: Range<Int>
    var isString: Bool
  }

  private var offset = 0

  mutating func next(in line: RawSpan) -> Member? {
    while let open = line.firstOffset(of: 0x22, from: offset) {
      guard let close = Self.closingQuote(in: line, from: open + 1) else {
        offset = line.byteCount
        return nil
      }
      offset = close + 1
      var place = Self.afterBlanks(in: line, from: close + 1)
      guard place < line.byteCount, line[byte: place] == 0x3A else { continue }
      place = Self.afterBlanks(in: line, from: place + 1)
      offset = place
      guard place < line.byteCount else { return nil }
      let key = (open + 1)..<close
      switch line[byte: place] {
      case 0x22:
        guard let end = Self.closingQuote(in: line, from: place + 1) else {
          offset = line.byteCount
          return nil
        }
        offset = end + 1
        return Member(key: key, value: (place + 1)..<end, isString: true)
      case 0x7B, 0x5B: continue
      default:
        var end = place
        while end < line.byteCount, !Self.ends(line[byte: end]) { end += 1 }
        offset = end
        return Member(key: key, value: place..<end, isString: false)
      }
    }
    return nil
  }

  private static func ends(_ byte: UInt8) -> Bool {
    byte == 0x2C || byte == 0x7D || byte == 0x5D || byte <= 0x20
  }

  private static func afterBlanks(in line: RawSpan, from start: Int) -> Int {
    var place = start
    while place < line.byteCount, line[byte: place] <= 0x20 { place += 1 }
    return place
  }

  private static func closingQuote(in line: RawSpan, from start: Int) -> Int? {
    var place = start
    while place < line.byteCount {
      switch line[byte: place] {
      case 0x22: return place
      case 0x5C: place += 2
      default: place += 1
      }
    }
    return nil
  }
}
