import LogScanning

/// Takes the lines of a file that holds one JSON document after the other, each over any number of lines, with other
/// lines between them.
struct JSONDocumentStream {
  /// What a line ended or was.
  enum Piece {
    case document(JSONValue)
    /// Text outside any document, blanks at its ends apart.
    case text(String)
    /// Bytes that begin like a document and are none.
    case malformed
  }

  /// A longer document is none of a tool that writes one a second.
  private static let maximumSize = 16 << 20

  private var buffer: [UInt8] = []
  private var nesting = JSONNesting(countsArrays: true)
  private var isTooLong = false

  /// The file ended inside a document.
  var isInside: Bool { nesting.depth > 0 }

  /// Takes a line and hands over what it completes.
  mutating func take(_ line: RawSpan, _ body: (Piece) -> Void) {
    var textStart = 0
    var start = 0
    for offset in 0..<line.byteCount {
      let byte = line[byte: offset]
      if nesting.depth == 0 {
        guard nesting.isOpening(byte) else { continue }
        text(line.extracting(textStart..<offset), body)
        start = offset
      }
      guard nesting.take(byte) else { continue }
      append(line.extracting(start..<(offset + 1)))
      body(document())
      start = offset + 1
      textStart = offset + 1
    }
    nesting.endLine()
    if isInside {
      append(line.dropping(start))
      append0A()
    } else {
      text(line.dropping(textStart), body)
    }
  }

  private func text(_ span: RawSpan, _ body: (Piece) -> Void) {
    let span = span.trimmed()
    if span.byteCount > 0, !span.equals(",") { body(.text(span.extracting(0..<min(span.byteCount, 200)).text)) }
  }

  private mutating func append0A() { if !isTooLong { buffer.append(0x0A) } }

  private mutating func append(_ span: RawSpan) {
    guard !isTooLong else { return }
    guard buffer.count + span.byteCount <= Self.maximumSize else {
      isTooLong = true
      buffer = []
      return
    }
    span.withUnsafeBytes { buffer.append(contentsOf: $0) }
  }

  private mutating func document() -> Piece {
    defer {
      buffer.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    guard !isTooLong else { return .malformed }
    return buffer.withUnsafeBytes { bytes -> Piece in
      do throws(JSONError) {
        return .document(try JSONValue(parsing: bytes.bytes))
      } catch {
        return .malformed
      }
    }
  }
}
