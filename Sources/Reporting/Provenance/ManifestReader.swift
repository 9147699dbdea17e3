import LogScanning
import StudyFile
import StudyStore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ReportManifest {
  /// Larger files are no manifests; the bound keeps memory small.
  private static let maximumBytes = EarlierReport.maximumManifestLength

  /// Reads a manifest.
  ///
  /// - Parameter path: the file, or the folder of a report.
  public static func read(_ path: String) throws(ManifestError) -> (manifest: ReportManifest, folder: String) {
    guard FileManager.default.fileExists(atPath: path) else {
      throw .unreadable(path: path, reason: "there is no such file or folder")
    }
    let inFolder = path + "/" + Self.path
    let file = URL(fileURLWithPath: FileManager.default.fileExists(atPath: inFolder) ? inFolder : path)
    let bytes: [UInt8]
    do { bytes = try SmallFile.bytes(of: file.path, limit: maximumBytes) } catch FileReadError.tooLarge {
      throw .foreign(path: path)
    } catch {
      throw .unreadable(path: path, reason: "it may not be read, or is a folder without \(Self.path)")
    }
    // `data/manifest.json` lies one level below the report's folder.
    let folder = file.deletingLastPathComponent().deletingLastPathComponent().path
    return (try parse(bytes, path: path), folder)
  }

  /// Reads a manifest's bytes; `path` is for messages.
  static func parse(_ bytes: [UInt8], path: String) throws(ManifestError) -> ReportManifest {
    let root: JSONValue
    do { root = try JSONValue(parsing: bytes.span.bytes) } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
    guard root["kind"]?.string == kind else { throw .foreign(path: path) }
    let reader = ManifestReader(path: path)
    let found = try reader.integer(root, "schema")
    guard found <= schema else { throw .newerSchema(path: path, found: found, known: schema) }
    return try reader.manifest(root, schema: found)
  }
}

/// Takes typed values out of a manifest's JSON.
private struct ManifestReader {
  let path: String

  func manifest(_ root: JSONValue, schema: Int) throws(ManifestError) -> ReportManifest {
    let versions = try member(root, "versions")
    let choices = try member(root, "choices")
    var inputs: [ReportManifest.Input] = []
    for value in try array(root, "inputs") { inputs.append(try input(value)) }
    var outputs: [ReportManifest.Output] = []
    for value in try array(root, "outputs") {
      outputs.append(
        .init(
          path: try safePath(value, "path"), bytes: try integer(value, "bytes"), sha256: try string(value, "sha256")))
    }
    var constants: [ReportManifest.Constant] = []
    for value in try array(root, "constants") { constants.append(try constant(value)) }
    var templates: [ReportManifest.Template] = []
    for value in try array(choices, "templates") {
      templates.append(.init(name: try safePath(value, "name"), sha256: try string(value, "sha256")))
    }
    // Manifests of before companions were listed have none.
    var companions: [ReportManifest.Companion] = []
    for value in root["companions"] == nil ? [] : try array(root, "companions") {
      companions.append(try companion(value))
    }
    return ReportManifest(
      versions: .init(
        fodspor: try string(versions, "fodspor"), swift: try string(versions, "swift"),
        readers: try integer(versions, "readers"), schema: schema),
      roots: try safePaths(root, "roots"), choices: try self.choices(choices),
      tracker: try string(choices, "carbontracker"), gaps: try string(choices, "gaps"), templates: templates,
      constants: constants, inputs: inputs, companions: companions, outputs: outputs)
  }

  private func choices(_ value: JSONValue) throws(ManifestError) -> ReportChoices {
    var choices = ReportChoices()
    if let file = value["study_file"], file != .null {
      let text = try string(file, "text")
      guard try string(file, "sha256") == ContentHash.of(text) else {
        throw .malformed(path: path, member: "choices.study_file", expected: "a text with its own SHA-256")
      }
      choices.studyFile = .init(name: try safePath(file, "name"), text: text)
    }
    if let gaps = value["gaps_option"], gaps != .null {
      guard let policy = gaps.string.flatMap(GapPolicy.init(rawValue:)) else {
        throw .malformed(path: path, member: "choices.gaps_option", expected: "a gap policy")
      }
      choices.gaps = policy
    }
    for offset in try array(value, "clock_offset_options") {
      let pattern = try string(offset, "pattern")
      guard (try? Glob(pattern)) != nil, let seconds = offset["seconds"]?.double, abs(seconds) <= 14 * 3600 else {
        throw .malformed(
          path: path, member: "choices.clock_offset_options", expected: "patterns with at most 14 hours each")
      }
      choices.clockOffsets.append(.init(pattern: pattern, seconds: seconds))
    }
    choices.showsLowCoverage = value["show_low_coverage"]?.bool ?? false
    choices.venue = value["venue"]?.string.flatMap(Venue.init) ?? .article
    choices.printsIntervals = value["intervals"]?.bool ?? false
    if let gain = value["stop_gain_option"]?.double {
      guard gain > 0, gain < 1 else {
        throw .malformed(path: path, member: "choices.stop_gain_option", expected: "a number between 0 and 1")
      }
      choices.stopGain = gain
    }
    if let factors = value["factors_option"], factors != .null {
      choices.factors = try array(value, "factors_option").compactMap(\.string)
    }
    choices.usesSIunitx = value["siunitx"]?.bool ?? false
    choices.includesPDF = value["pdf_figures"]?.bool ?? false
    return choices
  }

  private func input(_ value: JSONValue) throws(ManifestError) -> ReportManifest.Input {
    .init(
      path: try safePath(value, "path"), copies: try safePaths(value, "copies"), bytes: try integer(value, "bytes"),
      sha256: try string(value, "sha256"), format: try string(value, "format"), version: value["version"]?.string,
      lines: try integer(value, "lines"), records: records(value), uses: try uses(value))
  }

  private func companion(_ value: JSONValue) throws(ManifestError) -> ReportManifest.Companion {
    .init(
      path: try safePath(value, "path"), bytes: try integer(value, "bytes"), sha256: try string(value, "sha256"),
      records: records(value), uses: try uses(value))
  }

  private func uses(_ value: JSONValue) throws(ManifestError) -> [ReportManifest.Use] {
    var uses: [ReportManifest.Use] = []
    for use in try array(value, "used_for") {
      uses.append(.init(purpose: try string(use, "purpose"), of: try array(use, "of").compactMap(\.string)))
    }
    return uses
  }

  private func records(_ value: JSONValue) -> [ReportManifest.Records] {
    (value["records"]?.members ?? []).compactMap { member in
      member.value.int.map { ReportManifest.Records(kind: member.key, count: $0) }
    }
  }

  private func constant(_ value: JSONValue) throws(ManifestError) -> ReportManifest.Constant {
    guard let number = value["value"]?.double, number.isFinite else {
      throw .malformed(path: path, member: "constants.value", expected: "a number")
    }
    return .init(
      name: try string(value, "name"), value: number, unit: value["unit"]?.string, source: try string(value, "source"),
      year: value["year"]?.int, place: value["place"]?.string, edition: value["edition"]?.string,
      license: value["license"]?.string, origin: try string(value, "origin"),
      emissions: value["emissions"]?.string)
  }

  // MARK: Values

  private func member(_ value: JSONValue, _ name: String) throws(ManifestError) -> JSONValue {
    guard let found = value[name], found.members != nil else {
      throw .malformed(path: path, member: name, expected: "an object")
    }
    return found
  }

  private func string(_ value: JSONValue, _ name: String) throws(ManifestError) -> String {
    guard let found = value[name]?.string else { throw .malformed(path: path, member: name, expected: "a text") }
    return found
  }

  func integer(_ value: JSONValue, _ name: String) throws(ManifestError) -> Int {
    guard let found = value[name]?.int, found >= 0 else {
      throw .malformed(path: path, member: name, expected: "a whole number")
    }
    return found
  }

  private func array(_ value: JSONValue, _ name: String) throws(ManifestError) -> [JSONValue] {
    guard let found = value[name]?.array else { throw .malformed(path: path, member: name, expected: "a list") }
    return found
  }

  private func safePath(_ value: JSONValue, _ name: String) throws(ManifestError) -> String {
    let found = try string(value, name)
    guard StudyRelativePath.isSafe(found) else { throw .unsafePath(path: path, found: found) }
    return found
  }

  private func safePaths(_ value: JSONValue, _ name: String) throws(ManifestError) -> [String] {
    var paths: [String] = []
    for element in try array(value, name) {
      guard let found = element.string else { throw .malformed(path: path, member: name, expected: "a list of texts") }
      guard StudyRelativePath.isSafe(found) else { throw .unsafePath(path: path, found: found) }
      paths.append(found)
    }
    return paths
  }
}
