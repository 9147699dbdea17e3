/// A table whose numbers are rounded and scaled: the one step between a ``Table`` and all renderers.
public struct FormattedTable: Sendable {
  /// What a cell prints.
  public enum Content: Sendable, Hashable {
    case empty
    case missing
    case notApplicable
    case text(String)
    case rich(RichText)
    /// A rounded number.
    case number(String)
    /// A rounded mean and its rounded deviation.
    case meanAndDeviation(String, String)
  }

  /// A cell, ready to print.
  public struct Cell: Sendable, Hashable {
    /// What it prints.
    public var content: Content
    /// A footnote mark behind it.
    public var mark: String?
    /// Whether it stands out.
    public var emphasis: Table.Cell.Emphasis
    /// Whether it repeats the cell above in a column that hides repeats.
    public var isRepeat: Bool
  }

  /// A column, with the unit that was chosen.
  public struct Column: Sendable, Hashable {
    /// The column as it was asked for.
    public var source: Table.Column
    /// The title with its mark, without the unit.
    public var title: RichText
    /// The unit in brackets, with the arrow for the better direction; `nil` when there is neither.
    public var unit: RichText?
    /// The symbol of the unit that the numbers are printed in.
    public var printedSymbol: String?
    /// Whether cells are means with deviations.
    public var isPaired: Bool
    /// Whether any cell is a number.
    public var isNumeric: Bool
    /// The side that cells stand on.
    public var alignment: Table.Column.Alignment
  }

  /// The table with its unrounded numbers.
  public let table: Table
  /// The columns, from the left.
  public let columns: [Column]
  /// The cells of each row; rows match those of the table and all have one cell for each column.
  public let cells: [[Cell]]

  /// Rounds, scales and ranks the numbers of a table.
  public init(_ table: Table) {
    var table = table
    for index in table.rows.indices {
      let cells = table.rows[index].cells.prefix(table.columns.count)
      table.rows[index].cells = cells + Array(repeating: .missing, count: table.columns.count - cells.count)
    }
    let formatters = ColumnFormatter.formatters(for: table)
    var cells = table.rows.map { row in
      zip(row.cells, formatters).map { cell, formatter in
        Cell(
          content: formatter.content(of: cell.printed(in: table)), mark: cell.mark, emphasis: cell.emphasis,
          isRepeat: false)
      }
    }
    for (index, column) in table.columns.enumerated() {
      BestMarks.set(in: &cells, column: index, of: table)
      if column.hidesRepeats { Self.markRepeats(in: &cells, column: index, rows: table.rows) }
    }
    self.table = table
    self.cells = cells
    self.columns = zip(table.columns, formatters).map(Self.column)
  }

  private static func column(_ column: Table.Column, formatter: ColumnFormatter) -> Column {
    let title = column.mark.map { column.header + .superscripted($0) } ?? column.header
    let arrow: RichText? =
      switch column.direction {
      case .lowerIsBetter: "↓"
      case .higherIsBetter: "↑"
      case .none: nil
      }
    // A no-break space keeps the arrow with the unit.
    let unit = formatter.symbol.map { "(" + $0 + ")" + (arrow.map { "\u{A0}" + $0 } ?? "") } ?? arrow
    return Column(
      source: column, title: title, unit: unit, printedSymbol: formatter.symbol?.plainText,
      isPaired: formatter.isPaired, isNumeric: formatter.isNumeric,
      alignment: column.alignment ?? (formatter.isNumeric ? .right : .left))
  }

  private static func markRepeats(in cells: inout [[Cell]], column: Int, rows: [Table.Row]) {
    var previous: (content: Content, group: String?)?
    for (index, row) in rows.enumerated() {
      let content = cells[index][column].content
      if let previous, row.kind == .body, previous.content == content, previous.group == row.group {
        cells[index][column].isRepeat = true
      }
      previous = (content, row.group)
    }
  }
}

extension FormattedTable.Column {
  /// The title and the unit on one line.
  var heading: RichText { unit.map { title + "\u{A0}" + $0 } ?? title }
}

extension FormattedTable.Cell {
  /// The printed text on one line, with a given sign between mean and deviation, unescaped and without the mark.
  func plainText(plusMinus: String) -> String {
    switch content {
    case .empty: ""
    case .missing: "--"
    case .notApplicable: "n/a"
    case .text(let text): text
    case .rich(let text): text.plainText
    case .number(let number): number
    case .meanAndDeviation(let mean, let deviation): mean + plusMinus + deviation
    }
  }
}

/// A way to write a table in a format.
public protocol TableRenderer: Sendable {
  /// The table as text that ends with a line break.
  func render(_ table: FormattedTable) -> String
}
