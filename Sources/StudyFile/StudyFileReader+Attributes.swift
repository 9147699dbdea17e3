import Yams

/// Attributes of runs, and which of them make a table.
extension StudyFileReader {
  /// Longer names are no names.
  private static let longestName = 60

  mutating func attributeRule(_ node: Node) -> AttributeRule? {
    let owner = "an item of attributes"
    guard let fields = yaml.fields(node, of: owner, keys: ["paths", "values"]),
      let pathsNode = required("paths", fields, of: owner, at: node),
      let valuesNode = required("values", fields, of: owner, at: node)
    else { return nil }
    let paths = yaml.globs(pathsNode, of: "paths")
    var values: [String: String] = [:]
    for (name, nameNode, valueNode) in yaml.entries(valuesNode, of: "values") ?? [] {
      guard name.count <= Self.longestName, !name.contains(","), name.first != " ", name.last != " " else {
        yaml.note(
          "an attribute's name has no comma, no space at its ends and at most \(Self.longestName) characters: '\(name)'",
          at: nameNode)
        continue
      }
      values[name] = yaml.text(valueNode, of: "the attribute '\(name)'")
    }
    guard let paths, !values.isEmpty else { return nil }
    return AttributeRule(paths: paths, values: values)
  }

  /// One name or a list of them, each of an attribute that logs tell or the study file gives.
  mutating func factors(_ node: Node, known: [String]) -> [String] {
    let items: [Node]
    if case .scalar = node { items = [node] } else { items = yaml.items(node, of: "factors") ?? [] }
    var names: [String] = []
    for item in items {
      guard let name = yaml.text(item, of: "a name in factors") else { continue }
      if !known.contains(name) {
        let nearest = NearestNames.among(known, to: name).first
        let hint = nearest.map { "did you mean '\($0)'?" } ?? "there are \(known.joined(separator: ", "))"
        yaml.note("factors has '\(name)', which is no attribute of runs; \(hint)", at: item)
      } else if names.contains(name) {
        yaml.note("factors has '\(name)' twice", at: item)
      } else {
        names.append(name)
      }
    }
    return names
  }
}
