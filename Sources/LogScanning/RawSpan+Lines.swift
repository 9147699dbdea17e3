extension RawSpan {
  /// Hands the first lines of a span to `body`, without their line ends, until `body` returns `false`.
  ///
  /// For sniffers: empty lines count, and a last line that the span cuts off is handed over as it is.
  public func forEachLeadingLine(limit: Int, _ body: (RawSpan) -> Bool) {
    var start = 0
    var count = 0
    while start < byteCount, count < limit {
      let end = firstOffset(of: 0x0A, from: start) ?? byteCount
      if !body(extracting(start..<end).trimmed()) { return }
      start = end + 1
      count += 1
    }
  }

  /// Whether the span consists of exactly these bytes.
  public func equals(_ bytes: [UInt8]) -> Bool {
    guard byteCount == bytes.count else { return false }
    for offset in 0..<byteCount where self[byte: offset] != bytes[offset] { return false }
    return true
  }
}
