import LogScanning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why a report cannot be compared.
public enum ComparisonError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path cannot be read; `reason` says why.
  case unreadable(path: String, reason: String)
  /// The folder is no report, or the file has no tables.
  case noNumbers(path: String)
  /// The report's manifest cannot be used.
  case manifest(ManifestError)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read (\(reason))"
    case .noNumbers(let path):
      "\(path): holds no numbers to compare; name a report's folder, or a JSON file of its data folder"
    case .manifest(let error): error.description
    }
  }
}

/// The numbers of a report, and what they were made of.
public struct ReportNumbers: Sendable {
  /// As the user named it.
  public let name: String
  let tables: [NumberTable]
  /// `nil` for reports without one, and for single data files.
  let manifest: ReportManifest?

  init(name: String, tables: [NumberTable], manifest: ReportManifest?) {
    self.name = name
    self.tables = tables
    self.manifest = manifest
  }

  /// Reads a report's folder (or its manifest), or one JSON file of its data.
  public init(reading path: String) throws(ComparisonError) {
    name = path
    let manager = FileManager.default
    guard manager.fileExists(atPath: path) else {
      throw .unreadable(path: path, reason: "there is no such file or folder")
    }
    var folder = path
    if path.hasSuffix("/" + ReportManifest.path) || path == ReportManifest.path {
      folder = String(path.dropLast(ReportManifest.path.count))
      if folder.isEmpty { folder = "." }
    }
    if let names = try? manager.contentsOfDirectory(atPath: folder + "/tables") {
      var tables: [NumberTable] = []
      for file in names.sorted() where file.hasSuffix(".csv") {
        let text = try Self.text(folder + "/tables/" + file)
        tables.append(NumberTable(name: String(file.dropLast(4)), csv: text))
      }
      guard !tables.isEmpty else { throw .noNumbers(path: path) }
      self.tables = tables
      guard manager.fileExists(atPath: folder + "/" + ReportManifest.path) else {
        manifest = nil
        return
      }
      do { manifest = try ReportManifest.read(folder).manifest } catch { throw .manifest(error) }
      return
    }
    manifest = nil
    guard path.hasSuffix(".json") else { throw .noNumbers(path: path) }
    let text = try Self.text(path)
    let value: JSONValue
    do { value = try JSONValue(parsing: Array(text.utf8).span.bytes) } catch {
      throw .unreadable(path: path, reason: "it is no JSON: \(error)")
    }
    let stem = String(path.lastPathComponent.dropLast(5))
    tables = NumberTable.tables(name: stem, json: value)
    guard tables.contains(where: { !$0.rows.isEmpty }) else { throw .noNumbers(path: path) }
  }

  /// The largest table that is read, in bytes.
  private static let maximumLength = 1 << 30

  private static func text(_ path: String) throws(ComparisonError) -> String {
    // A report may come from anyone: a pipe in it does not make this wait, and a file without end is not read.
    guard let bytes = try? SmallFile.bytes(of: path, limit: maximumLength),
      let text = String(validating: bytes, as: UTF8.self)
    else {
      throw .unreadable(
        path: path, reason: "missing, not readable, larger than \(maximumLength >> 20) MiB, or not UTF-8")
    }
    return text
  }
}
