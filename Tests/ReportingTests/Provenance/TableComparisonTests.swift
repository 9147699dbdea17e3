import Testing

@testable import Reporting

@Suite("Two states of a table, number by number")
struct TableComparisonTests {
  private static let old = NumberTable(
    name: "runs", csv: "row,dataset,fold,it_energy_kwh,outcome\nbody,A,0,1.5,finished\nbody,A,1,2.0,failed\n")

  private static func compare(_ csv: String, tolerance: Double = 0) -> TableComparison {
    TableComparison(old, NumberTable(name: "runs", csv: csv), tolerance: tolerance)
  }

  @Test("Quotes, doubled quotes and line breaks in fields are read as RFC 4180 has them")
  func csv() {
    let table = NumberTable(name: "t", csv: "a,b\n\"x, \"\"y\"\"\nz\",1\n,\n")
    #expect(table.columns == ["a", "b"])
    #expect(table.rows == [["x, \"y\"\nz", "1"], ["", ""]])
    #expect(table.numberCount == 1)
  }

  @Test("The order of rows does not matter, and equal states have no difference")
  func equal() {
    let found = Self.compare(
      "row,dataset,fold,it_energy_kwh,outcome\nbody,A,1,2.0,failed\nbody,A,0,1.5,finished\n")
    #expect(found.changes.isEmpty && found.added.isEmpty && found.removed.isEmpty)
    #expect(found.comparedNumbers == 2)
  }

  @Test("A changed number is told with its row, column, unit and relative change")
  func changed() throws {
    let found = Self.compare(
      "row,dataset,fold,it_energy_kwh,outcome\nbody,A,0,1.2,finished\nbody,A,1,2.0,finished\n")
    #expect(found.changes.count == 2)
    let change = try #require(found.changes.first)
    #expect((change.row, change.column, change.unit) == ("A / 0", "it_energy_kwh", "kWh"))
    #expect(change.relative.map { abs($0 + 0.2) < 1e-12 } == true)
    #expect(found.changes[1].relative == nil, "words have none")
  }

  @Test("Rows and columns of only one state are told as such")
  func rowsAndColumns() {
    let found = Self.compare("row,dataset,fold,it_energy_kwh,coverage\nbody,A,0,1.5,1.0\nbody,B,0,9.0,1.0\n")
    #expect(found.added.map(\.row) == ["B / 0"])
    #expect(found.removed.map(\.row) == ["A / 1"])
    #expect(found.addedColumns == ["runs.coverage"])
    #expect(found.removedColumns == ["runs.outcome"])
    #expect(found.changes.isEmpty)
  }

  @Test("The tolerance is relative to the greater number", arguments: [(0.0009, 1), (0.0011, 0)])
  func tolerance(tolerance: Double, changes: Int) {
    let found = Self.compare(
      "row,dataset,fold,it_energy_kwh,outcome\nbody,A,0,1.4985,finished\nbody,A,1,2.0,failed\n", tolerance: tolerance)
    #expect(found.changes.count == changes)
  }

  @Test("Rows that nothing tells apart are counted")
  func alike() {
    let table = NumberTable(name: "t", csv: "row,code\nbody,x\nbody,x\n")
    let more = NumberTable(name: "t", csv: "row,code\nbody,x\nbody,x\nbody,x\n")
    #expect(TableComparison(table, more).added.map(\.row) == ["x (3)"])
  }

  @Test(
    "Units are read from columns' names",
    arguments: [
      ("it_energy_kwh", "kWh"), ("it_energy_kwh_mean", "kWh"), ("co2e_g", "g"), ("time_s_sd", "s"), ("coverage", nil),
      ("carbon_intensity.g_per_kwh", "g/kWh"), ("energy_kwh_n", nil),
    ])
  func units(column: String, unit: String?) { #expect(NumberTable.unit(of: column) == unit) }
}

@Suite("What changed constants explain")
struct ConstantReasonsTests {
  private static func constant(_ name: String, _ value: Double) -> ReportManifest.Constant {
    .init(
      name: name, value: value, unit: nil, source: "s", year: nil, place: nil, edition: nil, license: nil, origin: "o")
  }

  private static func change(_ column: String, _ old: String, _ new: String) -> TableComparison.CellChange {
    .init(table: "footprint", row: "A", column: column, old: old, new: new)
  }

  private static let pue = ManifestDifference.constants([constant("pue", 1.5)], [constant("pue", 1.2)])

  @Test("A new PUE explains exactly the numbers that follow it")
  func explains() {
    let all = [Self.change("facility_energy_kwh", "3.0", "2.4")]
    #expect(
      ConstantReasons.sentences(all, constants: Self.pue)
        == ["PUE 1.5 → 1.2 explains all 1 changed numbers of energy with PUE"])
    let some = all + [Self.change("facility_energy_kwh", "3.0", "2.5")]
    #expect(
      ConstantReasons.sentences(some, constants: Self.pue)
        == ["PUE 1.5 → 1.2 explains 1 of the 2 changed numbers of energy with PUE"])
  }

  @Test("Nothing is claimed where it is not so")
  func silent() {
    #expect(ConstantReasons.sentences([Self.change("it_energy_kwh", "3.0", "2.4")], constants: Self.pue).isEmpty)
    #expect(ConstantReasons.sentences([Self.change("co2e_g", "3.0", "2.0")], constants: Self.pue).isEmpty)
    #expect(ConstantReasons.sentences([Self.change("co2e_g", "3.0", "2.4")], constants: []).isEmpty)
  }

  @Test("CO2e follows PUE times carbon intensity, and a distance the car besides")
  func products() {
    let constants = ManifestDifference.constants(
      [Self.constant("pue", 1.5), Self.constant("carbon_intensity", 100), Self.constant("car", 100)],
      [Self.constant("pue", 1.2), Self.constant("carbon_intensity", 200), Self.constant("car", 50)])
    let found = ConstantReasons.sentences(
      [Self.change("co2e_g", "10.0", "16.0"), Self.change("car_distance_km", "1.0", "3.2")], constants: constants)
    #expect(
      found == [
        "PUE 1.5 → 1.2 and carbon intensity 100.0 → 200.0 explain all 1 changed numbers of CO2e",
        "PUE 1.5 → 1.2 and carbon intensity 100.0 → 200.0 and car factor 100.0 → 50.0 explain all 1 changed numbers of distance by car",
      ])
  }
}
