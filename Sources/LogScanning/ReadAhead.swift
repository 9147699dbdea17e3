import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads, unpacks and hashes a large file on a thread of its own, a few chunks ahead of who parses it.
///
/// A log is parsed line by line, each in the light of those before it, so that parts of one file cannot be parsed apart
/// from each other; reading and hashing take about a quarter of the time of plain text, and gzip data is unpacked, too.
final class ReadAhead: @unchecked Sendable {
  /// A piece of the file, and before it room for the beginning of a line that goes on in it.
  final class Chunk {
    /// Longer beginnings of lines are put together elsewhere.
    static let headroom = 32 << 10
    static let capacity = 256 << 10

    let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: headroom + capacity, alignment: 16)
    /// How many bytes of the file there are behind the room.
    fileprivate(set) var count = 0

    deinit { storage.deallocate() }

    fileprivate var room: UnsafeMutableRawBufferPointer { .init(rebasing: storage[Self.headroom...]) }
    /// The bytes of the file.
    var bytes: UnsafeRawBufferPointer {
      .init(rebasing: storage[Self.headroom..<(Self.headroom + count)])
    }
  }

  private enum End {
    case whole
    case failed(FileReadError)
  }

  private static let chunkCount = 4

  /// Only the thread touches it before the end.
  private let source: HashedBytes

  // What both sides touch, each while it holds the lock.
  private let condition = NSCondition()
  private var empty = (0..<chunkCount).map { _ in Chunk() }
  private var filled: [Chunk] = []
  private var end: End?
  private var isStopped = false

  /// Begins to read what is left of a file, which from then on nobody else may read; `nil` when the system has no thread
  /// to spare.
  init?(_ source: HashedBytes) {
    self.source = source
    let context = Unmanaged.passRetained(self)
    guard startThread(context.toOpaque()) else {
      context.release()
      return nil
    }
  }

  /// Waits for the next chunk; `nil` at the end of the file. Errors come where reading met them, behind all chunks before.
  func next() throws(FileReadError) -> Chunk? {
    if Task.isCancelled { throw .cancelled(path: source.stream.path) }
    condition.lock()
    defer { condition.unlock() }
    while filled.isEmpty, end == nil { condition.wait() }
    if !filled.isEmpty { return filled.removeFirst() }
    if case .failed(let error) = end { throw error }
    return nil
  }

  /// Gives a chunk back to be filled again.
  func giveBack(_ chunk: Chunk) {
    condition.lock()
    empty.append(chunk)
    condition.signal()
    condition.unlock()
  }

  /// Ends the thread, after the chunk that it is at.
  func stop() {
    condition.lock()
    isStopped = true
    condition.signal()
    condition.unlock()
  }

  // MARK: - The thread

  private func run() {
    while let chunk = takeEmpty() {
      do throws(FileReadError) {
        chunk.count = try source.read(into: chunk.room)
        if chunk.count == 0 { return put(end: .whole) }
        put(chunk)
      } catch {
        return put(end: .failed(error))
      }
    }
  }

  private func takeEmpty() -> Chunk? {
    condition.lock()
    defer { condition.unlock() }
    while empty.isEmpty, !isStopped { condition.wait() }
    return isStopped ? nil : empty.removeLast()
  }

  private func put(_ chunk: Chunk) {
    condition.lock()
    filled.append(chunk)
    condition.signal()
    condition.unlock()
  }

  private func put(end: End) {
    condition.lock()
    self.end = end
    condition.signal()
    condition.unlock()
  }

  /// What the thread does; the context is a reader that is retained for it.
  fileprivate static func run(_ context: UnsafeMutableRawPointer) {
    Unmanaged<ReadAhead>.fromOpaque(context).takeRetainedValue().run()
  }
}

/// Starts a thread of its own for a reader; `false` when the system refuses, which Foundation's `Thread` does not say.
private func startThread(_ context: UnsafeMutableRawPointer) -> Bool {
  #if canImport(Darwin)
    var thread: pthread_t?
    guard pthread_create(&thread, nil, runThread, context) == 0, let thread else { return false }
  #else
    var thread: pthread_t = 0
    guard pthread_create(&thread, nil, runThread, context) == 0 else { return false }
  #endif
  pthread_detach(thread)
  return true
}

#if canImport(Darwin)
  private func runThread(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    ReadAhead.run(context)
    return nil
  }
#else
  private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { ReadAhead.run(context) }
    return nil
  }
#endif
