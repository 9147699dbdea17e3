import Accounting
import Testing

@testable import Plotting
@testable import Reporting

/// Names of figures in files and on the command line.
@Suite struct FigureNameTests {
  @Test func stemsOfNamesThatDifferByMarksDiffer() {
    let names: [String?] = [
      "Dataset001_Tubes", "Dataset001 Tubes", "dataset001-tubes", "Dataset001_Tubes-2", "脳", "数据", nil,
    ]
    let stems = FileStems(names)
    let found = names.map { SafeText.slug("epochs-" + stems[$0]) }
    #expect(Set(found).count == names.count, "\(found)")
    // A name that has its letters to itself keeps them.
    #expect(stems["Dataset001_Tubes-2"] == "Dataset001_Tubes-2")
    #expect(stems["Dataset001 Tubes"] == "Dataset001-Tubes" && stems["Dataset001_Tubes"] == "Dataset001_Tubes-3")
    #expect(stems[nil] == "unknown")
  }

  @Test func stemsDoNotDependOnTheOrderOfNames() {
    let names = ["a b", "a_b", "a-b", "A+B", "a"]
    let stems = FileStems(names)
    for rotated in names.indices.map({ Array(names[$0...] + names[..<$0]) }) {
      let other = FileStems(rotated)
      for name in names { #expect(other[name] == stems[name]) }
    }
  }

  @Test func longNamesThatDifferAtTheirEndDiffer() {
    let names = (0..<12).map { String(repeating: "long_", count: 30) + "\($0)" }
    let stems = FileStems(names)
    #expect(Set(names.map { SafeText.slug("epochs-" + stems[$0]) }).count == names.count)
  }

  @Test func everyFigureOfAReportHasAKind() async throws {
    let (file, footprint) = try await DemoStudy.footprint.value
    let figures = ReportFigures(footprint: footprint, labels: Labels(file)).render(.article)
    #expect(figures.count > 8)
    for figure in figures { #expect(FigureKind(figure: figure.rendered.name) != nil, "\(figure.rendered.name)") }
    #expect(
      FigureKind(figure: "epochs-dataset701-blobs") == .epochs
        && FigureKind(figure: "component-shares") == .componentShares)
    #expect(FigureKind(figure: "critical-difference-nsd") == .criticalDifference && FigureKind(figure: "epoch") == nil)
  }

  @Test func placesThatAreAskedForReplaceTheStudys() async throws {
    let (file, footprint) = try await DemoStudy.footprint.value
    let figures = ReportFigures(footprint: footprint, labels: Labels(file))
    #expect(!figures.render(.article, elsewhere: try Relocation(to: [])).contains { $0.rendered.name == "places" })
  }
}
