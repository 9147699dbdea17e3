import Accounting
import Alignment
import LogFormats
import Quantities
import Testing

/// Evidence of tools other than nnU-Net's usual companions: linked, placed and counted once.
@Suite("Evidence of other tools")
struct OtherEvidenceTests {
  private let story = TrainingStory()

  private func folder() throws -> StudyFolder {
    let folder = try StudyFolder()
    try folder.write(story)
    try folder.write(story.console(job: 4400), to: "slurm/slurm-4400.out")
    return folder
  }

  @Test("Slurm's accounting belongs to the attempt with its job number; steps are not added to their job")
  func accounting() async throws {
    let folder = try folder()
    let (start, end) = (HostTime.secondStamp(-10, separator: "T"), HostTime.secondStamp(story.end + 10, separator: "T"))
    try folder.write(
      """
      JobID|JobName|Start|End|ElapsedRaw|NodeList|ConsumedEnergyRaw
      4400|train|\(start)|\(end)|80|gpu01|50000
      4400.batch|batch|\(start)|\(end)|80|gpu01|49000

      """, to: "sacct.txt")
    let footprint = try await folder.analyse()
    let attempt = try #require(footprint.attempts.first)
    #expect(attempt.attempt.links.map(\.reason) == [.slurmJob(4400)])
    let node = try #require(attempt.footprint.component(.node))
    #expect(node.method == .toolTotal && node.provenance == .logged)
    #expect(node.reported == .joules(50_000))
    // Spread evenly: what lies outside the training is not in it.
    let inside = try #require(node.total?.joules)
    #expect(inside < 50_000 && abs(inside + node.outside.joules - 50_000) < 1e-6)
  }

  @Test(
    "Accounting tells on which node a job ran, with an energy or without; several nodes tell nothing",
    arguments: [("gpu01", "gpu01"), ("gpu[01-02]", nil), ("None assigned", nil)], [true, false])
  func accountedNode(node: (list: String, host: String?), hasEnergy: Bool) async throws {
    let folder = try folder()
    let rows =
      hasEnergy
      ? "JobID|JobName|NodeList|State|ConsumedEnergyRaw\n4400|train|\(node.list)|COMPLETED|0\n4400.batch|batch|\(node.list)|COMPLETED|0\n"
      : "JobID|JobName|NodeList|State\n4400|train|\(node.list)|COMPLETED\n4401|other|gpu09|COMPLETED\n"
    try folder.write(rows, to: "sacct.txt")
    let footprint = try await folder.analyse()
    let attempt = try #require(footprint.attempts.first)
    #expect(attempt.attempt.placement.host == node.host)
    #expect(attempt.footprint.component(.node) == nil)
  }

  @Test("perf's intervals count from a start that only the study file knows")
  func declaredStart() async throws {
    let folder = try folder()
    let length = Int(story.end - story.start) + 20
    let rows = (1...length).map { "     \($0).000100000,50.00,Joules,power/energy-pkg/,1000,100.00,,\n" }
    try folder.write(rows.joined(), to: "perf.csv")
    let without = try await folder.analyse()
    #expect(without.attempts[0].footprint.component(.cpu) == nil)
    let start = HostTime.secondStamp(-10, separator: "T")
    let with = try await folder.analyse("traces: [{paths: perf.csv, start: \(start)}]")
    let cpu = try #require(with.attempts[0].footprint.component(.cpu))
    #expect(cpu.method == .samples)
    #expect(abs((cpu.total?.joules ?? 0) - 50 * (story.end - story.start)) < 0.1)
  }

  @Test("Sums, parts and limits beside what counts add nothing")
  func roles() async throws {
    let folder = try folder()
    var text =
      "timestamp, index, power.draw [W], power.limit [W], power.draw.instant [W], module.power.draw.average [W]\n"
    for second in -5...90 {
      text += "\(HostTime.slashStamp(milliseconds: Int64(second) * 1000)), 0, 200.00 W, 400.00 W, 210.00 W, 500.00 W\n"
    }
    try folder.write(text, to: "traces/nvidia-smi_4400.csv")
    let footprint = try await folder.analyse()
    let components = footprint.attempts[0].footprint.components
    #expect(components.map(\.component) == [.gpu])
    #expect(abs((components[0].total?.joules ?? 0) - 200 * (story.end - story.start)) < 0.1)
  }

  @Test("Names in a zones' side file decide what counts")
  func sideFile() async throws {
    let folder = try folder()
    let zones: [(String, Int64, Int64)] = [
      ("intel-rapl:0", 262_143_328_850, 0), ("intel-rapl:0:0", 262_143_328_850, 0),
      ("intel-rapl:1", 262_143_328_850, 0),
    ]
    let trace = CounterTrace(from: -5, to: 90, zones: zones) { zone, _ in [100, 60, 180][zone] }
    try folder.write(trace.csv(), to: "traces/rapl_4400.csv")
    try folder.write(
      """
      {"intel-rapl:0": {"name": "package-0", "max_energy_range_uj": 262143328850},
       "intel-rapl:0:0": {"name": "core", "max_energy_range_uj": 262143328850},
       "intel-rapl:1": {"name": "psys", "max_energy_range_uj": 262143328850}}
      """, to: "traces/rapl_4400.domains.json")
    let footprint = try await folder.analyse()
    let components = footprint.attempts[0].footprint.components
    // Cores are in the package, and the platform contains it.
    #expect(components.map(\.component) == [.cpu])
    #expect(abs((components[0].total?.joules ?? 0) - 100 * (story.end - story.start)) < 1)
  }

  @Test("A table of epochs is a training on UTC, whatever the host's zone, and counts once beside its log")
  func epochTable() async throws {
    let folder = try StudyFolder()
    let header =
      "mean_fg_dice,ema_fg_dice,dice_per_class_or_region,train_losses,val_losses,lrs,epoch_start_timestamps,"
      + "epoch_end_timestamps,Epoch\n"
    // A trainer of four epochs that trained three has not come to its end.
    let rows = (0..<3).map {
      "0.5,0.5,[0.5],-0.5,-0.5,0.01,\(1_700_000_000 + $0 * 60).0,\(1_700_000_050 + $0 * 60).5,\($0)\n"
    }
    try folder.write(header + rows.joined(), to: "out/Dataset001_BrainTumour/3d_fullres/fold_0/progress.csv")
    let study = try await folder.analyse("time-zone: Europe/Copenhagen").study
    let attempt = try #require(study.runs.first?.attempts.first)
    #expect(attempt.epochs.count == 3)
    #expect(attempt.outcome == .cutOff)
    #expect(attempt.epochs[0].window.start == Instant(nanoseconds: 1_700_000_000_000_000_000))
    #expect(attempt.epochs[2].window.end == Instant(nanoseconds: 1_700_000_170_500_000_000))

    let both = try StudyFolder()
    try both.write(story)
    try both.write(header + rows.joined(), to: story.folder + "/progress.csv")
    let footprint = try await both.analyse()
    #expect(footprint.study.runs.flatMap(\.attempts).count == 1)
    #expect(footprint.codes.contains("count-once.progress"))
  }

  @Test("A table that has the last planned epoch is of a finished training")
  func finishedTable() async throws {
    func table(from start: Int, epochs: Int) -> String {
      let rows = (0..<epochs).map { "-0.5,-0.5,0.01,\(start + $0 * 60).0,\(start + 50 + $0 * 60).5,\($0)\n" }
      return "train_losses,val_losses,lrs,epoch_start_timestamps,epoch_end_timestamps,Epoch\n" + rows.joined()
    }
    let folder = try StudyFolder()
    let model = "nnUNet_results/Dataset001_BrainTumour/nnUNetTrainer_12epochs__nnUNetPlans__3d_fullres"
    try folder.write(table(from: 1_700_000_000, epochs: 12), to: model + "/fold_0/progress.csv")
    try folder.write(table(from: 1_700_003_600, epochs: 11), to: model + "/fold_1/progress.csv")
    let runs = try await folder.analyse().study.runs
    #expect(runs.map { $0.attempts.map(\.outcome) } == [[.finished], [.cutOff]])
  }

  @Test("CodeCarbon's local times beside epochs on UTC: the zone is found, and they are counted whole")
  func recordBesideUTC() async throws {
    let folder = try StudyFolder()
    let run = "out/Dataset001_BrainTumour/3d_fullres/fold_0"
    let begin = 1_700_000_000
    let rows = (0..<100).map { "-0.5,-0.5,0.01,\(begin + $0 * 60).0,\(begin + 59 + $0 * 60).5,\($0)\n" }
    try folder.write(
      "train_losses,val_losses,lrs,epoch_start_timestamps,epoch_end_timestamps,Epoch\n" + rows.joined(),
      to: run + "/progress.csv")
    // 6 000 s that end 10 s after the last epoch, on a clock that is two hours ahead.
    let end = CivilDateTime(nanosecondsSinceEpoch: (Int64(begin) + 6010 + 7200) * 1_000_000_000)
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    let stamp =
      "\(end.year)-\(two(end.month))-\(two(end.day))T\(two(end.hour)):\(two(end.minute)):\(two(end.second))"
    try folder.write(
      """
      timestamp,project_name,run_id,duration,emissions,cpu_energy,gpu_energy,ram_energy,energy_consumed
      \(stamp),codecarbon,a,6020.0,0.1,0.2,0.5,0.1,0.8

      """, to: run + "/emissions.csv")
    let plain = try await folder.analyse()
    let found = try #require(plain.messages("clock.zone-found").first)
    #expect(found.hasSuffix("time-zones: [{paths: [\"out/Dataset001_BrainTumour/**\"], zone: \"+02:00\"}]"))
    let start = try #require(found.firstRange(of: "time-zones: ["))
    let placed = try await folder.analyse(String(found[start.lowerBound...]))
    for study in [plain, placed] {
      let gpu = try #require(study.attempts[0].footprint.component(.gpu))
      #expect(abs((gpu.total?.kilowattHours ?? 0) - 0.5 * 5999.5 / 6020) < 1e-6)
    }
    #expect(placed.messages("clock.zone-found").isEmpty)
  }
}
