import Foundation
import Testing

@testable import LogScanning

/// Files that are larger than what they seem, and files that change while they are read.
@Suite("Reading has limits")
struct UnpackingLimitTests {
  /// 64 KiB of NUL bytes, as gzip packs them (`head -c 65536 /dev/zero | gzip -9n`): 682 times.
  private static let packed =
    "H4sIAAAAAAACA+3BAQEAAACAkP6v7ggKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAauuOl9cAAAEA"

  private func file(_ bytes: [UInt8]) throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data(bytes).write(to: url)
    return url
  }

  private func unpack(_ url: URL, _ limit: UnpackingLimit) throws -> Int {
    let stream = try ByteStream(path: url.path, limit: limit)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1000, alignment: 16)
    defer { buffer.deallocate() }
    var count = 0
    while true {
      let more = try stream.read(into: buffer)
      if more == 0 { return count }
      count += more
    }
  }

  @Test("Data that unpacks to more than so many times its size is refused, beyond what is free")
  func ratio() throws {
    let packed = try #require(Data(base64Encoded: Self.packed))
    let url = try file([UInt8](packed))
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(try unpack(url, .standard) == 64 << 10)
    #expect(try unpack(url, UnpackingLimit(freeBytes: 64 << 10, ratio: 1)) == 64 << 10)
    #expect(try unpack(url, UnpackingLimit(freeBytes: 0, ratio: 1032)) == 64 << 10)
    #expect {
      try unpack(url, UnpackingLimit(freeBytes: 10_000, ratio: 100))
    } throws: { error in
      guard case FileReadError.unpacksTooFar(_, let packed, let unpacked) = error else { return false }
      return unpacked > 10_000 && unpacked <= 11_000 && packed < 100
    }
  }

  @Test("The limits that hold are those of the documentation")
  func standard() {
    let limit = UnpackingLimit.standard
    #expect(limit.allows(unpacked: 256 << 20, from: 1))
    #expect(!limit.allows(unpacked: (256 << 20) + 250, from: 1 << 20))
    #expect(limit.allows(unpacked: 40 << 30, from: 200 << 20))
    #expect(limit.allows(unpacked: .max, from: .max))
    #expect(LineReader.maximumLineLength == 64 << 20)
  }

  @Test("A small file is taken whole up to its limit, and no FIFO or device is waited for")
  func smallFile() throws {
    let url = try file(Array("kind: text\n".utf8))
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(try SmallFile.bytes(of: url.path, limit: 11) == Array("kind: text\n".utf8))
    #expect(throws: FileReadError.tooLarge(path: url.path, limit: 10)) {
      try SmallFile.bytes(of: url.path, limit: 10)
    }
    #expect(throws: FileReadError.notARegularFile(path: "/dev/zero")) {
      try SmallFile.bytes(of: "/dev/zero", limit: 10)
    }
    let fifo = url.path + ".fifo"
    try #require(mkfifo(fifo, 0o600) == 0)
    defer { unlink(fifo) }
    #expect(throws: FileReadError.notARegularFile(path: fifo)) { try SmallFile.bytes(of: fifo, limit: 10) }
  }

  @Test("A packed file that is small on disk has the same limit when it is unpacked")
  func smallPackedFile() throws {
    let url = try file([UInt8](try #require(Data(base64Encoded: Self.packed))))
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(throws: FileReadError.tooLarge(path: url.path, limit: 1000)) {
      try SmallFile.bytes(of: url.path, limit: 1000)
    }
  }

  @Test("A sparse file is read to the limit and no further; its hash has its size")
  func beginningOnly() throws {
    let url = try file([])
    defer { try? FileManager.default.removeItem(at: url) }
    func summary(size: off_t, limit: Int) throws -> LineReader.Summary {
      try #require(truncate(url.path, size) == 0)
      return try LineReader(path: url.path).forEachLine(limit: limit) { _, _ in }
    }
    let (small, large) = (3 << 20, 40 << 30)
    let whole = try summary(size: off_t(small), limit: small)
    #expect(!whole.isBeginningOnly && whole.byteCount == small)
    // head -c 3145728 /dev/zero | sha256sum
    #expect(whole.sha256 == "bbd05cf6097ac9b1f89ea29d2542c1b7b67ee46848393895f5a9e43fa1f621e5")
    let cut = try summary(size: off_t(large), limit: small)
    #expect(cut.isBeginningOnly && cut.byteCount == large)
    // (head -c 3145728 /dev/zero; printf 42949672960) | sha256sum
    #expect(cut.sha256 == "3f243b42b08f1276de92b73f483d604fd3bcd5e7321b7158a67d16dfa666a580")
    #expect(try summary(size: off_t(large + 1), limit: small).sha256 != cut.sha256)
  }

  /// What happens to a file after its first chunk was read.
  enum Change: CaseIterable { case grows, shrinks, vanishes, isReplaced }

  @Test("A file that changes while it is read ends where it then ends", arguments: Change.allCases)
  func changes(_ change: Change) throws {
    let line = String(repeating: "x", count: 99) + "\n"
    let before = 30_000
    let url = try file(Array(String(repeating: line, count: before).utf8))
    defer { try? FileManager.default.removeItem(at: url) }
    let reader = try LineReader(path: url.path)
    switch change {
    case .grows:
      let handle = try FileHandle(forWritingTo: url)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(String(repeating: line, count: 10).utf8))
      try handle.close()
    case .shrinks: try #require(truncate(url.path, 1_500_050) == 0)
    case .vanishes: try FileManager.default.removeItem(at: url)
    case .isReplaced: try Data("other\n".utf8).write(to: url, options: .atomic)
    }
    var lines = 0
    let summary = try reader.forEachLine { _, _ in lines += 1 }
    let expected =
      switch change {
      case .grows: before + 10
      case .shrinks: 15_001
      case .vanishes, .isReplaced: before
      }
    #expect(lines == expected && summary.lineCount == expected)
    #expect(summary.endsInMidLine == (change == .shrinks))
  }
}
