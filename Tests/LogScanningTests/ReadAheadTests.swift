import Foundation
import Testing

@testable import LogScanning

/// A file that is read ahead on a thread of its own is read as any other.
@Suite("Read ahead")
struct ReadAheadTests {
  /// What a file hands over, from its opening on.
  private struct Read: Equatable {
    var lines: [String] = []
    var numbers: [Int] = []
    var summary: LineReader.Summary?
    var error: FileReadError?
  }

  private static func read(_ path: String, readAheadSize: Int, keepingCarriageReturns: Bool = false) -> Read {
    var read = Read()
    do throws(FileReadError) {
      let reader = try LineReader(path: path, readAheadSize: readAheadSize)
      read.summary = try reader.forEachLine(keepingCarriageReturns: keepingCarriageReturns) { line, number in
        // Of long lines, what tells them apart.
        read.lines.append(line.byteCount < 1000 ? line.text : "\(line.byteCount) \(line.text.hashValue)")
        read.numbers.append(number)
      }
    } catch {
      read.error = error
    }
    return read
  }

  private static func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }

  /// Lines of many lengths, some longer than the room before a chunk and some than a chunk.
  private static func text(seed: UInt64, end: String) -> String {
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var text = ""
    while text.utf8.count < 4 << 20 {
      let kind = next(400)
      let length = kind == 0 ? 700_000 : kind < 5 ? 20_000 + next(40_000) : kind < 20 ? 0 : next(120)
      text += "\(next(1_000_000))" + String(repeating: "x", count: length) + end
    }
    return text
  }

  enum Content: CaseIterable { case newlines, windows, returns, noLastEnd, oneLine, empty, utf16 }

  @Test("Lines, numbers, size and hash are those without it", arguments: Content.allCases)
  func same(_ content: Content) throws {
    let bytes: [UInt8] =
      switch content {
      case .newlines: Array(Self.text(seed: 1, end: "\n").utf8)
      case .windows: Array(Self.text(seed: 2, end: "\r\n").utf8)
      case .returns: Array(Self.text(seed: 3, end: "\r").utf8)
      case .noLastEnd: Array(Self.text(seed: 4, end: "\n").utf8.dropLast())
      case .oneLine: Array(repeating: UInt8(ascii: "x"), count: 3_000_000)
      case .empty: Array(repeating: 0x0A, count: 2_000_000)
      case .utf16:
        Array(Data([0xFF, 0xFE]) + (Self.text(seed: 5, end: "🌍\n").data(using: .utf16LittleEndian) ?? Data()))
      }
    try Self.withFile(bytes) { path in
      for keeping in [false, true] {
        let usual = Self.read(path, readAheadSize: .max, keepingCarriageReturns: keeping)
        let ahead = Self.read(path, readAheadSize: 0, keepingCarriageReturns: keeping)
        #expect(usual == ahead)
        #expect(usual.summary?.byteCount == bytes.count)
      }
    }
  }

  @Test("A line that is too long is cut at the same place")
  func longLine() throws {
    let bytes = Array("a\n".utf8) + [UInt8](repeating: 0x78, count: (64 << 20) + 300_000) + Array("\nb\n".utf8)
    try Self.withFile(bytes) { path in
      let ahead = Self.read(path, readAheadSize: 0)
      #expect(ahead == Self.read(path, readAheadSize: .max))
      #expect(ahead.summary?.cutLines == [2])
      #expect(ahead.lines.last == "b")
    }
  }

  @Test("Packed data is unpacked ahead, and damage is met behind the lines before it", arguments: [false, true])
  func packed(isDamaged: Bool) throws {
    let text = Array(Self.text(seed: 6, end: "\n").utf8)
    let packed = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data(text).write(to: packed)
    defer { try? FileManager.default.removeItem(at: packed) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "--keep", "--stdout", packed.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    var bytes = Array(try pipe.fileHandleForReading.readToEnd() ?? Data())
    process.waitUntilExit()
    if isDamaged { bytes.removeLast(bytes.count / 4) }
    try Self.withFile(bytes) { path in
      let ahead = Self.read(path, readAheadSize: 0)
      #expect(ahead == Self.read(path, readAheadSize: .max))
      #expect((ahead.error != nil) == isDamaged)
      #expect(!ahead.lines.isEmpty)
    }
  }

  @Test("Who stops half-way, or never begins, leaves no thread behind")
  func stopped() throws {
    try Self.withFile(Array(Self.text(seed: 7, end: "\n").utf8)) { path in
      weak var source: HashedBytes?
      do {
        let bytes = HashedBytes(try ByteStream(path: path))
        source = bytes
        let ahead = try #require(ReadAhead(bytes))
        _ = try ahead.next()
        ahead.stop()
      }
      // The thread lets go of the file when it ends.
      var waited = 0
      while source != nil, waited < 10_000 {
        usleep(1000)
        waited += 1
      }
      #expect(source == nil)
    }
  }

  @Test("A task that is cancelled reads no further")
  func cancelled() async throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data(Self.text(seed: 8, end: "\n").utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let path = url.path
    let (error, lines) = await Task { () -> (FileReadError?, Int) in
      var lines = 0
      do throws(FileReadError) {
        _ = try LineReader(path: path, readAheadSize: 0).forEachLine { _, _ in
          lines += 1
          withUnsafeCurrentTask { $0?.cancel() }
        }
        return (nil, lines)
      } catch {
        return (error, lines)
      }
    }.value
    #expect(error == .cancelled(path: path))
    // Those that were read when the file was opened.
    #expect(lines > 0)
  }
}
