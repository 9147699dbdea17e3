import Foundation
import Testing

@testable import LogScanning

/// Lines out of files in every encoding and with every line end.
@Suite("Line reader")
struct LineReaderTests {
  private static let lines = ["time, power", "2025/01/01 00:00:00.000, 250.5 W", "Ærø 東京 🌍", "", "end"]

  private struct Read {
    var lines: [String] = []
    var summary: LineReader.Summary?
  }

  private func read(_ bytes: [UInt8]) throws -> Read {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    var result = Read()
    let reader = try LineReader(path: url.path)
    result.summary = try reader.forEachLine { line, _ in result.lines.append(line.text) }
    return result
  }

  private static func utf16(_ text: String, isBigEndian: Bool, withMark: Bool) -> [UInt8] {
    let units = (withMark ? [0xFEFF] : []) + Array(text.utf16)
    return units.flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
      return isBigEndian ? [high, low] : [low, high]
    }
  }

  @Test("A byte order mark is no part of the first line, unless the file is no text")
  func mark() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = try read(mark + Array("a\nb\n".utf8))
    #expect(text.lines == ["a", "b"])
    #expect(text.summary?.byteCount == 7)
    #expect(try read(mark).lines == [])
    #expect(try read(mark + [0x61, 0, 0x62]).lines.first?.utf8.count == 6)
  }

  @Test("UTF-16 is read as its text, with and without a byte order mark", arguments: [false, true], [false, true])
  func utf16(isBigEndian: Bool, withMark: Bool) throws {
    let lines = withMark ? Self.lines : ["time, power", "1, 250.5 W"]
    let bytes = Self.utf16(lines.joined(separator: "\r\n"), isBigEndian: isBigEndian, withMark: withMark)
    let read = try read(bytes)
    #expect(read.lines == lines)
    // The size is the file's own.
    #expect(read.summary?.byteCount == bytes.count)
  }

  @Test("UTF-16 of more than a chunk keeps every line and every pair of surrogates")
  func longUTF16() throws {
    let lines = (0..<90_000).map { "\($0), 🌍 \($0 * 7)" }
    let bytes = Self.utf16(lines.joined(separator: "\n"), isBigEndian: false, withMark: true)
    #expect(bytes.count > 2 * ByteStream.chunkSize)
    #expect(try read(bytes).lines == lines)
  }

  @Test("Half a surrogate pair and an odd last byte do not stop the reading")
  func damagedUTF16() throws {
    let lone = try read([0xFF, 0xFE, 0x41, 0x00, 0x00, 0xD8, 0x42, 0x00, 0x0A, 0x00, 0x43])
    #expect(lone.lines == ["A\u{FFFD}B"])
  }

  @Test("Line ends of every system", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(_ end: String) throws {
    let text = Self.lines.joined(separator: end) + end
    let read = try read(Array(text.utf8))
    #expect(read.lines == Self.lines)
    #expect(read.summary?.endsInMidLine == false)
  }

  @Test("A carriage return inside a line of a file with line feeds stays in it")
  func progressBars() throws {
    #expect(try read(Array("10%\r20%\r30%\ndone\n".utf8)).lines == ["10%\r20%\r30%", "done"])
  }

  @Test("NUL runs alone do not make a file UTF-16")
  func nulRuns() throws {
    let bytes = Array("Epoch 1\n".utf8) + Array(repeating: UInt8(0), count: 100) + Array("Epoch 2\n".utf8)
    #expect(try read(bytes).lines.count == 2)
  }
}
