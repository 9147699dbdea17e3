import Accounting
public import Alignment
import LogFormats
import Quantities

extension ReportTables {
  /// The files that were read, counted by format.
  public var inputs: Table {
    let grouped = Dictionary(grouping: footprint.study.inputs, by: \.format)
    let rows = (FormatRegistry.definitions.map { $0.format } + [.unknown]).compactMap { format -> Table.Row? in
      guard let files = grouped[format] else { return nil }
      return Table.Row([
        .text(format.rawValue), .integer(files.count), .integer(files.reduce(0) { $0 + $1.copies.count }),
        .integer(files.reduce(0) { $0 + $1.byteCount }),
      ])
    }
    return Table(
      name: "inputs", caption: "Files read, by format",
      columns: [
        .init(key: "format", header: "Format"), .init(key: "files", header: "Contents", unit: .count),
        .init(key: "copies", header: "Further copies", unit: .count),
        .init(key: "bytes", header: "Bytes", unit: .count, groupsThousands: true),
      ], rows: rows, notes: ["Files with the same bytes are one content."])
  }

  /// Findings, one row each.
  public func diagnostics(_ findings: [StudyDiagnostic]) -> Table {
    Table(
      name: "diagnostics", caption: "What was found about the input",
      columns: [
        .init(key: "severity", header: "Severity"), .init(key: "code", header: "Code"),
        .init(key: "path", header: "File"), .init(key: "line", header: "Line", unit: .count),
        .init(key: "message", header: "Finding"),
      ],
      rows: findings.map { finding in
        Table.Row([
          .text(finding.diagnostic.severity.rawValue), .text(finding.diagnostic.code), .text(finding.path ?? "(study)"),
          .integer(finding.diagnostic.line), .text(finding.diagnostic.message),
        ])
      })
  }

  /// Findings counted by severity and code, the gravest first.
  public var diagnosticCounts: Table {
    struct Key: Hashable, Comparable {
      let severity: Diagnostic.Severity
      let code: String

      static func < (left: Key, right: Key) -> Bool {
        left.severity != right.severity ? left.severity > right.severity : left.code < right.code
      }
    }
    let grouped = Dictionary(grouping: footprint.diagnostics) {
      Key(severity: $0.diagnostic.severity, code: $0.diagnostic.code)
    }
    return Table(
      name: "diagnostic-counts", caption: "Findings by severity and code",
      columns: [
        .init(key: "severity", header: "Severity", hidesRepeats: true), .init(key: "code", header: "Code"),
        .init(key: "findings", header: "Findings", unit: .count), .init(key: "files", header: "Files", unit: .count),
        .init(key: "example", header: "Example"),
      ],
      rows: grouped.keys.sorted().map { key in
        let findings = grouped[key] ?? []
        let first = findings.min()
        return Table.Row([
          .text(key.severity.rawValue), .text(key.code), .integer(findings.count),
          .integer(Set(findings.compactMap(\.path)).count),
          .text(first.map { DiagnosticText.place($0) + $0.diagnostic.message }),
        ])
      })
  }

  /// How each component's energy was obtained, counted over trainings.
  public var methods: Table {
    struct Key: Hashable, Comparable {
      let component: Component
      let method: EnergyMethod
      let provenance: Provenance

      static func < (left: Key, right: Key) -> Bool {
        (left.component, left.method, left.provenance) < (right.component, right.method, right.provenance)
      }
    }
    var found: [Key: (trainings: Int, joules: Double)] = [:]
    for energy in footprint.runs.flatMap(\.attempts).flatMap(\.components) {
      let key = Key(component: energy.component, method: energy.method, provenance: energy.provenance)
      found[key, default: (0, 0)].trainings += 1
      found[key, default: (0, 0)].joules += energy.total?.joules ?? 0
    }
    return Table(
      name: "methods", caption: "How the energy of each component is known",
      columns: [
        .init(key: "component", header: "Component", hidesRepeats: true), .init(key: "method", header: "Method"),
        .init(key: "provenance", header: "Provenance"), .init(key: "trainings", header: "Trainings", unit: .count),
        .init(key: "it_energy", header: "IT energy", unit: .energy),
      ],
      rows: found.keys.sorted().map { key in
        Table.Row([
          .text(Self.names([key.component])), .text(key.method.rawValue), .text(key.provenance.rawValue),
          .integer(found[key]?.trainings), .quantity(found[key]?.joules),
        ])
      })
  }
}

/// Findings as lines of text.
public enum DiagnosticText {
  /// `warning: path:12: message [code]`.
  public static func line(_ finding: StudyDiagnostic) -> String {
    let (severity, code) = (finding.diagnostic.severity.rawValue, finding.diagnostic.code)
    return TerminalEscaping().escape("\(severity): \(place(finding))\(finding.diagnostic.message) [\(code)]")
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
