import LogScanning

extension DelimitedFields {
  /// Whether a field begins like a column's name for a time, in whatever case: most lines of other files have none, and
  /// need not be made text of.
  static func mayNameTime(_ line: RawSpan, separator: DelimitedFields.Separator) -> Bool {
    var fields = DelimitedFields(separator: separator)
    while let range = fields.next(in: line) {
      // A text's `Time: …` is no column.
      guard let first = line.extracting(range).firstByte, line[byte: range.upperBound - 1] != 0x3A else { continue }
      let second = range.count > 1 ? line[byte: range.lowerBound + 1] : 0x20
      // The first two letters of time, date, ts, unix_time, epoch and elapsed; `t` may stand alone or before its unit.
      switch (first | 0x20, second | 0x20) {
      case (0x74, 0x69), (0x74, 0x73), (0x64, 0x61), (0x75, 0x6E), (0x65, 0x70), (0x65, 0x6C): return true
      case (0x74, _) where [0x20, 0x28, 0x5B, 0x5F].contains(second): return true
      default: continue
      }
    }
    return false
  }
}
