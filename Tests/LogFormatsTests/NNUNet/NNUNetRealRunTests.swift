import Foundation
import LogScanning
import Quantities
import TestSupport
import Testing

@testable import LogFormats

/// Logs of runs whose epochs were timed by hooks in the trainer, not read back from a log.
@Suite("nnU-Net logs of timed runs", .enabled(if: SharedData.shouldRun))
struct NNUNetRealRunTests {
  @Test func epochsAgreeWithTheHooks() throws {
    let url = try #require(SharedData.url("realruns/TRUTH.json"))
    let truth = try Data(contentsOf: url).withUnsafeBytes { try JSONValue(parsing: $0.bytes) }
    let runs = try #require(truth["nnunet_runs"]?.array)
    #expect(runs.count == 29)
    var compared = 0
    for run in runs {
      let name = run["run"]?.string ?? "?"
      let path = try #require(run["files"]?["training_logs"]?.array?.first?.string)
      let log = try NNUNetText.read(path: try #require(SharedData.url("realruns/" + path)).path)
      let zone: Duration = run["dataset_id"]?.int == 703 ? .seconds(3600) : .zero
      let epochs = (run["epoch_wall_times"]?.array ?? []).filter { $0["end_utc"]?.string != nil }
      #expect(log.log.completedEpochs.map(\.index) == epochs.compactMap { $0["epoch"]?.int }, "\(name)")
      for (read, expected) in zip(log.log.completedEpochs, epochs) {
        let start = try #require(expected["start_utc"]?.string.flatMap(NNUNetText.wallTime))
        let end = try #require(expected["end_utc"]?.string.flatMap(NNUNetText.wallTime))
        let readEnd = try #require(read.end)
        let shift = Duration.zero - zone
        let atStart = abs(start.duration(to: read.start.advanced(by: shift)).inSeconds)
        #expect(atStart <= 0.05, "\(name) epoch \(read.index)")
        // The hook runs when nnU-Net has saved its checkpoint, after its own last line of the epoch.
        let beforeHook = readEnd.advanced(by: shift).duration(to: end).inSeconds
        #expect((-0.001...0.5).contains(beforeHook), "\(name) epoch \(read.index)")
        compared += 1
      }
      let unfinished = run["unfinished_epoch_numbers"]?.array?.compactMap(\.int) ?? []
      #expect(log.log.epochs.filter { $0.end == nil }.map(\.index) == unfinished, "\(name)")
      #expect(log.version == (run["nnunetv2"]?.string == "2.5.1" ? "2.4 to 2.5.2" : expectedVersion(log)), "\(name)")
      #expect(log.log.dataset == (log.log.epochs.isEmpty ? nil : run["dataset"]?.string), "\(name)")
      // The trainer of these runs says so when it stops early or fails on purpose.
      #expect(log.foreign.count <= 1, "\(name)")
    }
    #expect(compared > 180)
  }

  /// A validation alone does not tell more.
  private func expectedVersion(_ read: NNUNetText.ReadLog) -> String {
    read.log.epochs.isEmpty ? "2.3.1 or later" : "2.6 or later"
  }

  @Test func consoleCapturesAreNoTrainingLogs() throws {
    var captures = 0
    for (path, url) in SharedData.files(below: "realruns/slurm") {
      let format = try LogFileReader.read(path: url.path, samples: TraceColumns()).format
      #expect(format != .nnunetTrainingLog, "\(path)")
      captures += 1
    }
    #expect(captures > 29)
  }

  @Test func everyFileBesideTheLogsIsRead() throws {
    var kinds: [LogFormat: Int] = [:]
    for folder in ["realruns/nnUNet_results", "realruns/nnUNet_results_2.5.1"] {
      for (path, url) in SharedData.files(below: folder) {
        let file = try LogFileReader.read(path: url.path, samples: TraceColumns())
        kinds[file.format, default: 0] += 1
        let isUsed = file.format != .unknown && file.format != .nnunetFingerprint
        if isUsed { #expect(file.content.record != .none, "\(path)") }
        if case .debug(let debug) = file.content.record {
          #expect(debug.plannedEpochs.map { (8...12).contains($0) } == true, "\(path)")
          #expect(debug.iterationsPerEpoch != nil && debug.batchSize != nil && debug.torchVersion != nil, "\(path)")
          #expect(debug.network == "PlainConvUNet", "\(path)")
        }
        if case .plans(let plans) = file.content.record {
          #expect(plans.configurations.allSatisfy { $0.networkClass == "PlainConvUNet" && $0.batchSize != nil })
        }
      }
    }
    #expect(kinds[.nnunetTrainingLog] == 29)
  }
}
