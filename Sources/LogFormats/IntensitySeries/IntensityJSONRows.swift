import LogScanning
import Quantities

/// The rows of a JSON document of carbon intensities, with the members of inner objects as `outer.inner`.
struct IntensityJSONRows {
  /// Keys in order of first appearance; every row may lack some.
  private(set) var names: [String] = []
  private(set) var rows: [[String: JSONValue]] = []
  /// The zone of all rows, where the document names one.
  let zone: String?
  /// What the rows' emission factors are, where they say so (Electricity Maps' interface).
  private(set) var boundary: EmissionsBoundary?

  /// Finds the list of rows: the document itself, or its `data` (Great Britain, also one level deeper), `records`
  /// (Energinet), or `history` (Electricity Maps).
  init(_ document: JSONValue) {
    let inner = document["data"]
    let lists = [
      document, inner, inner?["data"], document["records"], document["result"]?["records"],
      document["history"],
    ]
    zone = document["zone"]?.string
    let list = lists.lazy.compactMap { $0?.array }.first ?? []
    var known: Set<String> = []
    for case .object(let members) in list {
      var row: [String: JSONValue] = [:]
      for member in members.flatMap(Self.flattened) {
        row[member.key] = member.value
        if known.insert(member.key).inserted { names.append(member.key) }
      }
      rows.append(row)
    }
    switch rows.first?["emissionFactorType"]?.string?.lowercased() {
    case "lifecycle": boundary = .lifeCycle
    case "direct": boundary = .direct
    default: break
    }
  }

  private static func flattened(_ member: JSONValue.Member) -> [JSONValue.Member] {
    guard let inner = member.value.members else { return [member] }
    return inner.map { JSONValue.Member(key: member.key + "." + $0.key, value: $0.value) }
  }

  static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): Int64(exactly: number).map { String($0) }
    default: nil
    }
  }

  static func number(_ value: JSONValue) -> Double? {
    switch value {
    case .number(let number): number
    case .string(let text): Double(text)
    default: nil
    }
  }
}
