import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Whether a page or a picture is well-formed by libxml2, and has no elements, attributes and addresses but those that
/// Fodspor writes.
package enum MarkupCheck {
  fileprivate static let picture: [String: Set<String>] = [
    "svg": ["xmlns", "width", "height", "viewBox", "role", "aria-labelledby", "font-family"], "title": ["id"],
    "desc": ["id"], "g": [], "tspan": ["dy", "font-size"],
    "rect": ["x", "y", "width", "height", "fill", "stroke", "stroke-width", "stroke-dasharray", "pointer-events"],
    "line": ["x1", "y1", "x2", "y2", "stroke", "stroke-width", "stroke-dasharray"],
    "circle": ["cx", "cy", "r", "fill", "stroke", "stroke-width", "stroke-dasharray"],
    "polygon": ["points", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray"],
    "polyline": ["points", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin"],
    "text": ["x", "y", "font-size", "fill", "text-anchor", "transform"],
  ]
  fileprivate static let page: [String: Set<String>] = {
    var page: [String: Set<String>] = [
      "html": ["lang"], "meta": ["charset", "http-equiv", "content", "name"], "a": ["class", "href", "download"],
      "main": ["id", "tabindex"], "nav": ["class", "aria-label"], "section": ["id", "aria-labelledby"],
      "figure": ["class", "id"], "figcaption": ["id"], "table": ["class", "aria-labelledby"], "tr": ["class"],
      "th": ["class", "scope", "data-facet"], "td": ["class"], "span": ["class"], "ul": ["class"], "p": ["class"],
      "div": ["class", "role", "tabindex", "aria-label", "aria-labelledby"], "h2": ["id"], "dl": ["class"],
      "dd": ["class"],
      "header": ["class"],
    ]
    for name in [
      "head", "body", "style", "script", "h1", "dt", "sub", "sup", "strong", "em", "code", "li", "thead", "tbody", "br",
      "wbr",
      "blockquote", "footer",
    ] { page[name] = [] }
    return page.merging(picture) { $1 }
  }()

  /// The findings of an SVG file, and its text.
  package static func picture(_ source: String) -> (findings: [HostileFinding], text: String) {
    check(source, isPage: false)
  }

  /// The findings of `report.html`, and its text without style sheet and script, which have their own test.
  package static func page(_ source: String) -> (findings: [HostileFinding], text: String) {
    var source = source
    guard let head = source.firstRange(of: "<!doctype html>\n") else {
      return ([.init("no document type", source)], "")
    }
    source.removeSubrange(head)
    for name in ["style", "script"] {
      guard let start = source.firstRange(of: "<\(name)>"), let end = source.firstRange(of: "</\(name)>"),
        start.upperBound <= end.lowerBound
      else { return ([.init("no \(name)", source)], "") }
      source.removeSubrange(start.upperBound..<end.lowerBound)
    }
    // What HTML leaves open or knows by name, and XML does not.
    source = source.replacing("<br>", with: "<br/>").replacing("<wbr>", with: "<wbr/>").replacing(
      "&nbsp;", with: "&#160;"
    )
    .replacing(#/<meta( [a-z-]+="[^"<>]*")+>/#) { match in match.output.0.dropLast() + "/>" }
    return check(source, isPage: true)
  }

  private static func check(_ source: String, isPage: Bool) -> (findings: [HostileFinding], text: String) {
    let reader = MarkupReader(isPage ? page : picture)
    let parser = XMLParser(data: Data(source.utf8))
    parser.delegate = reader
    // It answers true for what is not well-formed, too.
    if !parser.parse() || parser.parserError != nil {
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      let line = lines.indices.contains(parser.lineNumber - 1) ? lines[parser.lineNumber - 1] : lines.last ?? ""
      reader.findings.append(.init("not well-formed (\(parser.parserError.map { "\($0)" } ?? ""))", line))
    }
    return (reader.findings + CharacterCheck.findings(in: source), reader.text)
  }
}

/// What a parser finds that is not Fodspor's.
private final class MarkupReader: NSObject, XMLParserDelegate {
  private let known: [String: Set<String>]
  var findings: [HostileFinding] = []
  /// All text between tags.
  var text = ""

  /// - Parameter known: the elements with their attributes.
  init(_ known: [String: Set<String>]) { self.known = known }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    guard let allowed = known[name] else { return findings.append(.init("element \(name)", "\(attributes)")) }
    for (key, value) in attributes {
      if !allowed.contains(key) { findings.append(.init("attribute \(key) of \(name)", value)) }
      if key == "href", !Self.isOwn(value) { findings.append(.init("address", value)) }
      if ["id", "class", "fill", "stroke", "role", "scope", "transform"].contains(key),
        value.wholeMatch(of: /[A-Za-z0-9#.,() -]*/) == nil
      {
        findings.append(.init("attribute \(key) of \(name)", value))
      }
    }
    text += " "
  }

  /// A place in the page, the data of a figure, or its file.
  private static func isOwn(_ address: String) -> Bool {
    address.wholeMatch(of: /#[a-z0-9-]+|figures\/[a-z0-9-]+\.csv|data:text\/csv;charset=utf-8,[A-Za-z0-9,._%-]*/) != nil
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(_ parser: XMLParser, foundComment comment: String) { findings.append(.init("a comment", comment)) }

  func parser(_ parser: XMLParser, foundCDATA block: Data) {
    findings.append(.init("CDATA", String(decoding: block, as: UTF8.self)))
  }

  func parser(_ parser: XMLParser, foundProcessingInstructionWithTarget target: String, data: String?) {
    findings.append(.init("a processing instruction", target + " " + (data ?? "")))
  }

  func parser(_ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?) {
    findings.append(.init("an entity", name))
  }
}
