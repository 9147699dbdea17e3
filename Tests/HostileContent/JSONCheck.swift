import Foundation

/// Whether a text is JSON that can stand in a terminal and in a script element as it is; its strings, names included.
package enum JSONCheck {
  package static func read(_ text: String) -> (findings: [HostileFinding], strings: [String]) {
    var findings = CharacterCheck.findings(in: text)
    if let place = text.unicodeScalars.firstIndex(where: { ["<", ">", "&"].contains($0) }) {
      findings.append(.init("a mark of HTML", String(text.unicodeScalars[place...].prefix(1000))))
    }
    guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) else {
      return (findings + [.init("no JSON", text)], [])
    }
    return (findings, strings(of: value))
  }

  private static func strings(of value: Any) -> [String] {
    switch value {
    case let text as String: [text]
    case let list as [Any]: list.flatMap(strings)
    case let object as [String: Any]: object.flatMap { [$0.key] + strings(of: $0.value) }
    default: []
    }
  }
}
