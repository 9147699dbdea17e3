import Quantities
import Testing

@testable import LogFormats

@Suite("Names of carbontracker logs")
struct TrackerFileNameTests {
  typealias Parts = (prefix: String?, pid: Int?, random: Int?, kind: TrackerLog.Kind)

  @Test(
    "Every release's form",
    arguments: [
      ("2020-05-02T21:03Z_carbontracker.log", (nil, nil, nil, .standard), "2020-05-02T21:03:00"),
      ("2022-05-19T221644Z_carbontracker_output.log", (nil, nil, nil, .output), "2022-05-19T22:16:44"),
      ("31663_2026-11-23T105052Z_carbontracker_err.log", (nil, 31663, nil, .error), "2026-11-23T10:50:52"),
      (
        "28270.339564_2026-11-23T104720Z_carbontracker.log.gz", (nil, 28270, 339_564, .standard), "2026-11-23T10:47:20"
      ),
      (
        "nnUNet_Rings_f0_5842.299088_2026-11-23T092211Z_carbontracker.log",
        ("nnUNet_Rings_f0", 5842, 299_088, .standard), "2026-11-23T09:22:11"
      ),
      (
        "a_carbontracker_7_12.5_2026-11-23T092211Z_carbontracker_output.log",
        ("a_carbontracker_7", 12, 5, .output), "2026-11-23T09:22:11"
      ),
      ("v1.2.3_2026-11-23T092211Z_carbontracker.log", ("v1.2.3", nil, nil, .standard), "2026-11-23T09:22:11"),
    ] as [(String, Parts, String)])
  func forms(name: String, parts: Parts, start: String) throws {
    let read = try #require(TrackerFileName(fileName: name))
    #expect(read.prefix == parts.prefix)
    #expect(read.pid == parts.pid)
    #expect(read.random == parts.random)
    #expect(read.kind == parts.kind)
    #expect(read.start.iso8601 == start)
    #expect(name.hasPrefix(read.stem + "_carbontracker"))
  }

  @Test("One stem for the three files of a tracker")
  func stems() {
    let stems = ["", "_output", "_err"].map { kind in
      TrackerFileName(fileName: "x_carbontracker_1.2_2026-11-23T092211Z_carbontracker\(kind).log")?.stem
    }
    #expect(Set(stems) == ["x_carbontracker_1.2_2026-11-23T092211Z"])
  }

  @Test(
    "Other names",
    arguments: [
      "", "carbontracker.log", "_carbontracker.log", "training_log_2026_11_23.txt",
      "2026-11-23T092211_carbontracker.log",
      "2026-13-23T092211Z_carbontracker.log", "x2026-11-23T092211Z_carbontracker.log",
      "2026-11-23T0922é1Z_carbontracker.log",
    ])
  func others(name: String) { #expect(TrackerFileName(fileName: name) == nil) }
}
