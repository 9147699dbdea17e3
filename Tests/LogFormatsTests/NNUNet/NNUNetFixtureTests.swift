import Foundation
import LogScanning
import Quantities
import TestSupport
import Testing

@testable import LogFormats

/// Made-up logs of what no public log was found for.
@Suite("nnU-Net fixtures")
struct NNUNetFixtureTests {
  static let folder: URL = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    return url.appendingPathComponent("fixtures/nnunet")
  }()

  private func read(_ path: String) throws -> LogFile {
    try LogFileReader.read(path: Self.folder.appendingPathComponent(path).path, samples: TraceColumns())
  }

  private func training(_ path: String) throws -> (log: TrainingLog, file: LogFile) {
    let file = try read(path)
    return (try #require(file.content.record.training, "\(path)"), file)
  }

  // MARK: Several GPUs

  @Test func theLogOfSeveralProcessesIsTheFirstOnes() throws {
    let (log, file) = try training(
      "ddp/Dataset801_Cubes/nnUNetTrainer_3epochs__nnUNetPlans__3d_fullres/fold_0/training_log_2026_2_3_10_00_00.txt")
    #expect(file.format == .nnunetTrainingLog)
    #expect(file.content.diagnostics.isEmpty)
    #expect(file.content.version == "2.6 or later")
    #expect(log.completedEpochs.map(\.seconds) == [31.5, 12.25, 12.5])
    #expect(log.epochs.map(\.pseudoDice) == Array(repeating: [0.81, nil], count: 3))
    #expect(log.batchSize == 4)
    #expect(log.processCount == nil)
    #expect(log.validation?.meanDice == 0.8025)
    #expect(log.validation?.cases == 2)
    #expect(log.finished)
  }

  @Test func theConsoleOfSeveralProcessesCountsEpochsOnce() throws {
    let (log, file) = try training("ddp/slurm-5501.out")
    let own = try training(
      "ddp/Dataset801_Cubes/nnUNetTrainer_3epochs__nnUNetPlans__3d_fullres/fold_0/training_log_2026_2_3_10_00_00.txt"
    ).log
    #expect(file.format == .slurmOutput)
    #expect(log.processCount == 2)
    #expect(log.completedEpochs.map(\.seconds) == own.completedEpochs.map(\.seconds))
    #expect(log.epochs.map(\.start) == own.epochs.map(\.start))
    // The same validation stands at other lines.
    var validation = try #require(log.validation)
    (validation.line, validation.lastLine) = (own.validation?.line, own.validation?.lastLine)
    #expect(validation == own.validation)
    let codes = file.content.diagnostics.map(\.code)
    #expect(codes == ["nnunet.repeated-epochs"])
    #expect(file.content.diagnostics.first?.message.hasPrefix("3 ends") == true)
  }

  @Test func epochsWithoutAnyStampAreNotPlacedInTime() {
    let read = NNUNetText.read("Epoch 0\nCurrent learning rate: 0.01\ntrain_loss -0.5\nEpoch time: 10.0 s\n")
    #expect(read.log.epochs.isEmpty)
    #expect(read.foreign.isEmpty)
    #expect(read.diagnostic("nnunet.unstamped-epochs")?.line == 4)
    #expect(read.diagnostic("nnunet.unstamped-epochs")?.severity == .warning)
  }

  // MARK: Cascade

  @Test func bothStagesOfACascade() throws {
    let low = try training(
      "cascade/Dataset802_Rods/nnUNetTrainer__nnUNetPlans__3d_lowres/fold_1/training_log_2026_2_4_09_00_00.txt")
    #expect(low.file.content.diagnostics.isEmpty)
    #expect(low.log.configuration == "3d_lowres")
    #expect(low.log.completedEpochs.map(\.seconds) == [20.5, 18])
    #expect(low.log.validation?.meanDice == 0.7125)
    let high = try training(
      "cascade/Dataset802_Rods/nnUNetTrainer__nnUNetPlans__3d_cascade_fullres/fold_1/training_log_2026_2_4_11_30_05.txt"
    )
    #expect(high.log.configuration == "3d_cascade_fullres")
    #expect(high.log.epochs.map(\.seconds) == [45.75, 44, nil])
    #expect(!high.log.finished)
    #expect(high.file.content.diagnostics.map(\.code) == ["nnunet.aborted-epoch"])
  }

  @Test func plansOfACascade() throws {
    let file = try read("cascade/Dataset802_Rods/nnUNetTrainer__nnUNetPlans__3d_cascade_fullres/plans.json")
    guard case .plans(let plans) = file.content.record else {
      Issue.record("no plans")
      return
    }
    func planned(_ name: String) throws -> PlansFile.Configuration {
      try #require(plans.configurations.first { $0.name == name })
    }
    #expect(try planned("3d_cascade_fullres").previousStage == "3d_lowres")
    #expect(try planned("3d_cascade_fullres").batchSize == 2)
    #expect(try planned("3d_cascade_fullres").family == .cascade)
    #expect(try planned("3d_lowres").nextStages == ["3d_cascade_fullres"])
    #expect(try planned("3d_fullres_bs40").family == .full)
    let tall = try planned("tall_patch")
    #expect(tall.family == .full)
    #expect(tall.batchSize == 40)
    #expect(tall.patchSize == [64, 32, 32])
    #expect(tall.networkClass == "PlainConvUNet")
    #expect(file.content.diagnostics.isEmpty)
  }

  @Test func settingsOfACascade() throws {
    let file = try read("cascade/Dataset802_Rods/nnUNetTrainer__nnUNetPlans__3d_cascade_fullres/fold_1/debug.json")
    guard case .debug(let debug) = file.content.record else {
      Issue.record("no settings")
      return
    }
    #expect(debug.isCascaded == true)
    #expect(debug.dataset == "Dataset802_Rods")
    #expect(debug.checkpointInterval == 50)
    #expect(debug.cudnnVersion == 90100)
    #expect(debug.gpuName == "NVIDIA A100-SXM4-40GB")
  }

  // MARK: v1 of 2019

  @Test func theFirstGenerationMayStopByItself() throws {
    let (log, file) = try training("v1-2019/training_log_2019_11_5_08_00_01.txt")
    #expect(file.content.version == "1.x before 1.5")
    #expect(log.generation == .v1)
    #expect(log.epochs.map(\.index) == [7, 8])
    #expect(log.epochs.map(\.seconds) == [60.5, nil])
    #expect(log.epochs.map { $0.end?.iso8601 } == ["2019-11-05T08:01:11.760", "2019-11-05T08:02:13.600"])
    #expect(log.epochs.map(\.pseudoDice.count) == [2, 1])
    #expect(log.epochs.map(\.learningRate) == [0.0003, 0.0003])
    #expect(log.finished)
    #expect(
      file.content.diagnostics.map(\.code)
        == ["nnunet.foreign-lines", "nnunet.dice-classes-vary", "nnunet.untimed-epoch"])
  }

  @Test func patienceThatGoesOnEndsNothing() {
    let read = NNUNetText.read(
      """
      2019-11-05 08:00:11:
      epoch:  7
      2019-11-05 08:01:11.700000: My patience ended, but I believe I need more time (lr > 1e-6)
      2019-11-05 08:01:11.760000: This epoch took 60.760000 s
      """)
    #expect(read.log.epochs.map(\.seconds) == [60.76])
    #expect(read.codes.isEmpty)
  }

  @Test func settingsOfTheFirstGeneration() {
    let text = """
      {"batch_size": "2", "dataset_directory": "/d/nnUNet_preprocessed/Task101_Bone", "experiment_name":
       "nnUNetTrainerV2", "fold": "3", "max_num_epochs": "1000", "num_batches_per_epoch": "250", "patch_size":
       "[ 56 320 192]", "plans_file": "/d/nnUNet_preprocessed/Task101_Bone/nnUNetPlansv2.1_16GB_plans_3D.pkl",
       "log_file": "/r/x.txt"}
      """
    let content = NNUNetText.parse(text, as: NNUNetDebugFormat.self, fileName: "debug.json")
    guard case .debug(let debug) = content.record else {
      Issue.record("no settings")
      return
    }
    #expect(debug.dataset == "Task101_Bone")
    #expect(debug.trainer == "nnUNetTrainerV2")
    #expect(debug.plans == "nnUNetPlansv2.1_16GB")
    #expect(debug.patchSize == [56, 320, 192])
    #expect(content.version == "1.x")
  }

  // MARK: Several runs in one console

  @Test func foldsThatOneJobTrainsAreToldApart() throws {
    func fold(_ number: Int, hour: Int) -> String {
      let banner = "Please cite the following paper when using nnU-Net:\n"
      return banner
        + """
        2026-03-01 \(hour):00:00: Desired fold for training: \(number)
        2026-03-01 \(hour):00:01: Epoch 0
        2026-03-01 \(hour):00:05: Epoch time: 4.0 s
        2026-03-01 \(hour):00:06: Training done.
        2026-03-01 \(hour):00:07: predicting a
        2026-03-01 \(hour):00:09: Mean Validation Dice:  0.\(number)

        """
    }
    let read = NNUNetText.read(fold(1, hour: 10) + "a foreign line\n" + fold(2, hour: 11) + fold(2, hour: 12))
    #expect(read.log.completedEpochs.count == 3)
    #expect(read.log.processes.map(\.fold) == [1, 2, 2])
    #expect(read.log.processes.map { $0.epochs.map(\.line) } == [[3], [11], [18]])
    #expect(read.log.processes.map { $0.validation?.meanDice } == [0.1, 0.2, 0.2])
    #expect(read.log.processes.map(\.finished) == [true, true, true])
    #expect(read.log.runs == read.log.processes)
    #expect(read.codes.contains("nnunet.several-runs"))
    // Starts of one and the same run stay one log.
    let same = NNUNetText.read(fold(2, hour: 11) + fold(2, hour: 12))
    #expect(same.log.processes.isEmpty)
    #expect(same.log.runs.count == 1)
    #expect(!same.codes.contains("nnunet.several-runs"))
  }

  @Test func theReasonWhyNoPlanWasDrawnIsNoForeignLine() {
    let read = NNUNetText.read(
      """
      2026-03-01 10:00:00: Unable to plot network architecture:
      2026-03-01 10:00:00: module 'torch.onnx' has no attribute '_optimize_trace'
      2026-03-01 10:00:00: something else
      2026-03-01 10:00:01: WARNING!!! You are attempting to run training on a CPU (torch.cuda.is_available() is False).
      """)
    #expect(read.foreign == [3])
    #expect(read.log.device == "cpu")
    #expect(NNUNetText.read("Using device: cuda:1\n2026-03-01 10:00:00: Epoch 0\n").log.device == "cuda:1")
  }

  @Test func recordsOfEarlierVersionsCanBeRead() throws {
    var log = NNUNetText.read("2026-03-01 10:00:00: Epoch 0\n").log
    let stored = String(decoding: try JSONEncoder().encode(log), as: UTF8.self)
    #expect(!stored.contains("Clock") && !stored.contains("rocesses"))
    let earlier = try JSONDecoder().decode(TrainingLog.self, from: Data(stored.utf8))
    #expect(earlier.clock == .local)
    log.clock = .utc
    let later = try JSONDecoder().decode(TrainingLog.self, from: try JSONEncoder().encode(log))
    #expect(later == log)
  }

  // MARK: All of them

  @Test func everyFixtureIsRecognised() throws {
    let expected: [String: LogFormat] = [
      "plans.json": .nnunetPlans, "debug.json": .nnunetDebug, "slurm-5501.out": .slurmOutput,
      "benchmark_result.json": .nnunetBenchmark, "validation_args.json": .nnunetValidationArguments,
      "prediction_commands.txt": .nnunetInstructions, "postprocessing.json": .nnunetPostprocessing,
      "inference_information.json": .nnunetSelection, "splits_final.json": .nnunetSplits,
      "summary.csv": .nnunetSelectionTable, "progress.csv": .nnunetProgress,
    ]
    let paths = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path)
    let files = paths.filter { path in
      let ending = path.split(separator: ".").last.map(String.init) ?? ""
      return ["txt", "json", "csv", "out"].contains(ending)
    }
    #expect(files.count == 15)
    for path in files {
      let name = String(path.split(separator: "/").last ?? "")
      let format = name.hasPrefix("training_log_") ? LogFormat.nnunetTrainingLog : expected[name]
      #expect(try read(path).format == format, "\(path)")
    }
  }

  @Test(arguments: [
    "v1-2019/training_log_2019_11_5_08_00_01.txt", "documents/benchmark_result.json",
    "documents/validation_args.json", "documents/prediction_commands.txt", "documents/postprocessing.json",
    "documents/inference_information.json", "documents/splits_final.json", "documents/summary.csv",
    "documents/progress.csv",
  ])
  func aFileMayEndAnywhere(path: String) throws {
    let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(path)))
    let name = String(path.split(separator: "/").last ?? "")
    let format = try #require(bytes.withUnsafeBytes { FormatRegistry.recognise(head: $0.bytes, fileName: name) })
    for count in 0...bytes.count {
      let text = String(decoding: bytes[..<count], as: UTF8.self)
      let content = NNUNetText.parse(text, as: format, fileName: name)
      #expect(content.record != .none || !content.diagnostics.isEmpty, "\(path) cut at \(count)")
      for epoch in content.record.training?.epochs ?? [] { #expect(epoch.seconds?.isFinite != false) }
      _ = NNUNetText.recognise(text, fileName: name)
    }
  }

  @Test(arguments: [
    "documents/prediction_commands.txt", "documents/postprocessing.json", "documents/inference_information.json",
    "documents/splits_final.json", "documents/summary.csv", "documents/progress.csv", "documents/benchmark_result.json",
    "v1-2019/training_log_2019_11_5_08_00_01.txt",
  ])
  func garbageIsHarmless(path: String) throws {
    let original = Array(try Data(contentsOf: Self.folder.appendingPathComponent(path)))
    let name = String(path.split(separator: "/").last ?? "")
    let format = try #require(original.withUnsafeBytes { FormatRegistry.recognise(head: $0.bytes, fileName: name) })
    let junk: [[UInt8]] = [
      [0], Array("1e999".utf8), Array("99999999999999999999".utf8), Array("-".utf8), Array("\"".utf8), [0xFF, 0xFE],
      Array("NaN".utf8), Array("\n".utf8), Array("[".utf8), Array("\u{FEFF}".utf8),
    ]
    var random = SeededGenerator(seed: 7)
    for _ in 0..<600 {
      var bytes = original
      for _ in 0..<3 {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0..<6, using: &random))
        bytes.replaceSubrange(place..<end, with: junk[Int.random(in: 0..<junk.count, using: &random)])
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let content = NNUNetText.parse(text, as: format, fileName: name)
      #expect(content.record != .none || !content.diagnostics.isEmpty)
      for epoch in content.record.training?.epochs ?? [] { #expect(epoch.seconds?.isFinite != false) }
      _ = NNUNetText.recognise(text, fileName: name)
    }
  }
}
