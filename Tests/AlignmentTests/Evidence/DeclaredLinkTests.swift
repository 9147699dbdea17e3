import Accounting
import Alignment
import Quantities
import Testing

/// Links that the study file declares.
@Suite struct DeclaredLinkTests {
  private func twoFolds() throws -> (folder: StudyFolder, stories: [TrainingStory]) {
    let folder = try StudyFolder()
    let stories = (0...1).map { number -> TrainingStory in
      var story = TrainingStory()
      story.fold = number
      story.start = Double(number) * 3
      return story
    }
    for story in stories { try folder.write(story) }
    return (folder, stories)
  }

  @Test("A declared link wins over what the logs say, and is the only one")
  func wins() async throws {
    let (folder, stories) = try twoFolds()
    // By its epochs it is fold 0's, by the study file fold 1's.
    try folder.write(TrackerStory(watching: stories[0]), in: "trackers")
    let attempts = try await folder.analyse("links: [{evidence: \"trackers/*\", run: \"**/fold_1\"}]")
      .study.runs.flatMap(\.attempts)
    #expect(attempts.map { $0.links.map(\.reason) } == [[], [.declared]])
  }

  @Test("A job is a target, too")
  func job() async throws {
    let (folder, stories) = try twoFolds()
    try folder.write(stories[1].console(job: 4200), to: "slurm/slurm-4200.out")
    try folder.write(PowerTrace(from: -5, to: 100, watts: 100).nvidiaSMI(), to: "traces/power.csv")
    let attempts = try await folder.analyse("links: [{evidence: \"traces/power.csv\", job: 4200}]")
      .study.runs.flatMap(\.attempts)
    #expect(attempts.map { $0.links.map(\.reason) } == [[], [.declared]])
  }

  @Test("The first rule that matches a file holds, and nothing is linked twice to one attempt")
  func firstRule() async throws {
    let (folder, _) = try twoFolds()
    try folder.write(PowerTrace(from: -5, to: 100, watts: 100).nvidiaSMI(), to: "traces/power.csv")
    let rules = [
      ("**/fold_1", "**/fold_0", [[], [EvidenceLink.Reason.declared]]),
      ("**/fold_1", "**/fold_*", [[], [.declared]]),
      ("**/fold_*", "**/fold_1", [[.declared], [.declared]]),
    ]
    for (first, second, expected) in rules {
      let yaml = """
        links:
          - {evidence: "traces/power.csv", run: "\(first)"}
          - {evidence: "traces/*.csv", run: "\(second)"}
        """
      let attempts = try await folder.analyse(yaml).study.runs.flatMap(\.attempts)
      #expect(attempts.map { $0.links.map(\.reason) } == expected)
    }
  }

  @Test("A link to a run that is not there is told, and the file is not linked otherwise")
  func noTarget() async throws {
    let (folder, stories) = try twoFolds()
    try folder.write(TrackerStory(watching: stories[0]), in: "trackers")
    let footprint = try await folder.analyse("links: [{evidence: \"trackers/*\", run: \"nowhere\"}]")
    #expect(footprint.codes.contains("link.no-target"))
    #expect(footprint.study.runs.flatMap(\.attempts).allSatisfy { $0.links.isEmpty })
  }
}
