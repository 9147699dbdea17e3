import LogScanning

/// Reads the value of a power line: a scalar, `None`, an array of one number per device that may go on over several
/// lines, or (1.0.x) a list of sampling rounds.
struct TrackerPowerList {
  /// More numbers than any log has; a list that is longer is a damaged file.
  private static let limit = 1 << 20

  private var depth = 0
  private var sawBracket = false
  private var sawRounds = false
  private var rows: [[Double?]] = [[]]
  private var count = 0
  /// The value is read to its end.
  private(set) var isComplete = false
  /// Something that is no value stood in it.
  private(set) var isDamaged = false

  /// Takes the text after the colon, or a continuation line.
  mutating func read(_ text: RawSpan) {
    var offset = 0
    while offset < text.byteCount, !isComplete {
      switch text[byte: offset] {
      case 0x20, 0x09, 0x0D, 0x2C: offset += 1
      case 0x5B: open(&offset)
      case 0x5D: close(&offset)
      default: readToken(text, &offset)
      }
    }
    // A scalar does not go on over lines.
    if !sawBracket { isComplete = true }
  }

  private mutating func open(_ offset: inout Int) {
    offset += 1
    depth += 1
    sawBracket = true
    guard depth > 1 else { return }
    if sawRounds { rows.append([]) }
    sawRounds = true
  }

  private mutating func close(_ offset: inout Int) {
    offset += 1
    depth -= 1
    if depth <= 0 { isComplete = true }
  }

  private mutating func readToken(_ text: RawSpan, _ offset: inout Int) {
    let start = offset
    var parentheses = 0
    scan: while offset < text.byteCount {
      switch text[byte: offset] {
      case 0x28: parentheses += 1
      case 0x29: parentheses -= 1
      case 0x20, 0x09, 0x0D, 0x2C, 0x5B, 0x5D: if parentheses <= 0 { break scan }
      default: break
      }
      offset += 1
    }
    let token = text.extracting(start..<offset)
    let value = token.trackerNumber()
    if value == nil, !token.equals("None"), !token.contains("nan"), !token.contains("inf"), !token.equals(".") {
      isDamaged = true
    }
    guard count < Self.limit else {
      isDamaged = true
      return
    }
    count += 1
    if sawBracket {
      rows[rows.count - 1].append(value)
    } else if rows[0].isEmpty, !token.equals(".") {
      rows[0].append(value)
    }
  }

  /// One number per device, in watts: as printed, or the mean over the sampling rounds of each device.
  var watts: [Double?] {
    guard sawRounds else { return rows[0] }
    let devices = rows.map(\.count).max() ?? 0
    return (0..<devices).map { device in
      let samples = rows.compactMap { device < $0.count ? $0[device] : nil }
      return samples.isEmpty ? nil : samples.reduce(0, +) / Double(samples.count)
    }
  }
}
