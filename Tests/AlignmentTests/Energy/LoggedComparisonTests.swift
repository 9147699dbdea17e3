import Accounting
import Alignment
import LogFormats
import Quantities
import Testing

/// Energy in trackers' logs against energy measured over the same time, and what the logs miss.
@Suite struct LoggedComparisonTests {
  private let story = TrainingStory()
  private var length: Double { story.end - story.start }

  private func analyse(
    watts: [String: String], components: [(name: String, devices: [String])], epochs: Int? = nil, yaml: String = "",
    codecarbon: Bool = false
  ) async throws -> (attempt: Attempt, footprint: AttemptFootprint) {
    let folder = try StudyFolder()
    try folder.write(story)
    try folder.write(story.console(job: 4400), to: "slurm/slurm-4400.out")
    let boards = PowerTrace(from: -5, to: 80, boards: 2) { board, _ in board == 0 ? 200 : 100 }
    try folder.write(boards.nvidiaSMI(), to: "traces/nvidia-smi_4400.csv")
    let zones: [(name: String, range: Int64, offset: Int64)] = [
      ("package-0", 262_143_328_850, 0), ("dram-0", 262_143_328_850, 0),
    ]
    let counters = CounterTrace(from: -5, to: 80, zones: zones) { zone, _ in zone == 0 ? 50 : 10 }
    try folder.write(counters.csv(), to: "traces/rapl_4400.csv")
    if codecarbon {
      let row = CodeCarbonStory(
        project: "Dataset801_Cubes_fold0", end: story.end.rounded(), seconds: length.rounded(.down),
        gpu: 300 * length.rounded(.down) / 3.6e6)
      try folder.write(row.csv(), to: "codecarbon/emissions.csv")
    } else {
      var tracker = TrackerStory(watching: story, watts: watts)
      tracker.components = components
      if let epochs { tracker.epochs = Array(tracker.epochs.prefix(epochs)) }
      try folder.write(tracker, in: "trackers")
    }
    return try #require(try await folder.analyse(yaml).attempts.first)
  }

  private func expectClosed(_ balance: LoggedBalance, _ location: SourceLocation = #_sourceLocation) {
    let sum =
      balance.logged + balance.startUp + balance.between + balance.unmonitoredEpochs + balance.validation
      + balance.otherComponents + balance.rest
    #expect(abs(sum.joules - balance.measured.joules) <= 1e-9 * balance.measured.joules, sourceLocation: location)
  }

  @Test(
    "Both of two boards, averaged by the tracker: logged, corrected, measured",
    arguments: ["", "carbontracker: reported"])
  func averaged(yaml: String) async throws {
    let (attempt, footprint) = try await analyse(
      watts: ["gpu": "150.0"], components: [("gpu", ["NVIDIA A40", "NVIDIA A40"])], yaml: yaml)
    let value = try #require(footprint.loggedComparisons(of: attempt).first)
    #expect(footprint.loggedComparisons(of: attempt).count == 1)
    #expect((value.epochs, value.devices, value.measuredDevices) == (4, 2, 2))
    #expect(abs(value.reported.joules - 150 * 40) < 1e-6)
    #expect(abs(value.corrected.joules - 300 * 40) < 1e-6)
    #expect(abs((value.measured?.joules ?? 0) - 300 * 40) < 1e-6)
    #expect(abs(value.relativeDifference ?? 1) < 1e-9)
    let balance = try #require(footprint.loggedBalances(of: attempt).first)
    #expect(abs(balance.startUp.joules - 300 * 4) < 1e-6)
    #expect(abs(balance.between.joules - 300 * 4) < 1e-6)
    #expect(abs(balance.validation.joules - 300 * 6.02) < 1e-6)
    #expect(abs(balance.otherComponents.joules - 60 * length) < 1e-3)
    #expect(abs(balance.rest.joules) < 1e-6 && balance.unmonitoredEpochs == .zero)
    expectClosed(balance)
  }

  @Test("Epochs without a value, a board that the tracker does not see, and memory in its CPU value")
  func missed() async throws {
    let (attempt, footprint) = try await analyse(
      watts: ["gpu": "200.0", "cpu": "30.0"],
      components: [("gpu", ["NVIDIA A40"]), ("cpu", ["cpu:0", "dram:0"])], epochs: 2)
    let values = footprint.loggedComparisons(of: attempt)
    #expect(values.map(\.component) == [.gpu, .cpu])
    #expect(values.map(\.epochs) == [2, 2])
    #expect(values.map(\.devices) == [1, 2] && values.map(\.measuredDevices) == [2, 2])
    #expect(values[1].includesMemory)
    #expect(abs((values[1].measured?.joules ?? 0) - 60 * 20) < 1e-6)
    #expect(abs((values[0].relativeDifference ?? 0) + 1 / 3.0) < 1e-9)
    let balance = try #require(footprint.loggedBalances(of: attempt).first)
    #expect(abs(balance.unmonitoredEpochs.joules - 360 * 20) < 1e-6)
    #expect(abs(balance.rest.joules - 100 * 20) < 1e-6)
    #expect(balance.otherComponents == .zero)
    expectClosed(balance)
  }

  @Test("A total of the whole training is compared over the time that both have, not by epochs")
  func total() async throws {
    let (attempt, footprint) = try await analyse(watts: [:], components: [], codecarbon: true)
    let value = try #require(footprint.loggedComparisons(of: attempt).first)
    #expect(value.method == .codecarbon && value.epochs == nil)
    #expect(abs(value.relativeDifference ?? 1) < 0.05)
    expectClosed(try #require(footprint.loggedBalances(of: attempt).first))
  }

  @Test("Where nothing was measured, there is nothing to compare with")
  func unmeasured() async throws {
    let folder = try StudyFolder()
    try folder.write(story)
    try folder.write(TrackerStory(watching: story), in: "trackers")
    let (attempt, footprint) = try #require(try await folder.analyse().attempts.first)
    let value = try #require(footprint.loggedComparisons(of: attempt).first)
    #expect(value.measured == nil && value.relativeDifference == nil && value.measuredDevices == 0)
    #expect(abs(value.corrected.joules - 200 * 40) < 1e-6)
    #expect(footprint.loggedBalances(of: attempt).isEmpty)
  }

  @Test("A node's meter is checked against the sum of the parts; less than they is a finding", arguments: [400.0, 300])
  func node(watts: Double) async throws {
    let folder = try StudyFolder()
    try folder.write(story)
    try folder.write(story.console(job: 4400), to: "slurm/slurm-4400.out")
    try folder.write(PowerTrace(from: -5, to: 80, watts: 300).nvidiaSMI(), to: "traces/nvidia-smi_4400.csv")
    for (zone, power) in [("psys", watts), ("package-0", 50)] {
      let counters = CounterTrace(from: -5, to: 80, zones: [(zone, 262_143_328_850, 0)]) { _, _ in power }
      try folder.write(counters.csv(), to: "traces/\(zone)_4400.csv")
    }
    let footprint = try await folder.analyse()
    let measured = try #require(footprint.attempts.first?.footprint)
    #expect(measured.components.map(\.component) == [.gpu, .cpu])
    let check = try #require(measured.crossChecks.first { $0.component == .node })
    #expect(check.isWhole && check.chosenComponents == [.gpu, .cpu])
    #expect(abs(check.chosen.joules - 350 * length) < 1e-3)
    #expect(abs(check.other.joules - watts * length) < 1e-3)
    #expect(footprint.codes.contains("crosscheck.node") == (watts < 350))
    #expect(!footprint.codes.contains("crosscheck.total"))
  }
}
