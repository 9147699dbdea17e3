/// A figure or a table of a report, named on the command line.
enum ReportPart {
  /// The place of a name among those that there are; prints these and ends the command with status 2 when it is not one.
  ///
  /// `need` tells what a known name needs that the logs do not have. The first word of a name is enough where only one begins with it: `epochs` for `epochs-blobs`.
  static func find(_ name: String, among names: [String], kind: String, need: String? = nil) throws -> Int {
    if let exact = names.firstIndex(of: name) { return exact }
    let beginning = names.indices.filter { names[$0].hasPrefix(name + "-") }
    if let only = beginning.first, beginning.count == 1 { return only }
    let choice = beginning.isEmpty ? names : beginning.map { names[$0] }
    if beginning.isEmpty, !names.isEmpty, let need {
      Terminal.message("these logs give no \(kind) '\(name)': it needs \(need)")
      throw ExitStatus.failure
    }
    Terminal.message(
      choice.isEmpty
        ? "these logs give no \(kind) at all; 'fodspor check' says what was found"
        : "these logs give no \(kind) '\(name)'; there \(choice.count == 1 ? "is" : "are") \(choice.joined(separator: ", "))"
    )
    throw ExitStatus.failure
  }

  /// Names and titles in two columns, a line each; a message when there are none.
  static func list(_ parts: [(name: String, title: String)], kind: String) -> String {
    if parts.isEmpty { Terminal.message("these logs give no \(kind) at all; 'fodspor check' says what was found") }
    let width = parts.map(\.name.count).max() ?? 0
    return parts.map { part in
      part.name + String(repeating: " ", count: width - part.name.count + 2) + part.title + "\n"
    }.joined()
  }
}
