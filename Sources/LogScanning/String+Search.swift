extension StringProtocol {
  /// Whether a text stands in this one, byte for byte, in its case.
  ///
  /// The standard library's `contains` compares characters, which takes a hundred times as long for names of files and
  /// columns, and every file's name is asked for many words before its format is known.
  public func hasText(_ text: StaticString) -> Bool {
    // A text is in contiguous UTF-8 but where it came from Foundation on Darwin.
    utf8.withContiguousStorageIfAvailable { bytes in bytes.span.bytes.contains(text) }
      ?? Array(utf8).span.bytes.contains(text)
  }

  /// Whether any of some texts stands in this one.
  public func hasText(anyOf texts: StaticString...) -> Bool { texts.contains { hasText($0) } }
}
