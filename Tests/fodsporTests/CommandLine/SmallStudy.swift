import Foundation
import TestSupport

/// One or two trainings of the demo study in a folder of their own.
///
/// Both train the same fold; the second one from scratch.
enum SmallStudy {
  /// The run's folder below the study's.
  static let runFolder = "nnUNet_results/Dataset701_Blobs/nnUNetTrainerCT_8epochs__nnUNetPlans__2d/fold_0"
  /// The second training's log, and its Slurm job.
  static let log = "training_log_2026_11_23_09_46_10.txt"
  static let job = 4_410_226

  private static let demoStudy: URL = {
    // This file is `Tests/fodsporTests/CommandLine/SmallStudy.swift` below the package's folder.
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    return url.appending(path: "fixtures/demo-study")
  }()

  /// A file of the demo study.
  static func data(_ path: String) throws -> Data { try Data(contentsOf: demoStudy.appending(path: path)) }

  /// The second training's log as text.
  static func logText() throws -> String { String(decoding: try data("\(runFolder)/\(log)"), as: UTF8.self) }

  /// Copies the second training with its traces and its console into `logs` below a folder of its own.
  static func make() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let paths = [
      "\(runFolder)/\(log)", "\(runFolder)/debug.json", "\(runFolder)/validation/summary.json",
      "traces/nvidia-smi_\(job).csv", "traces/rapl_\(job).csv", "traces/rapl_\(job).domains.json",
      "slurm/slurm-\(job).out",
    ]
    for path in paths { try folder.write(data(path), to: "logs/\(path)") }
    return folder
  }

  /// As ``make()``, with the first training too.
  static func makeBoth() throws -> TemporaryFolder {
    let folder = try make()
    let paths = [
      "\(runFolder)/training_log_2026_11_23_09_20_26.txt", "traces/nvidia-smi_4410201.csv",
      "traces/rapl_4410201.csv", "traces/rapl_4410201.domains.json", "slurm/slurm-4410201.out",
    ]
    for path in paths { try folder.write(data(path), to: "logs/\(path)") }
    return folder
  }
}
