import LogScanning
import Quantities

/// Reads Intel Power Gadget's table and its totals at the end.
///
/// A power is the mean since the row before, the first one's since the start; the cumulative joules repeat it. IA and
/// GT are parts of the processor. The file has a time of day but no day, so its clock is the elapsed time.
struct PowerGadgetParser: LogParser {
  private var table: TableTrace
  private var systemTime: Int?
  private var firstTimeOfDay: String?
  private var firstLine: Int?
  /// What the file's end gives for a device, in joules.
  private var totals: [(device: String, joules: Double, line: Int)] = []
  /// The last cumulative joules of each processor and memory.
  private var lastJoules: [String: Double] = [:]

  init(_ context: ParserContext) { table = TableTrace(context) }

  /// What a header says; `nil` when the line is none.
  static func layout(header line: RawSpan) -> TableTrace.Layout? {
    guard line.contains("Elapsed Time"), line.contains("Power") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .comma)
    guard let time = names.firstIndex(where: { $0.hasPrefix("Elapsed Time") && $0.hasSuffix("(sec)") }),
      names.contains(where: { $0.hasPrefix("Processor Power_") })
    else { return nil }
    var layout = TableTrace.Layout(
      width: names.count, time: time,
      columns: names.enumerated().compactMap { place, name in column(place, name) })
    layout.leastWidth = names.count - 1
    return layout
  }

  private static func column(_ place: Int, _ name: String) -> TableTrace.Column? {
    if let device = device(in: name, from: "Cumulative ", to: "(Joules)") {
      let series = TraceSeries(
        device: "\(device) (cumulative)", component: device.hasPrefix("DRAM") ? .dram : .cpu, quantity: .energyCounter,
        role: isPart(device) ? .contained : .alternative, decimals: 9)
      return TableTrace.Column(place, series)
    }
    guard let device = device(in: name, from: "", to: "(Watt)") else { return nil }
    let isLimit = device.contains("Limit") || device.contains(" PL")
    let role: ReadingRole = isLimit ? .limit : isPart(device) ? .contained : .counted
    let series = TraceSeries(
      device: device, component: device.hasPrefix("DRAM") ? .dram : .cpu, quantity: isLimit ? .power : .meanPower,
      role: role, decimals: 9, origin: isLimit ? nil : 0)
    return TableTrace.Column(place, series)
  }

  private static func isPart(_ device: String) -> Bool { device.hasPrefix("IA") || device.hasPrefix("GT") }

  /// `Processor_0` of `Cumulative Processor Energy_0(Joules)` and of `Processor Power_0(Watt)`.
  private static func device(in name: String, from prefix: String, to suffix: String) -> String? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    var device = name.dropFirst(prefix.count).dropLast(suffix.count)
    while device.last == " " { device.removeLast() }
    for word in [" Power_", " Energy_"] {
      guard let at = device.range(ofText: word) else { continue }
      return String(device[..<at.lowerBound]) + "_" + String(device[at.upperBound...])
    }
    return String(device)
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    if first &- 0x30 > 9 {
      if let layout = Self.layout(header: line) {
        systemTime = DelimitedFields.texts(in: line, separator: .comma).firstIndex(of: "System Time")
        return table.adopt(layout, line: number)
      }
      if takeTotal(line, number: number) { return }
    }
    table.row(line, number: number) { cell in
      guard let nanoseconds = cell.reading(decimals: 9), nanoseconds >= 0 else { return nil }
      return (nanoseconds, .relative)
    }
    remember(line, number: number)
  }

  /// The first row's time of day and each row's cumulative joules, for what is told at the end.
  private mutating func remember(_ line: RawSpan, number: Int) {
    guard let layout = table.layout else { return }
    var fields = DelimitedFields()
    var place = 0
    while let range = fields.next(in: line) {
      if place == systemTime, firstTimeOfDay == nil {
        firstTimeOfDay = line.extracting(range).text
        firstLine = number
      }
      for column in layout.columns where column.place == place && column.series.quantity == .energyCounter {
        lastJoules[column.series.device] = line.extracting(range).double() ?? lastJoules[column.series.device]
      }
      place += 1
    }
  }

  /// `Cumulative Processor Energy_0 (Joules) = 1234.5`, `Total Elapsed Time (sec) = 60.1` and their like.
  private mutating func takeTotal(_ line: RawSpan, number: Int) -> Bool {
    guard let equals = line.firstOffset(of: 0x3D) else { return false }
    let name = line.extracting(0..<equals).trimmed().text
    guard let value = line.dropping(equals + 1).trimmed().double() else { return false }
    if let device = Self.device(in: name, from: "Cumulative ", to: "(Joules)") {
      totals.append((device, value, number))
    }
    return true
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if let firstTimeOfDay, let firstLine {
      table.collector.note(
        Diagnostic(
          .info, "power-gadget.no-date", line: firstLine,
          "Rows have a time of day (the first: \(firstTimeOfDay.prefix(20))) but no day; the elapsed time was used."))
    }
    for total in totals {
      guard let last = lastJoules["\(total.device) (cumulative)"], abs(last - total.joules) > 0.01 * max(last, 1) else {
        continue
      }
      table.collector.note(
        Diagnostic(
          .warning, "power-gadget.total-differs", line: total.line,
          "\(total.device): the file's end gives \(total.joules) J and its last row \(last) J; the rows were used."))
    }
    return table.finish(summary)
  }
}

extension StringProtocol {
  /// The first place of a text; without Foundation.
  func range(ofText text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) {
        return start..<(index(start, offsetBy: text.count, limitedBy: endIndex) ?? endIndex)
      }
      start = index(after: start)
    }
    return nil
  }
}
