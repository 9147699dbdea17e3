import Foundation
import StudyFile
import TestSupport

/// The reference runs, read once and shared by the suites: 29 trainings by the real tools, in two time zones.
enum RealRuns {
  /// Without a study file.
  static let plain = Task { try await ReportedStudy(paths: [folder().path]) }

  /// With the zones of the clocks.
  static let zoned = Task {
    try ReportedStudy(store: try await plain.value.store, study: StudyFile.parse(zones, fileName: "fodspor.yml"))
  }

  /// What was really done.
  static let truth = Task { try RunTruth.all(in: folder().appending(path: "TRUTH.json")) }

  /// The data set that was trained at UTC+1.
  static let zonedDataset = "Dataset703_Tubes"

  /// The jobs that trained ``zonedDataset``.
  static let zonedJobs = [
    4_410_206, 4_410_207, 4_410_208, 4_410_213, 4_410_216, 4_410_220, 4_410_221, 4_410_222, 4_410_223, 4_410_227,
  ]

  /// The reference folder.
  static func folder() throws -> URL {
    // No `#require`: within a task that suites share, it would be recorded for no test.
    guard let folder = SharedData.url("realruns") else { throw Missing() }
    return folder
  }

  /// The reference runs are not there, though they must be.
  struct Missing: Error {}

  /// A study file with the zones: ``zonedDataset`` in Copenhagen, all else at UTC.
  static let zones = """
    time-zone: UTC
    time-zones:
      - zone: Europe/Copenhagen
        paths:
          - nnUNet_results/\(zonedDataset)/**
          - carbontracker/\(zonedDataset)/**
    \(zonedJobs.map { "      - traces/nvidia-smi_\($0).csv" }.joined(separator: "\n"))
    """
}
