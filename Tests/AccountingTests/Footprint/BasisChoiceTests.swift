import LogFormats
import Quantities
import StudyFile
import Testing

@testable import Accounting
@testable import Alignment

/// Where PUE and carbon intensity come from.
@Suite struct BasisChoiceTests {
  /// A study whose linked carbontracker logs state these PUEs.
  private func study(pues: [Double?], disposition: Evidence.Disposition = .linked) -> AlignedStudy {
    let evidence = pues.enumerated().map { number, pue in
      var session = TrackerSession(line: 1)
      session.pue = pue
      return Evidence(
        id: "\(number)", path: "\(number)", content: .tracker(session), clock: .utc, window: nil,
        disposition: disposition)
    }
    return AlignedStudy(runs: [], evidence: evidence, diagnostics: [], inputs: [])
  }

  private func choose(_ study: AlignedStudy, _ yaml: String = "") throws -> (AccountingBasis, Set<String>) {
    let (basis, findings) = try BasisChoice.choose(
      for: study, study: try StudyFile.parse(yaml, fileName: "fodspor.yml"))
    return (basis, Set(findings.map(\.diagnostic.code)))
  }

  @Test("The study file's PUE wins")
  func declared() throws {
    let (basis, codes) = try choose(study(pues: [1.58]), "pue: 1.1")
    #expect(basis.pue.value.ratio == 1.1)
    #expect(basis.pue.kind == .studyFile)
    #expect(!codes.contains("pue.default"))
  }

  @Test("What the linked logs agree on comes next")
  func logged() throws {
    let (basis, codes) = try choose(study(pues: [1.58, nil, 1.58]))
    #expect(basis.pue.value.ratio == 1.58)
    #expect(basis.pue.kind == .log)
    #expect(!codes.contains("pue.default"))
  }

  @Test("Logs that disagree, none, or ones that are linked to nothing: a default, and a finding")
  func fallback() throws {
    for study in [
      study(pues: [1.58, 1.55]), study(pues: []), study(pues: [0.5]),
      study(pues: [1.58], disposition: .unlinked(reason: "test")),
    ] {
      let (basis, codes) = try choose(study)
      #expect(basis.pue.kind == .default)
      #expect(codes.contains("pue.default"))
    }
  }

  @Test("No place: the world's average, with a finding; a declared value: none")
  func intensity() throws {
    let (world, codes) = try choose(study(pues: []))
    #expect(world.intensity.iso3 == "WLD")
    #expect(codes.contains("carbon.world-average"))
    let (declared, others) = try choose(study(pues: []), "carbon-intensity: 151.5")
    #expect(declared.intensity.value == .gramsPerKilowattHour(151.5))
    #expect(!others.contains("carbon.world-average"))
  }

  @Test(
    "Without a place of the study, the one country that its trackers name",
    arguments: [
      (["DEU", "DEU"], "Copenhagen, Capital Region, DK", nil), (["DEU"], nil, "DEU"),
      ([], "Copenhagen, Capital Region, DK", "DNK"),
      (["DNK"], "Copenhagen, DK", "DNK"), (["XYZ"], nil, nil), ([], "Unknown", nil),
    ] as [([String], String?, String?)])
  func loggedPlace(countries: [String], place: String?, expected: String?) throws {
    var evidence = countries.enumerated().map { number, country in
      var row = CodeCarbonRow(end: WallTime(nanoseconds: 0), seconds: 60, line: 2)
      row.countryISO3 = country
      return Evidence(
        id: "\(number)", path: "emissions.csv", content: .codecarbon(row), clock: .utc, window: nil,
        disposition: .linked)
    }
    if let place {
      var session = TrackerSession(line: 1)
      session.intensities = [.init(gramsPerKilowattHour: 100, source: .live, place: place, line: 3)]
      evidence.append(
        Evidence(
          id: "t", path: "t.log", content: .tracker(session), clock: .utc, window: nil, disposition: .linked))
    }
    let (basis, codes) = try choose(AlignedStudy(runs: [], evidence: evidence, diagnostics: [], inputs: []))
    #expect(basis.intensity.iso3 == expected ?? "WLD")
    #expect(codes.contains("carbon.place-from-logs") == (expected != nil))
    let (declared, _) = try choose(
      AlignedStudy(runs: [], evidence: evidence, diagnostics: [], inputs: []), "carbon-intensity: {country: SWE}")
    #expect(declared.intensity.iso3 == "SWE")
  }

  @Test("IT energy to facility energy to emissions to kilometres")
  func chain() throws {
    let (basis, _) = try choose(study(pues: []), "{pue: 1.5, carbon-intensity: 200}")
    let energy = Energy.kilowattHours(2)
    #expect(basis.facility(energy) == .kilowattHours(3))
    #expect(basis.carbon(energy) == .grams(600))
    #expect(abs(basis.distance(energy).kilometres - 600 / 106.8) < 1e-12)
  }
}
