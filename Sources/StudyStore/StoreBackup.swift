import GRDB

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A copy of a store as it was, beside it, before its tables are changed.
enum StoreBackup {
  /// Copies a store and returns the copy's path: `study.sqlite.v2-backup.sqlite`, with a number when that is taken.
  ///
  /// The copy appears under its name when it is whole. Its name's end keeps ingests from taking it for a log.
  ///
  /// - Throws: ``StoreError/cannotBackUp(path:reason:)``; nothing is left behind then.
  static func make(of database: DatabaseQueue, path: String, version: Int) throws(StoreError) -> String {
    let target = freePath(path, version: version)
    let partial = "\(target).part.sqlite"
    do {
      let copy = try DatabaseQueue(path: partial)
      try database.backup(to: copy)
      try copy.close()
    } catch {
      remove(partial)
      // The message of a failed copy may be that of the other connection, where all is well; the code is the copy's.
      throw .cannotBackUp(path: target, reason: (error as? DatabaseError)?.resultCode.description ?? "\(error)")
    }
    guard rename(partial, target) == 0 else {
      let reason = String(cString: strerror(errno))
      remove(partial)
      throw .cannotBackUp(path: target, reason: reason)
    }
    return target
  }

  private static func remove(_ path: String) {
    unlink(path)
    unlink(path + "-journal")
  }

  private static func freePath(_ path: String, version: Int) -> String {
    let stem = "\(path).v\(version)-backup"
    guard FileStatus.of(stem + ".sqlite") != nil else { return stem + ".sqlite" }
    var number = 2
    while FileStatus.of("\(stem)-\(number).sqlite") != nil { number += 1 }
    return "\(stem)-\(number).sqlite"
  }
}
