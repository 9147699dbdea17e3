import LogFormats
import Quantities
import Reporting

/// What `fodspor inspect` prints for one file when a person reads it: a heading and a few aligned lines.
enum InspectionText {
  /// A line under the heading: what it is about, and what it says.
  typealias Entry = (label: String, text: String)

  /// A heading and aligned lines, each with its line end.
  ///
  /// - Parameters:
  ///   - path: the file, as the user named it.
  ///   - file: what was read in it.
  ///   - columns: the samples that its parser handed over; empty for files that are no traces.
  static func text(path: String, file: LogFile, columns: TraceColumns) -> String {
    let escaping = TerminalEscaping()
    let entries = [format(of: file)] + record(of: file, path: path, columns: columns) + diagnostics(of: file)
    let labels = entries.map { escaping.escape($0.label) }
    let width = labels.map(\.count).max() ?? 0
    var text = escaping.escape(path) + "\n"
    for (label, entry) in zip(labels, entries) {
      let padding = String(repeating: " ", count: width - label.count)
      text += "  \(label)\(padding)  \(escaping.escape(entry.text))\n"
    }
    return text
  }

  private static func format(of file: LogFile) -> Entry {
    let version = file.content.version.map { ", version \($0)" } ?? ""
    return ("format", "\(file.format.rawValue)\(version); \(file.lineCount) lines, \(file.byteCount) bytes")
  }

  private static func record(of file: LogFile, path: String, columns: TraceColumns) -> [Entry] {
    switch file.content.record {
    case .trainingLog(let log): training(log, path: path)
    case .tracker(let log): tracker(log)
    case .trace(let log): trace(log, columns: columns)
    case .console(let capture): console(capture, path: path)
    case .codecarbon(let log): codecarbon(log)
    case .gpuProcesses(let log): processes(log)
    case .energyRecords(let log): energyRecords(log)
    case .summary(let summary): [("Dice", "\(number(summary.foregroundMeanDice, 4)), \(summary.caseCount) cases")]
    case .plans(let plans):
      [
        ("data set", plans.datasetName ?? missing),
        ("configurations", plans.configurations.map(\.name).joined(separator: ", ")),
      ]
    case .dataset(let dataset):
      [
        ("cases", dataset.trainingCases.map(String.init) ?? missing),
        ("labels", dataset.labels.joined(separator: ", ")),
      ]
    case .nnunetDocument(let document): nnunetDocument(document)
    case .debug(let debug):
      [("epochs", "\(debug.plannedEpochs.map(String.init) ?? missing) planned"), ("host", debug.hostname ?? missing)]
    case .raplDomains(let domains):
      domains.zones.map { ($0.key, "\($0.name), wraps at \($0.counterRange) µJ") }
    case .none: []
    }
  }

  /// The first ten diagnostics, and how many more there are.
  private static func diagnostics(of file: LogFile) -> [Entry] {
    let all = file.content.diagnostics
    guard !all.isEmpty else { return [("diagnostics", "none")] }
    let shown = all.prefix(10).map { diagnostic -> Entry in
      let line = diagnostic.line.map { "line \($0): " } ?? ""
      return (diagnostic.severity.rawValue, "\(line)\(diagnostic.message) [\(diagnostic.code)]")
    }
    return shown + (all.count > shown.count ? [("", "and \(all.count - shown.count) more")] : [])
  }
}

extension InspectionText {
  /// What stands for a value that is not there.
  static let missing = "--"

  /// A number with a fixed count of decimals.
  static func number(_ value: Double?, _ decimals: Int) -> String {
    value.flatMap { NumberFormat.fixed($0, decimals: decimals) } ?? missing
  }

  /// A stretch of time on a wall clock.
  static func span(_ first: WallTime?, _ last: WallTime?) -> String {
    guard let first, let last else { return missing }
    return "\(first.iso8601) to \(last.iso8601), local time"
  }
}
