import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file of a report as it lies beside the manifest, which may have come from anyone.
struct WrittenOutput {
  /// Whether its bytes are those that the manifest lists.
  let isAsWritten: Bool
  /// Its bytes, if they were asked for and are those.
  let content: Data?

  /// Larger files are not kept in memory.
  private static let maximumKept = 1 << 30

  /// Reads a file; `nil` if there is none. What is no regular file, such as a pipe, is another than the manifest's, and
  /// so is a file of another size, which is not read.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - listed: what the manifest says of it.
  ///   - keeps: whether its bytes are needed.
  init?(reading path: String, listed: ReportManifest.Output, keeps: Bool) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      // What is there and may not be read was not compared.
      if errno == ENOENT || errno == ENOTDIR { return nil }
      self.init(isAsWritten: false, content: nil)
      return
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) == listed.bytes
    else {
      self.init(isAsWritten: false, content: nil)
      return
    }
    let keeps = keeps && listed.bytes <= Self.maximumKept
    var hasher = SHA256()
    var kept = Data()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    var total = 0
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      total += max(count, 0)
      // A file that grows meanwhile is another than the manifest's.
      guard count > 0, total <= listed.bytes else { break }
      let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      hasher.update(bufferPointer: piece)
      if keeps { kept.append(contentsOf: piece) }
    }
    let isSame = total == listed.bytes && ContentHash.text(of: hasher.finalize()) == listed.sha256
    self.init(isAsWritten: isSame, content: isSame && keeps ? kept : nil)
  }

  private init(isAsWritten: Bool, content: Data?) {
    self.isAsWritten = isAsWritten
    self.content = content
  }
}
