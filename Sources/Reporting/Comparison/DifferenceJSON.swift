/// A difference of two reports for scripts: one object, with every change.
///
/// Keys, all stable: `old`, `new`, `equal`, `numbers_compared`, `tolerance`, `versions`, `choices`, `constants`,
/// `companions`, `inputs`, `reasons`, `changes` (`table`, `row`, `column`, `unit`, `old`, `new`, `relative_change`),
/// `rows_added`, `rows_removed`, `columns_added`, `columns_removed`, `tables_added`, `tables_removed`. Numbers stand unrounded.
public enum DifferenceJSON {
  public static func text(_ difference: ReportDifference) -> String {
    JSONWriter.text(
      .object(
        [
          .init("old", .string(difference.oldName)), .init("new", .string(difference.newName)),
          .init("equal", .boolean(difference.isEmpty)),
          .init("numbers_compared", .integer(Int64(difference.comparedNumbers))),
          .init("tolerance", .number(difference.tolerance)),
        ] + (difference.manifests.map(members) ?? []) + [
          .init("reasons", .array(difference.reasons.map(JSONOutput.string))),
          .init("changes", .array(difference.changes.map(change))),
          .init("rows_added", .array(difference.addedRows.map(row))),
          .init("rows_removed", .array(difference.removedRows.map(row))),
          .init("columns_added", .array(difference.addedColumns.map(JSONOutput.string))),
          .init("columns_removed", .array(difference.removedColumns.map(JSONOutput.string))),
          .init("tables_added", .array(difference.addedTables.map(JSONOutput.string))),
          .init("tables_removed", .array(difference.removedTables.map(JSONOutput.string))),
        ]), layout: .indented) + "\n"
  }

  /// What two manifests differ in.
  static func members(_ manifests: ManifestDifference) -> [JSONOutput.Member] {
    func named(_ changes: [ManifestDifference.Change]) -> JSONOutput {
      .array(
        changes.map { ["name": .string($0.name), "old": .string($0.old), "new": .string($0.new)] as JSONOutput })
    }
    func files(_ changes: [ManifestDifference.InputChange]) -> JSONOutput {
      .array(changes.map { ["change": .string($0.kind.rawValue), "path": .string($0.path)] as JSONOutput })
    }
    return [
      .init("versions", named(manifests.versions)), .init("choices", named(manifests.choices)),
      .init("study_file_lines", .array(manifests.studyFileLines.map(JSONOutput.string))),
      .init(
        "constants",
        .array(
          manifests.constants.map { change in
            [
              "name": .string(change.name), "old": JSONOutput(change.old?.value), "new": JSONOutput(change.new?.value),
              "unit": JSONOutput(change.new?.unit ?? change.old?.unit),
              "old_source": JSONOutput(change.old?.source), "new_source": JSONOutput(change.new?.source),
              "relative_change": JSONOutput(change.relative),
            ] as JSONOutput
          })),
      .init("companions", files(manifests.companions)), .init("inputs", files(manifests.inputs)),
    ]
  }

  static func change(_ change: TableComparison.CellChange) -> JSONOutput {
    func value(_ cell: String) -> JSONOutput {
      cell.isEmpty ? .null : NumberTable.number(cell).map(JSONOutput.number) ?? .string(cell)
    }
    return [
      "table": .string(change.table), "row": .string(change.row), "column": .string(change.column),
      "unit": JSONOutput(change.unit), "old": value(change.old), "new": value(change.new),
      "relative_change": JSONOutput(change.relative),
    ]
  }

  private static func row(_ row: TableComparison.RowChange) -> JSONOutput {
    ["table": .string(row.table), "row": .string(row.row)]
  }
}
