/// A file's lines in order, with its size and SHA-256, all in one pass over the bytes.
///
/// A line ends with `\n`; a `\r` before it is not part of the line. In a file that has no `\n` in its first chunk, `\r`
/// ends lines. The last line needs no end. A line longer than ``maximumLineLength`` is handed over cut, so that memory
/// stays bounded. A large file is read ahead on a thread of its own (``ReadAhead``). UTF-16 is handed over as UTF-8, and a
/// byte order mark is not handed over; the hash and the size are those of the file's own bytes.
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

  private let source: HashedBytes
  /// Files of this size on disk and more, in bytes, are read ahead; packed ones of an eighth.
  private let readAheadSize: Int
  /// `nil` before lines are handed over, and for small files.
  private var ahead: ReadAhead?
  /// The chunk that ``buffer`` is.
  private var lent: ReadAhead.Chunk?
  private var own: UnsafeMutableRawBufferPointer
  /// What lines are taken from: ``own``, or what is lent.
  private var buffer: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private var reachedEnd = false
  private var lineEnd: UInt8 = 0x0A
  private var transcoder: UTF16Transcoder?
  /// What UTF-16 is read into; empty for other files.
  private var units: [UInt8] = []

  /// Opens a file and reads its first chunk.
  public convenience init(path: String) throws(FileReadError) { try self.init(path: path, readAheadSize: 8 << 20) }

  init(path: String, readAheadSize: Int) throws(FileReadError) {
    let stream = try ByteStream(path: path)
    source = HashedBytes(stream)
    self.readAheadSize = readAheadSize
    // A small file needs no more than itself; a larger one is hashed while the processor's cache still holds it.
    let isSmall = stream.expectedCount < Self.step
    own = .allocate(
      byteCount: isSmall ? stream.expectedCount + Self.leastStep : 2 * ByteStream.chunkSize, alignment: 16)
    buffer = own
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

  deinit {
    ahead?.stop()
    own.deallocate()
  }

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
    if !reachedEnd, limit == .max, isLarge { ahead = ReadAhead(source) }
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
      if limit < .max, source.count >= limit, try source.stream.hasMore() {
        isBeginningOnly = true
        break
      }
      if let ahead { try fill(from: ahead) } else { try fill(upTo: min(Self.step, max(1, limit - source.count))) }
    }
    let endsInMidLine = start < end || skipping
    if start < end, !skipping {
      number += 1
      body(UnsafeRawBufferPointer(rebasing: buffer[start..<end]).bytes, number)
    }
    // Two files with one beginning are told apart by their sizes at least.
    let size = isBeginningOnly ? source.stream.byteCountOnDisk : nil
    return Summary(
      byteCount: size ?? source.count, sha256: source.sha256(followedBy: size), lineCount: number,
      endsInMidLine: endsInMidLine, cutLines: cutLines, isBeginningOnly: isBeginningOnly)
  }

  private var isLarge: Bool {
    source.stream.byteCountOnDisk >= (source.stream.isPacked ? readAheadSize / 8 : readAheadSize)
  }

  /// Takes the next chunk of what is read ahead: lines go on in it, behind the beginning of one.
  private func fill(from ahead: ReadAhead) throws(FileReadError) {
    guard let next = try ahead.next() else {
      reachedEnd = true
      return
    }
    let unread = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
    if transcoder == nil, unread.count <= ReadAhead.Chunk.headroom {
      start = ReadAhead.Chunk.headroom - unread.count
      end = ReadAhead.Chunk.headroom + next.count
      next.storage[start...].copyBytes(from: unread)
      if let lent { ahead.giveBack(lent) }
      lent = next
      buffer = next.storage
      return
    }
    let room = transcoder == nil ? next.count : ByteStream.chunkSize
    if let lent {
      // A line that is too long for a chunk's room is put together in memory of the reader's own.
      if own.count < unread.count + room { replaceOwn(byteCount: 2 * (unread.count + room)) }
      own.copyMemory(from: unread)
      (buffer, start, end) = (own, 0, unread.count)
      ahead.giveBack(lent)
      self.lent = nil
    } else {
      makeRoom(room)
    }
    let target = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
    if transcoder == nil { target.copyMemory(from: next.bytes) }
    end += transcoder?.transcode(next.bytes, into: target) ?? next.count
    ahead.giveBack(next)
  }

  /// Takes the next bytes, at most so many; UTF-16, which is text, a chunk.
  private func fill(upTo limit: Int) throws(FileReadError) {
    makeRoom(transcoder == nil ? Self.leastStep : ByteStream.chunkSize)
    // What UTF-16 becomes may be longer than it was.
    let room = transcoder == nil ? limit : ByteStream.chunkSize
    let target = UnsafeMutableRawBufferPointer(rebasing: buffer[end..<min(end + room, buffer.count)])
    if transcoder != nil { return try fillFromUTF16(target) }
    let count = try source.read(into: target)
    if count == 0 { reachedEnd = true }
    end += count
  }

  /// Moves what is unread to the front of ``own``, which ``buffer`` is, and sees that so many bytes have room behind it.
  private func makeRoom(_ room: Int) {
    let unread = UnsafeRawBufferPointer(rebasing: own[start..<end])
    if start > 0 { own.copyMemory(from: unread) }
    (start, end) = (0, unread.count)
    guard own.count - end < room else { return }
    let smaller = own
    own = .allocate(byteCount: max(2 * own.count, 2 * ByteStream.chunkSize), alignment: 16)
    own.copyMemory(from: UnsafeRawBufferPointer(rebasing: smaller[..<end]))
    smaller.deallocate()
    buffer = own
  }

  private func replaceOwn(byteCount: Int) {
    own.deallocate()
    own = .allocate(byteCount: byteCount, alignment: 16)
  }

  /// Turns the first chunk into UTF-8, and all that follow.
  private func beginUTF16(isBigEndian: Bool) {
    var transcoder = UTF16Transcoder(isBigEndian: isBigEndian)
    let first = Array(own[start..<end])
    // One chunk becomes at most one and a half.
    makeRoom(ByteStream.chunkSize + first.count)
    end = first.withUnsafeBytes { transcoder.transcode($0, into: buffer) }
    start = 0
    self.transcoder = transcoder
    units = Array(repeating: 0, count: ByteStream.chunkSize / 2)
  }

  private func fillFromUTF16(_ target: UnsafeMutableRawBufferPointer) throws(FileReadError) {
    var failure: FileReadError?
    units.withUnsafeMutableBytes { units in
      do throws(FileReadError) {
        let count = try source.read(into: units)
        if count == 0 { reachedEnd = true }
        let bytes = UnsafeRawBufferPointer(rebasing: units[0..<count])
        end += transcoder?.transcode(bytes, into: target) ?? 0
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }
}
