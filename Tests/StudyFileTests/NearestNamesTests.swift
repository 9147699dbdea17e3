import StudyFile
import Testing

@Suite struct NearestNamesTests {
  private let names = ["title", "time-zone", "time-zones", "pue", "links", "labels"]

  @Test(arguments: [
    ("titel", "title"), ("Title", "title"), ("time_zone", "time-zone"), ("timezones", "time-zones"), ("peu", "pue"),
    ("link", "links"), ("lables", "labels"),
  ])
  func finds(written: String, meant: String) {
    #expect(NearestNames.among(names, to: written).first == meant)
  }

  @Test(arguments: ["", "xyzzy", "carbon", String(repeating: "title", count: 1000)])
  func findsNothing(written: String) {
    #expect(NearestNames.among(names, to: written) == [])
  }

  @Test func ordersByDistanceThenByPosition() {
    #expect(NearestNames.among(["abcx", "abxx", "abcd", "abcy"], to: "abcd", limit: 3) == ["abcd", "abcx", "abcy"])
  }
}
