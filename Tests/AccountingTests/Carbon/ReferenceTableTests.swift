import Testing

@testable import Accounting

@Suite struct ReferenceTableTests {
  @Test func readsNotesColumnsAndQuotedFields() {
    let table = ReferenceTable(
      parsing: Array(
        """
        # edition: First: of all
        # a comment
        id,text,last\r
        1,"a, ""b"" c",x

        2,,
        3
        """.utf8))
    #expect(table.note("edition") == "First: of all")
    #expect(table.note("missing") == "")
    #expect(table.columns == ["id", "text", "last"])
    #expect(table.rows == [["1", "a, \"b\" c", "x"], ["2", "", ""], ["3"]])
    #expect(table.field("text", of: table.rows[0]) == "a, \"b\" c")
    #expect(table.field("text", of: table.rows[1]) == nil)
    #expect(table.field("last", of: table.rows[2]) == nil)
    #expect(table.field("unknown", of: table.rows[0]) == nil)
  }

  @Test(arguments: ["", "#", "# :", "a", "\"", ",", "\n\n"])
  func emptyAndBrokenTablesDoNotTrap(text: String) {
    #expect(ReferenceTable(parsing: Array(text.utf8)).rows.isEmpty)
    #expect(CarbonIntensityTable(parsing: Array(text.utf8)).countries.isEmpty)
    #expect(PUETable(parsing: Array(text.utf8)).average() == nil)
  }
}
