import Foundation
import LogScanning
import Quantities
import TestSupport
import Testing

@testable import LogFormats

/// Every value of the reference extraction of hundreds of public logs.
@Suite("nnU-Net logs in the wild", .enabled(if: SharedData.shouldRun))
struct NNUNetTruthTests {
  private static func truth() throws -> JSONValue {
    let url = try #require(SharedData.url("truth/nnunet-truth.json"))
    return try Data(contentsOf: url).withUnsafeBytes { try JSONValue(parsing: $0.bytes) }
  }

  @Test func trainingLogsAgree() throws {
    let logs = try #require(try Self.truth()["logs"]?.members)
    #expect(logs.count == 398)
    var comparison = Comparison()
    for (path, expected) in logs.map({ ($0.key, $0.value) }) {
      let url = try #require(SharedData.url("corpus/nnunet/" + path))
      let read = try NNUNetText.read(path: url.path)
      comparison.compareEpochs(read.log, expected, path)
      comparison.compareStamps(read, expected, path)
      comparison.compareHeader(read.log, expected, path)
    }
    #expect(comparison.mismatches.isEmpty)
    #expect(comparison.agreed > 10_000)
  }

  @Test func summariesAgree() throws {
    let summaries = try #require(try Self.truth()["summaries"]?.members)
    var comparison = Comparison()
    for (path, expected) in summaries.map({ ($0.key, $0.value) }) {
      let url = try #require(SharedData.url("corpus/nnunet/" + path))
      let file = try LogFileReader.read(path: url.path, samples: TraceColumns())
      guard case .summary(let summary) = file.content.record else {
        comparison.check(expected["error"] != nil, true, path, "error")
        continue
      }
      comparison.check(summary.caseCount, expected["n_cases"]?.int, path, "n_cases")
      comparison.close(summary.foregroundMeanDice, expected["foreground_mean_dice"]?.double, path, "foreground")
      for label in expected["mean_dice"]?.members ?? [] where label.key != "0" && label.key != "mean" {
        let read = summary.diceByLabel.first { $0.label == label.key }
        comparison.check(read != nil, true, path, label.key)
        comparison.close(read?.dice, label.value.double, path, label.key)
      }
    }
    #expect(comparison.mismatches.isEmpty)
    #expect(comparison.agreed > 500)
  }

  @Test func pathsAgree() throws {
    let truth = try Self.truth()
    let files = (truth["logs"]?.members ?? []) + (truth["summaries"]?.members ?? [])
    var comparison = Comparison()
    for file in files {
      // The first folder of the reference logs names the repository and is no part of the layout.
      let folders = file.key.split(separator: "/").dropFirst().dropLast().map(String.init)
      let path = ResultsPath(folders: folders)
      let expected = file.value
      comparison.check(path?.fold?.description, expected["fold"]?.string, file.key, "fold")
      comparison.check(path?.trainer, expected["trainer"]?.string, file.key, "trainer")
      comparison.check(path?.plans, expected["plans"]?.string, file.key, "plans")
      comparison.check(path?.configuration, expected["configuration"]?.string, file.key, "configuration")
      // The reference leaves out a data set that has a number and no name.
      if let dataset = expected["dataset"]?.string {
        comparison.check(path?.dataset, dataset, file.key, "dataset")
      }
    }
    #expect(comparison.mismatches.isEmpty)
  }

  @Test func filesAreRecognised() throws {
    var wrong: [String] = []
    for (path, url) in SharedData.files(below: "corpus/nnunet") {
      let format = try LogFileReader.read(path: url.path, samples: TraceColumns()).format
      let name = url.lastPathComponent
      let expected: LogFormat? =
        switch name {
        case "dataset.json": .nnunetDataset
        case "debug.json": .nnunetDebug
        case "plans.json": .nnunetPlans
        case _ where name.hasSuffix("summary.json"): .nnunetSummary
        case _ where name.hasPrefix("nnUNet") && name.hasSuffix("Plans.json"): .nnunetPlans
        case _ where name.hasPrefix("training_log_"): .nnunetTrainingLog
        case _ where name.hasSuffix(".json"): .unknown
        default: nil
        }
      if let expected, format != expected { wrong.append("\(path): \(format)") }
    }
    #expect(wrong.isEmpty)
  }
}

/// Counts values that agree and lists those that do not.
private struct Comparison {
  var agreed = 0
  var mismatches: [String] = []

  mutating func check<Value: Equatable>(_ read: Value?, _ expected: Value?, _ path: String, _ name: String) {
    if read == expected {
      agreed += 1
    } else {
      mismatches.append("\(path): \(name) is \(String(describing: read)), not \(String(describing: expected))")
    }
  }

  mutating func close(_ read: Double?, _ expected: Double?, _ path: String, _ name: String) {
    if let read, let expected, abs(read - expected) <= 1e-6 * max(1, abs(expected)) {
      agreed += 1
    } else {
      check(read, expected, path, name)
    }
  }

  mutating func compareEpochs(_ log: TrainingLog, _ expected: JSONValue, _ path: String) {
    let completed = log.completedEpochs
    let seconds = completed.compactMap(\.seconds)
    check(log.epochs.count, expected["epochs_started"]?.int, path, "epochs_started")
    check(log.epochs.first?.index, expected["first_started"]?.int, path, "first_started")
    check(completed.count, expected["completed"]?.int, path, "completed")
    check(Set(completed.map(\.index)).count, expected["completed_unique"]?.int, path, "completed_unique")
    check(completed.first?.index, expected["first_completed"]?.int, path, "first_completed")
    check(completed.last?.index, expected["last_completed"]?.int, path, "last_completed")
    check(log.epochs.count - completed.count, expected["aborted"]?.int, path, "aborted")
    check(log.duplicateEpochRecords, expected["duplicate_records"]?.int, path, "duplicate_records")
    let sum = seconds.reduce(0, +)
    close(sum, expected["sum_epoch_s"]?.double, path, "sum_epoch_s")
    close(
      seconds.isEmpty ? nil : sum / Double(seconds.count), expected["mean_epoch_s"]?.double, path, "mean_epoch_s")
    close(seconds.min(), expected["min_epoch_s"]?.double, path, "min_epoch_s")
    close(seconds.max(), expected["max_epoch_s"]?.double, path, "max_epoch_s")
  }

  mutating func compareStamps(_ read: NNUNetText.ReadLog, _ expected: JSONValue, _ path: String) {
    let log = read.log
    check(log.firstStamp, expected["first_ts"]?.string.flatMap(NNUNetText.wallTime), path, "first_ts")
    check(log.lastStamp, expected["last_ts"]?.string.flatMap(NNUNetText.wallTime), path, "last_ts")
    close(
      log.validation?.meanDice, expected["mean_validation_dice"]?.double.flatMap { $0.isNaN ? nil : $0 }, path,
      "mean_validation_dice")
    check(log.finished, expected["finished"]?.bool, path, "finished")
    check(
      log.epochs.isEmpty && log.validation != nil, expected["validation_only"]?.bool, path, "validation_only")
    if expected["training_done"]?.bool == true { check(log.trainingDone != nil, true, path, "training_done") }
    if let major = expected["major"]?.int { check(log.generation, major == 1 ? .v1 : .v2, path, "major") }
    let goesBack = expected["backward_timestamps"]?.int.map { $0 > 0 }
    check(read.codes.contains("nnunet.clock-backwards"), goesBack, path, "backward_timestamps")
    let disagrees = expected["clock_disagreements_gt30s"]?.array.map { !$0.isEmpty }
    let stepped = read.codes.contains("nnunet.clock-step") || read.codes.contains("nnunet.clock-hour")
    check(stepped, disagrees, path, "clock_disagreements_gt30s")
    let starts = expected["process_starts"]?.int.map { $0 > 1 }
    check(read.codes.contains("nnunet.several-starts"), starts, path, "process_starts")
  }

  mutating func compareHeader(_ log: TrainingLog, _ expected: JSONValue, _ path: String) {
    check(log.fold, expected["header_fold"]?.string.flatMap { Int($0) }, path, "header_fold")
    check(log.dataset, expected["header_dataset"]?.string, path, "header_dataset")
    check(log.plans, expected["header_plans"]?.string, path, "header_plans")
    if let configuration = expected["header_configuration"]?.string {
      check(log.configuration, configuration, path, "header_configuration")
    }
    // v1's consoles dump every stage's plan; which of them is trained they do not say there.
    guard log.generation == .v2 else { return }
    check(log.batchSize, expected["header_batch"]?.string.flatMap { Int($0) }, path, "header_batch")
    let patch = expected["header_patch"]?.string.map { text in
      text.split(separator: ",").compactMap { Int($0.filter(\.isNumber)) }
    }
    check(log.patchSize, patch, path, "header_patch")
  }
}
