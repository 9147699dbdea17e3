import Accounting
import Alignment
import LogFormats
import Quantities
import Testing

/// Which evidence counts for a component, and what is never added.
@Suite struct EvidenceOrderTests {
  private let story = TrainingStory()
  private var length: Double { story.end - story.start }

  /// The training with job 4400, and files beside it.
  private func analyse(_ files: [(name: String, text: String)], _ yaml: String = "") async throws -> StudyFootprint {
    let folder = try StudyFolder()
    try folder.write(story)
    try folder.write(story.console(job: 4400), to: "slurm/slurm-4400.out")
    for file in files { try folder.write(file.text, to: file.name) }
    return try await folder.analyse(yaml)
  }

  private func gpu(_ watts: Double, from start: Double = -5, to end: Double = 80) -> (name: String, text: String) {
    ("traces/nvidia-smi_4400.csv", PowerTrace(from: start, to: end, watts: watts).nvidiaSMI())
  }

  private func counters(
    _ zones: [(name: String, watts: Double)], from start: Double = -5, to end: Double = 80
  ) -> (name: String, text: String) {
    let trace = CounterTrace(from: start, to: end, zones: zones.map { ($0.name, 262_143_328_850, 0) }) { zone, _ in
      zones[zone].watts
    }
    return ("traces/rapl_4400.csv", trace.csv())
  }

  private func tracker(
    _ watts: [String: String], components: [(name: String, devices: [String])]
  ) -> (name: String, text: String) {
    var tracker = TrackerStory(watching: story, watts: watts)
    tracker.components = components
    return ("trackers/" + tracker.fileName, tracker.standardLog())
  }

  private func codecarbon(gpu: Double = 0, cpu: Double = 0, ram: Double = 0) -> (name: String, text: String) {
    let row = CodeCarbonStory(
      project: "Dataset801_Cubes_fold0", end: story.end.rounded(), seconds: length.rounded(.down), gpu: gpu, cpu: cpu,
      ram: ram)
    return ("codecarbon/emissions.csv", row.csv())
  }

  private func expect(
    _ footprint: StudyFootprint, _ component: Component, _ method: EnergyMethod?, joules: Double,
    tolerance: Double = 1e-3, _ location: SourceLocation = #_sourceLocation
  ) {
    let energy = footprint.attempts.first?.footprint.component(component)
    #expect(energy?.method == method, sourceLocation: location)
    #expect(abs((energy?.total?.joules ?? 0) - joules) <= tolerance, sourceLocation: location)
  }

  private let a40: (name: String, devices: [String]) = ("gpu", ["NVIDIA A40"])
  private let package: (name: String, devices: [String]) = ("cpu", ["cpu:0"])

  @Test("A counter counts before a tracker, samples before a tracker, a tracker before CodeCarbon; nothing is added")
  func order() async throws {
    let tracked = tracker(["gpu": "300.0", "cpu": "50.0"], components: [a40, package])
    let all = try await analyse([
      gpu(200), counters([("package-0", 100)]), tracked, codecarbon(gpu: 0.1, cpu: 0.1, ram: 0.001),
    ])
    expect(all, .gpu, .samples, joules: 200 * length)
    expect(all, .cpu, .counter, joules: 100 * length)
    expect(all, .dram, .codecarbon, joules: 3600, tolerance: 200)
    #expect(all.attempts.first?.footprint.component(.dram)?.provenance == .estimated)
    let trackers = try await analyse([tracked, codecarbon(gpu: 0.1, cpu: 0.1)])
    expect(trackers, .gpu, .trackerMean, joules: 300 * 40)
    expect(trackers, .cpu, .trackerMean, joules: 50 * 40)
    #expect(trackers.runs.first?.provenance == .logged)
    let alone = try await analyse([codecarbon(gpu: 0.001)])
    expect(alone, .gpu, .codecarbon, joules: 3600, tolerance: 200)
  }

  @Test("What was not chosen is checked against what was")
  func crossCheck() async throws {
    let footprint = try await analyse([gpu(200), tracker(["gpu": "220.0"], components: [a40])])
    let check = try #require(footprint.attempts.first?.footprint.crossChecks.first)
    #expect((check.method, check.chosenMethod, check.epochs) == (.trackerMean, .samples, 4))
    #expect(abs(check.relativeDifference - 0.1) < 1e-6)
  }

  @Test(
    "Better evidence that covers less than half gives way to worse that covers more",
    arguments: [(0.45, false), (0.55, true)])
  func coverageRule(share: Double, traceCounts: Bool) async throws {
    let footprint = try await analyse([
      gpu(200, from: -5, to: length * share), tracker(["gpu": "300.0"], components: [a40]),
    ])
    #expect(footprint.attempts.first?.footprint.component(.gpu)?.method == (traceCounts ? .samples : .trackerMean))
  }

  @Test("When nothing covers half, what covers most counts")
  func mostCoverage() async throws {
    let footprint = try await analyse([gpu(200, from: -5, to: length * 0.4)])
    expect(footprint, .gpu, .samples, joules: 200 * length * 0.4, tolerance: 200)
    #expect(abs((footprint.runs.first?.coverage ?? 0) - 0.4) < 0.02)
    #expect(footprint.codes.contains("energy.coverage"))
  }

  @Test("carbontracker 2 averages devices: two boards count twice, unless the study wants what is reported")
  func correction() async throws {
    let two = tracker(["gpu": "150.0"], components: [("gpu", ["NVIDIA A40", "NVIDIA A40"])])
    let corrected = try await analyse([two])
    expect(corrected, .gpu, .trackerMean, joules: 2 * 150 * 40)
    let energy = corrected.attempts.first?.footprint.component(.gpu)
    #expect(energy?.correctionFactor == 2)
    #expect(abs((energy?.reported?.joules ?? 0) - 150 * 40) < 1e-6)
    let reported = try await analyse([two], "carbontracker: reported")
    expect(reported, .gpu, .trackerMean, joules: 150 * 40)
    #expect(reported.attempts.first?.footprint.component(.gpu)?.correctionFactor == 2)
  }

  @Test("carbontracker 1 lists devices: their sum counts, uncorrected")
  func firstGeneration() async throws {
    var tracker = TrackerStory(watching: story, watts: ["gpu": "[100.5 120.5]"])
    tracker.version = "1.1.6"
    tracker.components = [("gpu", ["NVIDIA A40", "NVIDIA A40"])]
    let footprint = try await analyse([("trackers/" + tracker.fileName, tracker.standardLog())])
    expect(footprint, .gpu, .trackerMean, joules: 221 * 40)
    #expect(footprint.attempts.first?.footprint.component(.gpu)?.correctionFactor == 1)
  }

  @Test("A tracker's CPU value that holds DRAM zones is not added to a DRAM trace")
  func trackerWithMemory() async throws {
    let footprint = try await analyse([
      counters([("dram-0", 30)]), tracker(["cpu": "65.0"], components: [("cpu", ["cpu:0", "dram:0"])]),
    ])
    expect(footprint, .cpu, .trackerMean, joules: 2 * 65 * 40)
    #expect(footprint.attempts.first?.footprint.component(.dram) == nil)
    #expect(footprint.runs.first?.components == [.cpu, .dram])
  }

  @Test("A node's meter is never added to what it contains, and counts when nothing else is there")
  func node() async throws {
    let both = try await analyse([counters([("psys", 500), ("package-0", 100)])])
    expect(both, .cpu, .counter, joules: 100 * length)
    #expect(both.attempts.first?.footprint.component(.node) == nil)
    #expect(abs((both.runs.first?.energy?.joules ?? 0) - 100 * length) < 1e-3)
    let alone = try await analyse([counters([("psys", 500)])])
    expect(alone, .node, .counter, joules: 500 * length)
  }

  @Test("Zones inside a package are not added to it")
  func contained() async throws {
    let footprint = try await analyse([counters([("package-0", 100), ("core", 80), ("uncore", 10)])])
    #expect(abs((footprint.runs.first?.energy?.joules ?? 0) - 100 * length) < 1e-3)
  }

  @Test("0 W throughout is not measured, and never 0 J", arguments: ["0.0", "None", "nan"])
  func zeroPower(watts: String) async throws {
    let footprint = try await analyse([tracker(["gpu": "200.0", "cpu": watts], components: [a40, package])])
    expect(footprint, .gpu, .trackerMean, joules: 200 * 40)
    #expect(footprint.attempts.first?.footprint.component(.cpu) == nil)
    #expect(footprint.runs.first?.trainingEnergy(of: .cpu) == nil)
  }

  @Test("Nothing measured: no energy, no carbon, a finding; never 0")
  func unmeasured() async throws {
    let footprint = try await analyse([])
    #expect(footprint.runs.first?.energy == nil)
    #expect(footprint.runs.first?.attempts.first?.energy == nil)
    #expect(footprint.runs.first?.coverage == 0)
    #expect(footprint.datasets.first?.energy == nil)
    #expect(footprint.datasets.first?.unmeasuredAttempts == 1)
    #expect(footprint.codes.contains("energy.none"))
    #expect(PartKind.allCases.allSatisfy { footprint.runs.first?.trainingEnergy(of: $0) == nil })
  }

  @Test("The least covered component is the coverage, and parts without evidence are unknown")
  func coverage() async throws {
    // Epochs are 40 s of 54.02 s; a tracker knows nothing of the rest.
    let footprint = try await analyse([gpu(200), tracker(["cpu": "50.0"], components: [package])])
    let attempt = try #require(footprint.attempts.first)
    #expect(abs((attempt.footprint.coverage ?? 0) - 40 / length) < 1e-6)
    let startUp = try #require(attempt.attempt.parts.firstIndex { $0.kind == .startUp })
    #expect(attempt.footprint.component(.cpu)?.byPart[startUp] == nil)
    #expect(abs((attempt.footprint.energy(ofPart: startUp)?.joules ?? 0) - 200 * 4) < 1e-6)
  }

  @Test("A wrapper's single epoch and CodeCarbon's total are spread by time, even when one part is most of it")
  func spread() async throws {
    let folder = try StudyFolder()
    var long = TrainingStory()
    long.epochs = [5]
    long.validation = 80
    try folder.write(long)
    let seconds = (long.end - long.start).rounded(.up)
    let epoch = TrackerStory.Epoch(end: seconds, seconds: seconds, watts: ["gpu": "100.0"])
    try folder.write(TrackerStory(epochs: [epoch]), in: "trackers")
    let row = CodeCarbonStory(end: seconds, seconds: seconds, cpu: seconds * 50 / 3.6e6)
    try folder.write(row.csv(), to: "codecarbon/emissions.csv")
    let footprint = try await folder.analyse()
    let run = try #require(footprint.runs.first)
    #expect(run.run.attempts.first?.links.count == 2)
    #expect(run.attempts[0].components.map(\.method) == [.trackerMean, .codecarbon])
    #expect(abs((run.trainingEnergy(of: .usefulEpoch)?.joules ?? 0) - 150 * 5) < 1)
    #expect(abs((run.trainingEnergy(of: .finalValidation)?.joules ?? 0) - 150 * 80.02) < 1)
  }
}
