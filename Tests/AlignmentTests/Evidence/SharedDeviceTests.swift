import Accounting
import Alignment
import LogFormats
import Testing

/// Devices that two trainings side by side both claim.
@Suite struct SharedDeviceTests {
  /// Two folds that run `apart` seconds apart, each with its job's trace of two boards.
  private func footprint(apart: Double, uuids: [String]) async throws -> StudyFootprint {
    let folder = try StudyFolder()
    for number in 0...1 {
      var story = TrainingStory()
      story.fold = number
      story.start = Double(number) * apart
      try folder.write(story)
      try folder.write(story.console(job: 4600 + number), to: "slurm/slurm-\(4600 + number).out")
      var text = PowerTrace(from: story.start - 5, to: story.end + 5, boards: 2) { _, _ in 100 }.nvidiaSMI()
      text = text.replacing("index, name", with: "index, uuid, name")
      for board in 0...1 { text = text.replacing(", \(board), NV", with: ", \(board), \(uuids[number])\(board), NV") }
      try folder.write(text, to: "traces/nvidia-smi_\(4600 + number).csv")
    }
    return try await folder.analyse()
  }

  @Test("One board in the traces of two trainings at a time is told, once for each pair of trainings")
  func shared() async throws {
    let messages = try await footprint(apart: 10, uuids: ["GPU-a", "GPU-a"]).messages("count-once.shared-device")
    #expect(messages.count == 1)
    #expect(messages.first?.contains("by traces/nvidia-smi_4600.csv") == true)
    // The same board of two is named every time.
    for _ in 0..<3 {
      let again = try await footprint(apart: 10, uuids: ["GPU-a", "GPU-a"]).messages("count-once.shared-device")
      #expect(again == messages)
    }
  }

  @Test("Other boards, and one board after another, are nothing to tell")
  func separate() async throws {
    let boards = try await footprint(apart: 10, uuids: ["GPU-a", "GPU-b"])
    #expect(!boards.codes.contains("count-once.shared-device"))
    let times = try await footprint(apart: 1000, uuids: ["GPU-a", "GPU-a"])
    #expect(!times.codes.contains("count-once.shared-device"))
  }
}
