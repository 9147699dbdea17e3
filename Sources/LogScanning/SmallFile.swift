/// A whole file that is meant to be small, such as a study file or a manifest.
public enum SmallFile {
  /// The bytes of a regular file, gzip data unpacked.
  ///
  /// A FIFO does not make it wait, and a file of many gigabytes takes no memory.
  ///
  /// - Parameter limit: the most bytes that are taken.
  /// - Throws: ``FileReadError/tooLarge(path:limit:)`` and whatever keeps a file from being read.
  public static func bytes(of path: String, limit: Int) throws(FileReadError) -> [UInt8] {
    let stream = try ByteStream(path: path)
    guard stream.byteCountOnDisk <= limit else { throw .tooLarge(path: path, limit: limit) }
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: ByteStream.chunkSize, alignment: 16)
    defer { chunk.deallocate() }
    var bytes: [UInt8] = []
    while true {
      let count = try stream.read(into: chunk)
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else { throw .tooLarge(path: path, limit: limit) }
      bytes += chunk[0..<count]
    }
  }
}
