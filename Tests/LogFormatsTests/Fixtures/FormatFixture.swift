import Foundation
import TestSupport

@testable import LogFormats
@testable import LogScanning

/// A made-up file below `fixtures/formats`, in the folder of the format that it is of.
struct FormatFixture: Sendable {
  /// The format's name.
  let format: String
  let name: String
  let bytes: [UInt8]

  static let folder: URL = {
    var url = URL(filePath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    return url.appending(path: "fixtures/formats")
  }()

  static let expectedName = "expected.txt"

  /// The names of the folders, in order.
  static func folders() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
  }

  /// A format's files in order of name, without what is expected of them.
  static func files(of format: String) throws -> [FormatFixture] {
    let folder = folder.appending(path: format)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.filter { $0 != expectedName && !$0.hasPrefix(".") }.map { name in
      FormatFixture(format: format, name: name, bytes: Array(try Data(contentsOf: folder.appending(path: name))))
    }
  }

  // MARK: Reading

  /// What is read, with the samples.
  struct Reading {
    var format: LogFormat
    var content: ParsedContent
    var columns: [TraceColumns.Column]
    var lineCount: Int
  }

  /// Reads bytes as people's files are read, from disk.
  static func read(_ bytes: [UInt8], name: String, in folder: TemporaryFolder) throws -> Reading {
    try folder.write(Data(bytes), to: name)
    let samples = TraceColumns()
    let file = try LogFileReader.read(path: folder.path(name), samples: samples)
    return Reading(format: file.format, content: file.content, columns: samples.columns, lineCount: file.lineCount)
  }

  /// Hands bytes to a format's parser, whatever they are; the first of the file's steps that is fast enough to be
  /// taken thousands of times.
  static func parse(_ bytes: [UInt8], as definition: any LogFormatDefinition.Type, name: String) -> Reading {
    let samples = TraceColumns()
    var parser = definition.makeParser(ParserContext(fileName: name, samples: samples))
    var start = 0
    var number = 0
    func end(of line: Range<Int>) -> Int {
      let hasReturn = !definition.isBinary && line.upperBound > line.lowerBound && bytes[line.upperBound - 1] == 0x0D
      return hasReturn ? line.upperBound - 1 : line.upperBound
    }
    bytes.withUnsafeBytes { buffer in
      while start < bytes.count {
        let next = bytes[start...].firstIndex(of: 0x0A)
        number += 1
        let line = start..<(next ?? bytes.count)
        // A line without an end keeps its carriage return.
        let upper = next == nil ? line.upperBound : end(of: line)
        parser.consume(buffer.bytes.extracting(line.lowerBound..<upper), number: number)
        start = (next ?? bytes.count) + 1
      }
    }
    let content = parser.finish(
      LineReader.Summary(
        byteCount: bytes.count, sha256: "", lineCount: number, endsInMidLine: bytes.last.map { $0 != 0x0A } ?? false,
        cutLines: []))
    return Reading(format: definition.format, content: content, columns: samples.columns, lineCount: number)
  }
}
