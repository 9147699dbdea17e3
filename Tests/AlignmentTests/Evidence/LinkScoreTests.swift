import Accounting
import Alignment
import LogFormats
import Testing

/// Links by weighed grounds, and what rules trainings out.
@Suite struct LinkScoreTests {
  private func fold(_ number: Int, start: Double = 0) -> TrainingStory {
    var story = TrainingStory()
    story.fold = number
    story.start = start
    return story
  }

  @Test("Grounds add up, the heaviest first, and the next best is kept")
  func sum() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0), fold(1, start: 0.5)]
    for story in stories { try folder.write(story) }
    try folder.write(stories[0].console(job: 4100), to: "slurm/slurm-4100.out")
    let trace = PowerTrace(from: -5, to: 70, watts: 100).nvidiaSMI()
    try folder.write(trace, to: stories[0].folder + "/nvidia-smi_4100.csv")
    let link = try #require(try await folder.analyse().study.runs.first?.attempts.first?.links.first)
    #expect(link.grounds == [.slurmJob(4100), .folder(stories[0].folder), .name("Dataset801_Cubes"), .time])
    #expect(abs(link.score.total - 385) < 1e-9 && link.score.items.map(\.weight) == [300, 50, 25, 10])
    #expect(link.explanation == "Slurm job 4100 in both, lies in \(stories[0].folder), names Dataset801_Cubes")
  }

  @Test("Identical trainings are told apart by the folder that the tracker's log lies in")
  func folder() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0), fold(1, start: 0.25)]
    for story in stories { try folder.write(story) }
    try folder.write(TrackerStory(watching: stories[0]), in: stories[1].folder)
    let attempts = try await folder.analyse().study.runs.flatMap(\.attempts)
    #expect(attempts.map(\.links.count) == [0, 1])
    #expect(attempts[1].links[0].epochs?.matched == 4)
  }

  @Test("Another host, job or task rules a training out")
  func contradictions() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0), fold(1, start: 0.5)]
    for (number, story) in stories.enumerated() {
      try folder.write(story)
      let console = story.console(job: 4200 + number).replacing(
        "Using device", with: "SLURM_ARRAY_TASK_ID=\(number)\nSLURMD_NODENAME=gpu0\(number + 1)\nUsing device")
      try folder.write(console, to: "slurm/slurm-4199_\(number).out")
    }
    let trace = PowerTrace(from: -5, to: 70, watts: 100)
    try folder.write(trace.nvidiaSMI(), to: "traces/power_gpu02.csv")
    try folder.write(PowerTrace(from: -6, to: 70, watts: 100).nvidiaSMI(firstIndex: 1), to: "traces/gpu_4199_0.csv")
    try folder.write(PowerTrace(from: -7, to: 70, watts: 100).nvidiaSMI(firstIndex: 2), to: "traces/gpu_4201.csv")
    let attempts = try await folder.analyse().study.runs.flatMap(\.attempts)
    #expect(attempts.map(\.slurmJob) == [4200, 4201] && attempts.map(\.placement.arrayJob) == [4199, 4199])
    #expect(attempts[0].links.map(\.evidence) == ["traces/gpu_4199_0.csv"])
    #expect(attempts[1].links.map(\.evidence).sorted() == ["traces/gpu_4201.csv", "traces/power_gpu02.csv"])
    #expect(attempts[1].links.contains { $0.reason == .host("gpu02") })
  }
}
