import Foundation
import LogScanning
import TestSupport
import Testing

@testable import LogFormats

/// Every nnU-Net file in the wild is recognised for what it is, and what is not read says why.
@Suite("nnU-Net files in the wild", .enabled(if: SharedData.shouldRun))
struct NNUNetCorpusTests {
  /// What the index calls a file, by which format it must be read.
  private static let formats: [String: Set<LogFormat>] = [
    "log": [.nnunetTrainingLog, .slurmOutput],
    "notebook-output": [.slurmOutput],
    "summary": [.nnunetSummary, .nnunetSelectionTable],
    "debug": [.nnunetDebug],
    "dataset": [.nnunetDataset],
    "plans": [.nnunetPlans],
    "nnUNetPlans": [.nnunetPlans],
    "nnUNetResEncUNetMPlans": [.nnunetPlans],
    "postprocessing": [.nnunetPostprocessing],
    "dataset_fingerprint": [.nnunetFingerprint],
    "splits_final": [.nnunetSplits],
    "inference_information": [.nnunetSelection],
    "inference_instructions": [.nnunetInstructions],
  ]

  /// Findings that say why nothing was read.
  private static let reasons: Set<String> = ["nnunet.lfs-pointer", "nnunet.not-needed"]

  private struct Entry {
    let path: String
    let kind: String
  }

  private static func entries() throws -> [Entry] {
    let url = try #require(SharedData.url("corpus/nnunet/INDEX.tsv"))
    let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    let header = try #require(rows.first).map(String.init)
    let repository = try #require(header.firstIndex(of: "repo"))
    let path = try #require(header.firstIndex(of: "path"))
    let kind = try #require(header.firstIndex(of: "kind"))
    return rows.dropFirst().map { row in
      Entry(
        path: row[repository].replacingOccurrences(of: "/", with: "+") + "/" + row[path], kind: String(row[kind]))
    }
  }

  @Test func everyFileIsReadForWhatItIs() throws {
    var counts: [String: Int] = [:]
    var unread: [String: Int] = [:]
    var wrong: [String] = []
    for entry in try Self.entries() {
      let url = try #require(SharedData.url("corpus/nnunet/" + entry.path), "\(entry.path)")
      let file = try LogFileReader.read(path: url.path, samples: TraceColumns())
      counts[entry.kind, default: 0] += 1
      if Self.formats[entry.kind]?.contains(file.format) != true { wrong.append("\(entry.path) is \(file.format)") }
      for finding in file.content.diagnostics where finding.severity == .error {
        wrong.append("\(entry.path):\(finding.line ?? 0): \(finding.code)")
      }
      guard file.content.record == .none else { continue }
      if let reason = file.content.diagnostics.first(where: { Self.reasons.contains($0.code) }) {
        unread[reason.code, default: 0] += 1
      } else {
        wrong.append("\(entry.path): nothing was read, and nothing says why")
      }
    }
    #expect(wrong.isEmpty)
    #expect(
      counts == [
        "log": 389, "summary": 137, "debug": 116, "postprocessing": 59, "dataset": 35, "plans": 17,
        "dataset_fingerprint": 13, "notebook-output": 9, "nnUNetPlans": 8, "splits_final": 5,
        "inference_information": 3, "inference_instructions": 2, "nnUNetResEncUNetMPlans": 1,
      ])
    // The only files without a record: three that were never fetched, and the fingerprints.
    #expect(unread == ["nnunet.lfs-pointer": 3, "nnunet.not-needed": 13])
  }

  @Test func selectionsSayWhatWon() throws {
    var winners: [String: [NNUNetModel]] = [:]
    for entry in try Self.entries() {
      guard let url = SharedData.url("corpus/nnunet/" + entry.path) else { continue }
      guard ["summary", "inference_information", "inference_instructions"].contains(entry.kind) else { continue }
      let file = try LogFileReader.read(path: url.path, samples: TraceColumns())
      guard case .nnunetDocument(.selection(let selection)) = file.content.record else { continue }
      let place = entry.path.split(separator: "/")
      winners["\(place[0])/\(place.suffix(2).joined(separator: "/"))"] = selection.winner
      #expect(!selection.winner.isEmpty, "\(entry.path)")
    }
    #expect(winners.count == 8)
    #expect(
      winners["TaoY-Song+nnUNet_IVUS/Dataset002_IVUS/inference_information.json"]
        == [NNUNetModel(trainer: "nnUNetTrainer", plans: "nnUNetPlans", configuration: "2d")])
    let autopet = NNUNetModel(
      trainer: "nnUNetTrainer_1500epochs_1e2lr", plans: "nnUNetPlans", configuration: "3d_fullres_maxnum_512_patch_192")
    #expect(winners["anissa218+autopet_nnunet/Dataset219_PETCT/inference_information.json"] == [autopet])
    #expect(winners["anissa218+autopet_nnunet/Dataset219_PETCT/inference_instructions.txt"] == [autopet])
    // By the table the ensemble loses to the full resolution in all three tasks.
    for (place, winner) in winners where place.hasSuffix("summary.csv") {
      #expect(winner == [NNUNetModel(configuration: "3d_fullres")], "\(place)")
    }
  }

  @Test func resultsOfFoldsAreToldFromPooledOnes() throws {
    var kinds: [String: Int] = [:]
    var disagreements: [String] = []
    for entry in try Self.entries() where entry.kind == "summary" && entry.path.hasSuffix(".json") {
      let url = try #require(SharedData.url("corpus/nnunet/" + entry.path))
      guard case .summary(let summary) = try LogFileReader.read(path: url.path, samples: TraceColumns()).content.record
      else { continue }
      let byPath = ResultScope(filePath: entry.path)
      if let path = byPath, let content = summary.scope, path.kind != content.kind {
        disagreements.append("\(entry.path): \(path.kind) by path, \(content.kind) by content")
      }
      let scope = byPath ?? summary.scope
      let name = scope.map { $0.kind.rawValue + ($0.isPostprocessed ? " postprocessed" : "") } ?? "unknown"
      kinds[name, default: 0] += 1
    }
    #expect(disagreements.isEmpty)
    #expect(
      kinds == [
        "fold": 62, "fold postprocessed": 59, "cross-validation": 4, "cross-validation postprocessed": 4, "ensemble": 1,
        "ensemble postprocessed": 1, "unknown": 2,
      ])
  }

  @Test func postprocessingAgreesWithItself() throws {
    var count = 0
    for entry in try Self.entries() where entry.kind == "postprocessing" {
      let url = try #require(SharedData.url("corpus/nnunet/" + entry.path))
      let file = try LogFileReader.read(path: url.path, samples: TraceColumns())
      guard case .nnunetDocument(.postprocessing(let choice)) = file.content.record else {
        Issue.record("\(entry.path) is \(file.content.record)")
        continue
      }
      count += 1
      #expect(!choice.before.diceByLabel.isEmpty, "\(entry.path)")
      if file.content.version == "1.x" {
        let isFold = entry.path.split(separator: "/").dropLast().last?.hasPrefix("fold_") == true
        #expect(choice.scope != nil && (choice.scope?.kind == .fold) == isFold, "\(entry.path)")
        #expect(choice.caseCount ?? 0 > 0, "\(entry.path)")
      } else {
        #expect(choice.labels == ["(1, 2, 3)", "1"])
        #expect(choice.after?.foregroundMeanDice == 0.8012655044824681)
      }
    }
    #expect(count == 59)
  }
}
