import Foundation
import LogFormats
import TestSupport
import Testing

@testable import Accounting

@Suite("The moving average of the pseudo Dice")
struct PseudoDiceCourseTests {
  /// The largest distance between nnU-Net's own averages and ours in a log, and how many there are; `nil` where the log
  /// does not begin with epoch 0 or has an epoch without a pseudo Dice.
  ///
  /// nnU-Net prints its average with each new best (`New best EMA pseudo Dice`), AutoNNUnet's `progress.csv` has it for
  /// each epoch.
  private static func distance(in url: URL) throws -> (largest: Double, count: Int)? {
    guard case .trainingLog(let log) = try LogFileReader.read(path: url.path, samples: TraceColumns()).content.record
    else {
      return nil
    }
    let epochs = log.completedEpochs
    let values = epochs.compactMap(\.meanPseudoDice)
    guard epochs.first?.index == 0, values.count == epochs.count,
      epochs.indices.allSatisfy({ epochs[$0].index == $0 })
    else { return nil }
    let pairs = zip(epochs, PseudoDiceCourse.movingAverages(values)).compactMap { epoch, average in
      epoch.bestEMADice.map { abs($0 - average) }
    }
    return pairs.max().map { ($0, pairs.count) }
  }

  /// The log has pseudo Dice and average each rounded to four decimals.
  private static let rounding = 1e-4 + 1e-9

  @Test("is the one that nnU-Net printed, in the shipped logs")
  func shippedLogs() throws {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    let folder = url.appending(path: "fixtures")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
      ($0.hasPrefix("demo-study") || $0.hasPrefix("h100-node")) && $0.contains("training_log")
    }
    var compared = 0
    for name in names.sorted() {
      guard let found = try Self.distance(in: folder.appending(path: name)) else { continue }
      #expect(found.largest <= Self.rounding, "\(name)")
      compared += found.count
    }
    #expect(compared > 60)
  }

  @Test("is the one that nnU-Net printed or wrote, in real logs", .enabled(if: SharedData.shouldRun))
  func realLogs() throws {
    var compared = (printed: 0, written: 0)
    for (path, url) in SharedData.files(below: "corpus/nnunet") where path.contains("training_log") {
      guard let found = try Self.distance(in: url) else { continue }
      #expect(found.largest <= Self.rounding, "\(path)")
      compared.printed += found.count
    }
    for (path, url) in SharedData.files(below: "corpus/traces/automl+AutoNNUnet") where path.hasSuffix("progress.csv") {
      guard let found = try Self.distance(in: url) else { continue }
      #expect(found.largest <= 1e-9, "\(path)")
      compared.written += found.count
    }
    #expect(compared.printed > 3000)
    #expect(compared.written > 5000)
  }
}
