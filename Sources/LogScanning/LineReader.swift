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
    buffer = .allocate(byteCount: 2 * ByteStream.chunkSize, alignment: 16)
    try fill()
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
      if let newline = unread.firstOffset(of: lineEnd, from: scanned) {
        if !skipping {
          number += 1
          let hasReturn = dropsReturns && newline > 0 && unread[byte: newline - 1] == 0x0D
          let length = hasReturn ? newline - 1 : newline
          body(unread.extracting(0..<length), number)
        }
        skipping = false
        start += newline + 1
        scanned = 0
        continue
      }
      scanned = end - start
      if scanned > Self.maximumLineLength {
        if !skipping {
          number += 1
          cutLines.append(number)
          body(unread.extracting(0..<Self.maximumLineLength), number)
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
      try fill(limit: limit)
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
    let digest = hasher.finalize()
    return Summary(
      byteCount: byteCount, sha256: digest.map { Self.hexadecimal($0) }.joined(), lineCount: number,
      endsInMidLine: endsInMidLine, cutLines: cutLines, isBeginningOnly: isBeginningOnly)
  }

  /// Takes the next chunk, but no byte of the file beyond so many.
  private func fill(limit: Int = .max) throws(FileReadError) {
    if start > 0 {
      let unread = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
      buffer.copyMemory(from: unread)
      end -= start
      start = 0
    }
    if buffer.count - end < ByteStream.chunkSize {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[0..<end]))
      buffer.deallocate()
      buffer = larger
    }
    let room = min(ByteStream.chunkSize, max(1, limit - byteCount))
    let target = UnsafeMutableRawBufferPointer(rebasing: buffer[end..<(end + room)])
    // UTF-16 is text: it has no such limit.
    if transcoder != nil { return try fillFromUTF16(target) }
    let count = try stream.read(into: target)
    take(UnsafeRawBufferPointer(rebasing: target[0..<count]))
    end += count
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

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }
}
