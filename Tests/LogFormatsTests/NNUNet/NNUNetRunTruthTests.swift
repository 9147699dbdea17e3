import Foundation
import LogScanning
import Quantities
import TestSupport
import Testing

@testable import LogFormats

/// Logs grouped into runs by the reference's rule: what was executed, what of it counts, what was redone or lost.
@Suite("nnU-Net runs in the wild", .enabled(if: SharedData.shouldRun))
struct NNUNetRunTruthTests {
  /// A log and what the grouping needs of its file.
  private struct Source {
    let path: String
    let log: TrainingLog
    let sha256: String
    let bytes: Data

    var name: String { String(path.split(separator: "/").last ?? "") }
    var repository: Substring { path.prefix { $0 != "/" } }
    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }
  }

  /// What makes an epoch the same wherever it stands.
  private struct Record: Hashable {
    let index: Int
    let start: WallTime
    let end: WallTime?
    let seconds: Double?
  }

  @Test func runsAgree() throws {
    let truth = try NNUNetTruthTests.truth()
    let sources = try (truth["logs"]?.members ?? []).map { member in
      let url = try #require(SharedData.url("corpus/nnunet/" + member.key))
      let file = try LogFileReader.read(path: url.path, samples: TraceColumns())
      let log = try #require(file.content.record.training, "\(member.key) has no training")
      return Source(path: member.key, log: log, sha256: file.sha256, bytes: try Data(contentsOf: url))
    }
    var runs: [String: [Source]] = [:]
    for source in Self.withoutCopies(sources) where ResultsPath.logNameStamp(source.name) != nil {
      let isFold = source.folder.split(separator: "/").last.flatMap { Self.fold(ofFolder: $0) } != nil
      let fold = source.log.fold.map(String.init) ?? "None"
      runs[isFold ? source.folder : source.folder + "#fold=" + fold, default: []].append(source)
    }
    var comparison = TruthComparison()
    let expected = try #require(truth["runs"]?.members)
    #expect(runs.count == expected.count)
    for member in expected { compare(runs[member.key] ?? [], member.value, member.key, &comparison) }
    #expect(comparison.mismatches.isEmpty)
    #expect(comparison.agreed > 10 * expected.count)
  }

  private func compare(
    _ unordered: [Source], _ expected: JSONValue, _ key: String, _ comparison: inout TruthComparison
  ) {
    let sources = unordered.sorted {
      (ResultsPath.logNameStamp($0.name)?.nanoseconds ?? 0, $0.path)
        < (ResultsPath.logNameStamp($1.name)?.nanoseconds ?? 0, $1.path)
    }
    comparison.check(sources.map(\.path), expected["files"]?.array?.compactMap(\.string), key, "files")
    var records: Set<Record> = []
    var latest: [Int: Double] = [:]
    var (shared, executedSeconds) = (0, 0.0)
    for epoch in sources.flatMap(\.log.completedEpochs) {
      let record = Record(index: epoch.index, start: epoch.start, end: epoch.end, seconds: epoch.seconds)
      guard records.insert(record).inserted else {
        shared += 1
        continue
      }
      executedSeconds += epoch.seconds ?? 0
      latest[epoch.index] = epoch.seconds ?? 0
    }
    let logs = sources.map(\.log)
    let aborted = logs.reduce(0) { $0 + $1.epochs.count - $1.completedEpochs.count }
    comparison.check(records.count, expected["executed"]?.int, key, "executed")
    comparison.check(latest.count, expected["unique"]?.int, key, "unique")
    comparison.check(records.count - latest.count, expected["redone"]?.int, key, "redone")
    comparison.check(aborted, expected["aborted"]?.int, key, "aborted")
    comparison.check(shared, expected["shared_records"]?.int, key, "shared_records")
    comparison.check(latest.keys.max(), expected["last_epoch"]?.int, key, "last_epoch")
    comparison.close(executedSeconds, expected["sum_epoch_s_executed"]?.double, key, "sum_epoch_s_executed")
    comparison.close(latest.values.reduce(0, +), expected["sum_epoch_s_unique"]?.double, key, "sum_epoch_s_unique")
    let firsts = logs.compactMap { $0.epochs.first?.index }
    comparison.check(firsts.count { $0 == 0 }, expected["fresh_starts"]?.int, key, "fresh_starts")
    comparison.check(firsts.count { $0 > 0 }, expected["continuations"]?.int, key, "continuations")
    let spans = logs.compactMap { log in
      log.firstStamp.flatMap { first in log.lastStamp.map { first.duration(to: $0) } }
    }
    // The reference rounds each span to milliseconds.
    let span = spans.reduce(0) { $0 + ($1.inSeconds * 1000).rounded() / 1000 }
    comparison.close(span, expected["sum_span_s"]?.double, key, "sum_span_s")
    comparison.check(logs.contains(where: \.finished), expected["finished"]?.bool, key, "finished")
    let dice = expected["final_mean_validation_dice"]?.double.flatMap { $0.isNaN ? nil : $0 }
    comparison.close(logs.compactMap(\.validation?.meanDice).last, dice, key, "final_mean_validation_dice")
  }

  /// Leaves out exact copies and the shorter states of a log within a repository.
  private static func withoutCopies(_ sources: [Source]) -> [Source] {
    Dictionary(grouping: sources, by: \.repository).values.flatMap { group in
      var hashes: Set<String> = []
      let originals = group.sorted { left, right in
        let (a, b) = (("/" + left.path).contains("/fold_"), ("/" + right.path).contains("/fold_"))
        return a != b ? a : (left.path.count, left.path) < (right.path.count, right.path)
      }.filter { hashes.insert($0.sha256).inserted }
      return originals.filter { source in
        !originals.contains { other in
          other.name == source.name && other.bytes.count > source.bytes.count && other.bytes.starts(with: source.bytes)
        }
      }
    }
  }

  private static func fold(ofFolder name: Substring) -> Fold? {
    name.hasPrefix("fold_") ? Fold(String(name.dropFirst(5))) : nil
  }
}
