import Foundation
import Quantities
import StudyFile
import Testing

@Suite struct StudyFileTests {
  private static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func readsEveryKey() throws {
    let study = try StudyFile.parse(
      """
      title: Two sets
      time-zone: UTC
      time-zones:
        - {paths: ["b/**", c.txt], zone: Europe/Copenhagen}
        - paths: b/special/*
          zone: +05:30
      pue: {value: 1.25, source: Operator, year: 2025}
      carbon-intensity: {value: 143.3, year: 2024, source: Grid, place: Zealand}
      labels:
        datasets: {Dataset701_Blobs: Blobs}
        configurations: {2d: 2D, 3d_fullres: "3D"}
        trainers: {nnUNetTrainer: nnU-Net}
      links:
        - {evidence: "t/*.csv", run: "Dataset701_Blobs/*/fold_0"}
        - {evidence: rapl.csv, job: 4410201}
        - {evidence: node.csv, run: a, devices: [0, GPU-8f3c, package-0], share: 0.25}
        - {evidence: node.csv, run: b, devices: 1, share: even}
      ignore: ["**/*.tmp"]
      final-models:
        Dataset701_Blobs: {configuration: 3d_fullres, plans: nnUNetPlans}
        Dataset702: {configuration: 2d}
      carbontracker: reported
      gaps: drop
      """, fileName: "fodspor.yml")

    var expected = StudyFile()
    expected.title = "Two sets"
    expected.defaultTimeZone = .utc
    expected.timeZones = [
      TimeZoneRule(
        paths: [try Glob("b/**"), try Glob("c.txt")], zone: try #require(ZoneName("Europe/Copenhagen"))),
      TimeZoneRule(paths: [try Glob("b/special/*")], zone: try #require(ZoneName("+05:30"))),
    ]
    expected.pue = [PUEChoice(value: try #require(PowerUsageEffectiveness(1.25)), source: "Operator", year: 2025)]
    expected.carbonIntensity = .value(
      .gramsPerKilowattHour(143.3), year: 2024, source: "Grid", place: "Zealand", boundary: nil)
    expected.datasetLabels = ["Dataset701_Blobs": "Blobs"]
    expected.configurationLabels = ["2d": "2D", "3d_fullres": "3D"]
    expected.trainerLabels = ["nnUNetTrainer": "nnU-Net"]
    expected.links = [
      LinkRule(evidence: try Glob("t/*.csv"), target: .run(try Glob("Dataset701_Blobs/*/fold_0"))),
      LinkRule(evidence: try Glob("rapl.csv"), target: .job(4_410_201)),
      LinkRule(
        evidence: try Glob("node.csv"), target: .run(try Glob("a")), devices: ["0", "GPU-8f3c", "package-0"],
        share: .part(0.25)),
      LinkRule(evidence: try Glob("node.csv"), target: .run(try Glob("b")), devices: ["1"], share: .even),
    ]
    expected.ignore = [try Glob("**/*.tmp")]
    expected.finalModels = [
      "Dataset701_Blobs": FinalModel(configuration: "3d_fullres", plans: "nnUNetPlans"),
      "Dataset702": FinalModel(configuration: "2d"),
    ]
    expected.carbontracker = .reported
    expected.gaps = .drop
    #expect(study == expected)
  }

  @Test(arguments: ["", "\n", "# only a comment\n", "---\n", "{}"])
  func saysNothing(yaml: String) throws {
    #expect(try StudyFile.parse(yaml, fileName: "fodspor.yml") == StudyFile())
  }

  @Test func firstTimeZoneRuleHolds() throws {
    let study = try StudyFile.parse(
      """
      time-zone: UTC
      time-zones:
        - {paths: "a/b/**", zone: "+02:00"}
        - {paths: "a/**", zone: "+01:00"}
      """, fileName: "fodspor.yml")
    #expect(study.timeZone(ofFile: "a/b/log.txt")?.name == "+02:00")
    #expect(study.timeZone(ofFile: "a/log.txt")?.name == "+01:00")
    #expect(study.timeZone(ofFile: "log.txt") == .utc)
    #expect(StudyFile().timeZone(ofFile: "log.txt") == nil)
  }

  @Test func ignoresByPattern() throws {
    let study = try StudyFile.parse("ignore: old/**", fileName: "fodspor.yml")
    #expect(study.ignores("old/a/b.txt"))
    #expect(!study.ignores("new/old/b.txt"))
  }

  @Test func shortForms() throws {
    #expect(try StudyFile.parse("pue: 1", fileName: "f").pue == [PUEChoice(value: .none)])
    let choice = try StudyFile.parse("carbon-intensity: 25", fileName: "f").carbonIntensity
    #expect(choice == .value(.gramsPerKilowattHour(25), year: nil, source: nil, place: nil, boundary: nil))
  }

  /// To YAML 1.1, the code of Norway is a truth value, `1:30` is ninety and `2d` is text.
  @Test func plainTextsStayTexts() throws {
    let study = try StudyFile.parse(
      """
      title: 2024
      carbon-intensity: {country: NO}
      labels: {datasets: {on: 1:30}, configurations: {2d: yes}}
      """, fileName: "fodspor.yml")
    #expect(study.title == "2024")
    #expect(study.carbonIntensity == .country("NO", year: nil))
    #expect(study.datasetLabels == ["on": "1:30"])
    #expect(study.configurationLabels == ["2d": "yes"])
  }

  @Test func demoStudyIsValid() throws {
    let file = Self.packageRoot.appending(path: "fixtures/demo-study/fodspor.yml")
    let study = try StudyFile.parse(try String(contentsOf: file, encoding: .utf8), fileName: "fodspor.yml")
    #expect(study != StudyFile())
  }

  /// The example of the documentation uses every key.
  @Test func documentedExampleIsValid() throws {
    let page = try String(contentsOf: Self.packageRoot.appending(path: "docs/study-file.md"), encoding: .utf8)
    let block = try #require(page.components(separatedBy: "```yaml\n").dropFirst().first)
    let yaml = try #require(block.components(separatedBy: "```").first)
    let study = try StudyFile.parse(yaml, fileName: "docs/study-file.md")
    #expect(study.title != nil)
    #expect(study.timeZones.count == 1)
    #expect(study.timeZone(ofFile: "traces/nvidia-smi_1.csv")?.name == "Europe/Copenhagen")
    #expect(study.defaultTimeZone == .utc)
    #expect(study.pue.first?.year == 2025)
    #expect(study.carbonIntensity == .country("DNK", year: 2024))
    #expect(study.places.count == 3)
    #expect(study.datasetLabels.count == 1)
    #expect(study.configurationLabels.count == 1)
    #expect(study.trainerLabels.count == 1)
    #expect(study.links.count == 3)
    #expect(study.links.last?.share == .even)
    #expect(study.ignore.count == 2)
    #expect(study.finalModels.count == 1)
    #expect(study.traces.count == 2)
  }
}
