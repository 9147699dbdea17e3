import LogFormats

/// How a reading is written into the store, and read back as the identical value.
enum RecordCoding {
  /// The version of the record types and of the parsers that fill them.
  ///
  /// To be raised when either changes, so that files in older stores are read anew at their next ingest.
  static let readerVersion = 7

  /// Canonical JSON: keys sorted, so that equal readings are equal bytes; numbers that JSON lacks are strings.
  static func json(_ value: some Encodable) throws -> String {
    try RecordEncoder.json(value)
  }

  /// The reading that ``json(_:)`` wrote.
  static func content(fromJSON json: String) throws -> ParsedContent {
    try RecordDecoder.value(ParsedContent.self, fromJSON: json)
  }
}
