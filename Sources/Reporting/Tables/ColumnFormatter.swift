/// Turns the values of one column into printed text: one unit and one count of decimals for all of them.
struct ColumnFormatter {
  let column: Table.Column
  let scale: UnitScale?
  let decimals: Int
  let isPaired: Bool
  let isNumeric: Bool

  /// The formatters of all columns; columns that share a scale group get one unit and one count of decimals.
  static func formatters(for table: Table) -> [ColumnFormatter] {
    let values = table.columns.indices.map { index in
      let body = table.rows.filter { $0.kind == .body }
      return (body.isEmpty ? table.rows : body).map { $0.cells[index].printed(in: table) }
    }
    return table.columns.indices.map { index in
      let column = table.columns[index]
      let related = table.columns.indices.filter {
        $0 == index || (column.scaleGroup != nil && table.columns[$0].scaleGroup == column.scaleGroup)
      }
      let deciding = related.filter { table.columns[$0].unit == column.unit }.flatMap { values[$0] }
      let scale = column.scale ?? UnitScale.fitting(deciding.compactMap(\.number), of: column.unit)
      let all = table.rows.map { $0.cells[index].printed(in: table) }
      return ColumnFormatter(column: column, scale: scale, deciding: deciding, all: all)
    }
  }

  /// Chooses the decimals.
  ///
  /// - Parameters:
  ///   - deciding: the values in the body rows of this column and of those that it shares its scale with.
  ///   - all: every value of the column.
  private init(column: Table.Column, scale: UnitScale?, deciding: [Table.Cell.Value], all: [Table.Cell.Value]) {
    self.column = column
    self.scale = column.format == .clock ? nil : scale
    isPaired = column.format != .clock && all.contains { $0.deviation != nil }
    isNumeric = all.contains { $0.number != nil }
    let divisor = scale?.divisor ?? 1
    let numbers = deciding.filter { !$0.isInteger }.compactMap(\.number).map { $0 / divisor }
    let deviations = deciding.compactMap(\.deviation).map { $0 / divisor }
    decimals =
      switch column.format {
      case .decimals(let count): count
      case .significantDigits(let count): Self.decimals(of: numbers, digits: count)
      case .clock: 0
      case .automatic where column.unit == .count && deviations.isEmpty: 0
      case .automatic where deviations.contains { $0 > 0 }: Self.decimals(of: deviations, digits: 2)
      case .automatic: Self.decimals(of: numbers, digits: 3)
      }
  }

  /// Decimals that show so many digits of the median and at least one of the smallest, zeros apart.
  private static func decimals(of numbers: [Double], digits: Int) -> Int {
    let sizes = numbers.map(\.magnitude).filter { $0 > 0 && $0.isFinite }
    guard let median = sizes.median, let smallest = sizes.min() else { return 0 }
    let typical = NumberFormat.decimals(of: median, significantDigits: digits) ?? 0
    let least = NumberFormat.decimals(of: smallest, significantDigits: 1) ?? 0
    return max(typical, min(least, typical + 2))
  }

  /// The symbol of the unit, for the header.
  var symbol: RichText? {
    if case .custom(let symbol) = column.unit { return symbol }
    return scale.map { RichText($0.symbol) }
  }

  /// What a value prints.
  func content(of value: Table.Cell.Value) -> FormattedTable.Content {
    switch value {
    case .empty: .empty
    case .missing: .missing
    case .notApplicable: .notApplicable
    case .text(let text): .text(text)
    case .rich(let text): .rich(text)
    case .integer(let number): .number(NumberFormat.integer(number, groupsThousands: column.groupsThousands))
    case .quantity(let number): print(number).map { .number($0) } ?? .missing
    case .mean(let mean, let deviation, _): self.mean(mean, deviation)
    }
  }

  private func mean(_ mean: Double, _ deviation: Double?) -> FormattedTable.Content {
    guard let mean = print(mean) else { return .missing }
    guard isPaired, let deviation, let deviation = print(deviation) else { return .number(mean) }
    return .meanAndDeviation(mean, deviation)
  }

  private func print(_ number: Double) -> String? {
    guard column.format != .clock else { return NumberFormat.clock(seconds: number) }
    let scaled = number / (scale?.divisor ?? 1)
    return NumberFormat.fixed(scaled, decimals: decimals, groupsThousands: column.groupsThousands)
  }
}

extension Table.Cell {
  /// The value as documents print it: with its expanded uncertainty as the deviation where the table asks for that.
  func printed(in table: Table) -> Value {
    guard table.printsIntervals, let expandedUncertainty, case .quantity(let number) = value else { return value }
    return .mean(number, deviation: expandedUncertainty, count: 1)
  }
}

extension Table.Cell.Value {
  fileprivate var isInteger: Bool {
    if case .integer = self { true } else { false }
  }
}
