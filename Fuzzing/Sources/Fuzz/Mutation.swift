/// Reproducible numbers (SplitMix64).
struct FuzzRandom {
  private var state: UInt64

  init(seed: UInt32) { state = UInt64(seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0, below a bound of at least 1.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}

/// One text that is being changed.
struct Mutation {
  var bytes: [UInt8]
  var random: FuzzRandom

  /// What stands for a number where parsers go wrong.
  private static let numbers = [
    "0", "-0", "-1", "1", "nan", "NaN", "inf", "-inf", "Infinity", "1e308", "1e309", "-1e400", "1e-400", "1e19", "1e18",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
    "18446744073709551615", "18446744073709551616", "4294967296", "2147483648", "0.0000000000000000000001",
    "1e99999999",
    "99999999999999999999999999999999999999999999", "0x7fffffffffffffff", "1,5", "1.", ".5", "+1", "1_000", "[N/A]", "",
    "2147483647.999999999", "253402300800", "9999-12-31 23:59:59", "0000-00-00 00:00:00", "2024-02-30 25:61:61",
    "999999999-01-01 00:00:00", "1969-12-31 23:59:59.999999999", "2024-03-31 02:30:00+99:99",
  ].map { Array($0.utf8) }

  private static let words = [
    "{", "}", "[", "]", "\"", "'", ",", ";", "\t", ":", "\\", "\\u", "\\ud800", "<", ">", "</", "<![CDATA[", "&",
    "&#0;",
    "&#xffffffff;", "<!--", "<!DOCTYPE a [<!ENTITY a \"b\">]>", "\r", "\r\n", "\n\n", "\u{0}", "\u{FEFF}", "\u{E9}",
    "null", "true", "{}", "[]", "Epoch ", "epoch: ", " W", " kWh", " J", "%", "#", "=", "|", "Traceback", "timestamp",
    "power", "energy", "time", "gpu", "# ", "- ", "  ", "&a", "*a", "<<: ", "!!binary ", "---\n", "? ",
  ].map { Array($0.utf8) }

  mutating func apply() {
    switch random.below(14) {
    case 0: flipByte()
    case 1: replaceNumber()
    case 2: insertWord()
    case 3: removeRange()
    case 4: duplicateLine()
    case 5: removeLine()
    case 6: swapLines()
    case 7: cut()
    case 8: nest()
    case 9: longLine()
    case 10: copyRange()
    case 11: replaceNumber()
    case 12: repeatLines()
    default: swapFields()
    }
  }

  private mutating func flipByte() {
    guard !bytes.isEmpty else { return insertWord() }
    bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
  }

  /// Puts an odd number in the place of one that stands in the text, or changes one digit.
  private mutating func replaceNumber() {
    guard !bytes.isEmpty else { return }
    var place = random.below(bytes.count)
    let isNumber: (UInt8) -> Bool = { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
    while place < bytes.count, !(0x30...0x39).contains(bytes[place]) { place += 1 }
    guard place < bytes.count else { return }
    if random.below(3) == 0 {
      bytes[place] = 0x30 + UInt8(random.below(10))
      return
    }
    var first = place
    var last = place
    while first > 0, isNumber(bytes[first - 1]) { first -= 1 }
    while last < bytes.count, isNumber(bytes[last]) { last += 1 }
    bytes.replaceSubrange(first..<last, with: Self.numbers[random.below(Self.numbers.count)])
  }

  private mutating func insertWord() {
    let word = random.below(2) == 0 ? Self.words : Self.numbers
    bytes.insert(contentsOf: word[random.below(word.count)], at: random.below(bytes.count + 1))
  }

  private mutating func range(limit: Int) -> Range<Int> {
    let start = random.below(bytes.count + 1)
    return start..<min(bytes.count, start + random.below(limit) + 1)
  }

  private mutating func removeRange() { bytes.removeSubrange(range(limit: 40)) }

  private mutating func copyRange() {
    let piece = Array(bytes[range(limit: 200)])
    bytes.insert(contentsOf: piece, at: random.below(bytes.count + 1))
  }

  private mutating func cut() {
    if random.below(2) == 0 {
      bytes.removeLast(random.below(bytes.count / 2 + 1))
    } else {
      bytes.removeFirst(random.below(bytes.count / 4 + 1))
    }
  }

  /// The bytes of a line and its end.
  private mutating func line() -> Range<Int> {
    guard !bytes.isEmpty else { return 0..<0 }
    let place = random.below(bytes.count)
    let start = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    return start..<end
  }

  private mutating func duplicateLine() {
    let piece = Array(bytes[line()])
    bytes.insert(contentsOf: piece, at: line().lowerBound)
  }

  private mutating func removeLine() { bytes.removeSubrange(line()) }

  private mutating func swapLines() {
    let (one, other) = (line(), line())
    guard one.upperBound <= other.lowerBound else { return }
    let pieces = bytes[other] + bytes[one.upperBound..<other.lowerBound] + bytes[one]
    bytes.replaceSubrange(one.lowerBound..<other.upperBound, with: Array(pieces))
  }

  private mutating func repeatLines() {
    let piece = Array(bytes[line()])
    guard piece.count < 400 else { return }
    let copies = Array(repeatElement(piece, count: 1 + random.below(60)).joined())
    bytes.insert(contentsOf: copies, at: line().lowerBound)
  }

  private mutating func swapFields() {
    let row = line()
    guard let separator = [0x2C, 0x09, 0x3B, 0x20].first(where: { bytes[row].contains($0) }) else { return }
    var fields = bytes[row].split(separator: UInt8(separator), omittingEmptySubsequences: false).map(Array.init)
    fields.swapAt(random.below(fields.count), random.below(fields.count))
    bytes.replaceSubrange(row, with: Array(fields.joined(separator: [UInt8(separator)])))
  }

  /// Deep nesting of brackets or elements, closed or not.
  private mutating func nest() {
    let depth = [3, 60, 200, 600, 3000][random.below(5)]
    let kinds = [("[", "]"), ("{\"a\":", "}"), ("<a>", "</a>"), ("- ", ""), ("(", ")")]
    let (open, close) = kinds[random.below(kinds.count)]
    let before = Array(repeatElement(Array(open.utf8), count: depth).joined())
    let after = random.below(3) == 0 ? [] : Array(repeatElement(Array(close.utf8), count: depth).joined())
    let place = random.below(bytes.count + 1)
    bytes.insert(contentsOf: before + after, at: place)
  }

  private mutating func longLine() {
    let fillers = Array("0 9a,{\"-.:".utf8)
    let filler = fillers[random.below(fillers.count)]
    let length = [40, 300, 4000, 20_000][random.below(4)]
    bytes.insert(contentsOf: repeatElement(filler, count: length), at: random.below(bytes.count + 1))
  }
}
