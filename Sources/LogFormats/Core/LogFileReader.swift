public import LogScanning

/// One file as it was read: its format, content, size and hash.
public struct LogFile: Sendable, Hashable, Codable {
  public var format: LogFormat
  public var content: ParsedContent
  /// Unpacked bytes.
  public var byteCount: Int
  /// SHA-256 of the unpacked bytes, lower-case hexadecimal.
  public var sha256: String
  public var lineCount: Int
}

/// Reads any file: recognises its format, parses it, hashes it, in one pass.
public enum LogFileReader {
  /// How much is read of a binary file of no known format, in unpacked bytes; a file of random data or NUL bytes may be
  /// larger than all logs together.
  public static let maximumUnknownBinaryLength = 64 << 20

  /// Reads the file at a path.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - samples: where the samples of a trace go.
  ///   - declaration: what the study file says about the trace; one with columns makes the file delimited text.
  /// - Throws: ``FileReadError`` when the file cannot be opened or read; never for what is in it.
  public static func read(
    path: String, samples: any TraceSampleSink, declaration: TraceDeclaration? = nil
  ) throws(FileReadError) -> LogFile {
    let reader = try LineReader(path: path)
    let components = path.pathComponents
    let fileName = components.last ?? ""
    let unpackedName = fileName.hasSuffix(".gz") ? String(fileName.dropLast(3)) : fileName
    let context = ParserContext(
      fileName: unpackedName, folderName: components.dropLast().last ?? "", samples: samples,
      declaration: declaration)
    let definition: (any LogFormatDefinition.Type)?
    var parser: (any LogParser)?
    if let columns = declaration?.columns {
      definition = DelimitedFormat.self
      parser = DelimitedParser(declaration: columns, context: context)
    } else {
      definition = reader.withHead { FormatRegistry.recognise(head: $0, fileName: unpackedName) }
      parser = definition?.makeParser(context)
    }
    let isEmpty = reader.withHead { $0.byteCount == 0 }
    let isBinary = reader.withHead { $0.extracting(0..<min($0.byteCount, 4096)).contains(byte: 0) }
    let limit = parser == nil && isBinary ? maximumUnknownBinaryLength : .max
    let summary = try reader.forEachLine(keepingCarriageReturns: definition?.isBinary ?? false, limit: limit) {
      line, number in
      parser?.consume(line, number: number)
    }
    var content =
      parser?.finish(summary)
      ?? ParsedContent(
        record: .none,
        diagnostics: [
          isEmpty
            ? Diagnostic(.warning, "file.empty", "The file is empty.")
            : isBinary
              ? Diagnostic(.warning, "file.binary", binaryMessage(summary))
              : Diagnostic(.info, "file.unrecognised", "Not a format that can be read; the file was left out.")
        ])
    for number in summary.cutLines {
      content.diagnostics.append(
        Diagnostic(
          .warning, "file.long-line", line: number,
          "The line is longer than \(LineReader.maximumLineLength >> 20) MiB; only its beginning was read."))
    }
    EnergyRecordChecks.apply(to: &content)
    content.diagnostics = content.diagnostics.bounded()
    return LogFile(
      format: definition?.format ?? .unknown, content: content, byteCount: summary.byteCount,
      sha256: summary.sha256, lineCount: summary.lineCount)
  }

  private static func binaryMessage(_ summary: LineReader.Summary) -> String {
    guard summary.isBeginningOnly else { return "Not a text file; it was not read." }
    return "Not a text file; it was not read. It is so large that its hash is of its first "
      + "\(maximumUnknownBinaryLength >> 20) MiB and its size."
  }
}
