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

  @Test(
    "Files of every size around the reader's steps are read whole",
    arguments: [
      0, 1, 2, 4095, 4096, 4097, 262_143, 262_144, 262_145, 1_048_575, 1_048_576, 1_048_577, 1_310_721, 3_000_000,
    ],
    ["\n", "\r\n"])
  func sizes(count: Int, end: String) throws {
    // Lines of many lengths, the longest longer than a step.
    var lines: [String] = []
    var size = 0
    while size < count {
      let number = lines.count
      let line = "\(number) " + String(repeating: "x", count: number % 50 == 49 ? 300_000 : number * 7 % 200)
      lines.append(line)
      size += line.utf8.count + end.utf8.count
    }
    let text = lines.map { $0 + end }.joined()
    let bytes = Array(text.utf8.prefix(count))
    let read = try read(bytes)
    #expect(read.summary?.byteCount == count)
    let endsInside = count > 0 && bytes.last != 0x0A
    #expect(read.summary?.endsInMidLine == endsInside)
    let separator: Character = end == "\n" ? "\n" : "\r\n"
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: separator, omittingEmptySubsequences: false)
    let whole: [Substring] = parts.last?.isEmpty == true ? Array(parts.dropLast()) : parts
    #expect(read.lines.count == whole.count)
    // A file that is cut inside a line end has a carriage return at its end.
    let last = whole.last.map { String($0) } ?? ""
    #expect(read.lines.dropLast().elementsEqual(whole.dropLast().map { String($0) }))
    let found = read.lines.last ?? ""
    #expect([found, found + "\r"].contains(last) || found == last + "\r")
    // printf '' | sha256sum
    if count == 0 {
      #expect(read.summary?.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
  }
}
