import Reporting
import Testing

@Suite("Rounding, scaling and ranking of tables")
struct FormattedTableTests {
  private func contents(of cells: [Table.Cell], _ column: Table.Column) -> [FormattedTable.Content] {
    let table = Table(name: "t", caption: "t", columns: [column], rows: cells.map { .init([$0]) })
    return FormattedTable(table).cells.map { $0[0].content }
  }

  @Test func deviationsDecideTheDecimalsOfTheColumn() {
    let cells: [Table.Cell] = [
      .mean(12.345, deviation: 0.678, count: 5), .mean(7, deviation: 0.52, count: 5),
      .mean(3.14159, deviation: nil, count: 1),
    ]
    #expect(
      contents(of: cells, .init(key: "x", header: "X")) == [
        .meanAndDeviation("12.35", "0.68"), .meanAndDeviation("7.00", "0.52"), .number("3.14"),
      ])
  }

  @Test func smallNumbersKeepADigit() {
    let cells: [Table.Cell] = [.quantity(105), .quantity(104), .quantity(0.04)]
    let expected: [FormattedTable.Content] = [.number("105.00"), .number("104.00"), .number("0.04")]
    #expect(contents(of: cells, .init(key: "x", header: "X")) == expected)
  }

  @Test func whatIsNotKnownIsMissingAndNeverZero() {
    let cells: [Table.Cell] = [
      .quantity(nil), .quantity(.nan), .mean(nil, deviation: 1, count: 3), .integer(nil), .text(nil),
    ]
    #expect(contents(of: cells, .init(key: "x", header: "X")).allSatisfy { $0 == .missing })
  }

  @Test func rowsAreCutAndFilledToTheColumns() {
    let columns: [Table.Column] = [.init(key: "a", header: "A"), .init(key: "b", header: "B")]
    let rows: [Table.Row] = [.init([.integer(1)]), .init([.integer(1), .integer(2), .integer(3)]), .init([])]
    let table = FormattedTable(Table(name: "t", caption: "t", columns: columns, rows: rows))
    #expect(table.cells.map(\.count) == [2, 2, 2])
    #expect(table.cells[2].map(\.content) == [.missing, .missing])
  }

  @Test func columnsOfOneScaleGroupShareTheUnit() {
    let columns: [Table.Column] = [
      .init(key: "it", header: "IT", unit: .energy, scaleGroup: "energy"),
      .init(key: "pue", header: "PUE", unit: .energy, scaleGroup: "energy"),
      .init(key: "alone", header: "Alone", unit: .energy),
      .init(key: "fixed", header: "Fixed", unit: .energy, scale: .megawattHours),
    ]
    let energy = 0.9 * 3.6e6
    let row = Table.Row([.quantity(energy), .quantity(energy * 1.58), .quantity(energy), .quantity(energy)])
    let table = FormattedTable(Table(name: "t", caption: "t", columns: columns, rows: [row]))
    #expect(table.columns.map(\.printedSymbol) == ["kWh", "kWh", "Wh", "MWh"])
  }

  @Test func totalsDoNotChooseTheUnit() {
    let column = Table.Column(key: "e", header: "E", unit: .energy)
    let rows: [Table.Row] = [.init([.quantity(7200)]), .init([.quantity(3.6e12)], kind: .total)]
    let table = FormattedTable(Table(name: "t", caption: "t", columns: [column], rows: rows))
    #expect(table.cells[0][0].content == .number("2.00"))
    #expect(table.columns[0].printedSymbol == "Wh")
  }

  @Test func numbersThatPrintAlikeShareTheirPlace() {
    var column = Table.Column(key: "x", header: "X", direction: .lowerIsBetter, ranking: .table, format: .decimals(1))
    let values = [1.04, 0.96, 2.0, 1.0, 3.0]
    func marks(_ column: Table.Column) -> [Table.Cell.Emphasis] {
      let rows = values.map { Table.Row([.quantity($0)]) } + [.init([.quantity(0.1)], kind: .total)]
      return FormattedTable(Table(name: "t", caption: "t", columns: [column], rows: rows)).cells.map { $0[0].emphasis }
    }
    #expect(marks(column) == [.best, .best, .second, .best, .none, .none])
    column.direction = .higherIsBetter
    #expect(marks(column) == [.none, .none, .second, .none, .best, .none])
    column.ranking = .none
    #expect(marks(column).allSatisfy { $0 == .none })
  }

  @Test func groupsAreRankedApart() {
    let column = Table.Column(key: "x", header: "X", direction: .lowerIsBetter, ranking: .group)
    let rows = [("a", 1.0), ("a", 2), ("b", 30), ("b", 20), ("c", 5)].map { Table.Row([.quantity($0.1)], group: $0.0) }
    let table = FormattedTable(Table(name: "t", caption: "t", columns: [column], rows: rows))
    #expect(table.cells.map { $0[0].emphasis } == [.best, .second, .second, .best, .none])
  }

  @Test func repeatsAreHiddenWithinGroupsOnly() {
    let column = Table.Column(key: "x", header: "X", hidesRepeats: true)
    let rows = [("a", "x"), ("a", "x"), ("b", "x"), ("b", "y")].map { Table.Row([.text($0.1)], group: $0.0) }
    let table = FormattedTable(Table(name: "t", caption: "t", columns: [column], rows: rows))
    #expect(table.cells.map { $0[0].isRepeat } == [false, true, false, false])
  }

  @Test(arguments: ["footprint", "selection", "attempts"])
  func theSameNumbersStandInAllFormats(name: String) throws {
    let table = FormattedTable(try #require(ExampleTables.named(name)))
    let outputs: [String] = [
      MarkdownTableRenderer().render(table), LaTeXTableRenderer().render(table), HTMLTableRenderer().render(table),
      TerminalTableRenderer().render(table), JSONTableRenderer().render(table),
    ]
    let numbers = table.cells.joined().flatMap { cell -> [String] in
      switch cell.content {
      case .number(let number): [number]
      case .meanAndDeviation(let mean, let deviation): [mean, deviation]
      case .empty, .missing, .notApplicable, .text, .rich: []
      }
    }
    #expect(numbers.count > 20)
    for number in Set(numbers) { #expect(outputs.allSatisfy { $0.contains(number) }, "\(number)") }
  }
}
