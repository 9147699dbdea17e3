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
    return FileStatus(status)
  }

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      default: .other
      }
    byteCount = Int64(status.st_size)
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    modified = Instant(nanoseconds: 0)
      .advanced(by: .seconds(Int64(time.tv_sec))).advanced(by: .nanoseconds(Int64(time.tv_nsec)))
    identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: status.st_dev), node: UInt64(truncatingIfNeeded: status.st_ino))
  }
}

/// One entry of a directory.
struct DirectoryEntry {
  /// `nil` when it is not UTF-8.
  var name: String?
  /// The status, a link not followed; `nil` of what the system says is a directory.
  var status: Result<FileStatus, SystemError>?

  /// The entries of a directory, `.` and `..` left out, in no order.
  ///
  /// Each is looked at by its name in the open directory, so that the system need not walk the path again for every
  /// file, and directories are not looked at where the list says that they are some.
  static func all(in directory: String) throws(SystemError) -> [DirectoryEntry] {
    guard let stream = opendir(directory) else { throw SystemError(code: errno) }
    defer { closedir(stream) }
    let descriptor = dirfd(stream)
    var entries: [DirectoryEntry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw SystemError(code: errno) }
        return entries
      }
      let isDirectory = entry.pointee.d_type == UInt8(DT_DIR)
      withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) { name in
          if name[0] == 0x2E, name[1] == 0 || name[1] == 0x2E && name[2] == 0 { return }
          entries.append(
            DirectoryEntry(
              name: String(validatingCString: name), status: isDirectory ? nil : look(at: name, in: descriptor)))
        }
      }
    }
  }

  private static func look(
    at name: UnsafePointer<CChar>, in descriptor: CInt
  ) -> Result<FileStatus, SystemError> {
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      return .failure(SystemError(code: errno))
    }
    return .success(FileStatus(status))
  }
}

/// What the operating system answered.
struct SystemError: Error, Hashable {
  var code: CInt

  /// The system's own text.
  var reason: String { String(cString: strerror(code)) }

  var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
}
