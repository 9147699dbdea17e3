import LogScanning

/// Values as carbontracker prints them.
extension RawSpan {
  /// A Python `timedelta` or carbontracker's own `H:MM:SS.ss`, in seconds; `nil` for anything else.
  ///
  /// All forms of 1.0.0 to 2.4.7: `0:00:00.753973 s`, `1 day, 2:03:04`, `111:11:54`, `0:00:5.03`, `0:01:60.00` and
  /// negative ones, `-0:00:01.20` and `-1 day, 23:59:58`.
  func trackerDuration() -> Double? {
    var text = trimmed()
    if text.ends(with: " s") { text = text.extracting(0..<(text.byteCount - 2)).trimmed() }
    var days = 0.0
    if let comma = text.firstOffset(of: 0x2C) {
      let head = text.extracting(0..<comma)
      guard let blank = head.firstOffset(of: 0x20), head.matches(" day", at: blank),
        let count = head.extracting(0..<blank).integer()
      else { return nil }
      days = Double(count)
      text = text.dropping(comma + 1).trimmed()
    }
    let isNegative = text.starts(with: "-")
    if isNegative { text = text.dropping(1) }
    guard let first = text.firstOffset(of: 0x3A), let second = text.firstOffset(of: 0x3A, from: first + 1),
      let hours = text.extracting(0..<first).integer(), hours >= 0,
      let minutes = text.extracting((first + 1)..<second).integer(), minutes >= 0,
      let seconds = text.dropping(second + 1).double(), seconds.isFinite, seconds >= 0
    else { return nil }
    let clock = Double(hours) * 3600 + Double(minutes) * 60 + seconds
    return days * 86_400 + (isNegative ? -clock : clock)
  }

  /// A number, also inside a call such as `np.float64(212.3)`; `nil` for `None`, `nan`, the infinities and other text.
  func trackerNumber() -> Double? {
    var text = trimmed()
    if let open = text.firstOffset(of: 0x28), text.ends(with: ")") {
      text = text.extracting((open + 1)..<(text.byteCount - 1))
    }
    // What is computed from it stays finite.
    guard let value = text.double(), abs(value) < 1e100 else { return nil }
    return value
  }

  /// The number that begins at an offset and ends at a blank, a line end or `stop`; also where the rest begins.
  func trackerNumber(at offset: Int) -> (value: Double?, end: Int) {
    var end = offset
    while end < byteCount, self[byte: end] != 0x20, self[byte: end] != 0x09, self[byte: end] != 0x0D { end += 1 }
    guard offset < end else { return (nil, offset) }
    return (extracting(offset..<end).trackerNumber(), end)
  }

  /// The text cut to at most 200 characters, for messages.
  var trackerExcerpt: String { String(trimmed().extracting(0..<Swift.min(trimmed().byteCount, 800)).text.prefix(200)) }
}
