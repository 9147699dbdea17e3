/// What two states of a table differ in, number by number.
struct TableComparison: Sendable {
  /// A cell that changed.
  struct CellChange: Sendable, Hashable {
    let table: String
    /// The row by the cells that name it.
    let row: String
    let column: String
    let old: String
    let new: String

    /// The unit of the numbers; `nil` when the column says none.
    var unit: String? { NumberTable.unit(of: column) }

    /// (new − old) / old; `nil` unless both are numbers and the old one is not 0.
    var relative: Double? {
      guard let old = NumberTable.number(old), let new = NumberTable.number(new), old != 0 else { return nil }
      return (new - old) / old
    }
  }

  /// A row that only one of the two has.
  struct RowChange: Sendable, Hashable {
    let table: String
    let row: String
  }

  private(set) var changes: [CellChange] = []
  private(set) var added: [RowChange] = []
  private(set) var removed: [RowChange] = []
  /// Columns that only one of the two has, as `table.column`.
  private(set) var addedColumns: [String] = []
  private(set) var removedColumns: [String] = []
  /// Numbers that stand in both.
  private(set) var comparedNumbers = 0

  /// Columns that name a row wherever they stand at the front.
  private static let names: Set<String> = [
    "row", "group", "of", "dataset", "configuration", "fold", "strategy", "part", "component", "code", "location",
  ]

  /// Compares two states of one table.
  ///
  /// Rows are matched by the columns at the front, as many as tell all rows apart in both states, so that the order of
  /// rows does not matter.
  ///
  /// - Parameter tolerance: numbers whose difference is at most this share of the greater one count as equal.
  init(_ old: NumberTable, _ new: NumberTable, tolerance: Double = 0) {
    let shared = old.columns.filter(Set(new.columns).contains)
    addedColumns = new.columns.filter { !Set(old.columns).contains($0) }.map { "\(old.name).\($0)" }
    removedColumns = old.columns.filter { !Set(new.columns).contains($0) }.map { "\(old.name).\($0)" }
    let oldPlaces = Self.places(of: shared, in: old)
    let newPlaces = Self.places(of: shared, in: new)
    let width = Self.keyWidth(shared, (old, oldPlaces), (new, newPlaces))
    let oldRows = Self.keyed(old, oldPlaces.prefix(width), shared)
    let newRows = Self.keyed(new, newPlaces.prefix(width), shared)
    let newByKey = Dictionary(newRows.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let oldKeys = Set(oldRows.map(\.key))
    for row in oldRows {
      guard let other = newByKey[row.key] else {
        removed.append(RowChange(table: old.name, row: row.label))
        continue
      }
      for place in shared.indices.dropFirst(width) {
        let before = row.cells[oldPlaces[place]]
        let after = other.cells[newPlaces[place]]
        let numbers = (NumberTable.number(before), NumberTable.number(after))
        if case (.some, .some) = numbers { comparedNumbers += 1 }
        guard before != after else { continue }
        if case (let a?, let b?) = numbers, abs(a - b) <= tolerance * max(abs(a), abs(b)) { continue }
        changes.append(
          CellChange(table: old.name, row: row.label, column: shared[place], old: before, new: after))
      }
    }
    added = newRows.filter { !oldKeys.contains($0.key) }.map { RowChange(table: new.name, row: $0.label) }
  }

  private struct KeyedRow {
    let key: [String]
    let label: String
    let cells: [String]
  }

  private static func places(of columns: [String], in table: NumberTable) -> [Int] {
    let byName = Dictionary(table.columns.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
    return columns.compactMap { byName[$0] }
  }

  /// How many of the shared columns tell rows apart.
  private static func keyWidth(
    _ columns: [String], _ old: (table: NumberTable, places: [Int]), _ new: (table: NumberTable, places: [Int])
  ) -> Int {
    let least = columns.prefix { names.contains($0) }.count
    func isUnique(_ width: Int, _ side: (table: NumberTable, places: [Int])) -> Bool {
      let places = side.places.prefix(width)
      return Set(side.table.rows.map { row in places.map { row[$0] } }).count == side.table.rows.count
    }
    // Names come first in every table; columns far behind are results.
    let most = min(columns.count, 8)
    for width in stride(from: max(least, 1), through: max(most, least, 1), by: 1) where width <= columns.count {
      if isUnique(width, old), isUnique(width, new) { return width }
    }
    return min(max(least, 1), columns.count)
  }

  /// Rows with what names them; rows that nothing tells apart are counted.
  private static func keyed(_ table: NumberTable, _ places: ArraySlice<Int>, _ columns: [String]) -> [KeyedRow] {
    var seen: [[String]: Int] = [:]
    return table.rows.map { row in
      let names = places.map { row[$0] }
      let count = seen[names, default: 0] + 1
      seen[names] = count
      // What kind of row it is, and its group, say little to people.
      let told = zip(columns, names).filter { name, cell in
        !cell.isEmpty && name != "group" && !(name == "row" && cell == "body")
      }.map(\.1)
      let label = told.joined(separator: " / ")
      return KeyedRow(
        key: names + [String(count)], label: count > 1 ? "\(label) (\(count))" : label, cells: row)
    }
  }
}
