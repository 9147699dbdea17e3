import Accounting
import Alignment
import LogFormats
import Quantities
import Testing

/// Sessions of carbontracker that stand in several logs.
@Suite("Copies of carbontracker's sessions")
struct TrackerCopyTests {
  private func fold(_ number: Int, start: Double, epochs: [Double]) -> TrainingStory {
    var story = TrainingStory()
    story.fold = number
    story.start = start
    story.epochs = epochs
    return story
  }

  private func tracker(_ story: TrainingStory, version: String) -> TrackerStory {
    var tracker = TrackerStory(watching: story, watts: ["gpu": "[200.]"])
    tracker.version = version
    return tracker
  }

  @Test("Until 1.2.5 a fold's log holds the later folds' sessions, too; each counts once, and for its own fold")
  func handlers() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0, start: 0, epochs: [10, 12]), fold(1, start: 100, epochs: [11, 13])]
    for story in stories { try folder.write(story) }
    let logs = stories.map { tracker($0, version: "1.1.6") }
    try folder.write(logs[0].standardLog() + logs[1].standardLog(), to: "trackers/" + logs[0].fileName)
    try folder.write(logs[1].standardLog(), to: "trackers/" + logs[1].fileName)

    let footprint = try await folder.analyse()
    let attempts = footprint.attempts
    #expect(attempts.map(\.attempt.links.count) == [1, 1])
    #expect(attempts[0].attempt.links[0].evidence == "trackers/" + logs[0].fileName + "#1")
    #expect(attempts[1].attempt.links[0].evidence == "trackers/" + logs[1].fileName)
    let energies = attempts.map { $0.footprint.component(.gpu)?.total?.joules ?? 0 }
    #expect(energies.map { $0.rounded() } == [22 * 200, 24 * 200])
    #expect(footprint.messages("count-once.tracker-session").count == 1)
    let dropped = footprint.study.evidence.filter {
      if case .duplicate = $0.disposition { true } else { false }
    }
    #expect(dropped.map(\.id) == ["trackers/" + logs[0].fileName + "#2"])
  }

  @Test("From 2.0.0 on equal sessions are two, since each log is one tracker's own")
  func separateTrackers() async throws {
    let folder = try StudyFolder()
    let story = fold(0, start: 0, epochs: [10, 12])
    try folder.write(story)
    var log = tracker(story, version: "2.4.7")
    try folder.write(log, in: "trackers")
    log.pid += 1
    try folder.write(log, in: "trackers")
    let footprint = try await folder.analyse()
    #expect(footprint.messages("count-once.tracker-session").isEmpty)
  }

  @Test("A log that lies in two folders, cut in one of them, is one tracker's")
  func twoFolders() async throws {
    let folder = try StudyFolder()
    let story = fold(0, start: 0, epochs: [10, 12, 9])
    try folder.write(story)
    let log = tracker(story, version: "2.4.7")
    let text = log.standardLog()
    try folder.write(text, to: "b/" + log.fileName)
    let cut = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(8).joined(separator: "\n")
    try folder.write(cut, to: "a/" + log.fileName)
    let footprint = try await folder.analyse()
    #expect(footprint.attempts[0].attempt.links.map(\.evidence) == ["b/" + log.fileName])
    #expect(
      footprint.diagnostics.contains {
        $0.path == "a/" + log.fileName && $0.diagnostic.code == "count-once.tracker-session"
      })
  }
}
