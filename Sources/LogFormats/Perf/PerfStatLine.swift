import LogScanning

/// One count of an energy event as perf prints it: where its parts stand in the line.
///
/// perf's fields vary with its version and options; the unit `Joules` and the event's name are what they all have, so
/// the others are read from there.
struct PerfStatLine {
  var event: PerfEnergyEvent?
  /// End of the interval; `nil` for a total.
  var time: Range<Int>?
  /// Socket, die, core or CPU that the count is of: `S0`, `S0-D0-C0`, `CPU3`.
  var aggregate: Range<Int>?
  /// How many CPUs were counted, where perf tells.
  var cpus: Int?
  /// The count, or `<not supported>`.
  var value: Range<Int>
  /// In a locale with decimal commas `-x,` breaks a count in two: the part after the comma.
  var fraction: Range<Int>?
  /// The separator is a character of its own, not blanks.
  var isDelimited: Bool
  /// How long the event ran, in nanoseconds, summed over the CPUs that counted it.
  var runTime: Int64?
  /// The count is a mean of several runs.
  var isMean: Bool

  /// Reads a line; `nil` when it is no energy event's.
  init?(_ line: RawSpan) {
    let unit = line.firstOffset(of: "Joules")
    let mark = unit ?? line.firstOffset(of: "<not ")
    guard let mark, unit != nil || line.contains("energy-") else { return nil }
    let separator: UInt8
    if let unit {
      separator = unit > 0 ? line[byte: unit - 1] : 0x20
      let after = unit + 6
      guard after >= line.byteCount || line[byte: after] == separator || line[byte: after] == 0x20 else { return nil }
    } else {
      guard let close = line.firstOffset(of: 0x3E, from: mark) else { return nil }
      separator = close + 1 < line.byteCount ? line[byte: close + 1] : 0x20
    }
    let isWord = separator &- 0x30 <= 9 || (separator | 0x20) &- 0x61 < 26
    guard !isWord, separator != 0x22 else { return nil }
    if separator == 0x20 {
      self.init(text: line, unit: unit)
    } else {
      self.init(fields: line, separator: separator)
    }
  }

  // MARK: Delimited

  private init?(fields line: RawSpan, separator: UInt8) {
    var fields: [Range<Int>] = []
    var start = 0
    while start <= line.byteCount, fields.count < 64 {
      let end = line.firstOffset(of: separator, from: start) ?? line.byteCount
      fields.append(Self.trimmed(line, start..<end))
      start = end + 1
    }
    let unit = fields.firstIndex { line.extracting($0).equals("Joules") }
    let named = fields.firstIndex { line.extracting($0).contains("energy-") }
    guard let place = named ?? unit.map({ $0 + 1 }), place >= 2 else { return nil }
    isDelimited = true
    event = place < fields.count ? PerfEnergyEvent(line.extracting(fields[place])) : nil
    value = fields[place - 2]
    var prefix = fields[..<(place - 2)]
    if let first = prefix.first, Self.isTime(line.extracting(first)) {
      time = first
      prefix = prefix.dropFirst()
    }
    if let last = prefix.last, separator == 0x2C, Self.isDigits(line.extracting(last)),
      Self.isDigits(line.extracting(value))
    {
      // `S0,1,9,93`: three fields before the fraction; `CPU0,9,93`: two; `9,93`: one.
      let isCPU = prefix.first.map { line.extracting($0).starts(with: "CPU") } ?? false
      if prefix.count == 1 || prefix.count == 3 || isCPU && prefix.count == 2 {
        fraction = value
        value = last
        prefix = prefix.dropLast()
      }
    }
    if let first = prefix.first, !Self.isDigits(line.extracting(first)), !first.isEmpty {
      aggregate = first
      if let count = prefix.dropFirst().first { cpus = line.extracting(count).integer().flatMap { Int(exactly: $0) } }
    }
    isMean = false
    for field in fields.dropFirst(place + 1) {
      let cell = line.extracting(field)
      if runTime == nil, !isMean, cell.ends(with: "%") {
        isMean = true
      } else if runTime == nil, Self.isDigits(cell) {
        runTime = cell.integer()
      } else {
        break
      }
    }
  }

  // MARK: Text

  private init?(text line: RawSpan, unit: Int?) {
    isDelimited = false
    let end: Int
    let rest: Int
    if let unit {
      end = unit
      rest = unit + 6
    } else {
      guard let open = line.firstOffset(of: "<not "), let close = line.firstOffset(of: 0x3E, from: open) else {
        return nil
      }
      end = close + 1
      rest = end
    }
    var words: [Range<Int>] = []
    var fields = DelimitedFields(separator: .blanks)
    let left = line.extracting(0..<end)
    while let word = fields.next(in: left), words.count < 32 { words.append(word) }
    guard !words.isEmpty else { return nil }
    var first = 0
    if words.count > 1, Self.isTime(line.extracting(words[0])) {
      time = words[0]
      first = 1
    }
    if first + 1 < words.count, let byte = line.extracting(words[first]).firstByte, (byte | 0x20) &- 0x61 < 26 {
      aggregate = words[first]
      first += 1
      if first + 1 < words.count, let count = line.extracting(words[first]).integer() {
        cpus = Int(exactly: count)
        first += 1
      }
    }
    guard first < words.count, let last = words.last else { return nil }
    value = words[first].lowerBound..<last.upperBound
    let first0 = line.extracting(value).firstByte ?? 0
    guard first0 &- 0x30 <= 9 || first0 == 0x3C || first0 == 0x2E else { return nil }
    let after = line.dropping(rest)
    var tail = DelimitedFields(separator: .blanks)
    guard let name = tail.next(in: after) else { return nil }
    event = PerfEnergyEvent(after.extracting(name))
    guard event != nil || unit != nil && after.extracting(name).contains(byte: 0x2F) else { return nil }
    isMean = after.contains("+-")
  }

  private static func trimmed(_ line: RawSpan, _ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper, line[byte: lower] == 0x20 || line[byte: lower] == 0x22 { lower += 1 }
    while upper > lower, line[byte: upper - 1] == 0x20 || line[byte: upper - 1] == 0x22 { upper -= 1 }
    return lower..<upper
  }

  /// perf prints times with nine decimals and a point in every locale; older ones may have a comma.
  private static func isTime(_ cell: RawSpan) -> Bool {
    guard let point = cell.firstOffset(of: 0x2E) ?? cell.firstOffset(of: 0x2C), point > 0 else { return false }
    return cell.byteCount - point > 3 && isDigits(cell.extracting(0..<point)) && isDigits(cell.dropping(point + 1))
  }

  private static func isDigits(_ cell: RawSpan) -> Bool {
    guard cell.byteCount > 0 else { return false }
    for offset in 0..<cell.byteCount where cell[byte: offset] &- 0x30 > 9 { return false }
    return true
  }
}
