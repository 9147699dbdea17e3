import Quantities

/// What lies under the paths that a user named.
struct FileWalk: Sendable {
  /// A file, or a directory that cannot be read.
  struct Entry: Sendable, Hashable {
    var path: String
    /// The shortest of the named paths above it.
    var root: String
    var byteCount: Int64
    var modified: Instant
    /// Why it cannot be read, if that is known already.
    var problem: String?
  }

  /// In order of path, each once.
  private(set) var entries: [Entry] = []
  /// The named paths, absolute.
  private(set) var roots: [String] = []
  /// Symbolic links to directories, in order of path.
  private(set) var linkedDirectories: [String] = []
  private(set) var skippedByName = 0
  private(set) var skippedByKind = 0
  /// Files of earlier reports.
  private(set) var skippedReportFiles = 0

  /// Paths with their roots, one of each run of a root that is a folder; see ``CommonFolder``.
  var places: [(path: String, root: String)] {
    var places: [(path: String, root: String)] = []
    for entry in entries where entry.root != places.last?.root || entry.root == entry.path {
      places.append((entry.path, entry.root))
    }
    return places
  }

  private let excluded: Set<FileIdentity>
  /// The paths of ``entries``; kept when the named paths may overlap.
  private var found: Set<[UInt8]>?
  private var passedOver: Set<[UInt8]> = []
  private var reportFiles: Set<[UInt8]> = []

  /// Walks all paths, symbolic links to directories inside them not followed.
  ///
  /// - Throws: ``StoreError/pathNotFound(path:)`` when one of them does not exist.
  init(paths: [String], excluding excluded: Set<FileIdentity>) throws(StoreError) {
    self.excluded = excluded
    // Shortest first, so that an entry that is met again has its root already.
    roots = Set(paths.map { AbsolutePath.lexical($0) })
      .sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    for root in roots {
      do {
        _ = try FileStatus.look(at: root, followingLinks: true)
      } catch  where error.isNotFound {
        throw .pathNotFound(path: root)
      } catch {
        continue
      }
    }
    found = roots.count > 1 ? [] : nil
    for root in roots { walk(root) }
    entries.sort { AbsolutePath.precedes($0.path, $1.path) }
    linkedDirectories = linkedDirectories.filter { !roots.contains($0) }.sorted(by: AbsolutePath.precedes)
  }

  private mutating func walk(_ root: String) {
    var directories: [String] = []
    do {
      let status = try FileStatus.look(at: root, followingLinks: true)
      switch status.kind {
      case .directory: directories.append(root)
      default: take(root, status, root: root)
      }
    } catch {
      take(root, problem: error.reason, root: root)
    }
    while let directory = directories.popLast() {
      directories += list(directory, root: root)
    }
  }

  /// Takes the files of a directory and returns the directories in it.
  private mutating func list(_ directory: String, root: String) -> [String] {
    let listed: [DirectoryEntry]
    do {
      listed = try DirectoryEntry.all(in: directory)
    } catch {
      take(directory, problem: "The directory cannot be listed (\(error.reason)).", root: root)
      return []
    }
    // Before anything below is looked at.
    if listed.contains(where: { $0.name == "data" }) {
      reportFiles.formUnion(EarlierReport.files(in: directory).map(AbsolutePath.key))
    }
    var directories: [String] = []
    var hasOddName = false
    for entry in listed {
      guard let name = entry.name else {
        if !hasOddName {
          take(directory, problem: "The directory holds a file whose name is not UTF-8; it was left out.", root: root)
        }
        hasOddName = true
        continue
      }
      let path = AbsolutePath.entry(name, of: directory)
      if look(at: path, name: name, entry.status, root: root) { directories.append(path) }
    }
    return directories
  }

  /// Takes an entry of a directory, unless it is a directory to be walked: then returns `true`.
  private mutating func look(
    at path: String, name: String, _ seen: Result<FileStatus, SystemError>?, root: String
  ) -> Bool {
    guard let seen else { return name != ".git" }
    var isLink = false
    do {
      var status = try seen.get()
      isLink = status.kind == .link
      if isLink { status = try FileStatus.look(at: path, followingLinks: true) }
      if status.kind == .directory {
        if isLink, passedOver.insert(AbsolutePath.key(path)).inserted { linkedDirectories.append(path) }
        return !isLink && name != ".git"
      }
      if FileNameRules.cannotBeLog(name) {
        skip(path, counting: \.skippedByName)
      } else if !reportFiles.isEmpty, reportFiles.contains(AbsolutePath.key(path)) {
        skip(path, counting: \.skippedReportFiles)
      } else {
        take(path, status, root: root)
      }
    } catch {
      if FileNameRules.cannotBeLog(name) {
        skip(path, counting: \.skippedByName)
      } else {
        let what = isLink ? "The symbolic link cannot be followed" : "The file cannot be looked at"
        take(path, problem: "\(what) (\(error.reason)).", root: root)
      }
    }
    return false
  }

  private mutating func take(_ path: String, _ status: FileStatus, root: String) {
    guard status.kind == .regular else { return skip(path, counting: \.skippedByKind) }
    guard !excluded.contains(status.identity), isNew(path) else { return }
    entries.append(Entry(path: path, root: root, byteCount: status.byteCount, modified: status.modified))
  }

  private mutating func take(_ path: String, problem: String, root: String) {
    guard isNew(path) else { return }
    entries.append(
      Entry(path: path, root: root, byteCount: 0, modified: Instant(nanoseconds: 0), problem: problem))
  }

  /// Whether a path has not been met below another named path.
  private mutating func isNew(_ path: String) -> Bool { found?.insert(AbsolutePath.key(path)).inserted ?? true }

  private mutating func skip(_ path: String, counting counter: WritableKeyPath<FileWalk, Int>) {
    if passedOver.insert(AbsolutePath.key(path)).inserted { self[keyPath: counter] += 1 }
  }
}

/// What names say about files.
enum FileNameRules {
  private static let endings = [
    ".nii", ".nii.gz", ".npz", ".npy", ".pth", ".model", ".pkl", ".png", ".jpg", ".jpeg", ".pdf", ".b2nd", ".h5",
    ".zip", ".tar",
  ]

  /// Whether a name says that the file is an image, an array, a model or an archive, which is not worth opening.
  static func cannotBeLog(_ name: String) -> Bool {
    // Nearly all names end otherwise, which two bytes show.
    let utf8 = name.utf8
    guard utf8.count >= 3 else { return false }
    let ending = utf8.suffix(2).map { $0 | 0x20 }
    if ending.allSatisfy({ $0 < 0x80 }), !lastBytes.contains(ending), !hasDatabaseEnding(name) { return false }
    let name = name.lowercased()
    // `.sqlite`, `.sqlite3`, `.sqlite-journal`
    if let dot = name.lastIndex(of: "."), name[dot...].hasPrefix(".sqlite") { return true }
    return endings.contains { name.hasSuffix($0) }
  }

  /// The last two letters of ``endings``.
  private static let lastBytes = Set(endings.map { Array($0.utf8.suffix(2)) })

  private static func hasDatabaseEnding(_ name: String) -> Bool {
    guard let dot = name.utf8.lastIndex(of: 0x2E) else { return false }
    return name.utf8[dot...].dropFirst().prefix(1).allSatisfy { $0 | 0x20 == 0x73 || $0 >= 0x80 }
  }
}
