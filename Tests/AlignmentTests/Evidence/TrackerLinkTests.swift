import Accounting
import Alignment
import Quantities
import Testing

/// Which trainings the logs of trackers belong to.
@Suite struct TrackerLinkTests {
  private func fold(_ number: Int, start: Double, epochs: [Double] = [10, 12, 11, 10]) -> TrainingStory {
    var story = TrainingStory()
    story.fold = number
    story.start = start
    story.epochs = epochs
    return story
  }

  @Test("Coinciding epochs tell trainings side by side apart")
  func epochs() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0, start: 0), fold(1, start: 3)]
    for (place, story) in stories.enumerated() {
      try folder.write(story)
      var tracker = TrackerStory(watching: story)
      tracker.pid = 100 + place
      try folder.write(tracker, in: "trackers")
    }
    let study = try await folder.analyse().study
    let attempts = study.runs.flatMap(\.attempts)
    #expect(
      attempts.map { $0.links.map(\.reason) } == [
        [.epochs(matched: 4, of: 4, from: 0)], [.epochs(matched: 4, of: 4, from: 0)],
      ])
    #expect(attempts[0].links[0].evidence.contains("/100.42_"))
    #expect(attempts[1].links[0].evidence.contains("/101.42_"))
  }

  @Test("A tracker of a continuation belongs to the continuation")
  func continuation() async throws {
    let folder = try StudyFolder()
    try folder.write(fold(0, start: 0))
    var later = fold(0, start: 500)
    later.firstEpoch = 2
    try folder.write(later)
    try folder.write(TrackerStory(watching: later), in: "trackers")
    let attempts = try await folder.analyse().study.runs.flatMap(\.attempts)
    #expect(attempts.map(\.links.count) == [0, 1])
  }

  @Test("One epoch around the whole training, as nnU-Net is usually wrapped, is linked by its time")
  func wrapper() async throws {
    let folder = try StudyFolder()
    let story = fold(0, start: 10)
    try folder.write(story)
    let tracker = TrackerStory(epochs: [
      .init(end: story.end + 3, seconds: story.end - story.start + 8, watts: ["gpu": "150.0"])
    ])
    try folder.write(tracker, in: "trackers")
    let attempt = try #require(try await folder.analyse().study.runs.first?.attempts.first)
    #expect(attempt.links.map(\.reason) == [.time])
  }

  @Test("Identical trainings at one time: nothing is linked, both are named")
  func ambiguous() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0, start: 0), fold(1, start: 0.25)]
    for story in stories { try folder.write(story) }
    try folder.write(TrackerStory(watching: stories[0]), in: "trackers")
    let footprint = try await folder.analyse()
    #expect(footprint.study.runs.flatMap(\.attempts).allSatisfy { $0.links.isEmpty })
    let message = try #require(footprint.messages("link.ambiguous").first)
    for story in stories { #expect(message.contains(story.path)) }
  }

  @Test("A path that names another data set rules a training out")
  func otherDataset() async throws {
    let folder = try StudyFolder()
    let story = fold(0, start: 0)
    try folder.write(story)
    try folder.write(TrackerStory(watching: story), in: "trackers/Dataset999_Other")
    #expect(try await folder.analyse().study.runs.first?.attempts.first?.links.isEmpty == true)
  }

  @Test("A tracker without epochs and one of another time stay unlinked, with the reason")
  func unlinked() async throws {
    let folder = try StudyFolder()
    let story = fold(0, start: 0)
    try folder.write(story)
    var empty = TrackerStory(epochs: [])
    empty.pid = 1
    try folder.write(empty, in: "trackers")
    var other = TrackerStory(watching: fold(0, start: 9000))
    other.pid = 2
    try folder.write(other, in: "trackers")
    let reasons = try await folder.analyse().study.evidence.map(\.disposition)
    #expect(
      reasons == [
        .unlinked(reason: "no epoch was monitored"), .unlinked(reason: "its epochs are no training's"),
      ])
  }

  @Test("CodeCarbon: the run that its project names and whose time fits")
  func codecarbonByName() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0, start: 0), fold(1, start: 2)]
    for story in stories { try folder.write(story) }
    let row = CodeCarbonStory(project: "Dataset801_Cubes_fold1", end: stories[1].end, seconds: 30, gpu: 0.001)
    try folder.write(row.csv(), to: "codecarbon/emissions.csv")
    let attempts = try await folder.analyse().study.runs.flatMap(\.attempts)
    #expect(attempts.map { $0.links.map(\.reason) } == [[], [.name("Dataset801_Cubes_fold1")]])
  }

  @Test("CodeCarbon without a name: the only training that it fills")
  func codecarbonByTime() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0, start: 0), fold(1, start: 500)]
    for story in stories { try folder.write(story) }
    let length = stories[1].end - stories[1].start
    let row = CodeCarbonStory(end: stories[1].end + 1, seconds: length, gpu: 0.001)
    try folder.write(row.csv(), to: "codecarbon/emissions.csv")
    let attempts = try await folder.analyse().study.runs.flatMap(\.attempts)
    #expect(attempts.map { $0.links.map(\.reason) } == [[], [.time]])
  }
}
