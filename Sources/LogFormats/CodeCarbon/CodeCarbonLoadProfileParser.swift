import LogScanning
import Quantities

/// Reads a load test's steps as mean powers; the energies beside them repeat the powers.
struct CodeCarbonLoadProfileParser: LogParser {
  private static let meter = "smart plug"

  private var table: TableTrace
  private var firstLine: Int?
  private var meterMoves = false
  private var meterPlace: Int?

  init(_ context: ParserContext) { table = TableTrace(context) }

  /// What a header says; `nil` when the line is none.
  static func layout(header line: RawSpan) -> TableTrace.Layout? {
    guard line.contains("cpu_load"), line.contains("estimated_power") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .comma)
    guard let time = names.firstIndex(of: "timestamp"), names.contains("load_type"), names.contains("rapl_power") else {
      return nil
    }
    let columns = names.enumerated().compactMap { place, name -> TableTrace.Column? in
      func column(
        _ device: String, _ component: Component, _ role: ReadingRole, isModelled: Bool = false
      ) -> TableTrace.Column {
        TableTrace.Column(
          place,
          TraceSeries(
            device: device, component: component, quantity: .meanPower, role: role, decimals: 12,
            isModelled: isModelled))
      }
      switch name {
      case "rapl_power": return column("RAPL", .cpu, .counted)
      case "estimated_power": return column("estimate", .cpu, .alternative, isModelled: true)
      case "tapo_power": return column(meter, .node, .counted)
      default: return nil
      }
    }
    return TableTrace.Layout(width: names.count, time: time, columns: columns)
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    guard line.byteCount > 0 else { return }
    if let layout = Self.layout(header: line) {
      meterPlace = layout.columns.first { $0.series.device == Self.meter }?.place
      return table.adopt(layout, line: number)
    }
    firstLine = firstLine ?? number
    table.row(line, number: number) { cell in
      guard let stamp = CounterStamp(leading: cell), stamp.length == cell.byteCount else { return nil }
      return (stamp.nanoseconds, stamp.clock)
    }
    var fields = DelimitedFields()
    var place = 0
    while let range = fields.next(in: line) {
      if place == meterPlace, (line.extracting(range).double() ?? 0) > 0 { meterMoves = true }
      place += 1
    }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    table.collector.note(
      Diagnostic(
        .info, "codecarbon.load-test", line: firstLine,
        "The rows are steps of a test of a machine under load; they are no trace of a training."))
    if let place = table.collector.place(ofDevice: Self.meter), !meterMoves {
      table.collector.update(place) { $0.role = .alternative }
      table.collector.note(
        Diagnostic(
          .info, "codecarbon.no-meter", line: firstLine,
          "The smart plug's power is 0 in all rows: there was none; it does not count."))
    }
    return table.finish(summary)
  }
}
