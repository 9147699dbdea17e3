/// Names that templates can use, and what they stand for.
public struct TemplateVariable: Sendable, Hashable {
  /// What a name stands for.
  public enum Kind: String, Sendable, Hashable {
    /// Text, escaped for the document's format, with units, rounded once.
    case text
    /// Whether something is so; for sections.
    case flag
    /// A rendered table; for a section around it, too.
    case table
    /// Things with names of their own; a section is repeated for each.
    case list
  }

  /// Names that are documented together.
  public let names: [String]
  public let kind: Kind
  /// What they are.
  public let meaning: String
  /// Whether they may be absent; a section around such a name is left out then.
  public let isOptional: Bool
  /// The names of each thing of a list.
  public let members: [TemplateVariable]
  /// The documents that have them; `nil` for all.
  public let formats: Set<ReportDocument.Format>?

  init(
    _ names: [String], _ kind: Kind, _ meaning: String, optional isOptional: Bool = false,
    members: [TemplateVariable] = [], only formats: Set<ReportDocument.Format>? = nil
  ) {
    self.names = names
    self.kind = kind
    self.meaning = meaning
    self.isOptional = isOptional
    self.members = members
    self.formats = formats
  }

  /// Whether documents of a format have it.
  func isIn(_ format: ReportDocument.Format) -> Bool { formats?.contains(format) ?? true }

  /// All names with what they are; those of lists' things as `figures → name`.
  public static var table: Table {
    Table(
      name: "template-variables", caption: "What templates can name",
      columns: [
        .init(key: "names", header: "Names"), .init(key: "type", header: "Type"), .init(key: "in", header: "In"),
        .init(key: "meaning", header: "What it is"),
      ], rows: all.flatMap { variable in variable.rows() })
  }

  private func rows(of list: String? = nil) -> [Table.Row] {
    var title = list.map { RichText("in ") + .code($0) + ": " } ?? RichText(runs: [])
    for (place, name) in names.enumerated() { title += (place > 0 ? ", " : "") + .code(name) }
    let places = formats.map { $0.map(\.rawValue).sorted().joined(separator: ", ") } ?? "all"
    let own = Table.Row([
      .rich(title), .text(isOptional ? "\(kind.rawValue), may be absent" : kind.rawValue), .text(places),
      .text(meaning),
    ])
    return [own] + members.flatMap { $0.rows(of: names.joined(separator: ", ")) }
  }
}
