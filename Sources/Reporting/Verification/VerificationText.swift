/// What a verification found, for people and for scripts.
public struct VerificationText {
  private let found: ReportVerification

  public init(_ found: ReportVerification) { self.found = found }

  /// For a terminal of a width; at most `limit` changes of a kind are listed.
  public func text(width: Int, limit: Int) -> String {
    var lines = ["inputs in \(found.inputsFolder): \(counts)"]
    for section in DifferenceText.sections(of: found.manifests, limit: limit) where !section.lines.isEmpty {
      lines += [section.title] + section.lines.map { "  " + $0 }
    }
    if !found.missingRoots.isEmpty {
      lines.append("not made again: \(found.missingRoots.joined(separator: ", ")) missing")
    }
    let edited = found.files.filter(\.isEdited).map { "edited after it was written: \($0.path)" }
    let differing = found.files.filter { $0.state != .agrees }.map { "\($0.state.rawValue): \($0.path)" }
    let lost = found.lostTables.map {
      "tables/\($0).csv differs; its old numbers are gone or were edited, so they are not compared"
    }
    let notes = edited + differing + lost + found.newFiles.map { "new in this version: \($0)" }
    if !notes.isEmpty { lines += ["files"] + DifferenceText.limited(notes, limit).map { "  " + $0 } }
    let rows =
      found.addedRows.map { "added to \($0.table): \($0.row)" }
      + found.removedRows.map { "gone from \($0.table): \($0.row)" }
    if !rows.isEmpty { lines += ["rows"] + DifferenceText.limited(rows, limit).map { "  " + $0 } }
    let head = lines.map { TerminalEscaping().escape($0) }.joined(separator: "\n") + "\n"
    let table =
      found.changes.isEmpty
      ? "" : "\n" + TableFormat.table.render(DifferenceText.table(found.changes, limit: limit), width: width) + "\n"
    return head + table + conclusion + "\n"
  }

  private var counts: String {
    let bad = found.manifests.inputs.count { $0.kind != .added }
    return "\(found.inputCount - min(bad, found.inputCount)) of \(found.inputCount) agree"
  }

  private var conclusion: String {
    let agreeing = found.files.count { $0.state == .agrees && !$0.isEdited }
    if found.agrees {
      return
        "agrees: all \(found.files.count) files, \(found.comparedNumbers) numbers, \(found.constantCount) constants"
    }
    guard !found.files.isEmpty else { return "differs" }
    let reasons = ConstantReasons.sentences(found.changes, constants: found.manifests.constants)
    return
      (reasons + [
        "differs: \(agreeing) of \(found.files.count) files agree, and \(found.comparedNumbers) numbers were compared; "
          + "cells that differ: \(found.changes.count)"
      ]).joined(separator: "\n")
  }

  /// One JSON object. Keys, all stable: `agrees`, `inputs_folder`, `input_files`, `constants_compared`,
  /// `numbers_compared`, `missing_roots`, `versions`, `choices`, `study_file_lines`, `constants`, `inputs`, `files`
  /// (`path`, `state`, `edited`, `missing`), `new_files`, `changes`, `rows_added`, `rows_removed`,
  /// `tables_not_compared`.
  public var json: String {
    func rows(_ rows: [TableComparison.RowChange]) -> JSONOutput {
      .array(rows.map { ["table": .string($0.table), "row": .string($0.row)] as JSONOutput })
    }
    return JSONWriter.text(
      .object(
        [
          .init("agrees", .boolean(found.agrees)), .init("inputs_folder", .string(found.inputsFolder)),
          .init("input_files", .integer(Int64(found.inputCount))),
          .init("constants_compared", .integer(Int64(found.constantCount))),
          .init("numbers_compared", .integer(Int64(found.comparedNumbers))),
          .init("missing_roots", .array(found.missingRoots.map(JSONOutput.string))),
        ] + DifferenceJSON.members(found.manifests) + [
          .init(
            "files",
            .array(
              found.files.map { file in
                [
                  "path": .string(file.path), "state": .string(file.state.rawValue), "edited": .boolean(file.isEdited),
                  "missing": .boolean(file.isMissing),
                ] as JSONOutput
              })), .init("new_files", .array(found.newFiles.map(JSONOutput.string))),
          .init("changes", .array(found.changes.map(DifferenceJSON.change))),
          .init("rows_added", rows(found.addedRows)), .init("rows_removed", rows(found.removedRows)),
          .init("tables_not_compared", .array(found.lostTables.map(JSONOutput.string))),
        ]), layout: .indented) + "\n"
  }
}
