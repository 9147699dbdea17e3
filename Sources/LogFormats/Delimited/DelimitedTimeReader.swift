import LogScanning
import Quantities

/// Reads the times of delimited text, cell by cell, under what is known of how they are written.
struct DelimitedTimeReader {
  /// How numbers are to be read.
  enum Numbers: Equatable {
    /// Unix time when they are large enough, else time since start in a unit, seconds when it is `nil`.
    case bySize(DelimitedTimeUnit?)
    case unix(DelimitedTimeUnit)
    case sinceStart(DelimitedTimeUnit)
  }

  var numbers = Numbers.bySize(nil)
  /// Of dates that do not begin with the year.
  var order: LooseDate.Order?
  /// Whose clock stamps without a zone are on, and how far it is ahead of UTC in nanoseconds.
  var zone: (clock: TraceLog.Clock, ahead: Int64) = (.local, 0)
  var hasDecimalComma = false

  /// A stamp without day was seen.
  private(set) var hasTimeOfDayOnly = false
  /// A number was taken as seconds since start because nothing tells its unit.
  private(set) var assumedSeconds = false
  /// Day and month of a stamp could be the other way round.
  private(set) var assumedOrder = false

  private var scratch: [UInt8] = []
  private var lastTimeOfDay: Int64 = 0
  private var day: Int64 = 0
  /// No recording is longer; it keeps a damaged file's times in range.
  private static let maximumDays: Int64 = 100_000 * 86_400_000_000_000

  /// The time of a cell; `nil` when it is none.
  mutating func read(_ cell: RawSpan) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    guard let first = cell.firstByte, cell.byteCount <= 64 else { return nil }
    if numbers == .bySize(nil) || cell.byteCount >= 19, let stamp = CounterStamp(leading: cell),
      stamp.length == cell.byteCount
    {
      return stamp.clock == .utc ? (stamp.nanoseconds, .utc) : inZone(stamp.nanoseconds)
    }
    if first &- 0x30 <= 9 || first == 0x2E || first == 0x2D, let number = number(cell) { return number }
    if let date = LooseDate(cell, order: order) {
      if date.isOrderAssumed { assumedOrder = true }
      return date.clock == .utc ? (date.nanoseconds, .utc) : inZone(date.nanoseconds)
    }
    return timeOfDay(cell)
  }

  private func inZone(_ nanoseconds: Int64) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    let (shifted, overflow) = nanoseconds.subtractingReportingOverflow(zone.ahead)
    return overflow ? nil : (shifted, zone.clock)
  }

  // MARK: Numbers

  private mutating func number(_ cell: RawSpan) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    var end = 0
    while end < cell.byteCount, Self.isNumberByte(cell[byte: end]) { end += 1 }
    let unitText = cell.dropping(end).trimmed()
    let ownUnit = unitText.byteCount == 0 ? nil : DelimitedTimeUnit(name: unitText.text)
    if unitText.byteCount > 0, ownUnit == nil { return nil }
    let digits = cell.extracting(0..<end)
    let isUnix: Bool
    let unit: DelimitedTimeUnit
    switch numbers {
    case .unix(let declared): (isUnix, unit) = (true, ownUnit ?? declared)
    case .sinceStart(let declared): (isUnix, unit) = (false, ownUnit ?? declared)
    case .bySize(let named):
      unit = ownUnit ?? named ?? .seconds
      guard let nanoseconds = nanoseconds(digits, unit: unit) else {
        // A count that overflows in its unit is told by its size.
        guard let stamp = CounterStamp(leading: digits), stamp.length == end else { return nil }
        return (stamp.nanoseconds, .utc)
      }
      // Times since start that are longer than three years are none.
      if nanoseconds >= 100_000_000_000_000_000 { return (nanoseconds, .utc) }
      if ownUnit == nil, named == nil { assumedSeconds = true }
      return sinceStart(nanoseconds)
    }
    guard let nanoseconds = nanoseconds(digits, unit: unit) else { return nil }
    return isUnix ? (nanoseconds, .utc) : sinceStart(nanoseconds)
  }

  private func sinceStart(_ nanoseconds: Int64) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    (nanoseconds, .relative)
  }

  private mutating func nanoseconds(_ digits: RawSpan, unit: DelimitedTimeUnit) -> Int64? {
    if hasDecimalComma || digits.contains(byte: 0x2C) {
      scratch.removeAll(keepingCapacity: true)
      DelimitedNumber.appendPlain(digits, to: &scratch)
      return scratch.withUnsafeBytes { Self.scaled($0.bytes, unit: unit) }
    }
    return Self.scaled(digits, unit: unit)
  }

  private static func scaled(_ digits: RawSpan, unit: DelimitedTimeUnit) -> Int64? {
    if let exact = digits.scaledDecimal(decimals: unit.decimals) { return exact }
    guard let value = digits.double(), value.isFinite else { return nil }
    let nanoseconds = (value * unit.nanosecondCount).rounded()
    return abs(nanoseconds) < 9.2e18 ? Int64(nanoseconds) : nil
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x2B...0x2E, 0x65, 0x45: true
    default: false
    }
  }

  // MARK: Times without a day

  /// `16:06:06.780`, or `0 days 00:02:12.4225` of a table of differences.
  private mutating func timeOfDay(_ cell: RawSpan) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    var rest = cell
    var days: Int64 = 0
    let isDifference = cell.contains(" day")
    if isDifference {
      guard let blank = cell.firstOffset(of: 0x20), let count = cell.extracting(0..<blank).integer(),
        let after = cell.lastOffset(of: 0x20), (0...100_000).contains(count)
      else { return nil }
      days = count
      rest = cell.dropping(after + 1)
    }
    guard let colon = rest.firstOffset(of: 0x3A), colon >= 1, colon <= 2, let hour = rest.digits(0, colon),
      let minute = rest.digits(colon + 1, 2), minute < 60, hour < 24
    else { return nil }
    var nanoseconds = Int64(hour * 3600 + minute * 60) * 1_000_000_000
    if rest.byteCount > colon + 3 {
      guard rest[byte: colon + 3] == 0x3A,
        let seconds = nanosecondsOfSeconds(rest.dropping(colon + 4)), (0..<61_000_000_000).contains(seconds)
      else { return nil }
      nanoseconds += seconds
    }
    if isDifference { return sinceStart(nanoseconds + days * 86_400_000_000_000) }
    hasTimeOfDayOnly = true
    // Past midnight.
    if lastTimeOfDay - nanoseconds > 43_200_000_000_000, day < Self.maximumDays { day += 86_400_000_000_000 }
    lastTimeOfDay = nanoseconds
    return (day + nanoseconds, .relative)
  }

  private mutating func nanosecondsOfSeconds(_ digits: RawSpan) -> Int64? {
    guard let first = digits.firstByte, first &- 0x30 <= 9 else { return nil }
    return nanoseconds(digits, unit: .seconds)
  }
}
