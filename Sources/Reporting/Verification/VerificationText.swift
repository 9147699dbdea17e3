/// What a verification found, for people and for scripts.
public struct VerificationText {
  private let found: ReportVerification

  public init(_ found: ReportVerification) { self.found = found }

  /// For a terminal of a width; at most `limit` changes of a kind are listed.
  public func text(width: Int, limit: Int) -> String {
    var lines = ["inputs in \(found.inputsFolder): \(counts)"]
    if found.companionCount > 0 {
      let good = found.companionCount - min(found.manifests.companions.count, found.companionCount)
      lines.append("files that the study file names: \(good) of \(found.companionCount) agree")
    }
    for section in DifferenceText.sections(of: found.manifests, limit: limit) where !section.lines.isEmpty {
      lines += [section.title] + section.lines.map { "  " + $0 }
    }
    lines += found.obstacles.map { "not made again: \($0)" }
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
    let last = conclusion.split(separator: "\n").map { TerminalEscaping().escape(String($0)) }
    return head + table + last.joined(separator: "\n") + "\n"
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

  /// One JSON object. Keys, all stable: `agrees`, `inputs_folder`, `input_files`, `companion_files`,
  /// `constants_compared`, `numbers_compared`, `not_made_again`, `missing_roots`, `versions`, `choices`, `study_file_lines`, `constants`, `companions`, `inputs`, `files` (`path`, `state`, `edited`, `missing`), `new_files`, `changes`, `rows_added`, `rows_removed`,
  /// `tables_not_compared`.
  public var json: String {
    func rows(_ rows: [TableComparison.RowChange]) -> JSONOutput {
      .array(rows.map { ["table": .string($0.table), "row": .string($0.row)] as JSONOutput })
    }
    func texts(_ texts: [String]) -> JSONOutput { .array(texts.map(JSONOutput.string)) }
    let files = found.files.map { file -> JSONOutput in
      [
        "path": .string(file.path), "state": .string(file.state.rawValue), "edited": .boolean(file.isEdited),
        "missing": .boolean(file.isMissing),
      ]
    }
    let counts: [JSONOutput.Member] = [
      .init("agrees", .boolean(found.agrees)), .init("inputs_folder", .string(found.inputsFolder)),
      .init("input_files", .integer(Int64(found.inputCount))),
      .init("companion_files", .integer(Int64(found.companionCount))),
      .init("constants_compared", .integer(Int64(found.constantCount))),
      .init("numbers_compared", .integer(Int64(found.comparedNumbers))),
      .init("not_made_again", texts(found.obstacles)), .init("missing_roots", texts(found.missingRoots)),
    ]
    let differences: [JSONOutput.Member] = [
      .init("files", .array(files)), .init("new_files", texts(found.newFiles)),
      .init("changes", .array(found.changes.map(DifferenceJSON.change))),
      .init("rows_added", rows(found.addedRows)), .init("rows_removed", rows(found.removedRows)),
      .init("tables_not_compared", texts(found.lostTables)),
    ]
    let members = counts + DifferenceJSON.members(found.manifests) + differences
    return JSONWriter.text(.object(members), layout: .indented) + "\n"
  }
}
