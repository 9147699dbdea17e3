import LogScanning

/// Numbers as C prints them in a person's locale: `4,423.93`, `48,96`, `2 356 324 379`, `1'234.5`.
enum LocaleNumber {
  /// The number; `nil` when the span is none.
  ///
  /// - Parameters:
  ///   - span: digits, separators, and blanks of any kind between groups.
  ///   - isGrouped: digits may be grouped by thousands, so that `4,423` is four thousand; else a lone separator is the
  ///     decimal one.
  static func double(_ span: RawSpan, isGrouped: Bool = true) -> Double? {
    guard span.byteCount > 0, span.byteCount <= 96 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(span.byteCount)
    var offset = 0
    while offset < span.byteCount {
      let byte = span[byte: offset]
      switch byte {
      case 0x30...0x39, 0x2C, 0x2E, 0x2D: bytes.append(byte)
      // A blank, an apostrophe, Latin-1's and UTF-8's no-break spaces, a typographic apostrophe.
      case 0x20, 0x27, 0xA0: break
      case 0xC2 where offset + 1 < span.byteCount && span[byte: offset + 1] == 0xA0: offset += 1
      case 0xE2
      where offset + 2 < span.byteCount && span[byte: offset + 1] == 0x80
        && [0xAF, 0x89, 0x99].contains(span[byte: offset + 2]):
        offset += 2
      default: return nil
      }
      offset += 1
    }
    let points = bytes.count { $0 == 0x2E }
    let commas = bytes.count { $0 == 0x2C }
    let decimal: UInt8?
    if points > 0, commas > 0 {
      guard let last = bytes.last(where: { $0 == 0x2E || $0 == 0x2C }) else { return nil }
      guard (last == 0x2E ? points : commas) == 1 else { return nil }
      decimal = last
    } else {
      let separator: UInt8 = points > 0 ? 0x2E : 0x2C
      let places = bytes.lastIndex(of: separator).map { bytes.count - $0 - 1 } ?? 0
      decimal = points + commas == 1 && !(isGrouped && places == 3) ? separator : nil
      guard decimal != nil || isGrouped || points + commas == 0 else { return nil }
    }
    let plain = bytes.compactMap { byte -> UInt8? in
      byte == decimal ? 0x2E : byte == 0x2E || byte == 0x2C ? nil : byte
    }
    return plain.withUnsafeBytes { $0.bytes.double() }.flatMap { $0.isFinite ? $0 : nil }
  }
}
