public import LogFormats

/// A finding about one file of the study, or about the study as a whole.
public struct StudyDiagnostic: Sendable, Hashable, Comparable {
  /// The file's path as reports print it; `nil` for the whole study.
  public let path: String?
  public let diagnostic: Diagnostic

  public init(path: String?, _ diagnostic: Diagnostic) {
    self.path = path
    self.diagnostic = diagnostic
  }

  /// Orders by severity, the gravest first, then by path, line and code.
  public static func < (left: StudyDiagnostic, right: StudyDiagnostic) -> Bool {
    let (a, b) = (left.diagnostic, right.diagnostic)
    if a.severity != b.severity { return a.severity > b.severity }
    return (left.path ?? "", a.line ?? 0, a.code, a.message) < (right.path ?? "", b.line ?? 0, b.code, b.message)
  }
}
