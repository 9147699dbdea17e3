import Foundation
import Quantities
import TestSupport

/// A made-up study of two folds, each with a job, power samples of two boards, counters and a tracker.
struct RandomStudy {
  struct Training {
    let story: TrainingStory
    let job: Int
    let powers: PowerTrace
    let counters: CounterTrace
  }

  private(set) var trainings: [Training] = []

  /// - Parameters:
  ///   - seed: the same seed gives the same study.
  ///   - shift: seconds that every clock is ahead.
  init(seed: Int, shift: Double = 0) {
    var random = SeededGenerator(seed: UInt64(seed))
    func length(_ range: ClosedRange<Double>) -> Double {
      (Double.random(in: range, using: &random) * 1e6).rounded() / 1e6
    }
    var start = 0.0
    for fold in 0...1 {
      var story = TrainingStory()
      story.fold = fold
      story.start = start + shift
      story.startUp = length(1...9)
      story.epochs = (0..<Int.random(in: 2...5, using: &random)).map { _ in length(3...20) }
      story.pauses = story.epochs.map { _ in length(0.1...4) }
      story.isKilled = fold == 1 && Bool.random(using: &random)
      story.validation = story.isKilled ? nil : length(2...20)
      let (from, to) = (story.start.rounded(.down) - 6, story.end.rounded(.up) + 6)
      let levels = (0..<400).map { _ in Double.random(in: 40...400, using: &random) }
      func level(_ place: Int, _ time: Double) -> Double { levels[(Int((time - from) * 2) + place * 131) % 400] }
      let powers = PowerTrace(from: from, to: to, boards: 2) { board, time in level(board, time) }
      let zones: [(name: String, range: Int64, offset: Int64)] = [
        ("package-0", 262_143_328_850, 262_142_000_000), ("dram-0", 65_712_999_613, 17),
      ]
      let counters = CounterTrace(from: from, to: to, zones: zones) { zone, time in level(zone + 2, time) / 4 }
      trainings.append(Training(story: story, job: 4500 + fold, powers: powers, counters: counters))
      start = story.end - shift + 100
    }
  }

  /// The files by path.
  var files: [String: String] {
    var files: [String: String] = [:]
    for training in trainings {
      let story = training.story
      files[story.path] = story.log()
      files["slurm/slurm-\(training.job).out"] = story.console(job: training.job)
      files["traces/nvidia-smi_\(training.job).csv"] = training.powers.nvidiaSMI()
      files["traces/rapl_\(training.job).csv"] = training.counters.csv()
      files["traces/rapl_\(training.job).domains.json"] = training.counters.domains()
      var tracker = TrackerStory(watching: story)
      tracker.pid = training.job
      files["trackers/" + tracker.fileName] = tracker.standardLog()
    }
    return files
  }

  /// Writes files into a folder.
  static func write(_ files: [String: String], to folder: StudyFolder) throws {
    for path in files.keys.sorted() { if let text = files[path] { try folder.write(text, to: path) } }
  }
}
