import Foundation
import GRDB
import LogScanning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A merged store that has not got its name yet.
///
/// It lies beside its place, so that giving it its name copies nothing, as `NAME.merging-XXXXXXXX.sqlite`, which no ingest
/// takes for a log. The process that makes it keeps SQLite's lock on it all the time. So one that can be locked is
/// abandoned: its process was killed.
struct UnfinishedMerge {
  /// What the merged stores go into.
  let store: StudyStore
  private let path: String
  private let output: String

  /// Makes an empty store beside the place of the merged one.
  ///
  /// - Parameter output: the absolute path of the store when it is complete.
  init(of output: String) throws(StoreError) {
    self.output = output
    while true {
      let path = "\(output)\(Self.infix)\(UUID().uuidString.prefix(8))\(Self.ending)"
      let store: StudyStore
      do throws(StoreError) {
        store = try StudyStore(path: path, patience: StudyStore.patience, isAlone: true)
      } catch {
        Self.remove(path)
        throw error
      }
      // Another merge may have taken it for abandoned before it was locked.
      if FileStatus.of(path) != nil {
        self.path = path
        self.store = store
        return
      }
      try store.close()
    }
  }

  /// Gives the store its name, and returns it opened anew. When another merge was faster, its store takes over what is
  /// in this one.
  func finish() throws(StoreError) -> StudyStore {
    // The lock is kept until it has its name, lest another merge take it for abandoned.
    if link(path, output) == 0 {
      unlink(path)
    } else {
      let code = errno
      if code == EEXIST {
        let merged = try StudyStore(path: output)
        try merged.merge(store)
        remove()
        return merged
      }
      // A file system without hard links, such as FAT.
      guard FileStatus.of(output) == nil, rename(path, output) == 0 else {
        throw .cannotOpen(path: output, reason: SystemError(code: code).reason)
      }
    }
    try store.close()
    unlink(path + "-journal")
    return try StudyStore(path: output)
  }

  /// Removes what there is.
  func remove() {
    try? store.close()
    Self.remove(path)
  }

  // MARK: - What killed processes left

  private static let infix = ".merging-"
  private static let ending = ".sqlite"

  /// Removes what killed merges into a store left beside it, and returns the paths. What another process is working on,
  /// and what only has such a name, stays, as do those in `kept`.
  static func removeAbandoned(of output: String, except kept: [String]) -> [String] {
    let folder = output.parentPath ?? ""
    let entries = (try? DirectoryEntry.all(in: folder.isEmpty ? "/" : folder)) ?? []
    return entries.compactMap { entry -> String? in
      guard let name = entry.name, case .success(let status) = entry.status, status.kind == .regular else { return nil }
      return folder + "/" + name
    }
    .filter { isNameOfUnfinished($0, of: output) && !kept.contains($0) && removeIfAbandoned($0) }
    .sorted(by: AbsolutePath.precedes)
  }

  private static func isNameOfUnfinished(_ path: String, of output: String) -> Bool {
    let (path, beginning, ending) = (path.utf8, (output + infix).utf8, ending.utf8)
    guard path.starts(with: beginning), path.reversed().starts(with: ending.reversed()) else { return false }
    let middle = path.dropFirst(beginning.count).dropLast(ending.count)
    return middle.count == 8 && middle.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
  }

  /// Removes a store while it is locked, so that no other process can begin to use it. Whether it was done.
  private static func removeIfAbandoned(_ path: String) -> Bool {
    do {
      var configuration = Configuration()
      configuration.busyMode = .immediateError
      let database = try DatabaseQueue(path: path, configuration: configuration)
      let isRemoved = try database.writeWithoutTransaction { db in
        // An unfinished transaction is taken back here; of a finished one an empty journal may be there.
        try StoreLock.lock(db)
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(db, sql: StudyStore.tableCount(in: db)) ?? 0
        guard application == Schema.applicationID || tables == 0 else { return false }
        unlink(path + "-journal")
        return unlink(path) == 0
      }
      try database.close()
      return isRemoved
    } catch {
      // It is in use, or no store.
      return false
    }
  }

  private static func remove(_ path: String) {
    for ending in ["", "-journal"] { unlink(path + ending) }
  }
}
