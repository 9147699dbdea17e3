/// Writes the unrounded numbers of a table as comma-separated values (RFC 4180, line breaks as LF, UTF-8).
///
/// The header holds stable keys: `row` (body, subtotal or total), `group` if the table has groups, then the key of
/// each column with the unit of its numbers: `_kwh`, `_g`, `_km`, `_s`, `_w`; percentages are fractions. Columns of
/// means have three fields, `…_mean`, `…_sd` and `…_n`. A column whose numbers have expanded uncertainties is followed by
/// `…_u95` in the same unit, one with footnote marks by `…_mark`.
/// A missing value is an empty field, "not applicable" is `n/a`.
public struct CSVTableRenderer: TableRenderer {
  private let escaping = CSVEscaping()

  /// Makes a renderer.
  public init() {}

  public func render(_ table: FormattedTable) -> String { render(table.table) }

  /// A table whose numbers need not be rounded for it, with or without the line of keys.
  func render(_ table: Table, hasHeader: Bool = true) -> String {
    let fields = table.columns.indices.map { CSVColumn($0, in: table) }
    let hasGroups = table.rows.contains { $0.group != nil }
    var text = ""
    if hasHeader {
      text = (["row"] + (hasGroups ? ["group"] : []) + fields.flatMap(\.header)).joined(separator: ",") + "\n"
    }
    for row in table.rows {
      text += row.kind.rawValue
      if hasGroups {
        text += ","
        text += row.group.map(escaping.escape) ?? ""
      }
      for (place, field) in fields.enumerated() {
        field.write(place < row.cells.count ? row.cells[place] : .missing, to: &text, escaping: escaping)
      }
      text += "\n"
    }
    return text
  }
}

/// The fields that one table column becomes.
private struct CSVColumn {
  let name: String
  let divisor: Double
  let hasMeans: Bool
  let hasMarks: Bool
  let hasUncertainties: Bool

  init(_ index: Int, in table: Table) {
    let column = table.columns[index]
    let cells = table.rows.lazy.filter { index < $0.cells.count }.map { $0.cells[index] }
    let scale = column.unit.dataScale
    name = scale.map { "\(column.key)_\($0.symbol.lowercased())" } ?? column.key
    divisor = scale?.divisor ?? 1
    hasMeans = cells.contains { $0.value.isMean }
    hasMarks = cells.contains { $0.mark != nil }
    hasUncertainties = cells.contains { $0.expandedUncertainty != nil }
  }

  var header: [String] {
    let names = hasMeans ? ["\(name)_mean", "\(name)_sd", "\(name)_n"] : [name]
    return names + (hasUncertainties ? ["\(name)_u95"] : []) + (hasMarks ? ["\(name)_mark"] : [])
  }

  /// Appends the cell's fields, a comma before each.
  func write(_ cell: Table.Cell, to text: inout String, escaping: CSVEscaping) {
    text += ","
    text += value(of: cell.value, escaping: escaping)
    if hasMeans {
      text += ","
      text += cell.value.deviation.map { ($0 / divisor).description } ?? ""
      text += ","
      if case .mean(_, _, let count) = cell.value { text += String(count) }
    }
    if hasUncertainties {
      text += ","
      text += cell.expandedUncertainty.map { ($0 / divisor).description } ?? ""
    }
    if hasMarks {
      text += ","
      text += cell.mark.map(escaping.escape) ?? ""
    }
  }

  private func value(of value: Table.Cell.Value, escaping: CSVEscaping) -> String {
    switch value {
    case .empty, .missing: ""
    case .notApplicable: "n/a"
    case .text(let text): escaping.escape(text)
    case .rich(let text): escaping.render(text)
    case .integer(let number): String(number)
    case .quantity, .mean: value.number.map { ($0 / divisor).description } ?? ""
    }
  }
}

extension Table.Cell.Value {
  /// Whether the value is a mean, with or without a deviation.
  var isMean: Bool {
    if case .mean = self { true } else { false }
  }
}
