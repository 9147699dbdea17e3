import LogScanning

/// `inference_instructions.txt` (v2) and `prediction_commands.txt` (v1): the chosen models as commands to predict with.
enum NNUNetInstructionsFormat: LogFormatDefinition {
  static let format = LogFormat.nnunetInstructions

  static let synopsis = (
    what: "what nnU-Net v1 or v2 chose, as commands that predict with it",
    recognisedBy: "nnUNet_predict or nnUNetv2_predict; named inference_instructions.txt or prediction_commands.txt"
  )

  static let greatestScore = 95

  static func score(head: RawSpan, fileName: String) -> Int {
    guard ["inference_instructions.txt", "prediction_commands.txt"].contains(fileName) else { return 0 }
    if head.starts(with: WholeDocumentParser.largeFilePointer) { return 60 }
    return head.contains("nnUNetv2_predict ") || head.contains("nnUNet_predict ") ? 95 : 0
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { Parser() }

  private struct Parser: LogParser {
    private var selection = ModelSelection()
    private var version: String?
    private var isLargeFilePointer = false

    mutating func consume(_ line: RawSpan, number: Int) {
      if number == 1, line.starts(with: WholeDocumentParser.largeFilePointer) { isLargeFilePointer = true }
      let text = line.trimmed()
      let isSecond = text.starts(with: "nnUNetv2_predict ")
      guard isSecond || text.starts(with: "nnUNet_predict "), text.byteCount < 1 << 16 else { return }
      version = isSecond ? "2.x" : "1.x"
      let options = Self.options(DelimitedFields.texts(in: text, separator: .blanks))
      func value(_ name: String) -> String? { options.last { $0.name == name }?.values.first }
      let configuration = value(isSecond ? "-c" : "-m")
      let isCascade = configuration.flatMap { ConfigurationFamily(configuration: $0) } == .cascade
      selection.selected.append(
        NNUNetModel(
          trainer: isCascade && !isSecond ? value("-ctr") ?? value("-tr") : value("-tr"), plans: value("-p"),
          configuration: configuration))
      selection.dataset = selection.dataset ?? value(isSecond ? "-d" : "-t")
      if selection.folds.isEmpty {
        selection.folds = options.last { $0.name == "-f" }?.values.compactMap { Fold($0) } ?? []
      }
    }

    mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
      if isLargeFilePointer { return .none(.largeFilePointer) }
      return ParsedContent(
        record: .nnunetDocument(.selection(selection)), version: version,
        diagnostics: NNUNetSelectionFormat.findings(selection))
    }

    /// `-f 0 1 2 -tr nnUNetTrainer`.
    private static func options(_ words: [String]) -> [(name: String, values: [String])] {
      var options: [(name: String, values: [String])] = []
      for word in words.dropFirst() {
        if word.hasPrefix("-") {
          options.append((word, []))
        } else if !options.isEmpty {
          options[options.count - 1].values.append(word)
        }
      }
      return options
    }
  }
}

extension LogFormat {
  /// See ``NNUNetInstructionsFormat``.
  public static let nnunetInstructions = LogFormat(rawValue: "nnunet-instructions")
}
