import LogScanning

/// The keys of a document's outermost object, as far as a file's first bytes show them.
struct JSONTopLevelKeys {
  /// How much of a file is looked at; long values such as lists of losses can stand before the key that tells.
  private static let byteLimit = 512 << 10
  private static let keyLimit = 128

  /// In file order.
  private(set) var names: [String] = []
  /// The document begins as an object does.
  private(set) var isObject = false

  init(head: RawSpan) {
    let bytes = head.extracting(0..<min(head.byteCount, Self.byteLimit))
    var offset = bytes.starts(with: "\u{FEFF}") ? 3 : 0
    while offset < bytes.byteCount, bytes[byte: offset] <= 0x20 { offset += 1 }
    guard offset < bytes.byteCount, bytes[byte: offset] == UInt8(ascii: "{") else { return }
    isObject = true
    var depth = 0
    var expectsKey = false
    while offset < bytes.byteCount, names.count < Self.keyLimit {
      switch bytes[byte: offset] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        expectsKey = depth == 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return }
      case UInt8(ascii: ","):
        expectsKey = depth == 1
      case UInt8(ascii: "\""):
        guard let close = Self.closingQuote(in: bytes, from: offset + 1) else { return }
        if depth == 1, expectsKey { names.append(bytes.extracting((offset + 1)..<close).text) }
        expectsKey = false
        offset = close
      default: break
      }
      offset += 1
    }
  }

  func contains(_ name: String) -> Bool { names.contains(name) }

  /// How many of some keys are there.
  func count(of candidates: [String]) -> Int { candidates.count { names.contains($0) } }

  private static func closingQuote(in bytes: RawSpan, from start: Int) -> Int? {
    var offset = start
    while let quote = bytes.firstOffset(of: UInt8(ascii: "\""), from: offset) {
      var backslashes = 0
      while quote - backslashes > start, bytes[byte: quote - backslashes - 1] == UInt8(ascii: "\\") {
        backslashes += 1
      }
      if backslashes.isMultiple(of: 2) { return quote }
      offset = quote + 1
    }
    return nil
  }
}

extension JSONDocumentFormat {
  /// The score of a file whose keys are the format's, or whose name is while it has no keys that could tell.
  static func score(
    head: RawSpan, keysMatch: (JSONTopLevelKeys) -> Bool, nameMatches: @autoclosure () -> Bool
  ) -> Int {
    if head.starts(with: WholeDocumentParser.largeFilePointer) { return nameMatches() ? 60 : 0 }
    let keys = JSONTopLevelKeys(head: head)
    guard keys.isObject else { return 0 }
    if keysMatch(keys) { return nameMatches() ? 98 : 90 }
    return keys.names.isEmpty && nameMatches() ? 30 : 0
  }
}
