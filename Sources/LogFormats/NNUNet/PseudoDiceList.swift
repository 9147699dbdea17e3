import LogScanning

/// A printed list of Dice estimates, read from one line or, when numpy wrapped it, several.
///
/// Takes what the versions of nnU-Net and numpy print: `[0.84, nan]`, `[np.float32(0.89), np.float64(nan)]` and
/// `[array([0.1, 0.2], dtype=float32), 0.5]`, whose numbers are then one list.
struct PseudoDiceList {
  /// More than any data set has labels; what follows is not kept.
  static let maximumCount = 4096

  /// The numbers in order; `nil` stands for `nan`.
  private(set) var values: [Double?] = []
  private var depth = 0
  /// The closing bracket has been read.
  private(set) var isComplete = false
  /// Something stood in the list that is no number.
  private(set) var isDamaged = false

  init(_ text: RawSpan) {
    append(text)
    if depth == 0, !isComplete { isDamaged = true }
  }

  /// Whether a line looks like the rest of a wrapped list.
  static func canContinue(with text: RawSpan) -> Bool {
    guard text.byteCount > 0 else { return false }
    return switch text[byte: 0] {
    case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "]"): true
    default: text.starts(with: "nan") || text.starts(with: "np.")
    }
  }

  /// Reads on in the next line of a wrapped list.
  mutating func append(_ text: RawSpan) {
    var offset = 0
    while offset < text.byteCount, !isComplete {
      let start = offset
      switch text[byte: offset] {
      case UInt8(ascii: "["):
        depth += 1
        offset += 1
      case UInt8(ascii: "]"):
        depth -= 1
        offset += 1
        if depth <= 0 { isComplete = true }
      case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
        while offset < text.byteCount, Self.isWordByte(text[byte: offset]) { offset += 1 }
        take(text.extracting(start..<offset))
      default:
        offset += 1
      }
    }
  }

  /// A number, or a name that numpy puts around numbers.
  private mutating func take(_ word: RawSpan) {
    if let value = word.double() {
      if values.count < Self.maximumCount { values.append(value.isFinite ? value : nil) }
    } else if !Self.isWrapping(word) {
      isDamaged = true
    }
  }

  private static func isWrapping(_ word: RawSpan) -> Bool {
    word.starts(with: "np.float") || word.starts(with: "float") || word.equals("array") || word.equals("np.array")
      || word.equals("dtype") || word.equals("tensor") || word.equals("np")
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
