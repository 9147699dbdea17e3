import Quantities

@testable import LogFormats
@testable import LogScanning

/// Reads nnU-Net's files from text, for tests.
enum NNUNetText {
  /// What the reader made of a log.
  struct ReadLog {
    var log: TrainingLog
    var version: String?
    var diagnostics: [Diagnostic]
    /// The numbers of the lines that were not taken for nnU-Net's.
    var foreign: [Int] = []

    var codes: [String] { diagnostics.map(\.code) }

    func diagnostic(_ code: String) -> Diagnostic? { diagnostics.first { $0.code == code } }
  }

  /// Reads a log's lines.
  static func read(_ text: String) -> ReadLog {
    var reader = TrainingLogReader()
    var foreign: [Int] = []
    for (index, line) in lines(of: text).enumerated() {
      line.withUnsafeBytes { buffer in
        if !reader.consume(buffer.bytes, number: index + 1) { foreign.append(index + 1) }
      }
    }
    let (log, version, diagnostics) = reader.finish()
    return ReadLog(log: log, version: version, diagnostics: diagnostics, foreign: foreign)
  }

  /// Reads a file's lines.
  static func read(path: String) throws -> ReadLog {
    var reader = TrainingLogReader()
    var foreign: [Int] = []
    _ = try LineReader(path: path).forEachLine { line, number in
      if !reader.consume(line, number: number) { foreign.append(number) }
    }
    let (log, version, diagnostics) = reader.finish()
    return ReadLog(log: log, version: version, diagnostics: diagnostics, foreign: foreign)
  }

  /// Runs a format's parser over text.
  static func parse(
    _ text: String, as definition: any LogFormatDefinition.Type, fileName: String
  ) -> ParsedContent {
    var parser = definition.makeParser(ParserContext(fileName: fileName, samples: TraceColumns()))
    let lines = lines(of: text)
    for (index, line) in lines.enumerated() {
      line.withUnsafeBytes { parser.consume($0.bytes, number: index + 1) }
    }
    return parser.finish(
      LineReader.Summary(
        byteCount: text.utf8.count, sha256: "", lineCount: lines.count, endsInMidLine: false, cutLines: []))
  }

  /// The format of a file with such a beginning and name.
  static func recognise(_ text: String, fileName: String) -> LogFormat? {
    Array(text.utf8).withUnsafeBytes { FormatRegistry.recognise(head: $0.bytes, fileName: fileName)?.format }
  }

  static func wallTime(_ text: String) -> WallTime? {
    Array(text.utf8).withUnsafeBytes { $0.bytes.leadingWallTime()?.time }
  }

  private static func lines(of text: String) -> [[UInt8]] {
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
  }
}
