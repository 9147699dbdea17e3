#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The folder that a report is written to, kept from a second report that is written at the same time.
///
/// Two at once would mix their files. The folder itself is locked (`flock`), so that no further file is needed, and the
/// system ends the lock with the process, in whatever way that ends. Where folders cannot be locked, as on NFS, nothing
/// is kept from anyone.
public final class ReportFolder {
  /// As it was given.
  public let path: String
  private var descriptor: CInt = -1

  /// Names the folder; nothing is made or locked yet.
  public init(_ path: String) { self.path = path }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Makes the folder, if it is not there, and locks it until this object is gone.
  ///
  /// - Throws: ``ReportError/unwritable(path:reason:)``; ``ReportError/inUse(path:)`` when another process has it.
  func hold() throws(ReportError) {
    guard descriptor < 0 else { return }
    do { try ReplacedFile.makeFolder(path) } catch { throw .unwritable(path: path, reason: error.reason) }
    let opened = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { return }
    if flock(opened, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(opened)
      throw .inUse(path: path)
    }
    descriptor = opened
  }
}
