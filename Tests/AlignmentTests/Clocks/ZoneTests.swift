import Accounting
import Alignment
import LogFormats
import Quantities
import Testing

/// Local clocks on the UTC timeline.
@Suite struct ZoneTests {
  /// A training with job 4300, and its GPU trace in local time and CPU counters in UTC.
  private func study(hoursAhead: Double) throws -> (folder: StudyFolder, story: TrainingStory) {
    let folder = try StudyFolder()
    let story = TrainingStory()
    try folder.write(story)
    try folder.write(story.console(job: 4300), to: "slurm/slurm-4300.out")
    try folder.write(PowerTrace(from: -5, to: 70, watts: 200).nvidiaSMI(), to: "traces/nvidia-smi_4300.csv")
    let counters = CounterTrace(from: -5, to: 70, zones: [("package-0", 262_143_328_850, 5)]) { _, _ in 100 }
    try folder.write(counters.csv(hoursAhead: hoursAhead), to: "traces/rapl_4300.csv")
    try folder.write(TrackerStory(watching: story), in: "trackers")
    return (folder, story)
  }

  private func expectAligned(_ footprint: StudyFootprint, _ story: TrainingStory) {
    let attempt = footprint.attempts.first
    let length = story.end - story.start
    #expect(attempt?.attempt.links.count == 3)
    #expect(attempt?.attempt.links.allSatisfy { $0.overlap > 0.6 } == true)
    #expect(abs((attempt?.footprint.component(.gpu)?.total?.joules ?? 0) - 200 * length) < 1e-3)
    #expect(abs((attempt?.footprint.component(.cpu)?.total?.joules ?? 0) - 100 * length) < 1e-3)
    for code in ["clock.zone-needed", "clock.zone-found", "clock.zone-assumed"] {
      #expect(!footprint.codes.contains(code))
    }
  }

  @Test("Without a rule, and without anything in UTC, local clocks are taken as UTC, and one finding says so")
  func assumed() async throws {
    let folder = try StudyFolder()
    let story = TrainingStory()
    try folder.write(story)
    try folder.write(story.console(job: 4300), to: "slurm/slurm-4300.out")
    try folder.write(PowerTrace(from: -5, to: 70, watts: 200).nvidiaSMI(), to: "traces/nvidia-smi_4300.csv")
    try folder.write(TrackerStory(watching: story), in: "trackers")
    let footprint = try await folder.analyse()
    #expect(footprint.study.runs.first?.attempts.first?.window.start == HostTime.instant(story.start))
    #expect(footprint.study.runs.first?.attempts.first?.clock.basis == .assumedUTC)
    #expect(footprint.messages("clock.zone-assumed").count == 1)
    #expect(footprint.messages("clock.zone-assumed").first?.hasPrefix("1 training logs and 2 other records") == true)
  }

  @Test("A UTC trace of the job confirms that the log's clock shows UTC")
  func confirmed() async throws {
    let (folder, story) = try study(hoursAhead: 0)
    let footprint = try await folder.analyse()
    let attempt = try #require(footprint.study.runs.first?.attempts.first)
    guard case .found(let probability) = attempt.clock.basis else {
      Issue.record("the zone was not found")
      return
    }
    #expect(probability > 0.99 && attempt.clock.offset == .zero)
    #expect(attempt.window.start == HostTime.instant(story.start))
    #expect(footprint.messages("clock.zone-assumed").isEmpty)
  }

  @Test("The first rule that matches a path holds, else the study's zone")
  func rules() async throws {
    let (folder, story) = try study(hoursAhead: 0)
    let yaml = """
      time-zone: "-03:30"
      time-zones:
        - {paths: ["nnUNet_results/**"], zone: "+02:00"}
        - {paths: ["**"], zone: "+09:00"}
      """
    let study = try await folder.analyse(yaml).study
    let attempt = try #require(study.runs.first?.attempts.first)
    #expect(attempt.window.start == HostTime.instant(story.start, hoursAhead: 2))
    #expect(attempt.clock == ClockReading(offset: .seconds(7200), basis: .zoneRule("+02:00")))
    #expect(study.evidence("traces/nvidia-smi_4300.csv")?.clock.offset == .seconds(9 * 3600))
    #expect(study.evidence("traces/rapl_4300.csv")?.clock == .utc)
    let other = try await folder.analyse("time-zone: \"-03:30\"").study
    #expect(other.runs.first?.attempts.first?.window.start == HostTime.instant(story.start, hoursAhead: -3.5))
  }

  @Test("A named zone has the offset of the day: Copenhagen is an hour ahead in November")
  func named() async throws {
    let (folder, story) = try study(hoursAhead: 1)
    expectAligned(try await folder.analyse("time-zone: Europe/Copenhagen"), story)
  }

  @Test(
    "A UTC trace that fits only with a moved clock: the zone is found and used, and the line that states it aligns the same",
    arguments: [1.0, -5, 5.75, -3.5, 12])
  func found(hoursAhead: Double) async throws {
    let (folder, story) = try study(hoursAhead: hoursAhead)
    let footprint = try await folder.analyse()
    #expect(footprint.codes.contains("clock.zone-found"))
    let length = story.end - story.start
    #expect(abs((footprint.attempts.first?.footprint.component(.gpu)?.total?.joules ?? 0) - 200 * length) < 1e-3)
    #expect(abs((footprint.attempts.first?.footprint.component(.cpu)?.total?.joules ?? 0) - 100 * length) < 1e-3)
    let attempt = try #require(footprint.study.runs.first?.attempts.first)
    #expect(attempt.clock.offset == .seconds(hoursAhead * 3600))
    #expect(attempt.links.count == 3)
    let message = try #require(footprint.messages("clock.zone-found").first)
    let start = try #require(message.firstRange(of: "time-zones: ["))
    expectAligned(try await folder.analyse(String(message[start.lowerBound...])), story)
  }

  @Test("Where the log's zone is declared, the local trace's is found")
  func localTrace() async throws {
    let folder = try StudyFolder()
    let story = TrainingStory()
    try folder.write(story)
    try folder.write(story.console(job: 4300), to: "slurm/slurm-4300.out")
    let trace = PowerTrace(from: -5, to: 70, watts: 200)
    try folder.write(trace.nvidiaSMI(hours: 1), to: "traces/nvidia-smi_4300.csv")
    let rule = "{paths: [\"nnUNet_results/**\"], zone: UTC}"
    let footprint = try await folder.analyse("time-zones: [\(rule)]")
    #expect(abs((footprint.runs.first?.energy?.joules ?? 0) - 200 * (story.end - story.start)) < 1e-3)
    #expect(footprint.study.evidence("traces/nvidia-smi_4300.csv")?.clock.offset == .seconds(3600))
    let message = try #require(footprint.messages("clock.zone-found").first)
    let start = try #require(message.firstRange(of: "time-zones: ["))
    let line = message[start.lowerBound...].replacing("time-zones: [", with: "time-zones: [\(rule), ")
    #expect(line.contains("\"traces/nvidia-smi_4300.csv\"") && line.contains("\"+01:00\""))
    let aligned = try await folder.analyse(String(line))
    #expect(abs((aligned.runs.first?.energy?.joules ?? 0) - 200 * (story.end - story.start)) < 1e-3)
  }

  @Test("A long training that a UTC trace covers for the most part at any zone: the one that it covers wholly is found")
  func longTraining() async throws {
    for hoursAhead in [0.0, 1] {
      let folder = try StudyFolder()
      var story = TrainingStory()
      story.epochs = [2500, 2500, 2500, 2500]
      try folder.write(story)
      try folder.write(story.console(job: 4300), to: "slurm/slurm-4300.out")
      let range: Int64 = 262_143_328_850
      let counters = CounterTrace(from: -20, to: story.end + 20, every: 10, zones: [("package-0", range, 5)]) { _, _ in
        100
      }
      try folder.write(counters.csv(hoursAhead: hoursAhead), to: "traces/rapl_4300.csv")
      let footprint = try await folder.analyse()
      let attempt = try #require(footprint.attempts.first)
      #expect(attempt.attempt.clock.offset == .seconds(hoursAhead * 3600))
      #expect(abs((attempt.footprint.energy?.joules ?? 0) - 100 * (story.end - story.start)) < 1)
    }
  }

  @Test("A log that begins in the hour that autumn repeats: its epochs' printed times tell which of both it was")
  func repeatedHour() async throws {
    let folder = try StudyFolder()
    var story = TrainingStory()
    // 2026-10-25 02:30:00, and stamps that go on evenly to 03:37: the clocks had been set back before.
    story.start = -26.0 * 86_400 - 7.5 * 3600
    story.epochs = [1000, 1000, 1000, 1000]
    try folder.write(story)
    let footprint = try await folder.analyse("time-zone: Europe/Copenhagen")
    let attempt = try #require(footprint.study.runs.first?.attempts.first)
    #expect(attempt.clock.offset == .seconds(3600) && attempt.clock.changes.isEmpty)
    #expect(abs(attempt.window.duration.inSeconds - (story.end - story.start)) < 1e-3)
    #expect(!footprint.codes.contains("clock.repeated-hour"))
  }
}
