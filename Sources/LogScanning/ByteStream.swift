import CZlib

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of a regular file in order, chunk by chunk, gzip data unpacked; memory use does not depend on file size.
///
/// Reads with `read(2)` and not through a memory map: a log that its writer truncates while it is read then ends
/// early, where a map would kill the process with SIGBUS.
public final class ByteStream {
  /// The size of a chunk in bytes.
  public static let chunkSize = 1 << 20

  let path: String
  private let descriptor: CInt
  private var inflater: Inflater?
  private var raw: UnsafeMutableRawBufferPointer
  private var rawCount = 0
  private var rawOffset = 0
  private var consumed = 0
  private var produced = 0
  private let unpackingLimit: UnpackingLimit

  /// The bytes that are likely to come, as far as the size on disk tells: that of plain data.
  private(set) var expectedCount: Int
  /// The size on disk in bytes when the file was opened.
  let byteCountOnDisk: Int

  /// The file is gzip data, which is unpacked.
  var isPacked: Bool { inflater != nil }

  /// Opens a file; what begins with the gzip magic number is unpacked, whatever its name.
  public convenience init(path: String) throws(FileReadError) { try self.init(path: path, limit: .standard) }

  /// Opens a file; `limit` says how far gzip data may unpack.
  init(path: String, limit: UnpackingLimit) throws(FileReadError) {
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      if code == ENOENT || code == ENOTDIR { throw .notFound(path: path) }
      throw .unreadable(path: path, reason: String(cString: strerror(code)))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notARegularFile(path: path)
    }
    self.path = path
    self.descriptor = descriptor
    unpackingLimit = limit
    let size = max(0, Int(clamping: status.st_size))
    byteCountOnDisk = size
    raw = .allocate(byteCount: min(Self.chunkSize, min(size, Self.chunkSize) + 4096), alignment: 16)
    expectedCount = size
    try fill()
    if rawCount >= 2, raw[0] == 0x1F, raw[1] == 0x8B {
      inflater = Inflater()
      expectedCount = .max
    }
    // It has grown, or is of a file system that does not tell sizes.
    if rawCount > size { expectedCount = .max }
  }

  deinit {
    close(descriptor)
    raw.deallocate()
  }

  /// Copies the next bytes into a buffer and returns how many; 0 at the end of the file.
  ///
  /// A task that is cancelled need not read a large file to its end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileReadError) -> Int {
    if Task.isCancelled { throw .cancelled(path: path) }
    guard let inflater else {
      if rawOffset == rawCount { return try Self.systemRead(descriptor, buffer, path: path) }
      let count = min(buffer.count, rawCount - rawOffset)
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[rawOffset..<(rawOffset + count)]))
      rawOffset += count
      return count
    }
    // Until the buffer is full: the first member of several may be one line, and who recognises a file looks at all of
    // what was read first.
    var filled = 0
    while filled < buffer.count {
      if rawOffset == rawCount { try fill() }
      let input = UnsafeRawBufferPointer(rebasing: raw[rawOffset..<rawCount])
      switch inflater.inflate(input, into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])) {
      case .bytes(let consumed, let count):
        rawOffset += consumed
        self.consumed += consumed
        produced += count
        filled += count
        guard unpackingLimit.allows(unpacked: produced, from: self.consumed) else {
          throw .unpacksTooFar(path: path, packed: self.consumed, unpacked: produced)
        }
        if count == 0, input.isEmpty { return try endOfDamaged(filled) }
      case .end:
        return filled
      case .damaged:
        return try endOfDamaged(filled)
      }
    }
    return filled
  }

  /// What came before damage is handed over; the next read, which finds it again, throws.
  private func endOfDamaged(_ filled: Int) throws(FileReadError) -> Int {
    guard filled > 0 else { throw .damagedCompression(path: path, offset: produced) }
    return filled
  }

  /// Whether the file goes on, as far as can be told without unpacking.
  func hasMore() throws(FileReadError) -> Bool {
    if rawOffset == rawCount { try fill() }
    return rawOffset < rawCount
  }

  private func fill() throws(FileReadError) {
    rawOffset = 0
    rawCount = 0
    rawCount = try Self.systemRead(descriptor, raw, path: path)
  }

  private static func systemRead(
    _ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer, path: String
  ) throws(FileReadError) -> Int {
    while true {
      let count = systemRead(descriptor, buffer)
      if count >= 0 { return count }
      let code = errno
      if code == EINTR { continue }
      throw .unreadable(path: path, reason: String(cString: strerror(code)))
    }
  }

  private static func systemRead(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #else
      Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}

/// One zlib inflation of a gzip file, several members in a row included.
private final class Inflater {
  enum Step {
    case bytes(consumed: Int, produced: Int)
    case end
    case damaged
  }

  private var stream = z_stream()
  private var finishedMember = false

  init() {
    // 15 window bits, plus 16 for the gzip wrapper.
    _ = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
  }

  deinit { inflateEnd(&stream) }

  func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Step {
    if finishedMember {
      // `gzip -c a b > c` and log rotation write several members; zero padding after the last one is common.
      guard let first = input.first, first == 0x1F else { return .end }
      inflateReset(&stream)
      finishedMember = false
    }
    stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
    stream.avail_in = CUnsignedInt(input.count)
    stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
    stream.avail_out = CUnsignedInt(output.count)
    let code = CZlib.inflate(&stream, Z_NO_FLUSH)
    let consumed = input.count - Int(stream.avail_in)
    let produced = output.count - Int(stream.avail_out)
    switch code {
    case Z_STREAM_END:
      finishedMember = true
      return .bytes(consumed: consumed, produced: produced)
    case Z_OK, Z_BUF_ERROR: return .bytes(consumed: consumed, produced: produced)
    default: return produced > 0 ? .bytes(consumed: consumed, produced: produced) : .damaged
    }
  }
}
