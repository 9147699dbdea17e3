public import Alignment
import LogFormats

/// Findings as lines of text.
public enum DiagnosticText {
  /// `path:12: warning[code] message`; without a path for a finding about the whole study.
  public static func line(_ finding: StudyDiagnostic) -> String {
    let (severity, code) = (finding.diagnostic.severity.rawValue, finding.diagnostic.code)
    return TerminalEscaping().escape("\(place(finding))\(severity)[\(code)] \(finding.diagnostic.message)")
  }

  /// `path:12: `, or nothing for a finding about the whole study.
  static func place(_ finding: StudyDiagnostic) -> String {
    guard let path = finding.path else { return "" }
    return (finding.diagnostic.line.map { "\(path):\($0)" } ?? path) + ": "
  }

  /// A line per code with the number of its findings, the gravest first: `  44  info     carbontracker.default-intensity`.
  public static func countsByCode(_ findings: [StudyDiagnostic]) -> String {
    var counts: [(severity: Diagnostic.Severity, code: String, count: Int)] = []
    for finding in findings {
      let (severity, code) = (finding.diagnostic.severity, finding.diagnostic.code)
      if let place = counts.firstIndex(where: { $0.severity == severity && $0.code == code }) {
        counts[place].count += 1
      } else {
        counts.append((severity, code, 1))
      }
    }
    return counts.sorted { $0.severity != $1.severity ? $0.severity > $1.severity : $0.code < $1.code }.map { item in
      let number = String(item.count)
      let name = item.severity.rawValue
      return String(repeating: " ", count: max(1, 6 - number.count)) + number + "  " + name
        + String(repeating: " ", count: 9 - name.count) + item.code
    }.joined(separator: "\n")
  }

  /// `2 errors, 14 warnings, 3 infos`.
  public static func counts(_ findings: [StudyDiagnostic]) -> String {
    Diagnostic.Severity.allCases.reversed().map { severity in
      let count = findings.count { $0.diagnostic.severity == severity }
      return "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }.joined(separator: ", ")
  }
}
