import Accounting
import Alignment
import Foundation
import Quantities
import Testing

/// Samples that stand in several files of one training count once, and none of them is lost.
@Suite("Repeated traces")
struct RepeatedTraceTests {
  private static let job = 4103

  /// A power that no other board has.
  private static func trace(_ start: Double = -5, _ end: Double = 70, phase: Double = 0) -> String {
    PowerTrace(from: start, to: end) { _, time in
      150 + ((time + phase + 100) * 7).truncatingRemainder(dividingBy: 31)
    }.nvidiaSMI()
  }

  /// The same rows without the board's index.
  private static func unnamed(_ text: String) -> String {
    text.replacing("index, name, ", with: "").replacing(", 0, NVIDIA A100-SXM4-40GB", with: "")
  }

  /// A training of a job with traces that have its number, by folder.
  private static func footprint(_ traces: [String: String]) async throws -> (StudyFootprint, joules: Double) {
    let folder = try StudyFolder()
    let story = TrainingStory()
    try folder.write(story)
    try folder.write(story.console(job: job), to: "slurm/slurm-\(job).out")
    for (name, text) in traces { try folder.write(text, to: "\(name)/nvidia-smi_\(job).csv") }
    let footprint = try await folder.analyse()
    return (footprint, try #require(footprint.runs.first?.energy).joules)
  }

  @Test("Of a file and its beginning the file counts, in whatever order they are")
  func beginning() async throws {
    let whole = try await Self.footprint(["m": Self.trace()]).joules
    let cut = String(Self.trace().prefix(Self.trace().count / 2))
    for folder in ["a", "z"] {
      let (footprint, joules) = try await Self.footprint(["m": Self.trace(), folder: cut])
      #expect(joules == whole)
      #expect(footprint.attempts.first?.footprint.coverage == 1)
      #expect(footprint.codes.contains("count-once.same-device"))
    }
  }

  @Test("Of two files that have a part of their time in common, each counts where the other has nothing")
  func overlappingParts() async throws {
    let whole = try await Self.footprint(["m": Self.trace()]).joules
    let (footprint, joules) = try await Self.footprint(["a": Self.trace(-5, 30), "b": Self.trace(20, 70)])
    #expect(abs(joules - whole) < 0.001 * whole)
    #expect((footprint.attempts.first?.footprint.coverage ?? 0) > 0.999)
    #expect(footprint.codes.contains("count-once.same-device"))
  }

  @Test("A copy in another layout is known by its samples")
  func otherLayout() async throws {
    let whole = try await Self.footprint(["m": Self.trace()]).joules
    for folder in ["a", "z"] {
      let (footprint, joules) = try await Self.footprint(["m": Self.trace(), folder: Self.unnamed(Self.trace())])
      #expect(joules == whole)
      #expect(footprint.messages("count-once.same-device").contains { $0.contains("has the samples of") })
    }
  }

  @Test("Boards with other samples are added, also where one file names none")
  func otherBoard() async throws {
    let one = try await Self.footprint(["m": Self.trace()]).joules
    let other = try await Self.footprint(["m": Self.trace(phase: 0.7)]).joules
    let (footprint, joules) = try await Self.footprint([
      "m": Self.trace(), "n": Self.unnamed(Self.trace(phase: 0.7)),
    ])
    #expect(abs(joules - one - other) < 1e-6)
    #expect(!footprint.codes.contains("count-once.same-device"))
  }

  @Test("A row with a damaged day is left out, and the trace keeps its hours", arguments: ["21", "19"])
  func strayDay(day: String) async throws {
    let whole = try await Self.footprint(["m": Self.trace()]).joules
    var lines = Self.trace().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines[60] = lines[60].replacing("/11/20 ", with: "/11/\(day) ")
    let (footprint, joules) = try await Self.footprint(["m": lines.joined(separator: "\n")])
    #expect(abs(joules - whole) < 0.002 * whole)
    #expect(footprint.codes.contains("trace.stray-time"))
    #expect(!footprint.codes.contains("trace.backward-clock") && !footprint.codes.contains("trace.gaps"))
    let window = try #require(footprint.study.evidence("m/nvidia-smi_\(Self.job).csv")?.window)
    #expect(window.duration < .seconds(80))
  }
}
