/// One text in the ways in which editors and archives keep it.
enum FileVariants {
  /// With a byte order mark in front of UTF-8.
  static func marked(_ bytes: [UInt8]) -> [UInt8] { isMarked(bytes) ? bytes : mark + bytes }

  /// With Windows' line ends.
  static func carriageReturns(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for byte in bytes {
      if byte == 0x0A, result.last != 0x0D { result.append(0x0D) }
      result.append(byte)
    }
    return result
  }

  /// As UTF-16 with its mark.
  static func utf16(_ bytes: [UInt8], isBigEndian: Bool) -> [UInt8] {
    let text = String(decoding: isMarked(bytes) ? Array(bytes.dropFirst(3)) : bytes, as: UTF8.self)
    return ([0xFEFF] + text.utf16).flatMap { unit in
      let high = UInt8(truncatingIfNeeded: unit >> 8)
      let low = UInt8(truncatingIfNeeded: unit)
      return isBigEndian ? [high, low] : [low, high]
    }
  }

  /// As a gzip file (RFC 1952) of one stored block (RFC 1951, 3.2.4), which holds up to 65 535 bytes.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    func littleEndian(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    let length = UInt32(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + littleEndian(length, 2) + littleEndian(~length, 2) + bytes
      + littleEndian(checksum(bytes), 4) + littleEndian(length, 4)
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func isMarked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: mark) }

  /// CRC-32 as gzip has it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var remainder = UInt32.max
    for byte in bytes { remainder = remainder >> 8 ^ table[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)] }
    return ~remainder
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }
}
