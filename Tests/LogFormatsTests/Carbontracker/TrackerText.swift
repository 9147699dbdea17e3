import Foundation
import LogScanning

@testable import LogFormats

/// Runs readers over text and files.
enum TrackerText {
  static func standard(_ text: String) -> (log: TrackerLog, version: String?, diagnostics: [Diagnostic]) {
    var reader = TrackerStandardReader()
    forEachLine(text) { reader.consume($0, number: $1) }
    return reader.finish()
  }

  static func output(
    _ text: String, kind: TrackerLog.Kind = .output
  ) -> (log: TrackerLog, diagnostics: [Diagnostic]) {
    var reader = TrackerOutputReader(kind: kind)
    forEachLine(text) { reader.consume($0, number: $1) }
    return reader.finish()
  }

  static func error(_ text: String) -> (log: TrackerLog, diagnostics: [Diagnostic]) {
    var reader = TrackerErrorReader()
    forEachLine(text) { reader.consume($0, number: $1) }
    return reader.finish()
  }

  static func forEachLine(_ text: String, _ body: (RawSpan, Int) -> Void) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where index + 1 < lines.count || !line.isEmpty {
      let bytes = Array(line.utf8)
      body(bytes.span.bytes, index + 1)
    }
  }

  static func withBytes<Result>(_ text: String, _ body: (RawSpan) -> Result) -> Result {
    let bytes = Array(text.utf8)
    return body(bytes.span.bytes)
  }

  /// Reads a log file with the reader of its kind.
  static func log(_ url: URL, _ kind: TrackerLog.Kind) throws -> (log: TrackerLog, diagnostics: [Diagnostic]) {
    let reader = try LineReader(path: url.path)
    switch kind {
    case .standard:
      var parser = TrackerStandardReader()
      _ = try reader.forEachLine { parser.consume($0, number: $1) }
      let (log, _, diagnostics) = parser.finish()
      return (log, diagnostics)
    case .output, .console:
      var parser = TrackerOutputReader(kind: kind)
      _ = try reader.forEachLine { parser.consume($0, number: $1) }
      return parser.finish()
    case .error:
      var parser = TrackerErrorReader()
      _ = try reader.forEachLine { parser.consume($0, number: $1) }
      return parser.finish()
    }
  }

  /// The logs of one folder joined, stem by stem in order of name.
  static func merged(folder: URL) throws -> [(sessions: [TrackerSession], diagnostics: [Diagnostic])] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    var stems: [String: [TrackerLog.Kind: TrackerLog]] = [:]
    for name in names {
      guard let parts = TrackerFileName(fileName: name) else { continue }
      stems[parts.stem, default: [:]][parts.kind] = try log(folder.appendingPathComponent(name), parts.kind).log
    }
    return stems.sorted { $0.key < $1.key }.map { _, logs in
      TrackerLogPairing.merge(standard: logs[.standard], output: logs[.output], error: logs[.error])
    }
  }

  /// The folder `fixtures/carbontracker` of the package.
  static var fixtures: URL {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    return url.appendingPathComponent("fixtures/carbontracker")
  }
}

extension [Diagnostic] {
  func has(_ code: String) -> Bool { contains { $0.code == code } }
}

/// Decodes the reference values, whose keys are in snake case.
enum SharedJSON {
  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }
}
