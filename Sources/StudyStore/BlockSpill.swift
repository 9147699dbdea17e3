import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Packed blocks of one large trace, kept in an unnamed temporary file until the trace is written into a store.
///
/// A trace goes into a store whole, in the transaction of its file, so that a process that is killed leaves no half of
/// one. The file has no name from its first moment on: it is gone when the last block is.
final class BlockSpill: Sendable {
  /// A place in the file.
  struct Place: Sendable, Hashable {
    var offset: Int64
    var byteCount: Int
  }

  private let descriptor: CInt

  /// Makes an empty file in the folder for temporary files (`TMPDIR`); `nil` when that cannot be done.
  init?() {
    let folder = FileManager.default.temporaryDirectory.path(percentEncoded: false)
    var template = Array("\(folder)/fodspor-XXXXXX".utf8CString)
    descriptor = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
    guard descriptor >= 0 else { return nil }
    unlink(template)
  }

  deinit { close(descriptor) }

  /// Writes bytes at an offset; `nil` when the disk is full.
  func write(_ bytes: [UInt8], at offset: Int64) -> Place? {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        bytes.baseAddress.map { pwrite(descriptor, $0 + done, bytes.count - done, off_t(offset) + off_t(done)) } ?? -1
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      done += count
    }
    return Place(offset: offset, byteCount: bytes.count)
  }

  /// The bytes at a place.
  func read(_ place: Place) throws(StoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: place.byteCount)
    var done = 0
    while done < place.byteCount {
      let count = bytes.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { pread(descriptor, $0 + done, bytes.count - done, off_t(place.offset) + off_t(done)) }
          ?? -1
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw .database(
          message: "samples in a temporary file cannot be read back (\(String(cString: strerror(errno))))")
      }
      done += count
    }
    return bytes
  }
}

extension BlockSpill: Hashable {
  static func == (left: BlockSpill, right: BlockSpill) -> Bool { left === right }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
