import Foundation
import LogScanning
import Quantities

@testable import LogFormats

/// Counts values that agree and lists those that do not.
struct TruthComparison {
  var agreed = 0
  var mismatches: [String] = []

  /// Where the values that are compared next stand in the file.
  var line: Int?

  mutating func check<Value: Equatable>(_ read: Value?, _ expected: Value?, _ path: String, _ name: String) {
    if read == expected {
      agreed += 1
    } else {
      let place = line.map { "\(path):\($0)" } ?? path
      mismatches.append("\(place): \(name) is \(String(describing: read)), not \(String(describing: expected))")
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
    line = log.epochs.last?.line
    defer { line = nil }
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
    let each = completed.map { "\($0.index):\(String(format: "%.6f", $0.seconds ?? -1))" }.joined(separator: ";")
    check(SHA1.hexadecimal(Array(each.utf8)), expected["epoch_seconds_sha1"]?.string, path, "epoch_seconds_sha1")
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
