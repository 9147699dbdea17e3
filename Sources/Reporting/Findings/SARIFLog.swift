public import Alignment
import LogFormats

/// Findings in the Static Analysis Results Interchange Format (SARIF 2.1.0, OASIS standard of 2020-03-27), which code
/// hosts and editors show beside the lines that they are about.
public enum SARIFLog {
  /// A log with one run; paths are relative to the folder that was checked (`SRCROOT`).
  public static func json(_ findings: [StudyDiagnostic], toolVersion: String) -> String {
    let codes = Set(findings.map(\.diagnostic.code)).sorted()
    let places = Dictionary(codes.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let rules = codes.map { code -> JSONOutput in
      ["id": .string(code), "help": ["text": .string("docs/diagnostics.md explains \(code): its cause and its cure.")]]
    }
    let driver: JSONOutput = [
      "name": "fodspor", "semanticVersion": .string(toolVersion), "rules": .array(rules),
    ]
    let results = findings.map { result($0, rule: places[$0.diagnostic.code]) }
    return JSONWriter.text([
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0",
      "runs": [["tool": ["driver": driver], "columnKind": "unicodeCodePoints", "results": .array(results)]],
    ])
  }

  private static func result(_ finding: StudyDiagnostic, rule: Int?) -> JSONOutput {
    var members: [JSONOutput.Member] = [
      .init("ruleId", .string(finding.diagnostic.code)),
      .init("ruleIndex", JSONOutput(rule)),
      .init("level", .string(level(finding.diagnostic.severity))),
      .init("message", ["text": .string(finding.diagnostic.message)]),
    ]
    if let path = finding.path {
      var place: [JSONOutput.Member] = [
        .init("artifactLocation", ["uri": .string(reference(path)), "uriBaseId": "SRCROOT"])
      ]
      // SARIF counts lines from 1, and has no place for a finding about the whole file but the file.
      if let line = finding.diagnostic.line, line > 0 { place.append(.init("region", ["startLine": JSONOutput(line)])) }
      members.append(.init("locations", [["physicalLocation": .object(place)]]))
    }
    return .object(members)
  }

  private static func level(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }

  /// A path as a relative URI reference (RFC 3986): everything but unreserved characters and `/` in per cent.
  private static func reference(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }
}
