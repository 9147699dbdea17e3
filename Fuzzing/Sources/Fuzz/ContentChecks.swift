import Foundation
import LogFormats

@testable import StudyStore

/// What must hold of the reading of any bytes.
enum ContentChecks {
  /// Marks of numbers that JSON lacks; no text of a log has them.
  private static let marks = (nan: "\u{1}nan", infinity: "\u{1}inf", negative: "\u{1}-inf")

  /// Parts of the names of energies, powers, durations and carbon in records.
  private static let amounts = ["joule", "watt", "energy", "power", "kwh", "carbon", "emission", "grams", "intensity"]

  static func check(_ file: LogFile, samples: CheckedSamples) throws {
    let content = file.content
    if content.record == .none {
      require(!content.diagnostics.isEmpty, "nothing was read, and nothing said why")
    }
    checkDiagnostics(file)
    // A row may have as many readings as fields, and a field takes a byte.
    require(samples.count <= file.byteCount + 1, "\(samples.count) samples of \(file.byteCount) bytes")
    if case .trace(let log) = content.record {
      require(samples.lastSeries < log.series.count, "samples of series \(samples.lastSeries) of \(log.series.count)")
    }
    samples.checkBlocks()
    // Costly; the hash of the bytes says of which third of the inputs it is checked, so that an input always does the
    // same.
    if "01234".contains(file.sha256.prefix(1)) { try checkStored(content, byteCount: file.byteCount) }
  }

  private static func checkDiagnostics(_ file: LogFile) {
    var counts: [String: Int] = [:]
    for finding in file.content.diagnostics {
      counts[finding.code, default: 0] += 1
      require(finding.message.utf8.count <= 3100, "a message of \(finding.message.utf8.count) bytes (\(finding.code))")
      require(
        !finding.message.utf8.contains { $0 == 0x0A || $0 == 0x0D }, "a message of several lines (\(finding.code))")
      if let line = finding.line {
        require((0...max(file.lineCount, 1)).contains(line), "line \(line) of \(file.lineCount) (\(finding.code))")
      }
    }
    for (code, count) in counts { require(count <= 101, "\(count) findings of \(code)") }
  }

  /// The store's JSON comes back as the same JSON, its size is bounded, and amounts in it are finite.
  private static func checkStored(_ content: ParsedContent, byteCount: Int) throws {
    let json = try RecordCoding.json(content)
    require(json.utf8.count <= 1000 * byteCount + (4 << 20), "\(json.utf8.count) bytes of JSON of \(byteCount) bytes")
    require(try RecordCoding.json(RecordCoding.content(fromJSON: json)) == json, "the stored record does not come back")
    guard json.contains("\"nan\"") || json.contains("inf\"") else { return }
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: marks.infinity, negativeInfinity: marks.negative, nan: marks.nan)
    if let amount = firstAmount(in: try JSONSerialization.jsonObject(with: encoder.encode(content)), path: []) {
      require(false, "an amount that is no number: \(amount)")
    }
  }

  private static func firstAmount(in value: Any, path: [String]) -> String? {
    if let members = value as? [String: Any] {
      for (key, member) in members {
        if let found = firstAmount(in: member, path: path + [key]) { return found }
      }
    } else if let elements = value as? [Any] {
      for element in elements { if let found = firstAmount(in: element, path: path) { return found } }
    } else if let text = value as? String, [marks.nan, marks.infinity, marks.negative].contains(text) {
      let names = path.joined(separator: ".")
      if amounts.contains(where: names.lowercased().contains) { return "\(names) is \(text.dropFirst())" }
    }
    return nil
  }
}
