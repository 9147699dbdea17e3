import Foundation
import LogFormats
import Testing

@testable import fodspor

@Suite("Inspection of the demo study")
struct InspectionFixtureTests {
  private static let fixtures = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "fixtures/demo-study")

  /// One file of each kind, and the format that it is.
  static let files: [(path: String, format: LogFormat)] = {
    let run = "nnUNet_results/Dataset703_Tubes/nnUNetTrainerCT_8epochs__nnUNetPlans_tiny__3d_fullres"
    let tracker = "carbontracker/Dataset703_Tubes/3d_fold0/12001.649264_2026-11-23T103703Z_carbontracker"
    return [
      ("\(run)/fold_0/training_log_2026_11_23_10_37_02.txt", .nnunetTrainingLog),
      ("\(run)/fold_0/validation/summary.json", .nnunetSummary),
      ("\(run)/fold_0/debug.json", .nnunetDebug),
      ("\(run)/plans.json", .nnunetPlans),
      ("\(run)/dataset.json", .nnunetDataset),
      ("\(tracker).log", .carbontrackerStandard),
      ("\(tracker)_output.log", .carbontrackerOutput),
      ("traces/nvidia-smi_4410216.csv", .nvidiaSMIQuery),
      ("traces/rapl_4410216.csv", .raplCounters),
      ("traces/rapl_4410216.domains.json", .raplDomains),
      ("slurm/slurm-4410216.out", .slurmOutput),
    ]
  }()

  @Test("each kind of file is one line of JSON, with documented names only", arguments: files)
  func documentedNames(path: String, format: LogFormat) throws {
    let line = try inspect(path)
    #expect(!line.contains("\n"))
    let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["path"] as? String == path)
    #expect(object["format"] as? String == format.rawValue)
    let documentation = try String(
      contentsOf: Self.fixtures.appending(path: "../../docs/inspect.md"), encoding: .utf8)
    for name in names(in: object) {
      #expect(documentation.contains("`\(name)`"), "docs/inspect.md does not explain `\(name)`")
    }
  }

  @Test("people get a heading and aligned lines", arguments: files)
  func text(path: String, format: LogFormat) throws {
    let columns = TraceColumns()
    let file = try LogFileReader.read(path: Self.fixtures.appending(path: path).path, samples: columns)
    let lines = InspectionText.text(path: path, file: file, columns: columns).split(separator: "\n")
    #expect(lines.first.map(String.init) == path)
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("  ") })
    #expect(lines.contains { $0.contains(format.rawValue) })
  }

  @Test("the killed attempt of a fold has its completed and its aborted epochs")
  func killedAttempt() throws {
    let run = "nnUNet_results/Dataset701_Blobs/nnUNetTrainerCT_8epochs__nnUNetPlans__3d_fullres/fold_2"
    let line = try inspect("\(run)/training_log_2026_11_23_09_20_27.txt")
    #expect(line.contains(#""configuration": "3d_fullres", "fold": 2,"#))
    #expect(line.contains(#""completed_epochs": 5, "aborted_epochs": 1,"#))
    #expect(line.contains(#""finished": false"#))
  }

  @Test("a trace of two GPUs has two devices with plausible power, a trapezoid and no counter")
  func powerTrace() throws {
    let line = try inspect("traces/nvidia-smi_4410216.csv")
    let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let devices = try #require(object["devices"] as? [String: [String: Any]])
    #expect(Set(devices.keys) == ["GPU 0", "GPU 1"])
    for device in devices.values {
      let energy = try #require(device["energy_trapezoid_j"] as? Double)
      let mean = try #require(device["mean_w"] as? Double)
      let seconds = try #require(device["duration_s"] as? Double)
      #expect(abs(energy - mean * seconds) <= 1e-9 * energy)
      #expect((25...300).contains(mean))
      #expect(device["energy_counter_j"] is NSNull)
      #expect((device["first"] as? String)?.hasPrefix("2026-11-23T10:36:") == true, "local time has no Z")
    }
  }

  @Test("a counter's wrap is undone")
  func counterTrace() throws {
    let line = try inspect("traces/rapl_4410216.csv")
    let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let package = try #require((object["devices"] as? [String: [String: Any]])?["intel-rapl:0"])
    let mean = try #require(package["mean_w"] as? Double)
    #expect((30...140).contains(mean), "38 to 130 W by the model that made the trace")
    #expect((package["first"] as? String)?.hasSuffix("Z") == true)
    #expect(package["energy_trapezoid_j"] is NSNull)
  }

  private func inspect(_ path: String) throws -> String {
    let columns = TraceColumns()
    let file = try LogFileReader.read(path: Self.fixtures.appending(path: path).path, samples: columns)
    return InspectionJSON.line(path: path, file: file, columns: columns)
  }

  /// The names of an object and those inside it, but not the names of devices, components and labels.
  private func names(in value: Any, isNamedByFile: Bool = false) -> Set<String> {
    if let elements = value as? [Any] { return elements.reduce(into: []) { $0.formUnion(names(in: $1)) } }
    guard let object = value as? [String: Any] else { return [] }
    return object.reduce(into: isNamedByFile ? [] : Set(object.keys)) { found, member in
      let holdsNames = ["devices", "components", "dice_by_label"].contains(member.key)
      found.formUnion(names(in: member.value, isNamedByFile: holdsNames))
    }
  }
}
