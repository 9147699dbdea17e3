import LogScanning

/// Cleans a line of a terminal's text.
enum ConsoleLine {
  /// Where the part begins that a terminal shows in the end: behind the last carriage return with text after it.
  static func visibleStart(_ line: RawSpan) -> Int {
    let text = line.extracting(0..<trailingEnd(line))
    return (text.lastOffset(of: 0x0D) ?? -1) + 1
  }

  private static func trailingEnd(_ line: RawSpan) -> Int {
    var end = line.byteCount
    while end > 0, line[byte: end - 1] == 0x0D || line[byte: end - 1] == 0x20 { end -= 1 }
    return end
  }

  /// The bytes without ANSI escape sequences (ECMA-48 control sequences, `ESC [ … letter`); `nil` when there are none.
  static func withoutEscapes(_ line: RawSpan) -> [UInt8]? {
    guard line.contains(byte: 0x1B) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.byteCount)
    var offset = 0
    while offset < line.byteCount {
      let byte = line[byte: offset]
      offset += 1
      guard byte == 0x1B else {
        bytes.append(byte)
        continue
      }
      guard offset < line.byteCount, line[byte: offset] == 0x5B else { continue }
      offset += 1
      // Parameters and intermediates are 0x20 to 0x3F; one byte from 0x40 to 0x7E ends the sequence.
      while offset < line.byteCount, (0x20...0x3F).contains(line[byte: offset]) { offset += 1 }
      if offset < line.byteCount, (0x40...0x7E).contains(line[byte: offset]) { offset += 1 }
    }
    return bytes
  }
}
