import Accounting
import Alignment
import LogFormats
import Quantities
import Testing

/// The same files give the same study, in any order and at any place.
@Suite struct DeterminismTests {
  private func write(into folder: StudyFolder) throws {
    for number in 0...2 {
      var story = TrainingStory()
      story.fold = number
      story.start = Double(number) * 200
      story.isKilled = number == 2
      story.validation = number == 2 ? nil : 6
      try folder.write(story)
      try folder.write(story.console(job: 4500 + number), to: "slurm/slurm-\(4500 + number).out")
      let trace = PowerTrace(from: story.start - 5, to: story.end + 20, boards: 2) { board, time in
        150 + 50 * Double(board) + (time * 7).truncatingRemainder(dividingBy: 31)
      }
      try folder.write(trace.nvidiaSMI(), to: "traces/nvidia-smi_\(4500 + number).csv")
      let counters = CounterTrace(
        from: story.start - 5, to: story.end + 20,
        zones: [("package-0", 262_143_328_850, 262_143_000_000), ("dram-0", 65_712_999_613, 0)]
      ) { zone, time in zone == 0 ? 90 + time.truncatingRemainder(dividingBy: 13) : 20 }
      try folder.write(counters.csv(), to: "traces/rapl_\(4500 + number).csv")
      try folder.write(TrackerStory(watching: story), in: "trackers")
    }
    try folder.write(TrainingStory().log(), to: "backup/training_log_2026_11_20_10_00_00.txt")
    try folder.write("neither log nor trace\n", to: "notes.txt")
  }

  @Test("Another order of ingest and another folder change nothing")
  func orderAndPlace() async throws {
    let (first, second) = (try StudyFolder(), try StudyFolder())
    try write(into: first)
    try write(into: second)
    let reference = StudyDump.text(try await first.analyse())
    #expect(reference.contains("energy"))
    #expect(StudyDump.text(try await second.analyse()) == reference)
    let parts = ["backup", "nnUNet_results", "notes.txt", "slurm", "trackers", "traces"]
    #expect(StudyDump.text(try await first.analyse(parts: parts)) == reference)
    #expect(StudyDump.text(try await second.analyse(parts: parts.reversed())) == reference)
  }

  @Test("Names that differ by how an accent is written keep their order")
  func equivalentNames() async throws {
    let folder = try StudyFolder()
    let names = ["notes/e\u{301}.txt", "notes/\u{E9}.txt"]
    for name in names { try folder.write("\(name.utf8.count)\n", to: name) }
    for parts in [names + [""], names.reversed() + [""]] {
      let inputs = try await folder.analyse(parts: parts).study.inputs
      #expect(inputs.map(\.byteCount) == [3, 3])
      #expect(inputs.map { Array($0.path.utf8) } == names.map { Array($0.utf8) })
    }
  }
}

/// Everything of a study that a report could show, as text; energies with all their bits.
private enum StudyDump {
  static func text(_ footprint: StudyFootprint) -> String {
    var lines = footprint.study.inputs.map { "input \($0)" }
    for (attempt, energy) in footprint.attempts {
      lines.append("attempt \(attempt.logPath) \(attempt.copies) \(attempt.start) \(attempt.outcome) \(attempt.window)")
      lines += attempt.epochs.map { "epoch \($0)" }
      lines += attempt.parts.map { "part \($0)" }
      lines += attempt.links.map { "link \($0)" }
      for component in energy.components {
        let parts = component.byPart.map { $0.map { String($0.joules.bitPattern) } ?? "--" }
        lines.append("energy \(component.component) \(component.method) \(component.evidence) \(parts)")
      }
      lines += energy.crossChecks.map { "check \($0)" }
    }
    lines += footprint.runs.map { "run \($0.run.identity) \($0.run.planned) \(String(describing: $0.run.dice))" }
    lines += footprint.study.evidence.map { "evidence \($0.id) \($0.disposition) \(String(describing: $0.window))" }
    lines += footprint.datasets.map { dataset in
      let purposes = SelectionFootprint.Purpose.allCases.map { String(describing: dataset.energyByPurpose[$0]) }
      return "dataset \(dataset.dataset ?? "--") \(purposes)"
    }
    lines += footprint.diagnostics.map { "finding \($0)" }
    return lines.joined(separator: "\n")
  }
}
