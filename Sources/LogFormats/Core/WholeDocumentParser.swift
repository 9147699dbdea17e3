import LogScanning

/// A format whose files are one JSON document each.
protocol JSONDocumentFormat: LogFormatDefinition {
  /// Turns the document into a record and diagnostics.
  static func content(of document: JSONValue, fileName: String) -> ParsedContent
}

extension JSONDocumentFormat {
  static var greatestScore: Int { 98 }

  static func makeParser(_ context: ParserContext) -> any LogParser {
    WholeDocumentParser(fileName: context.fileName, read: content(of:fileName:))
  }
}

/// Gathers a file's lines and reads them as one JSON document at the end.
struct WholeDocumentParser: LogParser {
  /// The largest document that is read, in bytes; the `summary.json` of a thousand cases is a few megabytes.
  static let maximumSize = 256 << 20

  /// The first line of what git leaves in place of a file that was not fetched from large file storage.
  static let largeFilePointer: StaticString = "version https://git-lfs.github.com/spec/"

  private let fileName: String
  private let sizeLimit: Int
  private let read: (JSONValue, String) -> ParsedContent
  private var buffer: [UInt8] = []
  private var isTooLarge = false

  init(
    fileName: String, sizeLimit: Int = Self.maximumSize, read: @escaping (JSONValue, String) -> ParsedContent
  ) {
    self.fileName = fileName
    self.sizeLimit = sizeLimit
    self.read = read
  }

  mutating func consume(_ line: RawSpan, number: Int) {
    guard !isTooLarge else { return }
    guard buffer.count + line.byteCount < sizeLimit else {
      isTooLarge = true
      buffer = []
      return
    }
    line.withUnsafeBytes { buffer.append(contentsOf: $0) }
    buffer.append(0x0A)
  }

  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent {
    let (read, fileName) = (read, fileName)
    return finish(summary) { read($0, fileName) }
  }

  /// Ends the file, and reads the document by other means than those that the parser was made with.
  mutating func finish(_ summary: LineReader.Summary, read: (JSONValue) -> ParsedContent) -> ParsedContent {
    defer { buffer = [] }
    if isTooLarge {
      return .none(
        Diagnostic(
          .error, "file.too-large",
          "The document is larger than \(sizeLimit) bytes; it was not read."))
    }
    return buffer.withUnsafeBytes { buffer in
      let bytes = buffer.bytes
      if bytes.starts(with: Self.largeFilePointer) { return .none(.largeFilePointer) }
      do throws(JSONError) {
        return read(try JSONValue(parsing: bytes))
      } catch {
        // What is missing at the end is missing in the last line, and not in one behind it.
        let isAtEnd = error.line > summary.lineCount
        return .none(
          Diagnostic(
            .error, "file.bad-json", line: isAtEnd ? max(summary.lineCount, 1) : error.line,
            "Not a JSON document: \(error.expected) was expected "
              + (isAtEnd ? "where the file ends" : "in column \(error.column)") + "; the file was not read."))
      }
    }
  }
}

extension ParsedContent {
  /// Nothing, and why.
  static func none(_ diagnostic: Diagnostic) -> ParsedContent {
    ParsedContent(record: .none, diagnostics: [diagnostic])
  }
}

extension Diagnostic {
  /// The file is a git-LFS pointer.
  static var largeFilePointer: Diagnostic {
    Diagnostic(
      .warning, "nnunet.lfs-pointer", line: 1,
      "A git-LFS pointer stands in place of the file, which was never fetched; there is nothing to read.")
  }
}
