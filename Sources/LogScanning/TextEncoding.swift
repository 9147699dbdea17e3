/// How a file's bytes are text.
enum TextEncoding: Sendable, Equatable {
  /// UTF-8, ASCII, or a Latin code page: bytes are handed over as they are.
  case bytes
  /// UTF-16, as Windows PowerShell's `>` and `Out-File` write it.
  case utf16(isBigEndian: Bool)

  /// Tells from a file's first bytes: a byte order mark, or ASCII with a NUL beside every character.
  init(head: UnsafeRawBufferPointer) {
    self = .bytes
    guard head.count >= 2 else { return }
    if head[0] == 0xFF, head[1] == 0xFE { self = .utf16(isBigEndian: false) }
    if head[0] == 0xFE, head[1] == 0xFF { self = .utf16(isBigEndian: true) }
    guard self == .bytes, head.count >= 16 else { return }
    let pairs = min(head.count, 512) / 2
    var (evenNULs, oddNULs) = (0, 0)
    for pair in 0..<pairs {
      if head[2 * pair] == 0 { evenNULs += 1 }
      if head[2 * pair + 1] == 0 { oddNULs += 1 }
    }
    if evenNULs == 0, 10 * oddNULs >= 9 * pairs { self = .utf16(isBigEndian: false) }
    if oddNULs == 0, 10 * evenNULs >= 9 * pairs { self = .utf16(isBigEndian: true) }
  }
}

/// Turns UTF-16 into UTF-8, piece by piece; half a surrogate pair becomes U+FFFD.
struct UTF16Transcoder {
  /// UTF-8 takes at most three bytes for two of UTF-16.
  static func capacity(for byteCount: Int) -> Int { (byteCount / 2 + 2) * 3 }

  private let isBigEndian: Bool
  private var oddByte: UInt8?
  private var highSurrogate: UInt32?
  private var isAtStart = true

  init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  /// Writes the next piece into a buffer of ``capacity(for:)`` bytes and returns how many it took.
  mutating func transcode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
    var count = 0
    func put(_ scalar: UInt32) {
      switch scalar {
      case ..<0x80: write(UInt8(scalar))
      case ..<0x800:
        write(UInt8(0xC0 | scalar >> 6))
        write(UInt8(0x80 | scalar & 0x3F))
      case ..<0x10000:
        write(UInt8(0xE0 | scalar >> 12))
        write(UInt8(0x80 | scalar >> 6 & 0x3F))
        write(UInt8(0x80 | scalar & 0x3F))
      default:
        write(UInt8(0xF0 | scalar >> 18))
        write(UInt8(0x80 | scalar >> 12 & 0x3F))
        write(UInt8(0x80 | scalar >> 6 & 0x3F))
        write(UInt8(0x80 | scalar & 0x3F))
      }
    }
    func write(_ byte: UInt8) {
      guard count < output.count else { return }
      output[count] = byte
      count += 1
    }
    for byte in input {
      guard let first = oddByte else {
        oddByte = byte
        continue
      }
      oddByte = nil
      let unit = isBigEndian ? UInt32(first) << 8 | UInt32(byte) : UInt32(byte) << 8 | UInt32(first)
      if isAtStart {
        isAtStart = false
        if unit == 0xFEFF { continue }
      }
      if let high = highSurrogate {
        highSurrogate = nil
        if (0xDC00...0xDFFF).contains(unit) {
          put(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00))
          continue
        }
        put(0xFFFD)
      }
      switch unit {
      case 0xD800...0xDBFF: highSurrogate = unit
      case 0xDC00...0xDFFF: put(0xFFFD)
      default: put(unit)
      }
    }
    return count
  }
}
