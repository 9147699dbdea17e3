import StudyFile

@testable import Reporting

/// What the manifest of somebody's report must never do, as `verify` opens the files that it names.
enum ManifestChecks {
  /// Reads a manifest; its paths stay below their folder, and what it says is kept when it is written again.
  static func read(_ bytes: [UInt8]) {
    guard let manifest = try? ReportManifest.parse(bytes, path: "manifest.json") else { return }
    let paths =
      manifest.roots + manifest.inputs.flatMap { [$0.path] + $0.copies } + manifest.companions.map(\.path)
      + manifest.outputs.map(\.path) + manifest.templates.map(\.name)
      + [manifest.choices.studyFile?.name].compactMap { $0 }
    for path in paths {
      let bytes = Array(path.utf8)
      require(
        !bytes.isEmpty && bytes.first != UInt8(ascii: "/") && !bytes.contains(0)
          && Array("/\(path)/".utf8).firstRange(of: Array("/../".utf8)) == nil,
        "a path that leads out of its folder: \(path.debugDescription)")
    }
    require(manifest.constants.allSatisfy(\.value.isFinite), "a constant that is no number")
    let again = try? ReportManifest.parse(Array(manifest.text.utf8), path: "manifest.json")
    require(again == manifest, "a manifest is another one when it is written and read")
  }

  /// Manifests with each member that there is, and the least one.
  static var seeds: [String] {
    let hash = String(repeating: "0123456789abcdef", count: 4)
    var choices = ReportChoices()
    let least = ReportManifest(
      versions: .init(fodspor: "1.0.0", swift: "6.3", readers: 5, schema: 1), roots: ["."], choices: choices,
      tracker: "auto", gaps: "bridge", templates: [], constants: [], inputs: [], companions: [], outputs: [])
    let yaml = "title: Study\ncountry: DNK\n"
    choices.studyFile = .init(name: "fodspor.yml", text: yaml)
    choices.gaps = .drop
    choices.clockOffsets = [.init(pattern: "node-1/*.csv", seconds: -3600)]
    choices.stopGain = 0.001
    choices.factors = ["plan", "epochs"]
    choices.usesSIunitx = true
    choices.includesPDF = true
    let uses = [ReportManifest.Use(purpose: "energy: gpu", of: ["Dataset004_Hippocampus/2d/fold_0"])]
    let records = [ReportManifest.Records(kind: "samples", count: 12)]
    var most = least
    most.choices = choices
    most.templates = [.init(name: "report.md", sha256: hash)]
    most.constants = [
      .init(
        name: "intensity", value: 151.65, unit: "g/kWh", source: "Ember", year: 2024, place: "DNK", edition: "2025",
        license: "CC-BY-4.0", origin: "built-in table", emissions: "life-cycle")
    ]
    most.inputs = [
      .init(
        path: "logs/power.csv", copies: ["backup/power.csv"], bytes: 1200, sha256: hash, format: "nvidia-smi-query",
        version: "550.54", lines: 13, records: records, uses: uses)
    ]
    most.companions = [.init(path: "intensity.csv", bytes: 80, sha256: hash, records: records, uses: uses)]
    most.outputs = [.init(path: "tables/runs.csv", bytes: 410, sha256: hash)]
    return [least.text, most.text]
  }
}
