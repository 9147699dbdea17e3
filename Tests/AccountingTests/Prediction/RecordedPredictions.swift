import Foundation
import LogFormats
import TestSupport
import Testing

/// What carbontracker itself predicted, read from its logs.
struct RecordedPrediction: CustomTestStringConvertible, Sendable {
  /// The folder, as `2.4.7/complete`.
  let name: String
  let session: TrackerSession

  var testDescription: String { name }

  /// The generated logs of every release, in order of path: one for each session with a prediction.
  static let releases = read("corpus/carbontracker-releases")

  /// Every session below a folder of the reference logs that has a prediction and an epoch; `prefix` narrows the paths.
  static func read(_ folder: String, prefix: String = "") -> [RecordedPrediction] {
    var stems: [String: [TrackerLog.Kind: TrackerLog]] = [:]
    for (path, url) in SharedData.files(below: folder) {
      guard let cut = path.range(of: "_carbontracker"), path.hasSuffix(".log"), path.hasPrefix(prefix),
        !path.hasSuffix("_err.log"),
        let file = try? LogFileReader.read(path: url.path, samples: TraceColumns()),
        case .tracker(let log) = file.content.record
      else { continue }
      stems[String(path[..<cut.lowerBound]), default: [:]][log.kind] = log
    }
    return stems.sorted { $0.key < $1.key }.flatMap { stem, logs in
      TrackerLogPairing.merge(standard: logs[.standard], output: logs[.output], error: logs[.error]).sessions
        .filter { $0.predicted?.epochs != nil && $0.epochs.first?.seconds != nil && $0.damagedLine == nil }
        .map { RecordedPrediction(name: stem, session: $0) }
    }
  }
}
