import LogScanning
import Quantities

/// What the power meters of the rapl-tools print when the program that they ran has ended.
enum RAPLToolsSummaryFormat: LogFormatDefinition {
  static let format = LogFormat.raplToolsSummary

  static let synopsis = (
    what: "the totals that AppPowerMeter of the rapl-tools prints after a program's own output",
    recognisedBy: "Total Energy: … J, Average Power: … W and Time: … sec on lines one after another"
  )

  static let greatestScore = 80

  static func score(head: RawSpan, fileName: String) -> Int {
    guard let total = head.firstOffset(of: "Total Energy:") else { return 0 }
    let block = head.extracting(total..<min(total + 400, head.byteCount))
    guard block.contains("Average Power:"), block.contains("Time:"), block.contains(" sec"), block.contains(" J") else {
      return 0
    }
    // A job's output with a tracker's lines has more to tell.
    return head.contains("CarbonTracker: ") ? 0 : 80
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { RAPLToolsSummaryParser() }
}

/// Reads the totals; all else is the program's own output.
struct RAPLToolsSummaryParser: LogParser {
  private var records: [EnergyRecord] = []
  private var joules: (value: Double, line: Int)?
  private var watts: Double?
  private var unreadable: (count: Int, line: Int)?
  private var disagreement: (line: Int, ratio: Double)?

  mutating func consume(_ line: RawSpan, number: Int) {
    let line = line.trimmed()
    if line.starts(with: "Total Energy:") {
      close(seconds: nil)
      if let value = Self.number(line.dropping(13), unit: "J") {
        joules = (value, number)
      } else {
        unreadable = ((unreadable?.count ?? 0) + 1, unreadable?.line ?? number)
      }
    } else if line.starts(with: "Average Power:") {
      watts = Self.number(line.dropping(14), unit: "W")
    } else if line.starts(with: "Time:"), joules != nil {
      guard let seconds = Self.number(line.dropping(5), unit: "sec") else { return }
      close(seconds: seconds)
    }
  }

  private mutating func close(seconds: Double?) {
    guard let (value, line) = joules else { return }
    let record = EnergyRecord(
      seconds: seconds, parts: [.init(device: "package", component: .cpu, joules: value)], line: line)
    records.append(record)
    if let seconds, let watts, seconds > 0, watts > 0 {
      let ratio = value / seconds / watts
      if abs(ratio - 1) > 0.01, disagreement == nil { disagreement = (line, ratio) }
    }
    joules = nil
    watts = nil
  }

  private static func number(_ text: RawSpan, unit: StaticString) -> Double? {
    let cell = text.trimmed()
    guard cell.ends(with: unit) else { return nil }
    let value = cell.extracting(0..<(cell.byteCount - unit.utf8CodeUnitCount)).trimmed().double()
    return value.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    close(seconds: nil)
    var diagnostics: [Diagnostic] = []
    if let (count, line) = unreadable {
      diagnostics.append(
        Diagnostic(
          .warning, "trace.missing-samples", line: line,
          "\(count) totals have no energy that can be read; they were left out."))
    }
    if let (line, ratio) = disagreement {
      diagnostics.append(
        Diagnostic(
          .warning, "rapl.total-disagrees", line: line,
          "The total energy is \(ratio) times the mean power times the duration beside it; the energy was kept."))
    }
    if records.isEmpty {
      diagnostics.append(
        Diagnostic(.warning, "trace.no-samples", "The file has no total energy that can be read."))
      return ParsedContent(record: .none, diagnostics: diagnostics)
    }
    let log = EnergyRecordLog(tool: "rapl-tools", clock: .relative, records: records)
    return ParsedContent(record: .energyRecords(log), diagnostics: diagnostics)
  }
}

extension LogFormat {
  /// See `RAPLToolsSummaryFormat`.
  public static let raplToolsSummary = LogFormat(rawValue: "rapl-tools-summary")
}
