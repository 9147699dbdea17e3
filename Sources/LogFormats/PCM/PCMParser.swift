import LogScanning
import Quantities

/// Reads PCM's CSV: each row has the joules since the row before.
struct PCMParser: LogParser {
  private var collector: TraceCollector
  private var columns: PCMColumns?
  private var places: [Int?] = []
  /// The series by the names of their devices.
  private var placeOfDevice: [String: Int] = [:]
  private var groups: [String] = []
  private var cells: [Range<Int>] = []
  private var heldBack: Int?

  init(_ context: ParserContext) { collector = TraceCollector(context) }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard let first = line.firstByte else { return }
    if first &- 0x30 > 9 {
      if line.byteCount < 1 << 18, let header = PCMColumns(header: line, groups: { [groups] in groups }) {
        heldBack = nil
        return adopt(header, line: number)
      }
      if let heldBack { collector.malformed(heldBack) }
      // The row of groups stands before the row of columns; text before the first table is PCM's banner.
      heldBack = columns == nil ? nil : number
      groups = line.byteCount < 1 << 18 ? PCMColumns.groups(line) : []
      return
    }
    guard let columns else { return }
    cells.removeAll(keepingCapacity: true)
    var fields = DelimitedFields(separator: columns.separator)
    while let cell = fields.next(in: line) { cells.append(cell) }
    // Rows may end in a separator where the header does not, and the other way round.
    guard cells.count >= columns.width - 1, cells.count <= columns.width + 1, columns.time < cells.count else {
      return collector.malformed(number)
    }
    let stamp = line.extracting(cells[columns.date]).byteArray + [0x20] + line.extracting(cells[columns.time]).byteArray
    guard let time = stamp.withUnsafeBytes({ SampleTime($0.bytes) }), time.clock != .relative else {
      return collector.malformed(number)
    }
    guard collector.accepts(time.clock, line: number) else { return }
    for (energy, place) in zip(columns.energies, places) {
      guard let place, energy.place < cells.count else { continue }
      let cell = line.extracting(cells[energy.place])
      if let value = cell.reading(decimals: 6) {
        collector.sample(place, time: time.nanoseconds, value: value, line: number)
      } else {
        collector.missing(place, cell, line: number)
      }
    }
  }

  private mutating func adopt(_ header: PCMColumns, line: Int) {
    if let known = columns {
      collector.repeatedHeader(line)
      guard known.energies != header.energies else { return }
    }
    columns = header
    let sockets = Set(header.energies.filter { !$0.isSum }.map(\.domain))
    let counting = header.energies.filter { !$0.isSum || !sockets.contains($0.domain) }
    let roles = Dictionary(
      zip(counting.map(\.place), RAPLDomain.roles(of: counting.map(\.domain))), uniquingKeysWith: { first, _ in first })
    places = header.energies.map { energy in
      if let known = placeOfDevice[energy.device] { return known }
      let place = collector.add(
        TraceSeries(
          device: energy.device, component: energy.domain.component, quantity: .intervalEnergy,
          role: roles[energy.place] ?? .alternative))
      if let place { placeOfDevice[collector.series[place].device] = place }
      return place
    }
    guard header.isDescribed else { return }
    collector.note(
      Diagnostic(
        .warning, "pcm.described-only", line: line,
        "The energy columns are named as old releases of PCM are said to name them, of which no file was seen; they were "
          + "read as joules per interval."))
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    if let heldBack { collector.malformed(heldBack) }
    return collector.finish(summary, hasPower: columns.map { !$0.energies.isEmpty } ?? true)
  }
}
