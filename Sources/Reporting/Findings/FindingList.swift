public import Alignment
import LogFormats

/// Findings as JSON that scripts read: a list, and how many there are of each severity.
public enum FindingList {
  /// `{"findings": [{"path", "line", "severity", "code", "message"}…], "counts": {"error", "warning", "info"}}`, on one
  /// line.
  ///
  /// - Parameters:
  ///   - listed: the findings to list, in their order.
  ///   - all: every finding, for the counts.
  public static func json(_ listed: [StudyDiagnostic], of all: [StudyDiagnostic]) -> String {
    let findings = listed.map { finding -> JSONOutput in
      [
        "path": JSONOutput(finding.path),
        "line": JSONOutput(finding.diagnostic.line),
        "severity": .string(finding.diagnostic.severity.rawValue),
        "code": .string(finding.diagnostic.code),
        "message": .string(finding.diagnostic.message),
      ]
    }
    let counts = Diagnostic.Severity.allCases.reversed().map { severity in
      JSONOutput.Member(severity.rawValue, JSONOutput(all.count { $0.diagnostic.severity == severity }))
    }
    return JSONWriter.text(["findings": .array(findings), "counts": .object(counts)])
  }
}
