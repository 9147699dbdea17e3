import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Whether a text is XML, by the system's own parser.
final class WellFormedXML: NSObject, XMLParserDelegate {
  private var root: String?

  /// The name of the outermost element; `nil` when the text is not well-formed.
  static func rootElement(of text: String) -> String? {
    let reader = WellFormedXML()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    // It answers true for what is not well-formed, too.
    return parser.parse() && parser.parserError == nil ? reader.root : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    if root == nil { root = elementName }
  }
}
