import StudyFile

/// Whether the names in a template are names that its document has: Mustache would print nothing for another.
struct TemplateCheck {
  /// A name that is none.
  struct Problem: Hashable {
    let line: Int
    let reason: String
  }

  let format: ReportDocument.Format

  /// The problems of a template that is Mustache, in order.
  func problems(in text: String) -> [Problem] {
    var problems: [Problem] = []
    // The sections around the tag, each with the members of its list.
    var sections: [(name: String, members: [TemplateVariable])] = []
    for tag in TemplateTags(text).tags {
      switch tag.kind {
      case .end: sections.removeLast(sections.isEmpty ? 0 : 1)
      case .partial:
        problems.append(Problem(line: tag.line, reason: "partials and blocks are not supported ('\(tag.name)')"))
      case .variable, .section, .invertedSection:
        // The value of the section itself, and functions that need no value.
        let isImplicit = tag.name == "." || tag.name.isEmpty
        let path = tag.name.split(separator: ".").map(String.init)
        let scopes = sections.map(\.members) + [TemplateVariable.all]
        let found = path.first.flatMap { name in scopes.lazy.compactMap { find(name, in: $0) }.first }
        if !isImplicit, found == nil || path.count > 1 {
          problems.append(Problem(line: tag.line, reason: reason(tag.name, among: scopes)))
        }
        if tag.kind != .variable { sections.append((tag.name, tag.kind == .section ? found?.members ?? [] : [])) }
      }
    }
    return problems
  }

  private func find(_ name: String, in variables: [TemplateVariable]) -> TemplateVariable? {
    variables.first { $0.names.contains(name) && $0.isIn(format) }
  }

  private func reason(_ name: String, among scopes: [[TemplateVariable]]) -> String {
    if let other = TemplateVariable.all.first(where: { $0.names.contains(name) }), let formats = other.formats {
      return "'\(name)' is in \(formats.map(\.rawValue).sorted().joined(separator: " and ")) only"
    }
    if let list = TemplateVariable.all.first(where: { $0.members.contains { $0.names.contains(name) } }) {
      return "'\(name)' belongs into a section of \(list.names.map { "'\($0)'" }.joined(separator: ", "))"
    }
    let known = scopes.joined().filter { $0.isIn(format) }.flatMap(\.names)
    let near = NearestNames.among(known, to: name).map { "; did you mean '\($0)'?" }.joined()
    return "unknown variable '\(name)'" + (near.isEmpty ? "; fodspor templates --describe lists all" : near)
  }
}
