import Foundation
import LogScanning
import Quantities
import TestSupport
import Testing

@testable import LogFormats

/// Every value of the reference extraction of hundreds of public logs.
@Suite("nnU-Net logs in the wild", .enabled(if: SharedData.shouldRun))
struct NNUNetTruthTests {
  static func truth() throws -> JSONValue {
    let url = try #require(SharedData.url("truth/nnunet-truth.json"))
    return try Data(contentsOf: url).withUnsafeBytes { try JSONValue(parsing: $0.bytes) }
  }

  @Test func trainingLogsAgree() throws {
    let logs = try #require(try Self.truth()["logs"]?.members)
    #expect(logs.count == 398)
    var comparison = TruthComparison()
    for (path, expected) in logs.map({ ($0.key, $0.value) }) {
      let url = try #require(SharedData.url("corpus/nnunet/" + path))
      let read = try NNUNetText.read(path: url.path)
      comparison.compareEpochs(read.log, expected, path)
      comparison.compareStamps(read, expected, path)
      comparison.compareHeader(read.log, expected, path)
      // The same by way of the file's format, be it a log or a console.
      let file = try LogFileReader.read(path: url.path, samples: TraceColumns())
      // As text, since a loss that is not a number equals nothing.
      let record = file.content.record.training.map { String(describing: $0) }
      comparison.check(record, String(describing: read.log), path, "the record of a \(file.format)")
      comparison.check(file.content.version, read.version, path, "version")
      comparison.check(file.sha256, expected["sha256"]?.string, path, "sha256")
    }
    #expect(comparison.mismatches.isEmpty)
    #expect(comparison.agreed > 10_000)
  }

  @Test func summariesAgree() throws {
    let summaries = try #require(try Self.truth()["summaries"]?.members)
    var comparison = TruthComparison()
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
    var comparison = TruthComparison()
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
}

extension LogRecord {
  /// The training log, or a console's.
  var training: TrainingLog? {
    switch self {
    case .trainingLog(let log): log
    case .console(let capture): capture.training
    default: nil
    }
  }
}
