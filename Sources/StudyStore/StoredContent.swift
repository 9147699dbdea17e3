public import LogFormats

/// What one or more files with the same bytes say.
public struct StoredContent: Sendable, Hashable {
  /// The content's key in this store.
  public var id: Int64
  /// SHA-256 of the unpacked bytes, lower-case hexadecimal.
  public var sha256: String
  public var format: LogFormat
  /// Unpacked bytes.
  public var byteCount: Int
  public var lineCount: Int
  /// The version of the tool that wrote the file, as far as it can be told.
  public var version: String?
  /// What was read; a trace's samples are not in it (see ``StudyStore/samples(of:from:to:_:)``).
  public var record: LogRecord
  /// In order of line.
  public var diagnostics: [Diagnostic]
}

/// One device's samples in a stored trace.
public struct StoredSeries: Sendable, Hashable {
  /// The series' key in this store.
  public var id: Int64
  public var contentID: Int64
  public var series: TraceSeries
  /// Whose clock the times are on.
  public var clock: TraceLog.Clock
  /// The earliest time of a sample in nanoseconds since 1970-01-01 00:00:00 on ``clock``; `nil` without samples.
  public var firstTime: Int64?
  /// The latest time of a sample, likewise.
  public var lastTime: Int64?
  /// No sample is earlier than the one before it in the file.
  public var isTimeOrdered: Bool
}
