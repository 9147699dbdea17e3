import Accounting
import Alignment
import LogFormats
import Quantities
import TestSupport
import Testing

/// Every joule of an attempt's window is in exactly one part.
@Suite struct ConservationTests {
  /// A training with random epochs, pauses, validation and end.
  private func training(_ random: inout SeededGenerator) -> TrainingStory {
    func length(_ range: ClosedRange<Double>) -> Double {
      (Double.random(in: range, using: &random) * 1e6).rounded() / 1e6
    }
    var story = TrainingStory()
    story.startUp = length(0...9)
    story.epochs = (0..<Int.random(in: 1...6, using: &random)).map { _ in length(0.5...25) }
    story.pauses = story.epochs.map { _ in length(0...4) }
    story.isKilled = Bool.random(using: &random)
    story.validation = story.isKilled || Bool.random(using: &random) ? nil : length(1...30)
    return story
  }

  /// The sum of the parts, and the total over the kinds of all parts.
  private func sums(_ run: RunFootprint) -> (parts: Double, kinds: Double) {
    let parts = zip(run.run.attempts, run.attempts).flatMap { attempt, footprint in
      attempt.parts.indices.compactMap { footprint.energy(ofPart: $0)?.joules }
    }
    return (parts.reduce(0, +), PartKind.allCases.compactMap { run.trainingEnergy(of: $0)?.joules }.reduce(0, +))
  }

  @Test("Power samples: parts, kinds and total agree with the area under the samples to 1e-9", arguments: 0..<12)
  func samples(seed: Int) async throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let folder = try StudyFolder()
    let story = training(&random)
    try folder.write(story)
    let period = [0.1, 0.5, 1][seed % 3]
    let boards = Int.random(in: 1...3, using: &random)
    let trace = PowerTrace(from: -8, to: story.end + 8, every: period, boards: boards) { _, _ in
      Double.random(in: 30...400, using: &random)
    }
    try folder.write(trace.nvidiaSMI(), to: "traces/power.csv")
    let run = try #require(try await folder.analyse().runs.first)
    let expected = trace.joules(from: story.start, to: story.end)
    let (parts, kinds) = sums(run)
    #expect(abs(parts - expected) <= 1e-9 * expected)
    #expect(abs(kinds - expected) <= 1e-9 * expected)
    #expect(abs((run.energy?.joules ?? 0) - expected) <= 1e-9 * expected)
    #expect((run.coverage ?? 0) > 1 - 1e-12)
    #expect(run.provenance == .measured)
    // Each epoch has its own share of the area.
    for (place, part) in run.run.attempts[0].parts.enumerated() {
      guard let epoch = part.epoch, story.epochTimes.indices.contains(epoch) else { continue }
      let times = story.epochTimes[epoch]
      let joules = run.attempts[0].energy(ofPart: place)?.joules ?? 0
      #expect(abs(joules - trace.joules(from: times.start, to: times.end)) <= 1e-8 * expected)
    }
    // The first and the last sample count half a period beyond the trace.
    let ends = trace.centiwatts.reduce(0) { $0 + Double($1[0] + $1[$1.count - 1]) / 100 } * period / 2
    let outside = trace.joules(from: -8, to: story.end + 8) - expected + ends
    #expect(abs((run.attempts[0].component(.gpu)?.outside.joules ?? 0) - outside) <= 1e-6 * outside)
  }

  @Test("Counters that wrap: the parts' sum is what was counted to 1e-9", arguments: 0..<12)
  func counters(seed: Int) async throws {
    var random = SeededGenerator(seed: UInt64(seed) &+ 1000)
    let folder = try StudyFolder()
    let story = training(&random)
    try folder.write(story)
    // Ranges of 3 and 2 kJ make the counters wrap every dozen seconds; the real ones are 262 and 65 kJ.
    let zones: [(name: String, range: Int64, offset: Int64)] = [
      ("package-0", 3_000_000_000, Int64.random(in: 0..<3_000_000_000, using: &random)),
      ("package-1", 3_000_000_000, Int64.random(in: 0..<3_000_000_000, using: &random)),
      ("dram-0", 2_000_000_000, Int64.random(in: 0..<2_000_000_000, using: &random)),
    ]
    let trace = CounterTrace(from: -8, to: story.end + 8, every: 0.5, zones: zones) { zone, _ in
      Double.random(in: 20...(zone == 2 ? 80 : 350), using: &random)
    }
    try folder.write(trace.csv(), to: "traces/rapl.csv")
    try folder.write(trace.domains(), to: "traces/rapl.domains.json")
    let footprint = try await folder.analyse()
    let run = try #require(footprint.runs.first)
    let expected = (0...2).map { trace.joules($0, from: story.start, to: story.end) }
    let total = expected.reduce(0, +)
    let (parts, kinds) = sums(run)
    #expect(abs(parts - total) <= 1e-9 * total)
    #expect(abs(kinds - total) <= 1e-9 * total)
    #expect(abs((run.trainingEnergy(of: .cpu)?.joules ?? 0) - expected[0] - expected[1]) <= 1e-9 * total)
    #expect(abs((run.trainingEnergy(of: .dram)?.joules ?? 0) - expected[2]) <= 1e-9 * total)
    #expect((0...2).contains { trace.wraps($0) > 0 } == footprint.codes.contains("trace.counter-wrap"))
  }

  @Test("A constant power gives every part its length times that power")
  func constantPower() async throws {
    let folder = try StudyFolder()
    var story = TrainingStory()
    story.isKilled = false
    try folder.write(story)
    try folder.write(PowerTrace(from: -5, to: 70, watts: 250).nvidiaSMI(), to: "traces/power.csv")
    let run = try #require(try await folder.analyse().runs.first)
    let expected: [(PartKind, Double)] = [
      (.startUp, 4), (.usefulEpoch, 40), (.betweenEpochs, 4), (.finalValidation, 6.02),
    ]
    for (kind, seconds) in expected {
      #expect(abs((run.trainingEnergy(of: kind)?.joules ?? 0) - 250 * seconds) < 1e-6)
    }
    for kind in [PartKind.redoneEpoch, .abortedEpoch, .idle] { #expect(run.trainingEnergy(of: kind) == nil) }
  }

  @Test("Redone and aborted epochs and idle time have their energy, too")
  func everyKind() async throws {
    let folder = try StudyFolder()
    var first = TrainingStory()
    first.epochs = [10, 10, 10]
    first.pauses = [1, 100]
    first.validation = nil
    first.isKilled = true
    var second = TrainingStory()
    second.start = 1000
    second.firstEpoch = 2
    second.epochs = [10, 10]
    for (story, job) in [(first, 5101), (second, 5102)] {
      try folder.write(story)
      try folder.write(story.console(job: job), to: "slurm/slurm-\(job).out")
      let trace = PowerTrace(from: story.start - 5, to: story.end + 7, watts: 100)
      try folder.write(trace.nvidiaSMI(), to: "traces/nvidia-smi_\(job).csv")
    }
    let run = try #require(try await folder.analyse().runs.first)
    #expect(run.run.attempts.map(\.slurmJob) == [5101, 5102])
    let seconds: [PartKind: Double] = [
      .startUp: 8, .usefulEpoch: 40, .redoneEpoch: 10, .abortedEpoch: 7, .betweenEpochs: 3, .idle: 200,
      .finalValidation: 6.02,
    ]
    for kind in PartKind.allCases {
      #expect(abs((run.trainingEnergy(of: kind)?.joules ?? 0) - 100 * (seconds[kind] ?? 0)) < 1e-6, "\(kind.rawValue)")
    }
    let (parts, kinds) = sums(run)
    #expect(abs(parts - kinds) <= 1e-9 * parts)
  }
}
