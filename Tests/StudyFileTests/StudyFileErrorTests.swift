import StudyFile
import Testing

@Suite struct StudyFileErrorTests {
  private func problems(_ yaml: String) -> [StudyFileError.Problem] {
    do {
      _ = try StudyFile.parse(yaml, fileName: "fodspor.yml")
      return []
    } catch {
      return error.problems
    }
  }

  @Test(arguments: [
    ("title: A\npu: 1.2", 2, "unknown key 'pu' in the study file; did you mean 'pue'?"),
    ("title: A\ntime_zone: UTC", 2, "did you mean 'time-zone'?"),
    ("\n\nxyzzy: 1", 3, "unknown key 'xyzzy' in the study file; known are title, time-zone,"),
    ("pue: {valeu: 1.2, value: 1.2}", 1, "unknown key 'valeu' in pue; did you mean 'value'?"),
    ("labels:\n  dataset: {a: b}", 2, "did you mean 'datasets'?"),
    ("final-models:\n  D1:\n    configuration: 2d\n    fold: 0", 4, "unknown key 'fold' in the final model of 'D1'"),
  ])
  func unknownKeys(yaml: String, line: Int, message: String) throws {
    let problem = try #require(problems(yaml).first)
    #expect(problem.line == line)
    #expect(problem.message.contains(message))
  }

  @Test(arguments: [
    ("pue: 0.99", 1, "pue must be at least 1, not 0.99"),
    ("pue:\n  value: 0", 2, "pue must be at least 1"),
    ("pue: 1,3", 1, "pue must be a number such as 1.25, not '1,3'"),
    ("pue: \"1.3\"", 1, "must be a number"),
    ("pue: .inf", 1, "must be a number"),
    ("pue: nan", 1, "must be a number"),
    ("pue: 0x2", 1, "must be a number"),
    ("pue: 1e999", 1, "must be a number"),
    ("pue: [[1.3]]", 1, "pue must be a list of 'key: value' lines"),
    ("pue: {source: A}", 1, "pue needs the key 'value'"),
    ("pue: {value: 1.2, year: 24}", 1, "year must be a whole number from 1990 to 2100, not '24'"),
    ("pue: {value: 1.2, year: 99999999999999999999}", 1, "year must be a whole number"),
    ("carbon-intensity: -1", 1, "must not be negative"),
    ("carbon-intensity:\n  value: -0.5", 2, "must not be negative"),
    ("carbon-intensity: DNK", 1, "must be a number"),
    ("carbon-intensity: {year: 2024}", 1, "needs either a country, a value or a series"),
    ("carbon-intensity: {country: DNK, value: 3}", 1, "needs either a country, a value or a series"),
    ("carbon-intensity: {country: DNK,\n  source: A}", 2, "source goes with a value"),
    ("title:", 1, "title has no value"),
    ("title: ''", 1, "title has no value"),
    ("title: [a]", 1, "title must be a text"),
    ("time-zone: Europe/Copenhage", 1, "did you mean 'Europe/Copenhagen'?"),
    ("time-zone: CST", 1, "'CST' is no known time zone"),
    ("time-zones: UTC", 1, "time-zones must be a list"),
    ("time-zones:\n  - zone: UTC", 2, "needs the key 'paths'"),
    ("time-zones:\n  - paths: a", 2, "needs the key 'zone'"),
    ("ignore:\n  - a\n  - /b", 3, "'/b' begins with '/'"),
    ("ignore: a/", 1, "write '/**'"),
    ("links:\n  - {evidence: a}", 2, "needs either a run or a job"),
    ("links:\n  - {evidence: a, run: b, job: 3}", 2, "needs either a run or a job"),
    ("links:\n  - {evidence: a, job: 3, share: 1.5}", 2, "share must be 'even' or a number above 0 and at most 1"),
    ("links:\n  - {evidence: a, job: 3, share: 0}", 2, "share must be 'even' or a number"),
    ("links:\n  - {evidence: a, job: 3, share: evenly}", 2, "not 'evenly'"),
    ("links:\n  - {evidence: a, job: 3, devices: []}", 2, "devices must name one device at least"),
    ("links:\n  - {evidence: a, job: 3, devices: {a: b}}", 2, "devices must be a list"),
    ("links:\n  - {evidence: a, job: 3, device: 0}", 2, "did you mean 'devices'?"),
    ("links:\n  - {evidence: a, job: 3_1}", 2, "job must be a whole number"),
    ("final-models: {D1: 2d}", 1, "the final model of 'D1' must be a list of 'key: value' lines"),
    ("final-models: {D1: {trainer: T}}", 1, "needs the key 'configuration'"),
    ("gaps: ignore", 1, "gaps must be bridge, drop, mean or fail, not 'ignore'"),
    ("carbontracker: fixed", 1, "carbontracker must be corrected or reported, not 'fixed'"),
    ("labels: {datasets: {a: [b]}}", 1, "label of 'a' must be a text"),
    ("labels: {datasets: {[a]: b}}", 1, "a key in labels of datasets must be a text"),
    ("just a text", 1, "the study file must be a list of 'key: value' lines"),
  ])
  func wrongValues(yaml: String, line: Int, message: String) throws {
    let found = problems(yaml)
    #expect(found.count == 1)
    #expect(found.first?.line == line)
    #expect(found.first?.message.contains(message) == true, "\(found)")
  }

  @Test(arguments: [
    ("title: A\npue: 1.2\ntitle: B", [1, 3], "more than one key 'title'"),
    ("labels:\n  datasets:\n    a: b\n    a: c", [3, 4], "more than one key 'a'"),
    ("title: [a\npue: 1", [1, 2], "is no YAML"),
    ("title: a\n\tpue: 1", [2], "is no YAML"),
    ("title: a\npue: 1\u{1}", [2], "is no YAML"),
    ("title: a\n---\ntitle: b", [1, 2], "is no YAML"),
    ("title: *nowhere", [1], "is no YAML"),
  ])
  func brokenFiles(yaml: String, lines: [Int], message: String) throws {
    let problem = try #require(problems(yaml).first)
    #expect(lines.contains(problem.line ?? 0), "\(problem)")
    #expect(problem.message.contains(message), "\(problem)")
  }

  @Test func reportsAllProblemsInTheOrderOfTheFile() {
    let yaml = """
      carbontracker: fixed
      pue: 0.5
      titel: A
      time-zone: Nowhere/Atall
      """
    #expect(problems(yaml).map(\.line) == [1, 2, 3, 4])
    let error = #expect(throws: StudyFileError.self) { try StudyFile.parse(yaml, fileName: "fodspor.yml") }
    #expect(
      error?.description.split(separator: "\n").dropFirst(2).first
        == "fodspor.yml:3: unknown key 'titel' in the study file; did you mean 'title'?")
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "&a [", "!!x "])
  func deepNestingIsAnErrorNotACrash(opening: String) {
    #expect(!problems(String(repeating: opening, count: 100_000)).isEmpty)
  }

  /// Each level names the one below it twice; keys that are such mappings are compared, which would take for ever.
  @Test func aliasesOfAliasesAreRefused() {
    var yaml = "a0: &a0 {b: c}\n"
    for level in 1...25 { yaml += "a\(level): &a\(level) {x: *a\(level - 1), y: *a\(level - 1)}\n" }
    let found = problems(yaml + "z: {? *a25 : 1, ? *a25 : 2}\n")
    #expect(found == [.init(line: nil, message: "has more than 32 aliases (*name); write them out")])
  }

  @Test func fewAliasesAndManyPatternsAreTaken() {
    let patterns = (0..<100).map { "'*fold_\($0)*'" }.joined(separator: ", ")
    #expect(problems("title: &t A\nignore: [\(patterns), *t]\n").isEmpty)
  }

  @Test func hugeFilesAreRefused() {
    let found = problems("# " + String(repeating: "x", count: 1 << 20))
    #expect(found == [.init(line: nil, message: "is larger than 1 MiB")])
  }
}
