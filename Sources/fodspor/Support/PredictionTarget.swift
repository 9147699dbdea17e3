import Accounting
import Foundation
import Reporting

/// What `fodspor predict` was asked about: a log, a folder, or a run of a study.
struct PredictionTarget {
  private enum Kind {
    case log(String)
    case folder
    case run(String)
  }

  /// What to read.
  let options: StudyOptions
  private let kind: Kind

  /// Takes the arguments apart: one path that is there is a log or a folder; else the first argument is a run's name.
  init(_ options: StudyOptions) throws {
    var options = options
    guard let first = options.paths.first else {
      // A store alone is a folder of trainings.
      self.options = options
      kind = .folder
      return
    }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: first, isDirectory: &isFolder)
    if options.paths.count == 1, exists {
      if isFolder.boolValue {
        kind = .folder
      } else {
        kind = .log(first)
        options.paths = [first] + Self.companions(of: first)
      }
    } else {
      kind = .run(first)
      options.paths.removeFirst()
      if options.paths.isEmpty, options.store == nil {
        Terminal.message("\(first): no such file or folder; to name a run, give the folder of its logs too")
        throw ExitStatus.failure
      }
    }
    self.options = options
  }

  /// What tells more about a log: nnU-Net's `debug.json` and `plans.json`, and the other logs of the same tracker.
  private static func companions(of path: String) -> [String] {
    let log = URL(fileURLWithPath: path)
    let folder = log.deletingLastPathComponent()
    let stem = log.lastPathComponent
    var found = [
      folder.appending(path: "debug.json"), folder.deletingLastPathComponent().appending(path: "plans.json"),
    ]
    if let cut = stem.range(of: "_carbontracker") {
      let name = String(stem[..<cut.upperBound])
      found += ["", "_output", "_err"].map { folder.appending(path: name + $0 + ".log") }
    }
    return found.map(\.path).filter { FileManager.default.fileExists(atPath: $0) && $0 != log.path }
  }

  /// The trainings that were asked for; prints why there is none and exits with status 2.
  func select(in loaded: StudyOptions.Loaded) throws -> [TrainingProgress] {
    let footprint = loaded.footprint
    switch kind {
    case .log(let path):
      let found = footprint.progresses
      guard !found.isEmpty else { throw Self.failure("\(path): no training and no tracker's epochs are in it") }
      return found
    case .folder:
      // A tracker that saw no epoch is no training.
      let all = footprint.progresses.filter { $0.model != nil || !$0.epochs.isEmpty }
      let open = all.filter { $0.state != .finished }
      guard !all.isEmpty else { throw Self.failure("no training and no tracker's epochs are there") }
      if open.isEmpty, all.count > 1 {
        throw Self.failure("all \(all.count) trainings are finished; name one, with --observed K, or say --back-test")
      }
      return open.isEmpty ? all : open
    case .run(let name):
      let trackers = footprint.trackerProgresses.filter { $0.log == name }
      if !trackers.isEmpty { return trackers }
      return try RunSelector.selectOrExit(name, in: loaded).map { TrainingProgress(footprint.runs[$0]) }
    }
  }

  private static func failure(_ message: String) -> any Error {
    Terminal.message(message)
    return ExitStatus.failure
  }
}
