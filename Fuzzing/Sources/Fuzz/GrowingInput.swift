/// A way to make an input longer.
enum GrowthShape: String, CaseIterable {
  /// The whole content again and again.
  case content
  /// All but the first line.
  case rows
  /// One line.
  case line
  /// The fields of one line, so that it gets long.
  case fields
  /// A part in brackets, or an element, with a comma between two.
  case element
  /// One character.
  case character
}

/// An input that can be made as long as one likes: something in it is repeated, as it is or with another number in each
/// copy, so that names differ.
struct GrowingInput {
  private let before: ArraySlice<UInt8>
  private let piece: [UInt8]
  private let after: ArraySlice<UInt8>
  /// The digits in the piece that number its copies; `nil` where they are all the same.
  private var number: Range<Int>?

  /// `nil` where the input has nothing of that shape.
  init?(_ bytes: [UInt8], family: FuzzFamily, shape: GrowthShape, random: FuzzRandom) {
    var random = random
    var head = family.namesFiles ? (bytes.firstIndex(of: 0x0A).map { $0 + 1 } ?? 0) : 0
    if family == .declared { head = bytes.firstRange(of: FuzzInput.separator)?.upperBound ?? head }
    let content = head..<bytes.count
    guard !content.isEmpty else { return nil }
    let place = head + random.below(content.count)
    let lineEnd = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
    let lineStart = bytes[head..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? head
    var range = content
    var separator: [UInt8] = []
    switch shape {
    case .content: break
    case .rows:
      guard let first = bytes[content].firstIndex(of: 0x0A), first + 1 < bytes.count else { return nil }
      range = (first + 1)..<bytes.count
    case .line:
      range = lineStart..<lineEnd
      separator = [0x0A]
    case .fields:
      range = lineStart..<lineEnd
      separator = [[0x2C, 0x09, 0x3B, 0x20].first { bytes[range].contains($0) } ?? 0x20]
    case .element:
      guard let found = Self.element(in: bytes, from: place) else { return nil }
      range = found
      separator = bytes[found.lowerBound] == UInt8(ascii: "<") ? [] : [0x2C]
    case .character:
      range = place..<min(place + 1, bytes.count)
      let fillers = Array("0 9a,{\"-.:<[(\\\n\r\t".utf8)
      if random.below(2) == 0 {
        before = bytes[..<place]
        piece = [fillers[random.below(fillers.count)]]
        after = bytes[place...]
        return
      }
    }
    guard !range.isEmpty else { return nil }
    before = bytes[..<range.lowerBound]
    piece = Array(bytes[range]) + separator
    after = separator.isEmpty ? bytes[range.upperBound...] : bytes[range.lowerBound...]
    if random.below(2) == 0 { number = Self.digits(in: piece, from: random.below(piece.count)) }
  }

  private static func digits(in piece: [UInt8], from place: Int) -> Range<Int>? {
    let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
    guard let start = piece[place...].firstIndex(where: isDigit) ?? piece.firstIndex(where: isDigit) else { return nil }
    return start..<(piece[start...].firstIndex { !isDigit($0) } ?? piece.count)
  }

  /// The input in so many bytes, or hardly more.
  func bytes(count: Int) -> [UInt8] {
    let copies = max(1, (count - before.count - after.count) / piece.count)
    var bytes = Array(before)
    bytes.reserveCapacity(count + piece.count)
    for copy in 0..<copies {
      guard let number else {
        bytes += piece
        continue
      }
      bytes += piece[..<number.lowerBound]
      bytes += Array(String(copy).utf8)
      bytes += piece[number.upperBound...]
    }
    return bytes + after
  }

  /// The first part in brackets, or element, from a place on.
  private static func element(in bytes: [UInt8], from place: Int) -> Range<Int>? {
    let opening: [UInt8] = [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<")]
    guard let start = bytes[place...].firstIndex(where: opening.contains) else { return nil }
    if bytes[start] == UInt8(ascii: "<") {
      let name = bytes[(start + 1)...].prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
      guard !name.isEmpty, let end = bytes[start...].firstRange(of: Array("</".utf8) + name + [UInt8(ascii: ">")])
      else { return nil }
      return start..<end.upperBound
    }
    let close = bytes[start] + 2
    var depth = 0
    for place in start..<bytes.count {
      if bytes[place] == bytes[start] { depth += 1 }
      if bytes[place] == close { depth -= 1 }
      if depth == 0 { return start..<(place + 1) }
    }
    return nil
  }
}
