import Accounting
import Alignment
import Foundation
import LogFormats
import Quantities
import Reporting
import StudyFile
import StudyStore

/// A study as `fodspor report` reads it: the numbers and every file of the report.
struct ReportedStudy: Sendable {
  let store: StudyStore
  let footprint: StudyFootprint
  /// The report's files by path.
  let files: [String: String]

  /// Reads logs into a store of their own, and reports them.
  init(paths: [String], study: StudyFile? = nil) async throws {
    let store = try StudyStore.temporary()
    _ = try await Ingester(store: store).ingest(paths: paths)
    try self.init(store: store, study: study)
  }

  /// Reports what a store holds.
  init(store: StudyStore, study: StudyFile?) throws {
    self.store = store
    let file = study ?? StudyFile()
    footprint = try StudyAccounting.footprint(of: store, study: file, paths: [])
    let report = StudyReport(footprint: footprint, file: file, hasStudyFile: study != nil, version: "test")
    files = Dictionary(uniqueKeysWithValues: try report.render().map { ($0.path, $0.text) })
  }

  /// Every attempt with what it took, in order of run and time.
  var attempts: [(run: Run, attempt: Attempt, footprint: AttemptFootprint)] {
    footprint.runs.flatMap { run in
      zip(run.run.attempts, run.attempts).map { (run.run, $0, $1) }
    }
  }

  /// The attempt of a Slurm job; `nil` when there is none, or more than one.
  func attempt(ofJob job: Int) -> (run: Run, attempt: Attempt, footprint: AttemptFootprint)? {
    let found = attempts.filter { $0.attempt.slurmJob == job }
    return found.count == 1 ? found[0] : nil
  }

  /// The IT energy of each attempt in joules, by the attempt's label.
  var energies: [String: Double?] {
    Dictionary(uniqueKeysWithValues: attempts.map { ($0.attempt.label, $0.footprint.energy?.joules) })
  }

  /// The paths of the findings with a code; `(study)` for the whole study.
  func paths(ofFindings code: String) -> [String] {
    footprint.diagnostics.filter { $0.diagnostic.code == code }.map { $0.path ?? "(study)" }
  }

  /// The rows of a table of the report, by column name.
  func rows(ofTable name: String) -> [[String: String]] {
    CSVText.records(files["tables/\(name).csv"] ?? "")
  }
}
