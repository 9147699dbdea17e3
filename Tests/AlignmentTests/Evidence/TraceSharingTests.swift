import Accounting
import Alignment
import LogFormats
import Quantities
import TestSupport
import Testing

/// One trace under several trainings at a time.
@Suite struct TraceSharingTests {
  private func fold(_ number: Int, start: Double, epochs: Int = 4) -> TrainingStory {
    var story = TrainingStory()
    story.fold = number
    story.start = start
    story.epochs = Array(repeating: 10, count: epochs)
    return story
  }

  private let all = "nnUNet_results/*/*/fold_*"

  /// Five folds, 7 s apart, on one machine whose trace has so many boards.
  private func study(boards: Int, watts: @escaping (Int, Double) -> Double) throws -> (
    folder: StudyFolder, stories: [TrainingStory], trace: PowerTrace
  ) {
    let folder = try StudyFolder()
    let stories = (0..<5).map { fold($0, start: Double($0) * 7, epochs: 3 + $0 % 3) }
    for story in stories { try folder.write(story) }
    let end = stories.map(\.end).max() ?? 0
    let trace = PowerTrace(from: -5, to: end + 5, boards: boards, power: watts)
    try folder.write(trace.nvidiaSMI(), to: "traces/node.csv")
    return (folder, stories, trace)
  }

  private func joules(_ footprint: StudyFootprint) -> Double {
    footprint.attempts.reduce(0) { $0 + ($1.footprint.energy?.joules ?? 0) }
  }

  @Test(
    "Shared evenly, the trainings' energies are the trace's integral over the time that one ran", arguments: [2, 5, 8])
  func even(boards: Int) async throws {
    var generator = SeededGenerator(seed: UInt64(boards))
    let levels = (0..<boards * 200).map { _ in Double.random(in: 30...400, using: &generator) }
    let (folder, stories, trace) = try study(boards: boards) { board, time in
      levels[board * 200 + Int(time + 5) % 200]
    }
    let footprint = try await folder.analyse("links: [{evidence: traces/node.csv, run: \"\(all)\", share: even}]")
    // The folds overlap, so their windows are one.
    let whole = trace.joules(from: 0, to: stories.map(\.end).max() ?? 0)
    #expect(abs(joules(footprint) - whole) <= 1e-9 * whole)
    #expect(footprint.unattributed.isEmpty && footprint.codes.contains("link.shared"))
    #expect(!footprint.codes.contains("link.unattributed"))
    #expect(footprint.attempts.allSatisfy { $0.footprint.coverage == 1 })
    let links = footprint.study.runs.flatMap(\.attempts).flatMap(\.links)
    #expect(links.allSatisfy { $0.share > 0.2 && $0.share < 1 && $0.sharing == [.even] })
  }

  @Test("Each GPU is its fold's where the study file says so; what is left out counts for nobody")
  func declaredDevices() async throws {
    let (folder, stories, trace) = try study(boards: 8) { board, _ in Double(100 + board) }
    let rules = (0..<5).map { "  - {evidence: traces/node.csv, run: \"**/fold_\($0)\", devices: [\($0)]}\n" }
    let footprint = try await folder.analyse("links:\n" + rules.joined())
    for (number, found) in footprint.attempts.enumerated() {
      let story = stories[number]
      let expected = Double(100 + number) * (story.end - story.start)
      #expect(abs((found.footprint.energy?.joules ?? 0) - expected) < 1e-6)
      #expect(found.attempt.links[0].devices?.count == 1 && found.attempt.links[0].share == 1)
    }
    #expect(joules(footprint) < trace.joules(from: 0, to: 100))
    #expect(footprint.unattributed.isEmpty)
    let device = try await folder.analyse(
      "links: [{evidence: traces/node.csv, run: \"**/fold_0\", devices: [GPU-nowhere]}]")
    #expect(device.codes.contains("link.no-device"))
  }

  @Test("A share of the study file holds all the time, and shares above the whole are made smaller")
  func declaredShare() async throws {
    let (folder, stories, trace) = try study(boards: 2) { _, _ in 100 }
    let quarter = try await folder.analyse("links: [{evidence: traces/node.csv, run: \"\(all)\", share: 0.2}]")
    for (number, found) in quarter.attempts.enumerated() {
      let expected = 0.2 * 200 * (stories[number].end - stories[number].start)
      #expect(abs((found.footprint.energy?.joules ?? 0) - expected) < 1e-6)
    }
    let whole = trace.joules(from: 0, to: stories.map(\.end).max() ?? 0)
    let left = quarter.unattributed.reduce(0) { $0 + $1.energy.joules }
    #expect(abs(joules(quarter) + left - whole) <= 1e-9 * whole)
    #expect(!quarter.codes.contains("link.share-sum"))
    let much = try await folder.analyse("links: [{evidence: traces/node.csv, run: \"\(all)\", share: 0.7}]")
    #expect(joules(much) <= whole * (1 + 1e-9) && much.codes.contains("link.share-sum"))
  }

  @Test("Where nothing tells, what is shared counts for nobody and is told with its joules; time alone counts")
  func unknown() async throws {
    let (folder, stories, trace) = try study(boards: 2) { _, time in 100 + time }
    let footprint = try await folder.analyse("links: [{evidence: traces/node.csv, run: \"\(all)\"}]")
    let whole = trace.joules(from: 0, to: stories.map(\.end).max() ?? 0)
    let left = footprint.unattributed.reduce(0) { $0 + $1.energy.joules }
    #expect(left > 0.5 * whole)
    #expect(abs(joules(footprint) + left - whole) <= 1e-9 * whole)
    // The first fold was alone for 7 s.
    let alone = try #require(footprint.attempts.first?.footprint.energy?.joules)
    #expect(abs(alone - trace.joules(from: 0, to: 7)) < 1e-6)
    let message = try #require(footprint.messages("link.unattributed").first)
    #expect(message.contains("gpu \(Int(left.rounded())) J"))
    #expect(footprint.attempts.allSatisfy { ($0.footprint.coverage ?? 0) < 1 })
  }

  @Test("Where the trace ends before the trainings, the half period past its last sample is shared, too")
  func end() async throws {
    let folder = try StudyFolder()
    for number in 0...1 { try folder.write(fold(number, start: 0.25 * Double(number))) }
    let trace = PowerTrace(from: -5, to: 30, watts: 100)
    try folder.write(trace.nvidiaSMI(), to: "traces/node.csv")
    let footprint = try await folder.analyse("links: [{evidence: traces/node.csv, run: \"\(all)\", share: even}]")
    #expect(abs(joules(footprint) - trace.joules(from: 0, to: 30) - 25) < 1e-6)
  }

  @Test("GPUs that consoles list split a trace; the processors beside them need a share")
  func visibleGPUs() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0, start: 0), fold(1, start: 0.5)]
    for (number, story) in stories.enumerated() {
      try folder.write(story)
      try folder.write(
        "CUDA_VISIBLE_DEVICES=\(1 - number)\n" + story.console(job: 1).replacing("SLURM_JOB_ID=1\n", with: ""),
        to: "fold\(number).out")
    }
    let trace = PowerTrace(from: -5, to: 70, boards: 3) { board, _ in [100, 200, 50][board] }
    try folder.write(trace.nvidiaSMI(), to: "traces/node.csv")
    let footprint = try await folder.analyse("links: [{evidence: traces/node.csv, run: \"\(all)\"}]")
    let energies = footprint.attempts.map {
      ($0.footprint.energy?.joules ?? 0) / ($0.attempt.window.duration.inSeconds)
    }
    #expect(energies.count == 2 && abs(energies[0] - 200) < 1e-6 && abs(energies[1] - 100) < 1e-6)
    #expect(footprint.codes.contains("link.devices") && footprint.unattributed.isEmpty)
    // Undeclared, only time speaks: an index is no machine's name.
    #expect(try await folder.analyse().codes.contains("link.ambiguous"))
  }

  @Test("Boards by UUID say also which machine's trace it is")
  func uuids() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0, start: 0), fold(1, start: 0.5)]
    for (number, story) in stories.enumerated() {
      try folder.write(story)
      let console = story.console(job: 1).replacing("SLURM_JOB_ID=1", with: "CUDA_VISIBLE_DEVICES=GPU-7f0c-\(number)")
      try folder.write(console, to: "fold\(number).out")
    }
    var text = PowerTrace(from: -5, to: 70, boards: 2) { board, _ in [100, 200][board] }.nvidiaSMI()
    text = text.replacing("index, name", with: "index, uuid, name")
    for board in 0...1 { text = text.replacing(", \(board), NV", with: ", \(board), GPU-7f0c-\(board), NV") }
    try folder.write(text, to: "traces/node.csv")
    let footprint = try await folder.analyse()
    #expect(
      footprint.study.runs.flatMap(\.attempts).map { $0.links.first?.reason } == [
        .gpu("GPU-7f0c-0"), .gpu("GPU-7f0c-1"),
      ])
    let watts = footprint.attempts.map { ($0.footprint.energy?.joules ?? 0) / ($0.attempt.window.duration.inSeconds) }
    #expect(abs(watts[0] - 100) < 1e-6 && abs(watts[1] - 200) < 1e-6)
  }

  @Test("Processes on one GPU share it by their time on it")
  func processes() async throws {
    let folder = try StudyFolder()
    let stories = [fold(0, start: 0), fold(1, start: 0.25)]
    for (number, story) in stories.enumerated() {
      try folder.write(story)
      let console = story.console(job: 1).replacing("SLURM_JOB_ID=1", with: "PID: \(500 + number)")
      try folder.write(console, to: "fold\(number).out")
    }
    try folder.write(
      """
      # gpu         pid   type     sm    mem    enc    dec    command
      # Idx           #    C/G      %      %      %      %    name
          0        500     C     60      7      -      -    python
          0        501     C     20      7      -      -    python

      """, to: "traces/pmon.txt")
    try folder.write(PowerTrace(from: -5, to: 70, watts: 100).nvidiaSMI(), to: "traces/node.csv")
    let footprint = try await folder.analyse("links: [{evidence: traces/node.csv, run: \"\(all)\"}]")
    let watts = footprint.attempts.map { ($0.footprint.energy?.joules ?? 0) / ($0.attempt.window.duration.inSeconds) }
    try #require(watts.count == 2)
    // Each was alone for a quarter of a second.
    #expect(abs(watts[0] - 75) < 0.2 && abs(watts[1] - 25) < 0.4)
  }

  /// A process monitor's rows: seconds, process, share of the GPU's time.
  private func processMonitor(_ rows: [(Int, Int, Int)]) -> String {
    "#Date       Time        gpu         pid   type     sm    mem    enc    dec    command\n"
      + "#YYYYMMDD   HH:MM:SS    Idx           #    C/G      %      %      %      %    name\n"
      + rows.map {
        " 20260101    00:00:0\($0.0)      0        \($0.1)     C     \($0.2)      7      -      -    python\n"
      }
      .joined()
  }

  @Test(
    "Processes that were seen on the one GPU of a trace tie trainings side by side to it", arguments: [true, false])
  func seenProcesses(areBothSeen: Bool) async throws {
    let folder = try StudyFolder()
    for (number, story) in [fold(0, start: 0), fold(1, start: 0.25)].enumerated() {
      try folder.write(story)
      let console = story.console(job: 1).replacing("SLURM_JOB_ID=1", with: "PID: \(500 + number)")
      try folder.write(console, to: "fold\(number).out")
    }
    // Process 400 ended before; its time is none of theirs.
    let rows = [(1, 400, 90), (3, 500, 60), (3, 501, 20), (5, 500, 60), (5, 501, 20)]
    try folder.write(processMonitor(rows.filter { areBothSeen || $0.1 != 501 }), to: "traces/pmon.txt")
    try folder.write(PowerTrace(from: -5, to: 70, watts: 100).nvidiaSMI(), to: "traces/node.csv")
    let footprint = try await folder.analyse()
    let links = footprint.study.runs.flatMap(\.attempts).flatMap(\.links)
    #expect(footprint.codes.contains("link.ambiguous") == !areBothSeen)
    guard areBothSeen else { return #expect(links.isEmpty) }
    #expect(links.map(\.grounds) == [[.seen(500), .time], [.seen(501), .time]])
    let watts = footprint.attempts.map { ($0.footprint.energy?.joules ?? 0) / ($0.attempt.window.duration.inSeconds) }
    try #require(watts.count == 2)
    #expect(abs(watts[0] - 75) < 0.2 && abs(watts[1] - 25) < 0.4)
  }
}
