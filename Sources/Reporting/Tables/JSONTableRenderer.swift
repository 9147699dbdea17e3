import Quantities

/// Writes a table as one JSON object: what the columns are, the unrounded numbers, and the text that was printed.
///
/// Keys, all stable: `name`, `caption`, `notes` (`mark`, `text`), `columns` (`key`, `header`, `unit`,
/// `printed_unit`, `direction`, `provenance`) and `rows` (`kind`, `group`, `cells`). Each cell has `printed` and,
/// for numbers, `value` in the column's `unit` (or `mean`, `sd` and `n`); missing values are `null`. Units are those
/// of ``CSVTableRenderer``.
public struct JSONTableRenderer: TableRenderer {
  /// Makes a renderer.
  public init() {}

  public func render(_ table: FormattedTable) -> String {
    let notes = table.table.notes.map { note -> JSONOutput in
      ["mark": JSONOutput(note.mark), "text": .string(note.text.plainText)]
    }
    let rows = zip(table.table.rows, table.cells).map { row($0, printed: $1, columns: table.columns) }
    let object: JSONOutput = [
      "name": .string(table.table.name),
      "caption": .string(table.table.caption.plainText),
      "notes": .array(notes),
      "columns": .array(table.columns.map(column)),
      "rows": .array(rows),
    ]
    return JSONWriter.text(object, layout: .indented) + "\n"
  }

  private func column(_ column: FormattedTable.Column) -> JSONOutput {
    let source = column.source
    return [
      "key": .string(source.key),
      "header": .string(source.header.plainText),
      "unit": JSONOutput(source.unit.dataScale?.symbol ?? source.unit.plainSymbol),
      "printed_unit": JSONOutput(column.printedSymbol),
      "direction": .string(source.direction.rawValue),
      "provenance": JSONOutput(source.provenance?.rawValue),
    ]
  }

  private func row(_ row: Table.Row, printed: [FormattedTable.Cell], columns: [FormattedTable.Column]) -> JSONOutput {
    let cells = zip(zip(row.cells, printed), columns).map { pair, column in
      let divisor = column.source.unit.dataScale?.divisor ?? 1
      return JSONOutput.Member(column.source.key, .object(cell(pair.0, printed: pair.1, divisor: divisor)))
    }
    return ["kind": .string(row.kind.rawValue), "group": JSONOutput(row.group), "cells": .object(cells)]
  }

  private func cell(_ cell: Table.Cell, printed: FormattedTable.Cell, divisor: Double) -> [JSONOutput.Member] {
    var members: [JSONOutput.Member] = []
    switch cell.value {
    case .integer(let number): members = [.init("value", JSONOutput(number))]
    case .quantity, .missing: members = [.init("value", JSONOutput(cell.value.number.map { $0 / divisor }))]
    case .mean(_, _, let count):
      members = [
        .init("mean", JSONOutput(cell.value.number.map { $0 / divisor })),
        .init("sd", JSONOutput(cell.value.deviation.map { $0 / divisor })), .init("n", JSONOutput(count)),
      ]
    case .empty, .notApplicable, .text, .rich: break
    }
    if let expanded = cell.expandedUncertainty { members.append(.init("u95", JSONOutput(expanded / divisor))) }
    members.append(.init("printed", .string(printed.plainText(plusMinus: " ± "))))
    if let mark = cell.mark { members.append(.init("mark", .string(mark))) }
    return members
  }
}

extension ColumnUnit {
  /// The symbol of a unit that numbers are not scaled by; `fraction` for percentages.
  fileprivate var plainSymbol: String? {
    switch self {
    case .percent: "fraction"
    case .custom(let symbol): symbol.plainText
    case .none, .energy, .carbon, .distance, .duration, .power, .count, .ratio: nil
    }
  }
}
