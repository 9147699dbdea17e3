/// Marks the best and the second-best number of a column.
enum BestMarks {
  /// Sets the emphasis of the cells of one column, if the column asks for it.
  ///
  /// Numbers that print alike share their place, so that no mark rests on digits that nobody sees. Subtotals and
  /// totals take no part, nor does a set of rows with fewer than two different numbers.
  static func set(in cells: inout [[FormattedTable.Cell]], column index: Int, of table: Table) {
    let column = table.columns[index]
    let body = table.rows.indices.filter { table.rows[$0].kind == .body }
    switch column.ranking {
    case .none: return
    case .table: mark(body, in: &cells, column: index, of: table)
    case .group:
      for rows in Dictionary(grouping: body, by: { table.rows[$0].group }).values {
        mark(rows, in: &cells, column: index, of: table)
      }
    }
  }

  private static func mark(
    _ rows: [Int], in cells: inout [[FormattedTable.Cell]], column index: Int, of table: Table
  ) {
    let direction = table.columns[index].direction
    guard direction != .none else { return }
    let numbers = rows.compactMap { row in table.rows[row].cells[index].value.number.map { (row: row, value: $0) } }
    let sorted = numbers.sorted { direction == .higherIsBetter ? $0.value > $1.value : $0.value < $1.value }
    let printed = sorted.map { cells[$0.row][index].printedNumber }
    guard let best = printed.first, let second = printed.first(where: { $0 != best }) else { return }
    for (place, number) in zip(sorted, printed) where cells[place.row][index].emphasis == .none {
      if number == best { cells[place.row][index].emphasis = .best }
      if number == second { cells[place.row][index].emphasis = .second }
    }
  }
}

extension FormattedTable.Cell {
  fileprivate var printedNumber: String? {
    switch content {
    case .number(let number), .meanAndDeviation(let number, _): number
    case .empty, .missing, .notApplicable, .text, .rich: nil
    }
  }
}
