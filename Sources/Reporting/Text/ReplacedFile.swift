import LogScanning
import StudyStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that has its name only when it is whole: it is written under another name in the same folder, brought to the
/// disk, and renamed.
package enum ReplacedFile {
  /// Why a file cannot be written, in the words of the system: `No space left on device`.
  package struct Failure: Error {
    package let reason: String
  }

  /// Writes bytes to a path; its folder must be there. When that fails, what was there stays.
  package static func write(_ bytes: some Collection<UInt8>, to path: String) throws(Failure) {
    try write(to: path) { sink in Array(bytes).withUnsafeBytes(sink) }
  }

  /// Writes what `pieces` hands over, piece by piece, to a path; its folder must be there. When that fails, what was there
  /// stays.
  static func write(
    to path: String, pieces: (_ sink: (UnsafeRawBufferPointer) -> Void) -> Void
  ) throws(Failure) {
    // Always the same, so that what a killed process left is written over.
    let temporary = EarlierReport.temporaryPath(for: path)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure(reason: lastReason) }
    var code: CInt = 0
    pieces { piece in
      if code == 0 { code = DescriptorOutput.write(piece, to: descriptor) }
    }
    if code == 0, fsync(descriptor) != 0, errno != EINVAL { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, rename(temporary, path) != 0 { code = errno }
    guard code == 0 else {
      unlink(temporary)
      throw Failure(reason: String(cString: strerror(code)))
    }
  }

  /// Makes a folder and those above it, as far as they are not there.
  static func makeFolder(_ path: String) throws(Failure) {
    if mkdir(path, 0o777) == 0 { return }
    var code = errno
    if code == ENOENT, let above = path.parentPath, !above.isEmpty {
      try makeFolder(above)
      // Another process may have made it meanwhile.
      if mkdir(path, 0o777) == 0 { return }
      code = errno
    }
    var status = stat()
    if code == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    throw Failure(reason: String(cString: strerror(code == EEXIST ? ENOTDIR : code)))
  }

  /// Removes a file if it is there.
  static func remove(_ path: String) throws(Failure) {
    if unlink(path) != 0, errno != ENOENT, errno != ENOTDIR { throw Failure(reason: lastReason) }
  }

  private static var lastReason: String { String(cString: strerror(errno)) }
}
