import LogScanning

/// A Jupyter notebook, for what its cells printed.
enum NotebookFormat: LogFormatDefinition {
  static let format = LogFormat.notebook

  static let synopsis = (
    what: "a Jupyter notebook: what its cells printed, read as the output of a job is",
    recognisedBy: "a JSON object with cells and nbformat; the ending .ipynb"
  )

  static let greatestScore = 95

  static func score(head: RawSpan, fileName: String) -> Int {
    let keys = JSONTopLevelKeys(head: head)
    guard keys.isObject else { return 0 }
    // More than its text scores, which is a console's.
    if keys.contains("nbformat"), keys.count(of: ["cells", "worksheets"]) > 0 { return 95 }
    // Cells stand first, and their pictures can push all other keys out of sight.
    guard fileName.lowercased().hasSuffix(".ipynb") else { return 0 }
    return keys.count(of: ["cells", "worksheets", "nbformat", "metadata"]) > 0 ? 80 : 0
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { NotebookParser(fileName: context.fileName) }
}

extension LogFormat {
  /// What a Jupyter notebook's cells printed.
  public static let notebook = LogFormat(rawValue: "jupyter-notebook")
}

/// Reads a notebook as a JSON document and its outputs' text as a console's.
struct NotebookParser: LogParser {
  /// Longer lines are pictures.
  private static let longestLine = 4096

  private let fileName: String
  private var document: WholeDocumentParser
  /// The numbers of the file's lines that are one JSON string each, by its text without its line end.
  private var lines: [String: [Int]] = [:]

  init(fileName: String) {
    self.fileName = fileName
    // What is read is taken from `finish`, where the lines are known.
    document = WholeDocumentParser(fileName: fileName) { _, _ in ParsedContent(record: .none) }
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    document.consume(line, number: number)
    let text = line.trimmed()
    guard text.starts(with: "\""), text.byteCount <= Self.longestLine else { return }
    let string = text.ends(with: ",") ? text.extracting(0..<(text.byteCount - 1)) : text
    guard case .string(var value)? = try? JSONValue(parsing: string) else { return }
    if value.utf8.last == 0x0A { value.removeLast() }
    lines[value, default: []].append(number)
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    let lines = self.lines
    self.lines = [:]
    return document.finish(summary) { document in
      var reader = SlurmOutputReader(fileName: "")
      var last = 1
      for text in NotebookOutputs.texts(of: document) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
          if let number = lines[String(line)].flatMap({ Self.first(of: $0, after: last) }) { last = number }
          let bytes = Array(line.utf8)
          reader.consume(bytes.span.bytes, number: last)
        }
      }
      return reader.finish()
    }
  }

  /// The first of ascending numbers that is greater than another; a progress bar prints one line thousands of times.
  private static func first(of numbers: [Int], after last: Int) -> Int? {
    var (lower, upper) = (0, numbers.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if numbers[middle] > last { upper = middle } else { lower = middle + 1 }
    }
    return lower < numbers.count ? numbers[lower] : nil
  }
}

/// Takes the text out of a notebook's outputs.
enum NotebookOutputs {
  /// The text of each output in order of the cells; what one stream printed in one cell stays together.
  static func texts(of document: JSONValue) -> [String] {
    // Until nbformat 3 cells stood in worksheets.
    let cells =
      document["cells"]?.array ?? (document["worksheets"]?.array ?? []).flatMap { $0["cells"]?.array ?? [] }
    return cells.flatMap { cell in
      var texts: [String] = []
      var stream: String?
      for output in cell["outputs"]?.array ?? [] {
        let name = output["name"]?.string ?? output["stream"]?.string
        if let name, name == stream, let text = text(of: output), let last = texts.indices.last {
          texts[last] += text
        } else {
          texts += self.text(of: output).map { [$0] } ?? []
          stream = name
        }
      }
      return texts
    }
  }

  private static func text(of output: JSONValue) -> String? {
    switch output["output_type"]?.string {
    case "stream", nil: return joined(output["text"])
    case "error", "pyerr":
      // IPython draws tracebacks in a way of its own.
      guard let name = output["ename"]?.string else { return nil }
      return "Traceback (most recent call last):\n\(name): \(output["evalue"]?.string ?? "")\n"
    default: return joined(output["data"]?["text/plain"] ?? output["text"])
    }
  }

  private static func joined(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text
    case .array(let parts): parts.compactMap(\.string).joined()
    default: nil
    }
  }
}
