import LogScanning
import Quantities

/// Reads the rows of delimited text whose layout is known.
struct DelimitedRowReader {
  private(set) var layout: DelimitedLayout
  private var number: DelimitedNumber
  private var ranges: [Range<Int>] = []
  private var joined: [UInt8] = []

  /// The bytes that name a device, and its series, one for each value column.
  private var devices: [(key: [UInt8], series: [Int?])] = []
  private var placeOfDevice: [[UInt8]: Int] = [:]
  private var last = 0

  /// Rows that were read.
  private(set) var rowCount = 0
  /// Decimals of the last cell where all rows have the same, to tell a row that was cut.
  private var usualDecimals: Int?
  private var decimalsVary = false
  /// Cells of several lines.
  private var severalCount = 0
  private var firstSeveral: Int?

  init(_ layout: DelimitedLayout) {
    self.layout = layout
    number = DelimitedNumber(hasDecimalComma: layout.hasDecimalComma)
  }

  mutating func read(_ line: RawSpan, number lineNumber: Int, into collector: inout TraceCollector) {
    guard split(line) else { return collector.malformed(lineNumber) }
    let device = ranges.indices.contains(layout.deviceColumn ?? -1) ? ranges[layout.deviceColumn ?? 0] : 0..<0
    let time = time(of: line)
    if time == nil, layout.timeColumn != nil { return collector.malformed(lineNumber) }
    guard let place = deviceRow(line.extracting(device), in: &collector) else { return }
    if let time {
      guard collector.accepts(time.clock, line: lineNumber) else { return }
    } else {
      guard collector.accepts(.ordinal, line: lineNumber) else { return }
    }
    rowCount += 1
    noteDecimals(line)
    for (index, value) in layout.values.enumerated() {
      guard let series = devices[place].series[index], ranges.indices.contains(value.column) else { continue }
      let cell = line.extracting(ranges[value.column])
      let reading: Int64
      switch number.read(cell, unit: value.unit) {
      case .value(let value): reading = value
      case .first(let value):
        reading = value
        severalCount += 1
        firstSeveral = firstSeveral ?? lineNumber
      case .none:
        collector.missing(series, cell, line: lineNumber)
        continue
      }
      if let time {
        collector.sample(series, time: time.nanoseconds, value: reading, line: lineNumber)
      } else {
        collector.sample(series, value: reading, line: lineNumber)
      }
    }
  }

  // MARK: Cells

  /// Finds the cells of a row; `false` when it has another number of them than the header.
  private mutating func split(_ line: RawSpan) -> Bool {
    ranges.removeAll(keepingCapacity: true)
    var fields = DelimitedFields(separator: layout.separator)
    while ranges.count <= layout.width + 2, let range = fields.next(in: line) { ranges.append(range) }
    if ranges.count == layout.width { return true }
    guard ranges.count == layout.width + 1 else { return false }
    if layout.joinsLastPair, layout.width >= 2 {
      ranges[layout.width - 1] = ranges[layout.width - 1].lowerBound..<ranges[layout.width].upperBound
      ranges.removeLast()
      return true
    }
    if layout.separator == .blanks, let time = layout.timeColumn, time + 1 < ranges.count {
      // A stamp with a blank in it is two cells.
      ranges[time] = ranges[time].lowerBound..<ranges[time + 1].upperBound
      ranges.remove(at: time + 1)
      return true
    }
    // A separator at the end of each row.
    guard ranges[layout.width].isEmpty else { return false }
    ranges.removeLast()
    return true
  }

  /// The time of a row; `nil` when it has none or none that can be read.
  private mutating func time(of line: RawSpan) -> (nanoseconds: Int64, clock: TraceLog.Clock)? {
    guard let column = layout.timeColumn, ranges.indices.contains(column) else { return nil }
    let cell = line.extracting(ranges[column])
    guard let other = layout.timeOfDayColumn, ranges.indices.contains(other) else { return layout.time?.read(cell) }
    joined.removeAll(keepingCapacity: true)
    for offset in 0..<cell.byteCount { joined.append(cell[byte: offset]) }
    joined.append(0x20)
    let second = line.extracting(ranges[other])
    for offset in 0..<second.byteCount { joined.append(second[byte: offset]) }
    let bytes = joined
    return bytes.withUnsafeBytes { layout.time?.read($0.bytes) }
  }

  private mutating func noteDecimals(_ line: RawSpan) {
    guard !decimalsVary, let decimals = lastDecimals(line) else { return }
    if usualDecimals == nil { usualDecimals = decimals }
    if usualDecimals != decimals { decimalsVary = true }
  }

  private func lastDecimals(_ line: RawSpan) -> Int? {
    guard let range = ranges.last, layout.values.contains(where: { $0.column == ranges.count - 1 }) else { return nil }
    let cell = line.extracting(range)
    let mark: UInt8 = layout.hasDecimalComma ? 0x2C : 0x2E
    return cell.lastOffset(of: mark).map { cell.byteCount - 1 - $0 } ?? 0
  }

  /// Whether a file's last row, which has no line end, lost digits: its last number is shorter than all others.
  mutating func isCut(_ line: RawSpan) -> Bool {
    guard rowCount >= 2, !decimalsVary, let usualDecimals, split(line), let decimals = lastDecimals(line) else {
      return false
    }
    return decimals < usualDecimals
  }

  // MARK: Devices

  private mutating func deviceRow(_ key: RawSpan, in collector: inout TraceCollector) -> Int? {
    if !devices.isEmpty {
      let next = last + 1 < devices.count ? last + 1 : 0
      for place in [next, last] where key.equals(devices[place].key) {
        last = place
        return place
      }
      if let place = placeOfDevice[key.byteArray] {
        last = place
        return place
      }
    }
    let text = key.text
    let name = text.allSatisfy(\.isNumber) && !text.isEmpty ? "\(layout.deviceWord) \(text)" : text
    let index = layout.deviceWord == "GPU" ? Int(text) : nil
    let series = layout.values.map { value -> Int? in
      let device =
        layout.deviceColumn == nil ? value.device : layout.values.count == 1 ? name : "\(name) \(value.device)"
      var series = TraceSeries(
        device: device.isEmpty ? value.device : device, component: value.component, quantity: value.quantity,
        role: value.role, decimals: DelimitedNumber.decimals, isModelled: value.isModelled, index: index)
      if let range = value.counterRange, range > 0, range < 9e9 { series.counterRange = Int64((range * 1e9).rounded()) }
      return collector.add(series)
    }
    guard series.contains(where: { $0 != nil }) else { return nil }
    devices.append((key.byteArray, series))
    last = devices.count - 1
    placeOfDevice[key.byteArray] = last
    return last
  }

  // MARK: End

  /// What was assumed while rows were read.
  var diagnostics: [Diagnostic] {
    var result: [Diagnostic] = []
    if let firstSeveral {
      result.append(
        Diagnostic(
          .warning, "delimited.several-values", line: firstSeveral,
          "\(severalCount) cells hold several lines (answers about several devices, most likely); the first line of each "
            + "was read."))
    }
    guard let time = layout.time else { return result }
    if time.assumedSeconds {
      result.append(
        Diagnostic(
          .warning, "delimited.assumed-seconds",
          "The times are small numbers without a unit; they were read as seconds since the start."))
    }
    if time.assumedOrder {
      result.append(
        Diagnostic(
          .warning, "delimited.assumed-date-order",
          "The dates do not tell day from month; they were read as month first."))
    }
    if time.hasTimeOfDayOnly {
      result.append(
        Diagnostic(
          .warning, "delimited.no-date",
          "The times have no date; they count from midnight of the first row's day, which the file does not tell."))
    }
    return result
  }
}
