/// A file that could not be read.
public enum FileReadError: Error, Sendable, Equatable {
  /// There is nothing at the path.
  case notFound(path: String)
  /// The operating system refused; `reason` is its own text.
  case unreadable(path: String, reason: String)
  /// A directory, FIFO, socket or device, which cannot hold a log.
  case notARegularFile(path: String)
  /// A `.gz` whose compressed data is damaged or cut off; what came before `offset` (in uncompressed bytes) was read.
  case damagedCompression(path: String, offset: Int)
  /// The task that read the file was cancelled.
  case cancelled(path: String)
  /// A `.gz` that unpacks to far more than a log would (see ``UnpackingLimit``): `unpacked` bytes came out of the first
  /// `packed`.
  case unpacksTooFar(path: String, packed: Int, unpacked: Int)
  /// The file is larger than what is read of files of its kind, `limit` bytes.
  case tooLarge(path: String, limit: Int)
}

extension FileReadError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notFound(let path): "\(path): no such file or directory"
    case .unreadable(let path, let reason): "\(path): cannot be read (\(reason))"
    case .notARegularFile(let path): "\(path): not a regular file"
    case .damagedCompression(let path, let offset): "\(path): compressed data is damaged after \(offset) bytes"
    case .cancelled(let path): "\(path): the reading was cancelled"
    case .unpacksTooFar(let path, let packed, let unpacked):
      "\(path): unpacks to more than \(unpacked >> 20) MiB out of \(packed >> 10) KiB, as no log does; unpack it yourself if "
        + "it is one"
    case .tooLarge(let path, let limit): "\(path): larger than \(limit >> 20) MiB"
    }
  }
}
