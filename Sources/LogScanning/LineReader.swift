import Crypto

/// A file's lines in order, with its size and SHA-256, all in one pass over the bytes.
///
/// A line ends with `\n`; a `\r` before it is not part of the line. In a file that has no `\n` in its first chunk, `\r`
/// ends lines. The last line needs no end. A line longer than ``maximumLineLength`` is handed over cut, so that memory
/// stays bounded. UTF-16 is handed over as UTF-8, and a byte order mark is not handed over; the hash and the size are
/// those of the file's own bytes.
public final class LineReader {
  /// The longest line that is handed over whole, in bytes.
  ///
  /// nnU-Net writes its plans as one line of some hundred kilobytes and `summary.json` may be one line of megabytes.
  public static let maximumLineLength = 64 << 20

  /// What is known of a file when it has been read to its end.
  public struct Summary: Sendable, Equatable {
    /// Unpacked bytes; where ``isBeginningOnly``, the bytes on disk.
    public let byteCount: Int
    /// SHA-256 of the unpacked bytes, in lower-case hexadecimal.
    ///
    /// Where ``isBeginningOnly``, of the bytes that were read and the file's size on disk in decimal digits after them.
    public let sha256: String
    /// Lines, an unended last one included.
    public let lineCount: Int
    /// The file's last line has no line end: it may have been cut off.
    public let endsInMidLine: Bool
    /// The numbers of lines that were longer than ``LineReader/maximumLineLength`` and were cut.
    public let cutLines: [Int]
    /// Reading stopped before the file's end, since it was to be read no further.
    public internal(set) var isBeginningOnly = false
  }

  /// How much is read at a time after the first chunk.
  private static let step = ByteStream.chunkSize / 4
  /// Less room than this is not read into.
  private static let leastStep = 4096

  private var stream: ByteStream
  private var buffer: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private var hasher = SHA256()
  private var byteCount = 0
  private var reachedEnd = false
  private var lineEnd: UInt8 = 0x0A
  private var transcoder: UTF16Transcoder?
  /// What UTF-16 is read into; empty for other files.
  private var units: [UInt8] = []

  /// Opens a file and reads its first chunk.
  public init(path: String) throws(FileReadError) {
    stream = try ByteStream(path: path)
    // A small file needs no more than itself; a larger one is hashed while the processor's cache still holds it.
    let isSmall = stream.expectedCount < Self.step
    buffer = .allocate(
      byteCount: isSmall ? stream.expectedCount + Self.leastStep : 2 * ByteStream.chunkSize, alignment: 16)
    try fill(upTo: ByteStream.chunkSize)
    let head = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
    if case .utf16(let isBigEndian) = TextEncoding(head: head) {
      beginUTF16(isBigEndian: isBigEndian)
    } else if head.starts(with: [0xEF, 0xBB, 0xBF]), !head.prefix(4096).contains(0) {
      // In a file that is no text these are three bytes as any others.
      start = 3
    }
    let text = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
    if !text.contains(0x0A), text.contains(0x0D) { lineEnd = 0x0D }
  }

  deinit { buffer.deallocate() }

  /// Lets `body` look at the file's first bytes, at most one chunk, before any line is taken.
  public func withHead<Result>(_ body: (RawSpan) -> Result) -> Result {
    body(UnsafeRawBufferPointer(rebasing: buffer[start..<end]).bytes)
  }

  /// Hands every line to `body` with its number, counted from 1, and returns what is then known of the file.
  ///
  /// With `keepingCarriageReturns`, a `\r` before a line's end is handed over too, as in a file that is no text.
  /// To be called once. When the file cannot be read to its end, the lines read so far have been handed over. A file
  /// of more than `limit` unpacked bytes is read no further than that.
  public func forEachLine(
    keepingCarriageReturns: Bool = false, limit: Int = .max, _ body: (RawSpan, Int) -> Void
  ) throws(FileReadError) -> Summary {
    let lineEnd = keepingCarriageReturns ? 0x0A : lineEnd
    let dropsReturns = lineEnd == 0x0A && !keepingCarriageReturns
    var number = 0
    var cutLines: [Int] = []
    var scanned = 0
    var skipping = false
    var isBeginningOnly = false
    while true {
      let unread = UnsafeRawBufferPointer(rebasing: buffer[start..<end]).bytes
      var lineStart = 0
      while let newline = unread.firstOffset(of: lineEnd, from: max(lineStart, scanned)) {
        if !skipping {
          number += 1
          let hasReturn = dropsReturns && newline > lineStart && unread[byte: newline - 1] == 0x0D
          body(unread.extracting(lineStart..<(hasReturn ? newline - 1 : newline)), number)
        }
        skipping = false
        lineStart = newline + 1
      }
      start += lineStart
      scanned = end - start
      if scanned > Self.maximumLineLength {
        if !skipping {
          number += 1
          cutLines.append(number)
          body(unread.extracting(lineStart..<(lineStart + Self.maximumLineLength)), number)
        }
        skipping = true
        start = end
        scanned = 0
      }
      if reachedEnd { break }
      if byteCount >= limit, try stream.hasMore() {
        isBeginningOnly = true
        break
      }
      try fill(upTo: min(Self.step, max(1, limit - byteCount)))
    }
    let endsInMidLine = start < end || skipping
    if start < end, !skipping {
      number += 1
      body(UnsafeRawBufferPointer(rebasing: buffer[start..<end]).bytes, number)
    }
    if isBeginningOnly {
      // Two files with one beginning are told apart by their sizes at least.
      hasher.update(data: Array(String(stream.byteCountOnDisk).utf8))
      byteCount = stream.byteCountOnDisk
    }
    return Summary(
      byteCount: byteCount, sha256: Self.hexadecimal(hasher.finalize()), lineCount: number,
      endsInMidLine: endsInMidLine, cutLines: cutLines, isBeginningOnly: isBeginningOnly)
  }

  /// Takes the next bytes, at most so many; UTF-16, which is text, a chunk.
  private func fill(upTo limit: Int) throws(FileReadError) {
    if start > 0 {
      let unread = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
      buffer.copyMemory(from: unread)
      end -= start
      start = 0
    }
    if buffer.count - end < (transcoder == nil ? Self.leastStep : ByteStream.chunkSize) { enlarge() }
    // What UTF-16 becomes may be longer than it was.
    let room = transcoder == nil ? limit : ByteStream.chunkSize
    let target = UnsafeMutableRawBufferPointer(rebasing: buffer[end..<min(end + room, buffer.count)])
    if transcoder != nil { return try fillFromUTF16(target) }
    let count = try stream.read(into: target)
    take(UnsafeRawBufferPointer(rebasing: target[0..<count]))
    end += count
  }

  private func enlarge() {
    let count = max(2 * buffer.count, 2 * ByteStream.chunkSize)
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[0..<end]))
    buffer.deallocate()
    buffer = larger
  }

  /// Counts and hashes bytes of the file; none is the file's end.
  private func take(_ bytes: UnsafeRawBufferPointer) {
    if bytes.isEmpty { reachedEnd = true }
    hasher.update(bufferPointer: bytes)
    byteCount += bytes.count
  }

  /// Turns the first chunk into UTF-8, and all that follow.
  private func beginUTF16(isBigEndian: Bool) {
    var transcoder = UTF16Transcoder(isBigEndian: isBigEndian)
    let first = Array(buffer[start..<end])
    if buffer.count < 2 * ByteStream.chunkSize { enlarge() }
    // The buffer holds two chunks, and one becomes at most one and a half.
    end = first.withUnsafeBytes { transcoder.transcode($0, into: buffer) }
    start = 0
    self.transcoder = transcoder
    units = Array(repeating: 0, count: ByteStream.chunkSize / 2)
  }

  private func fillFromUTF16(_ target: UnsafeMutableRawBufferPointer) throws(FileReadError) {
    var failure: FileReadError?
    units.withUnsafeMutableBytes { units in
      do throws(FileReadError) {
        let count = try stream.read(into: units)
        let bytes = UnsafeRawBufferPointer(rebasing: units[0..<count])
        take(bytes)
        end += transcoder?.transcode(bytes, into: target) ?? 0
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(2 * SHA256.Digest.byteCount)
    for byte in digest {
      for nibble in [byte >> 4, byte & 15] { digits.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble) }
    }
    return String(decoding: digits, as: UTF8.self)
  }
}
