import Accounting
import Alignment
import Quantities
import Testing

/// Which trainings a trace belongs to.
@Suite struct TraceLinkTests {
  private func fold(_ number: Int, start: Double) -> TrainingStory {
    var story = TrainingStory()
    story.fold = number
    story.start = start
    return story
  }

  private func trace(_ start: Double, _ end: Double) -> String {
    PowerTrace(from: start, to: end, watts: 100).nvidiaSMI()
  }

  @Test("The Slurm job in the trace's name and in the console decides, also between trainings side by side")
  func job() async throws {
    let folder = try StudyFolder()
    for (number, job) in [(0, 4101), (1, 4102)] {
      let story = fold(number, start: 0.25 * Double(number))
      try folder.write(story)
      try folder.write(story.console(job: job), to: "slurm/slurm-\(job).out")
      try folder.write(trace(-5 - Double(number), 70), to: "traces/nvidia-smi_\(job).csv")
    }
    let attempts = try await folder.analyse().study.runs.flatMap(\.attempts)
    #expect(
      attempts.map { $0.links.map(\.evidence) } == [["traces/nvidia-smi_4101.csv"], ["traces/nvidia-smi_4102.csv"]])
    #expect(attempts.map { $0.links.map(\.reason) } == [[.slurmJob(4101)], [.slurmJob(4102)]])
    #expect(attempts.flatMap(\.links).allSatisfy { $0.overlap == 1 })
  }

  @Test("A trace in the run's folder belongs to those of its attempts during which it ran")
  func folder() async throws {
    let folder = try StudyFolder()
    for start in [0.0, 1000] { try folder.write(fold(0, start: start)) }
    try folder.write(fold(1, start: 0.5))
    let first = fold(0, start: 0).folder
    try folder.write(trace(995, 1100), to: first + "/power.csv")
    let attempts = try await folder.analyse().study.runs.flatMap(\.attempts)
    #expect(attempts.map { $0.links.map(\.reason) } == [[], [.folder(first)], []])
  }

  @Test("A trace of trainings one after another belongs to all of them")
  func timeInSequence() async throws {
    let folder = try StudyFolder()
    try folder.write(fold(0, start: 0))
    try folder.write(fold(1, start: 100))
    try folder.write(trace(-5, 200), to: "traces/power.csv")
    let footprint = try await folder.analyse()
    let attempts = footprint.study.runs.flatMap(\.attempts)
    #expect(attempts.map { $0.links.map(\.reason) } == [[.time], [.time]])
    #expect(footprint.study.evidence.map(\.disposition) == [.linked])
    #expect(footprint.messages("link.time-only").count == 2)
  }

  @Test("A trace of trainings side by side is nobody's, and the finding names them with a line for the study file")
  func ambiguous() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0, start: 0), fold(1, start: 10)]
    for story in stories { try folder.write(story) }
    try folder.write(trace(-5, 200), to: "traces/power.csv")
    let footprint = try await folder.analyse()
    #expect(footprint.study.runs.flatMap(\.attempts).allSatisfy { $0.links.isEmpty })
    #expect(footprint.study.evidence.map(\.disposition) == [.unlinked(reason: "fits several trainings")])
    let message = try #require(footprint.messages("link.ambiguous").first)
    for story in stories { #expect(message.contains(story.path)) }
    #expect(message.contains("links: [{evidence: \"traces/power.csv\", run: \"\(stories[0].folder)\"}]"))
    // The line works as it stands.
    let yaml = "links: [{evidence: \"traces/power.csv\", run: \"\(stories[0].folder)\"}]"
    let solved = try await folder.analyse(yaml)
    #expect(solved.study.runs.map { $0.attempts[0].links.map(\.reason) } == [[.declared], []])
    #expect(!solved.codes.contains("link.ambiguous"))
  }

  @Test("A trace that covers less than half of a training is not linked by time alone")
  func tooShort() async throws {
    let folder = try StudyFolder()
    try folder.write(fold(0, start: 0))
    try folder.write(trace(-20, 20), to: "traces/power.csv")
    let footprint = try await folder.analyse()
    #expect(footprint.study.evidence.map(\.disposition) == [.unlinked(reason: "no training ran at the time")])
    #expect(footprint.runs.first?.energy == nil)
  }

  @Test("A second file with the same device and hours is left out, and said to be")
  func sameDeviceAndHours() async throws {
    let folder = try StudyFolder()
    let story = fold(0, start: 0)
    try folder.write(story)
    try folder.write(trace(-5, 70), to: story.folder + "/power.csv")
    // Not the same bytes: it began a little later.
    try folder.write(trace(-4, 70), to: "all/node.csv")
    let footprint = try await folder.analyse()
    let other = try #require(footprint.study.evidence("all/node.csv"))
    guard case .duplicate(let original, _) = other.disposition else {
      Issue.record("\(other.disposition)")
      return
    }
    #expect(original == story.folder + "/power.csv")
    #expect(footprint.codes.contains("count-once.same-device-and-hours"))
    #expect(abs((footprint.runs[0].energy?.joules ?? 0) - 100 * (story.end - story.start)) < 1e-6)
  }

  @Test("Two files of one board and one job count once; the board's index tells, whichever columns a file has")
  func sameDeviceSameJob() async throws {
    let folder = try StudyFolder()
    let story = fold(0, start: 0)
    try folder.write(story)
    try folder.write(story.console(job: 4103), to: "slurm/slurm-4103.out")
    let plain = trace(-5, 70)
    try folder.write(plain, to: "traces/nvidia-smi_4103.csv")
    let named = plain.replacing("index, name", with: "index, uuid, name").replacing(
      ", 0, NV", with: ", 0, GPU-7f0c, NV")
    try folder.write(named, to: "traces/uuid/nvidia-smi_4103.csv")
    let footprint = try await folder.analyse()
    #expect(abs((footprint.runs[0].energy?.joules ?? 0) - 100 * (story.end - story.start)) < 1e-6)
    #expect(footprint.codes.contains("count-once.same-device"))
  }

  @Test("Boards of one job in two files are added")
  func twoBoards() async throws {
    let folder = try StudyFolder()
    let story = fold(0, start: 0)
    try folder.write(story)
    try folder.write(story.console(job: 4104), to: "slurm/slurm-4104.out")
    for board in 0...1 {
      let trace = PowerTrace(from: -5, to: 70, watts: 100).nvidiaSMI(firstIndex: board)
      try folder.write(trace, to: "traces/gpu\(board)_4104.csv")
    }
    let footprint = try await folder.analyse()
    #expect(abs((footprint.runs[0].energy?.joules ?? 0) - 200 * (story.end - story.start)) < 1e-6)
    #expect(!footprint.codes.contains("count-once.same-device"))
  }

  @Test("A trace that was cut into two files, one after the other, is as good as one")
  func rotatedFiles() async throws {
    let folder = try StudyFolder()
    let story = fold(0, start: 0)
    try folder.write(story)
    try folder.write(story.console(job: 4105), to: "slurm/slurm-4105.out")
    try folder.write(trace(-5, 30), to: "traces/gpu_4105_part1.csv")
    try folder.write(trace(30.5, 70), to: "traces/gpu_4105_part2.csv")
    let footprint = try await folder.analyse()
    let attempt = try #require(footprint.attempts.first)
    #expect(abs((attempt.footprint.energy?.joules ?? 0) - 100 * (story.end - story.start)) < 1e-6)
    #expect((attempt.footprint.coverage ?? 0) > 0.999)
    #expect(!footprint.codes.contains("count-once.same-device"))
  }
}
