import Foundation
import LogFormats

/// How a reading is written into the store, and read back as the identical value.
enum RecordCoding {
  /// The version of the record types and of the parsers that fill them.
  ///
  /// To be raised when either changes, so that files in older stores are read anew at their next ingest.
  static let readerVersion = 5

  /// Canonical JSON: keys sorted, so that equal readings are equal bytes; numbers that JSON lacks are strings.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// The reading that ``json(_:)`` wrote.
  static func content(fromJSON json: String) throws -> ParsedContent {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(ParsedContent.self, from: Data(json.utf8))
  }
}
