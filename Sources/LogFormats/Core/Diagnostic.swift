/// One finding about one input: what was read, and what was done about it.
public struct Diagnostic: Sendable, Hashable, Codable {
  /// How much a finding matters.
  public enum Severity: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// Worth knowing; no number depends on it.
    case info
    /// A number may differ from what the log says, or an assumption was made.
    case warning
    /// Something could not be read or used.
    case error

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .info: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  public var severity: Severity
  /// A stable, dotted, lower-case identifier such as `carbontracker.device-mean`; documented in `docs/diagnostics.md`.
  public var code: String
  /// The line in the file, counted from 1; `nil` when the finding is about the whole file.
  public var line: Int?
  /// What was found and what was done about it: one sentence for a person, no line break.
  public var message: String

  /// The longest message, in bytes of UTF-8.
  static let messageLimit = 3000

  /// Makes a finding; control characters of a message, which can only be those of a file, are replaced.
  public init(_ severity: Severity, _ code: String, line: Int? = nil, _ message: String) {
    self.severity = severity
    self.code = code
    self.line = line
    self.message = message.onOneLine(limit: Self.messageLimit)
  }
}
