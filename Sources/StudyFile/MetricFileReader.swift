import LogFormats
import LogScanning

/// Reads a CSV file with the columns `model`, `dataset`, `fold`, `metric` and `value`, in any order.
///
/// Such files are written for fodspor: nothing in them is guessed or passed over, and each thing that is wrong is an error
/// with its line.
public struct MetricFileReader {
  private enum Column: String, CaseIterable {
    case model, dataset, fold, metric, value
  }

  private struct Key: Hashable {
    let model: String
    let dataset: String
    let fold: Fold?
    let metric: String
  }

  private let lowerIsBetter: Set<String>
  private var columns: [Column] = []
  private var lines: [Key: Int] = [:]
  private var values: [MetricValue] = []
  private var problems: [StudyFileError.Problem] = []

  private init(lowerIsBetter: [String]) { self.lowerIsBetter = Set(lowerIsBetter) }

  /// Reads a file's text.
  ///
  /// - Parameters:
  ///   - csv: comma-separated values (RFC 4180) with a header; empty lines are passed over.
  ///   - fileName: for messages.
  ///   - lowerIsBetter: the metrics of which less is better.
  /// - Throws: ``StudyFileError`` with all that is wrong: columns that are missing, unknown or named twice, lines with
  ///   other numbers of fields, empty names, folds and values that are none, a Dice outside 0 to 1, values that stand
  ///   twice, a metric in `lowerIsBetter` that the file does not have, and a file without values.
  public static func values(
    in csv: String, fileName: String, lowerIsBetter: [String] = []
  ) throws(StudyFileError) -> [MetricValue] {
    var reader = MetricFileReader(lowerIsBetter: lowerIsBetter)
    var number = 0
    for line in csv.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      Array(line.utf8).withUnsafeBytes { bytes in
        let fields = DelimitedFields.texts(in: bytes.bytes, separator: .comma)
        reader.read(fields, line: number)
      }
      // Without a usable header nothing else can be read.
      if reader.columns.isEmpty, !reader.problems.isEmpty { break }
    }
    reader.checkWhole()
    guard reader.problems.isEmpty else { throw StudyFileError(fileName: fileName, problems: reader.problems) }
    return reader.values
  }

  private mutating func note(_ message: String, line: Int?) {
    problems.append(.init(line: line, message: message))
  }

  private mutating func read(_ fields: [String], line: Int) {
    guard fields != [""] else { return }
    guard !columns.isEmpty else { return readHeader(fields, line: line) }
    guard fields.count == columns.count else {
      return note("\(fields.count) fields where the header has \(columns.count)", line: line)
    }
    var texts: [Column: String] = [:]
    for (column, text) in zip(columns, fields) { texts[column] = text }
    for column in [Column.model, .dataset, .metric] where texts[column]?.isEmpty != false {
      return note("\(column.rawValue) is empty", line: line)
    }
    let (foldText, valueText) = (texts[.fold] ?? "", texts[.value] ?? "")
    let fold = Fold(foldText)
    if fold?.number == nil, !foldText.isEmpty {
      return note("fold must be a number from 0 on, or empty for the whole data set, not '\(foldText)'", line: line)
    }
    guard let value = number(valueText) else {
      return note("value must be a finite number such as 0.85, not '\(valueText)'", line: line)
    }
    let metric = texts[.metric] ?? ""
    let read = MetricValue(
      model: texts[.model] ?? "", dataset: texts[.dataset] ?? "", fold: fold, metric: metric, value: value,
      lowerIsBetter: lowerIsBetter.contains(metric))
    if read.isDice, !(0...1).contains(value) { return note("a Dice is 0 to 1, not \(valueText)", line: line) }
    let key = Key(model: read.model, dataset: read.dataset, fold: fold, metric: metric)
    if let first = lines[key] {
      return note("the same model, data set, fold and metric as in line \(first)", line: line)
    }
    lines[key] = line
    values.append(read)
  }

  private mutating func readHeader(_ fields: [String], line: Int) {
    // A byte order mark is no part of the first name.
    let names = fields.map { $0.hasPrefix("\u{FEFF}") ? String($0.dropFirst()) : $0 }
    let known = Column.allCases.map(\.rawValue)
    for (place, name) in names.enumerated() {
      if Column(rawValue: name) == nil {
        let hint = NearestNames.among(known, to: name).first.map { "did you mean '\($0)'?" }
        note("unknown column '\(name)'; \(hint ?? "known are \(known.joined(separator: ", "))")", line: line)
      } else if names[..<place].contains(name) {
        note("the column '\(name)' stands twice", line: line)
      }
    }
    for name in known where !names.contains(name) { note("the column '\(name)' is missing", line: line) }
    if problems.isEmpty { columns = names.compactMap(Column.init(rawValue:)) }
  }

  private mutating func checkWhole() {
    guard problems.isEmpty else { return }
    if values.isEmpty { note("there are no values", line: nil) }
    let metrics = Set(values.map(\.metric))
    for name in lowerIsBetter.sorted() where !metrics.contains(name) {
      let found = metrics.sorted().joined(separator: ", ")
      note("lower-is-better names '\(name)', which the file does not have; it has \(found)", line: nil)
    }
  }

  private func number(_ text: String) -> Double? {
    let isDecimal = text.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
    guard isDecimal, let number = Double(text), number.isFinite else { return nil }
    return number
  }
}
