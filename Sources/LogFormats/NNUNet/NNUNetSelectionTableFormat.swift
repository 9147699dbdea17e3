import LogScanning

/// v1's `ensembles/TaskNNN_Name/summary.csv`: the pooled Dice of every model and ensemble that was compared.
enum NNUNetSelectionTableFormat: LogFormatDefinition {
  static let format = LogFormat.nnunetSelectionTable

  static let synopsis = (
    what: "what nnU-Net v1 compared: the Dice of every model and ensemble by class",
    recognisedBy: "a header row model,class1,…,average; named summary.csv"
  )

  static let greatestScore = 95

  static func score(head: RawSpan, fileName: String) -> Int {
    if head.starts(with: WholeDocumentParser.largeFilePointer) { return fileName == "summary.csv" ? 25 : 0 }
    var score = 0
    head.forEachLeadingLine(limit: 1) { line in
      guard line.contains("average") else { return false }
      if isHeader(DelimitedFields.texts(in: line, separator: .comma)) { score = fileName == "summary.csv" ? 95 : 80 }
      return false
    }
    return score
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { Parser() }

  private static func isHeader(_ columns: [String]) -> Bool {
    columns.count >= 3 && columns.first == "model" && columns.last == "average"
      && columns.dropFirst().dropLast().allSatisfy { $0.hasPrefix("class") }
  }

  private struct Parser: LogParser {
    private var selection = ModelSelection()
    private var width = 0
    private var unreadable = TrainingLogFindings.Finding()
    private var isLargeFilePointer = false

    mutating func consume(_ line: RawSpan, number: Int) {
      if number == 1 {
        isLargeFilePointer = line.starts(with: WholeDocumentParser.largeFilePointer)
        width = DelimitedFields.count(in: line, separator: .comma)
        return
      }
      guard line.trimmed().byteCount > 0 else { return }
      let fields = DelimitedFields.texts(in: line, separator: .comma)
      guard fields.count == width, width >= 3, let name = fields.first, !name.isEmpty else {
        unreadable.note(number)
        return
      }
      let values = fields.dropFirst().map { Double($0).flatMap { $0.isFinite ? $0 : nil } }
      selection.candidates.append(
        .init(
          name: name, models: NNUNetModel.models(named: name), dice: values.last ?? nil,
          classDice: Array(values.dropLast())))
    }

    mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
      if isLargeFilePointer { return .none(.largeFilePointer) }
      var diagnostics = NNUNetSelectionFormat.findings(selection)
      if let line = unreadable.firstLine {
        diagnostics.append(
          Diagnostic(
            .warning, "nnunet.unreadable-row", line: line,
            "\(unreadable.count) of the table's rows cannot be read, the first in this line; left out."))
      }
      return ParsedContent(record: .nnunetDocument(.selection(selection)), version: "1.x", diagnostics: diagnostics)
    }
  }
}

extension LogFormat {
  /// See ``NNUNetSelectionTableFormat``.
  public static let nnunetSelectionTable = LogFormat(rawValue: "nnunet-selection-table")
}
