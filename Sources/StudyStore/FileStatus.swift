import Quantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which file on which disk, whatever its paths.
struct FileIdentity: Sendable, Hashable {
  var device: UInt64
  var node: UInt64
}

/// What the file system says of a path.
struct FileStatus: Sendable, Hashable {
  enum Kind: Sendable {
    case regular, directory, link, other
  }

  var kind: Kind
  /// In bytes.
  var byteCount: Int64
  var modified: Instant
  var identity: FileIdentity

  /// The status of what is at a path, links followed; `nil` when there is nothing or it may not be asked.
  static func of(_ path: String) -> FileStatus? { try? look(at: path, followingLinks: true) }

  /// The status of what is at a path.
  static func look(at path: String, followingLinks: Bool) throws(SystemError) -> FileStatus {
    var status = stat()
    guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { throw SystemError(code: errno) }
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      default: .other
      }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    let modified = Instant(nanoseconds: 0)
      .advanced(by: .seconds(Int64(time.tv_sec))).advanced(by: .nanoseconds(Int64(time.tv_nsec)))
    return FileStatus(
      kind: kind, byteCount: Int64(status.st_size), modified: modified,
      identity: FileIdentity(
        device: UInt64(truncatingIfNeeded: status.st_dev), node: UInt64(truncatingIfNeeded: status.st_ino)))
  }

  /// The names in a directory, `.` and `..` left out, in no order. A name that is not UTF-8 is `nil`.
  static func names(in directory: String) throws(SystemError) -> [String?] {
    guard let stream = opendir(directory) else { throw SystemError(code: errno) }
    defer { closedir(stream) }
    var names: [String?] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw SystemError(code: errno) }
        return names
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
          String(validatingCString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }
}

/// What the operating system answered.
struct SystemError: Error, Hashable {
  var code: CInt

  /// The system's own text.
  var reason: String { String(cString: strerror(code)) }

  var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
}
