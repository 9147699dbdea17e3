import LogScanning

/// The files of a report that lies among the logs, which are no logs of the study.
///
/// A report that is written into the study's own folder would otherwise be read as input the next time, and its tables
/// of energies taken for evidence.
public enum EarlierReport {
  /// Where a report's manifest lies in its folder.
  public static let manifestPath = "data/manifest.json"
  /// Where the manifest of a report lies that is being written, or that was interrupted; the other one is missing then.
  public static let pendingManifestPath = "data/manifest.pending.json"
  /// What the manifest's member `kind` says.
  public static let kind = "fodspor report"
  /// The largest manifest that is read, in bytes.
  public static let maximumManifestLength = 256 << 20

  /// The name under which a file of a report is written before it is renamed; a killed process leaves it.
  public static func temporaryPath(for path: String) -> String {
    (path.parentPath.map { $0 + "/" } ?? "") + ".\(path.lastPathComponent).part"
  }

  /// The absolute paths of a report's files in a folder, by what its manifest lists; empty when it holds no report.
  static func files(in folder: String) -> [String] {
    files(in: folder, manifestPath: manifestPath) + files(in: folder, manifestPath: pendingManifestPath)
  }

  private static func files(in folder: String, manifestPath: String) -> [String] {
    let manifest = AbsolutePath.entry(manifestPath, of: folder)
    guard let bytes = try? SmallFile.bytes(of: manifest, limit: maximumManifestLength),
      let root = try? JSONValue(parsing: bytes.span.bytes), root["kind"]?.string == kind
    else { return [] }
    let listed = (root["outputs"]?.array ?? []).compactMap { $0["path"]?.string }
    return [manifest] + listed.flatMap { [$0, temporaryPath(for: $0)] }.map { AbsolutePath.entry($0, of: folder) }
  }
}
