public import LogScanning

/// Turns the lines of one file into a record and diagnostics.
///
/// A parser never throws for bad content, never traps, never drops a line in silence: what it does not understand and
/// what it repairs becomes a ``Diagnostic``. Many findings of one kind become one diagnostic with a count.
public protocol LogParser {
  /// Takes the next line, without its line end; `number` counts from 1.
  mutating func consume(_ line: RawSpan, number: Int)

  /// Ends the file and returns what was read.
  mutating func finish(_ summary: LineReader.Summary) -> ParsedContent
}

/// A format: how it is recognised and who reads it. One conforming type per format, listed in ``FormatRegistry``.
public protocol LogFormatDefinition: Sendable {
  /// The format.
  static var format: LogFormat { get }

  /// What the format is and how it is recognised, one sentence each, for `fodspor formats`.
  static var synopsis: (what: String, recognisedBy: String) { get }

  /// How surely a file is of this format, judged by its first bytes first and its name second.
  ///
  /// 0 is no, 100 is certain; the highest score wins, and below 20 the file is unknown. `head` is at most 1 MiB.
  static func score(head: RawSpan, fileName: String) -> Int

  /// The highest score that ``score(head:fileName:)`` ever gives; a file that another format claims as surely is not
  /// scored. Worth stating where scoring is costly.
  static var greatestScore: Int { get }

  /// Files of the format are no text: a parser takes every byte but the line feeds between its lines.
  static var isBinary: Bool { get }

  /// Makes a parser for one file.
  static func makeParser(_ context: ParserContext) -> any LogParser
}

extension LogFormatDefinition {
  public static var greatestScore: Int { 100 }
  public static var isBinary: Bool { false }
}

/// What a parser may know beside the bytes, and where its trace samples go.
public struct ParserContext {
  /// The last component of the file's path.
  public let fileName: String
  /// The name of the folder that the file lies in; empty when the path does not tell.
  public let folderName: String
  /// Takes trace samples as they are read; they are not part of the returned record.
  public let samples: any TraceSampleSink
  /// What the study file says about the trace; `nil` when it says nothing.
  public let declaration: TraceDeclaration?

  public init(
    fileName: String, folderName: String = "", samples: any TraceSampleSink, declaration: TraceDeclaration? = nil
  ) {
    self.fileName = fileName
    self.folderName = folderName
    self.samples = samples
    self.declaration = declaration
  }
}

/// What a parser read.
public struct ParsedContent: Sendable, Codable, Hashable {
  public var record: LogRecord
  /// The version of the tool that wrote the file, as far as it can be told: `2.4.7`, `2.6 or later`.
  public var version: String?
  /// In order of line.
  public var diagnostics: [Diagnostic]

  public init(record: LogRecord, version: String? = nil, diagnostics: [Diagnostic] = []) {
    self.record = record
    self.version = version
    self.diagnostics = diagnostics
  }
}

/// What stands in a file, by kind.
public enum LogRecord: Sendable, Codable, Hashable {
  case trainingLog(TrainingLog)
  case summary(ValidationSummary)
  case plans(PlansFile)
  case dataset(DatasetFile)
  case debug(DebugFile)
  case nnunetDocument(NNUNetDocument)
  case tracker(TrackerLog)
  case trace(TraceLog)
  case raplDomains(RAPLDomains)
  case codecarbon(CodeCarbonLog)
  case energyRecords(EnergyRecordLog)
  case console(ConsoleCapture)
  case gpuProcesses(GPUProcessLog)
  /// Recognised, but nothing in it can be used; the diagnostics say why.
  case none
}
