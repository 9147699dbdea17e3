import LogScanning
import Quantities

/// Reads the rows of a turbostat table that sum the machine; rows of packages, cores and CPUs repeat parts of them.
struct TurbostatParser: LogParser {
  private var collector: TraceCollector
  private var roles = RAPLSeriesRoles()
  private var columns: TurbostatColumns?
  private var hasPower = false
  private var places: [(name: String, place: Int)] = []
  private var version: String?
  /// `5.003 sec`: how long the command took that turbostat ran, before its only block.
  private var commandSeconds: Int64?
  private var cells: [Range<Int>] = []

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    // Blanks at the left are cells of old versions, but those have no `-` rows.
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if line.starts(with: "turbostat version") {
      version = line.text.split(separator: " ").dropFirst(2).first.map(String.init)
      return
    }
    if let header = TurbostatColumns(header: line) {
      // The header stands before every block; that is turbostat's way and no restart.
      if header != columns { adopt(header) }
      return
    }
    if line.contains("ermission denied") || line.contains("Operation not permitted") {
      return collector.toolError(number, line.text)
    }
    if line.ends(with: " sec"), let seconds = line.extracting(0..<(line.byteCount - 4)).scaledDecimal(decimals: 9) {
      commandSeconds = seconds
      return
    }
    guard let columns else { return }
    row(line, number: number, columns: columns)
  }

  private mutating func adopt(_ header: TurbostatColumns) {
    columns = header
    for energy in header.energies {
      hasPower = true
      guard !places.contains(where: { $0.name == energy.name }) else { continue }
      let quantity: TraceSeries.Quantity = energy.isJoules ? .intervalEnergy : .meanPower
      let series = TraceSeries(device: energy.name, component: energy.domain.component, quantity: quantity)
      guard let place = collector.add(series) else { continue }
      places.append((energy.name, place))
      roles.insert(place, energy.domain)
    }
  }

  private mutating func row(_ line: RawSpan, number: Int, columns: TurbostatColumns) {
    cells.removeAll(keepingCapacity: true)
    var fields = DelimitedFields(separator: columns.separator)
    while let cell = fields.next(in: line) { cells.append(cell) }
    var isSum = !columns.topology.isEmpty
    for place in columns.topology {
      guard place < cells.count else {
        isSum = false
        break
      }
      // Another thread's row, or text between the blocks.
      guard line.extracting(cells[place]).equals("-") else { return }
    }
    guard cells.count == columns.width else {
      let isRow = columns.topology.isEmpty ? (line.firstByte ?? 0) &- 0x30 <= 9 : isSum || line.starts(with: "-")
      return isRow ? collector.malformed(number) : ()
    }
    var time: Int64?
    if let place = columns.time {
      guard let stamp = CounterStamp(leading: line.extracting(cells[place])), stamp.length == cells[place].count else {
        return collector.malformed(number)
      }
      time = stamp.nanoseconds
    } else if let commandSeconds {
      time = commandSeconds
    }
    let clock: TraceLog.Clock = columns.time != nil ? .utc : commandSeconds != nil ? .relative : .ordinal
    guard collector.accepts(clock, line: number) else { return }
    for energy in columns.energies {
      guard let place = places.first(where: { $0.name == energy.name })?.place else { continue }
      let cell = line.extracting(cells[energy.place])
      guard let value = cell.reading(decimals: 6) else {
        collector.missing(place, cell, line: number)
        continue
      }
      if clock == .relative, collector.series[place].origin == nil { collector.update(place) { $0.origin = 0 } }
      if let time {
        collector.sample(place, time: time, value: value, line: number)
      } else {
        collector.sample(place, value: value, line: number)
      }
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    roles.settle(in: &collector)
    return collector.finish(summary, version: version, hasPower: hasPower)
  }
}
