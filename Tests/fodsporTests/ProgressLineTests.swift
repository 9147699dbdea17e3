import Testing

@testable import StudyStore
@testable import fodspor

@Suite("The line of progress")
struct ProgressLineTests {
  @Test(
    "tells files, share, rate and the time that is left",
    arguments: [
      (10, 40, 100_000_000, 400_000_000, 4, "reading 10 of 40 files, 25 %, 25 MB/s, 12 s left"),
      (500, 100_000, 500_000, 100_000_000, 1, "reading 500 of 100000 files, 0 %, 500 files/s, 3 min 19 s left"),
      (1, 2, 1_000_000_000, 10_000_000_000, 1000, "reading 1 of 2 files, 10 %, 1 MB/s, 2 h 30 min left"),
      (1, 1001, 0, 0, 100, "reading 1 of 1001 files, 0 %, 0 files/s, 27 h 46 min left"),
      (0, 5, 0, 50, 100, "reading 0 of 5 files, 0 %, 0 MB/s"),
      (40, 40, 400, 400, 3, "reading 40 of 40 files, 100 %, 13 files/s"),
    ])
  func text(files: Int, of total: Int, bytes: Int, ofBytes: Int, seconds: Int, expected: String) async throws {
    let progress = IngestProgress(
      filesDone: files, filesTotal: total, bytesDone: Int64(bytes), bytesTotal: Int64(ofBytes), currentPath: "/x")
    #expect(ProgressLine.text(progress, after: .seconds(seconds)) == expected)
  }
}
