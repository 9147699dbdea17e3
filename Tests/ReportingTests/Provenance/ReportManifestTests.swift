import Foundation
import Quantities
import StudyFile
import Testing

@testable import Reporting

@Suite("The manifest of a report")
struct ReportManifestTests {
  private static func manifest() async throws -> (manifest: ReportManifest, files: [String: String]) {
    let files = try await DemoStudy.report().render()
    let text = try #require(files.first { $0.path == ReportManifest.path }?.text)
    let parsed = try ReportManifest.parse(Array(text.utf8), path: "manifest.json")
    return (parsed, Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.text) }))
  }

  @Test("lists every other file of the report with its size and hash")
  func outputs() async throws {
    let (manifest, files) = try await Self.manifest()
    #expect(Set(manifest.outputs.map(\.path)) == Set(files.keys).subtracting([ReportManifest.path]))
    for output in manifest.outputs {
      let text = try #require(files[output.path])
      #expect(output.bytes == text.utf8.count)
      #expect(output.sha256 == ContentHash.of(text), "\(output.path)")
    }
  }

  @Test("is what was written when it is read, and the same bytes when it is written again")
  func roundTrip() async throws {
    let (manifest, files) = try await Self.manifest()
    #expect(manifest.text == files[ReportManifest.path])
    #expect(try ReportManifest.parse(Array(manifest.text.utf8), path: "") == manifest)
  }

  @Test("has the hash of every input as it lies on disk, and says what each was used for")
  func inputs() async throws {
    let (manifest, _) = try await Self.manifest()
    #expect(manifest.inputs.count > 100)
    for input in manifest.inputs {
      let data = try Data(contentsOf: DemoStudy.folder.appending(path: input.path))
      #expect(input.sha256 == ContentHash.of(data))
      #expect(input.bytes == data.count)
      #expect(!input.uses.isEmpty, "\(input.path)")
    }
    let log = try #require(manifest.inputs.first { $0.path.hasSuffix("training_log_2026_11_23_09_46_10.txt") })
    #expect(log.uses == [.init(purpose: "epochs and times", of: ["4410226"])])
    #expect(log.records == [.init(kind: "epochs", count: 8)])
    let trace = try #require(manifest.inputs.first { $0.path == "traces/rapl_4410226.csv" })
    #expect(trace.uses.map(\.purpose) == ["energy: cpu", "energy: dram"])
  }

  @Test("has no absolute path and no name of a user or machine")
  func isPortable() async throws {
    let (manifest, _) = try await Self.manifest()
    #expect(!manifest.text.contains(DemoStudy.packageRoot.path))
    #expect(!manifest.text.contains("\"/"))
    #expect(!manifest.text.contains(ProcessInfo.processInfo.hostName) || ProcessInfo.processInfo.hostName.count < 4)
    #expect(manifest.roots == ["."])
  }

  @Test("has constants with their sources")
  func constants() async throws {
    let (manifest, _) = try await Self.manifest()
    let byName = Dictionary(uniqueKeysWithValues: manifest.constants.map { ($0.name, $0) })
    #expect(byName["pue"]?.value == 1.54)
    #expect(byName["carbon_intensity"]?.license == "CC BY 4.0")
    #expect(byName["car"]?.unit == "g/km")
    #expect(manifest.constants.allSatisfy { !$0.source.isEmpty && $0.value.isFinite })
  }

  @Test("choices of the command line are kept, and applied to the study file")
  func choices() async throws {
    let (file, footprint) = try await DemoStudy.footprint.value
    var choices = ReportChoices()
    choices.studyFile = .init(name: "fodspor.yml", text: "pue: {value: 1.1}\n")
    choices.gaps = .drop
    choices.clockOffsets = [.init(pattern: "traces/*.csv", seconds: 2.5)]
    choices.stopGain = 0.01
    choices.usesSIunitx = true
    choices.factors = ["fold", "data-set"]
    let report = StudyReport(
      footprint: footprint, file: file, hasStudyFile: true, version: "0.0.0", choices: choices)
    let text = try #require(report.render().first { $0.path == ReportManifest.path }?.text)
    let read = try ReportManifest.parse(Array(text.utf8), path: "").choices
    #expect(read == choices)
    let applied = try read.apply(messageName: "manifest")
    #expect(applied.gaps == .drop)
    #expect(applied.clockOffset(ofFile: "traces/a.csv") == .seconds(2.5))
    #expect(applied.pue.map(\.value.ratio) == [1.1])
  }

  // MARK: What is no manifest

  @Test("cut off anywhere, it is an error and never a crash", arguments: [0, 1, 10, 100, 1000, 5000])
  func truncated(length: Int) async throws {
    let (manifest, _) = try await Self.manifest()
    let error = try #require(throws: ManifestError.self) {
      try ReportManifest.parse(Array(manifest.text.utf8.prefix(length)), path: "m.json")
    }
    guard case .damaged = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.hasPrefix("m.json: is damaged or cut off (line "))
  }

  @Test("other JSON is foreign", arguments: ["{}", "[]", "3", "{\"kind\": \"other\"}", "{\"kind\": 1, \"schema\": 1}"])
  func foreign(text: String) {
    #expect(throws: ManifestError.foreign(path: "m.json")) {
      try ReportManifest.parse(Array(text.utf8), path: "m.json")
    }
  }

  @Test("a later layout asks for a newer fodspor")
  func newer() async throws {
    let (manifest, _) = try await Self.manifest()
    let text = manifest.text.replacing("\"schema\": 1", with: "\"schema\": 2", maxReplacements: 1)
    #expect(throws: ManifestError.newerSchema(path: "m.json", found: 2, known: 1)) {
      try ReportManifest.parse(Array(text.utf8), path: "m.json")
    }
  }

  @Test(
    "paths that lead out of their folder are refused",
    arguments: ["../secret", "/etc/passwd", "a/../../b", "", "a//b", "./a", "a/", "..", "a\\u0000b"])
  func hostilePaths(path: String) async throws {
    let (manifest, _) = try await Self.manifest()
    for known in ["fodspor.yml", "report.md", "."] {
      let member = known == "." ? "\"roots\": [\"" : "\"path\": \""
      let text = manifest.text.replacing("\(member)\(known)\"", with: "\(member)\(path)\"", maxReplacements: 1)
      try #require(text != manifest.text)
      let error = try #require(throws: ManifestError.self, "\(known)") {
        try ReportManifest.parse(Array(text.utf8), path: "m.json")
      }
      guard case .unsafePath = error else {
        Issue.record("\(error)")
        continue
      }
    }
  }

  @Test("a constant that is no number is malformed", arguments: ["Infinity", "NaN", "1e999", "\"1.54\""])
  func infiniteConstant(value: String) async throws {
    let (manifest, _) = try await Self.manifest()
    let text = manifest.text.replacing("\"value\": 1.54,", with: "\"value\": \(value),")
    try #require(text != manifest.text)
    let error = try #require(throws: ManifestError.self) { try ReportManifest.parse(Array(text.utf8), path: "m.json") }
    #expect(error.description.contains(value == "1e999" ? "damaged" : "constants.value"), "\(error)")
  }

  @Test("a study file that was changed in it is told")
  func tampered() async throws {
    let text = """
      {"kind": "fodspor report", "schema": 1, "versions": {"fodspor": "1", "swift": "6", "readers": 1}, "roots": ["."],
      "choices": {"study_file": {"name": "f", "sha256": "00", "text": "x"}, "templates": [], "gaps": "bridge",
      "carbontracker": "corrected", "clock_offset_options": []}, "constants": [], "inputs": [], "outputs": []}
      """
    let error = try #require(throws: ManifestError.self) { try ReportManifest.parse(Array(text.utf8), path: "m") }
    #expect(error.description.contains("choices.study_file"))
  }
}

@Suite("Files that a study file names, in the manifest")
struct ManifestCompanionTests {
  @Test(
    "their paths are below the study's folder, or the file's own name",
    arguments: [
      ("grid.csv", "fodspor.yml", "grid.csv"), ("./a//grid.csv", "fodspor.yml", "a/grid.csv"),
      ("../grid.csv", "sub/fodspor.yml", "grid.csv"), ("grid.csv", "sub/fodspor.yml", "sub/grid.csv"),
      ("../../grid.csv", "sub/fodspor.yml", "grid.csv"), ("../../x/grid.csv", "fodspor.yml", "grid.csv"),
      ("/home/grid.csv", "fodspor.yml", "grid.csv"), ("/etc/..", "fodspor.yml", "companion"),
      ("..", "fodspor.yml", "companion"), ("a\0b", "fodspor.yml", "companion"), ("/", "", "companion"),
    ])
  func paths(named: String, studyFile: String, path: String) {
    #expect(ReportManifest.Companion.path(of: named, namedBy: studyFile) == path)
    #expect(StudyRelativePath.isSafe(path))
  }

  @Test(
    "A path that leaves its folder is unsafe, with combining marks too",
    arguments: ["../\u{301}x", "a/\u{301}b/../../\u{301}c", "/\u{301}etc", "..", "a//b", "a/", "./a", "a\0"])
  func unsafe(path: String) { #expect(!StudyRelativePath.isSafe(path)) }
}
