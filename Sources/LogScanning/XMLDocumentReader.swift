import CLibXML2

/// Reads an XML document in pieces as it comes, element by element, and never keeps the document.
///
/// Nothing outside the document is read: no network, no external DTD, no file; entities that the document declares
/// are not expanded. Depth, names and texts are bounded, so that memory is.
public final class XMLDocumentReader {
  /// Takes elements in document order.
  public protocol Handler: AnyObject {
    /// An element begins; `path` has the names from the root to it, `identifier` its attribute `id`.
    func begin(path: [String], identifier: String?)
    /// An element ends; `text` is what stood in it outside of child elements, blanks at the ends removed.
    func end(path: [String], text: String)
  }

  /// How deep elements may be nested.
  public static let maximumDepth = 64
  /// How much of an element's text is kept, in bytes.
  public static let maximumTextLength = 4096

  private let handler: any Handler
  private var context: xmlParserCtxtPtr?
  private var path: [String] = []
  private var texts: [[UInt8]] = []

  /// The root element has ended.
  public private(set) var isComplete = false
  /// The bytes so far are no XML document, or one that is nested too deeply; nothing more is handed over.
  public private(set) var isBroken = false

  public init(handler: any Handler) {
    self.handler = handler
    var callbacks = xmlSAXHandler()
    callbacks.initialized = UInt32(XML_SAX2_MAGIC)
    callbacks.startElementNs = { user, name, _, _, _, _, attributeCount, _, attributes in
      XMLDocumentReader.reader(user)?.begin(name, attributes, count: Int(attributeCount))
    }
    callbacks.endElementNs = { user, _, _, _ in XMLDocumentReader.reader(user)?.end() }
    callbacks.characters = { user, bytes, count in XMLDocumentReader.reader(user)?.characters(bytes, count) }
    callbacks.cdataBlock = { user, bytes, count in XMLDocumentReader.reader(user)?.characters(bytes, count) }
    // Without this libxml2 prints to the standard error stream.
    callbacks.serror = { _, _ in }
    context = xmlCreatePushParserCtxt(&callbacks, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil)
    if let context {
      let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
      _ = xmlCtxtUseOptions(context, Int32(options))
    } else {
      isBroken = true
    }
  }

  deinit {
    if let context {
      // Left by a document that declares entities or is cut off; no such tree is built by these callbacks, but a
      // version that does build one must not leak it.
      if let document = context.pointee.myDoc { xmlFreeDoc(document) }
      context.pointee.myDoc = nil
      xmlFreeParserCtxt(context)
    }
  }

  /// Takes the next bytes of the document.
  public func push(_ bytes: RawSpan) {
    guard let context, !isBroken, !isComplete else { return }
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty, !isBroken {
        let piece = rest.prefix(1 << 20)
        rest = rest.dropFirst(piece.count)
        let start = UnsafeRawBufferPointer(rebasing: piece).baseAddress?.assumingMemoryBound(to: CChar.self)
        if xmlParseChunk(context, start, Int32(piece.count), 0) != 0, !isComplete, context.pointee.wellFormed == 0 {
          isBroken = true
        }
      }
    }
  }

  /// Takes the end of a line, which a reader of lines does not hand over.
  public func pushLineEnd() {
    var lineEnd: UInt8 = 0x0A
    withUnsafeBytes(of: &lineEnd) { push($0.bytes) }
  }

  // MARK: Events

  private static func reader(_ user: UnsafeMutableRawPointer?) -> XMLDocumentReader? {
    user.map { Unmanaged<XMLDocumentReader>.fromOpaque($0).takeUnretainedValue() }
  }

  private func begin(
    _ name: UnsafePointer<xmlChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
  ) {
    guard !isBroken, !isComplete, path.count < Self.maximumDepth, let name else { return fail() }
    path.append(String(cString: name))
    texts.append([])
    handler.begin(path: path, identifier: Self.identifier(attributes, count: count))
  }

  private func end() {
    guard !isBroken, !path.isEmpty, let bytes = texts.popLast() else { return }
    let text = bytes.withUnsafeBytes { Self.text($0.bytes) }
    handler.end(path: path, text: text)
    path.removeLast()
    if path.isEmpty { isComplete = true }
  }

  private func characters(_ bytes: UnsafePointer<xmlChar>?, _ count: Int32) {
    guard !isBroken, let bytes, count > 0, let last = texts.indices.last else { return }
    let room = Self.maximumTextLength - texts[last].count
    guard room > 0 else { return }
    texts[last].append(contentsOf: UnsafeBufferPointer(start: bytes, count: Swift.min(Int(count), room)))
  }

  private func fail() {
    guard !isComplete else { return }
    isBroken = true
    if let context { xmlStopParser(context) }
  }

  private static func text(_ bytes: RawSpan) -> String {
    var lower = 0
    var upper = bytes.byteCount
    while lower < upper, bytes[byte: lower] <= 0x20 { lower += 1 }
    while upper > lower, bytes[byte: upper - 1] <= 0x20 { upper -= 1 }
    return bytes.extracting(lower..<upper).text
  }

  /// Attributes come in fives: local name, prefix, namespace, begin and end of the value.
  private static func identifier(
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
  ) -> String? {
    guard let attributes, count > 0 else { return nil }
    for place in 0..<count {
      guard let name = attributes[5 * place], let begin = attributes[5 * place + 3],
        let end = attributes[5 * place + 4],
        begin <= end, String(cString: name) == "id"
      else { continue }
      let value = UnsafeBufferPointer(start: begin, count: Swift.min(end - begin, maximumTextLength))
      return String(decoding: value, as: UTF8.self)
    }
    return nil
  }
}
