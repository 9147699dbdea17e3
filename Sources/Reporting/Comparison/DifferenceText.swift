/// A difference of two reports for people: choices and constants first, then inputs, then every number.
public struct DifferenceText {
  private let difference: ReportDifference
  /// So many changed numbers and rows are listed.
  private let limit: Int

  public init(_ difference: ReportDifference, limit: Int) {
    self.difference = difference
    self.limit = max(0, limit)
  }

  /// For a terminal of a width.
  public func text(width: Int) -> String {
    let lines = sections.flatMap { section in [section.title] + section.lines.map { "  " + $0 } + [""] }
    let head = lines.map { TerminalEscaping().escape($0) }.joined(separator: "\n")
    let table = difference.changes.isEmpty ? "" : TableFormat.table.render(changes, width: width) + "\n"
    return (head.isEmpty ? "" : head + "\n") + table + TerminalEscaping().escape(conclusion) + "\n"
  }

  /// As Markdown.
  public var markdown: String {
    let escaping = MarkdownEscaping()
    var text = "## \(escaping.escape(difference.oldName)) against \(escaping.escape(difference.newName))\n\n"
    for section in sections {
      text += "### \(escaping.escape(section.title))\n\n"
      text += section.lines.map { "- \(escaping.escape($0))\n" }.joined() + "\n"
    }
    if !difference.changes.isEmpty { text += TableFormat.md.render(changes, width: 0) + "\n" }
    return text + escaping.escape(conclusion) + "\n"
  }

  // MARK: - Sections

  private var sections: [(title: String, lines: [String])] {
    var sections: [(title: String, lines: [String])] = []
    if let manifests = difference.manifests {
      sections = Self.sections(of: manifests, limit: limit)
    } else {
      sections.append(("choices and constants", ["not compared: not both have a \(ReportManifest.path)"]))
    }
    sections.append(("reasons", difference.reasons))
    sections.append(
      ("tables", difference.addedTables.map { "added: \($0)" } + difference.removedTables.map { "removed: \($0)" }))
    sections.append(
      (
        "columns",
        difference.addedColumns.map { "added: \($0)" } + difference.removedColumns.map { "removed: \($0)" }
      ))
    sections.append(
      (
        "rows",
        Self.limited(
          difference.addedRows.map { "added to \($0.table): \($0.row)" }
            + difference.removedRows.map { "removed from \($0.table): \($0.row)" }, limit)
      ))
    return sections.filter { !$0.lines.isEmpty }
  }

  /// What two manifests differ in, as titled lists; empty ones too.
  static func sections(of manifests: ManifestDifference, limit: Int) -> [(title: String, lines: [String])] {
    let constants = manifests.constants.map { change in
      let values = (word(change.old), word(change.new))
      let percent = change.relative.map { " (\(self.percent($0)))" } ?? ""
      let sources = (change.old?.source ?? "", change.new?.source ?? "")
      let source = sources.0 == sources.1 ? "" : "; source: \(sources.0) → \(sources.1)"
      return "\(change.name): \(values.0) → \(values.1)\(percent)\(source)"
    }
    return [
      ("versions", manifests.versions.map { "\($0.name): \($0.old) → \($0.new)" }),
      (
        "choices",
        manifests.choices.map { "\($0.name): \($0.old) → \($0.new)" }
          + limited(manifests.studyFileLines.map { "  \($0)" }, limit)
      ),
      ("constants", constants),
      (
        "files that the study file names",
        limited(manifests.companions.map { "\($0.kind.rawValue): \($0.path)" }, limit)
      ),
      ("inputs", limited(manifests.inputs.map { "\($0.kind.rawValue): \($0.path)" }, limit)),
    ]
  }

  private static func word(_ constant: ReportManifest.Constant?) -> String {
    guard let constant else { return "none" }
    return [String(describing: constant.value), constant.unit, constant.year.map { "(\($0))" }].compactMap(\.self)
      .joined(separator: " ")
  }

  static func limited(_ lines: [String], _ limit: Int) -> [String] {
    lines.count <= limit ? lines : lines.prefix(limit) + ["and \(lines.count - limit) more"]
  }

  static func percent(_ relative: Double) -> String {
    let digits = abs(relative) < 0.0001 ? NumberFormat.significant(100 * relative, digits: 2) : nil
    return (relative > 0 ? "+" : "") + (digits ?? NumberFormat.percent(fraction: relative, decimals: 2) ?? "--") + " %"
  }

  // MARK: - Numbers

  private var changes: Table { Self.table(difference.changes, limit: limit) }

  /// Changed cells as a table, at most so many.
  static func table(_ changes: [TableComparison.CellChange], limit: Int) -> Table {
    let rest = changes.count - min(changes.count, limit)
    return Table(
      name: "differences", caption: "Numbers that differ",
      columns: [
        .init(key: "table", header: "Table", hidesRepeats: true), .init(key: "row", header: "Row"),
        .init(key: "column", header: "Column"), .init(key: "old", header: "Old", alignment: .right),
        .init(key: "new", header: "New", alignment: .right),
        .init(key: "change", header: "Change", alignment: .right),
      ],
      rows: changes.prefix(limit).map { change in
        let (old, new) = values(change)
        return Table.Row([
          .text(change.table), .text(change.row), .text(change.column), .text(old), .text(new),
          change.relative.map { .text(percent($0)) } ?? .empty,
        ])
      }, notes: rest > 0 ? [Table.Note(RichText("And \(rest) more; --limit and --format json give all."))] : [])
  }

  /// Both values with their unit, to as many digits as tell them apart.
  private static func values(_ change: TableComparison.CellChange) -> (String, String) {
    let unit = change.unit.map { " " + $0 } ?? ""
    func word(_ cell: String, _ digits: Int?) -> String {
      guard !cell.isEmpty else { return "--" }
      guard let number = NumberTable.number(cell) else { return cell }
      // Counts are told whole.
      guard cell.contains(".") || cell.contains("e") else { return cell + unit }
      return (digits.flatMap { NumberFormat.significant(number, digits: $0) } ?? cell) + unit
    }
    let short = (word(change.old, 6), word(change.new, 6))
    return short.0 == short.1 ? (word(change.old, nil), word(change.new, nil)) : short
  }

  private var conclusion: String {
    let tolerance = difference.tolerance > 0 ? " beyond the tolerance of \(difference.tolerance)" : ""
    guard !difference.isEmpty else {
      return "\(difference.comparedNumbers) numbers compared; none differs\(tolerance)"
    }
    return
      "\(difference.comparedNumbers) numbers compared; cells that differ\(tolerance): \(difference.changes.count), "
      + "rows added: \(difference.addedRows.count), rows removed: \(difference.removedRows.count)"
  }
}
