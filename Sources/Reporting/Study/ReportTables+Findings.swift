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
