import HostileContent
import Testing

/// The checks of formats find what is active: each payload as it is, without any escape.
@Suite("Checks of hostile content")
struct HostileCheckTests {
  /// What does nothing in the places that are tried here: quotes of another kind, characters that are written as
  /// references, a rule that the mark behind it makes text of, and marks that a text escapes itself.
  private static let harmless: Set<String> = ["single-quote", "entities", "setext", "escaped-link", "escaped-marks"]

  /// Where a format would have a payload: in a document, by the format's ending.
  private static func documents(_ kind: String, _ text: String) -> [(path: String, text: String)] {
    switch kind {
    case "latex":
      ["", "x "].map { ("a.tex", "\\begin{tabular}{l}\na \\\\\n\($0)\(text) \\\\\n\\end{tabular}\n") }
    case "markdown": [("a.md", "x\n\n\(text)\n\n| a |\n|---|\n| \(text) |\n\n`\(text)`\n")]
    case "html":
      [
        (
          "a.html",
          "<!doctype html>\n<html lang=\"en\"><head><style></style></head><body><div aria-label=\"\(text)\">\(text)</div>"
            + "<script></script></body></html>"
        ),
        ("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title id=\"\(text)\">\(text)</title></svg>"),
      ]
    case "csv": [("a.csv", "a,b\n\(text),1\n")]
    case "terminal": [("a.txt", text)]
    default: []
    }
  }

  @Test(
    "each payload is found in the format that it is made for",
    arguments: ["latex", "markdown", "html", "csv", "terminal"])
  func found(kind: String) throws {
    let payloads = try HostilePayload.all().filter { $0.kind == kind && !Self.harmless.contains($0.name) }
    #expect(payloads.count > 5)
    for payload in payloads {
      let mark = HostileMark(.title, payload)
      let findings = Self.documents(kind, payload.text + mark.word).flatMap {
        HostileContentTests.findings($0.path, $0.text)
      }
      #expect(!findings.isEmpty, "\(mark) is not found")
      // The finding of a broken document names the line, and the first mark in it.
      #expect(findings.contains { $0.description.contains(payload.name) }, "\(mark): \(findings)")
    }
  }

  @Test("marks that a text escapes itself are found where an escape forgets its backslashes")
  func escapedMarks() throws {
    for payload in try HostilePayload.all() where payload.name.hasPrefix("escaped-") {
      // Each mark gets a backslash, and the text's own stands before it.
      let text = payload.text.replacing("\\", with: "\\\\")
      #expect(!HostileContentTests.findings("a.md", "x \(text)\n").isEmpty, "\(payload.name)")
    }
  }

  @Test("JSON and YAML that a text breaks out of are found")
  func data() throws {
    for payload in try HostilePayload.all() where ["json", "json-backslash", "script"].contains(payload.name) {
      #expect(!HostileContentTests.findings("a.json", "{\"x\": \"\(payload.text)\"}").isEmpty, "\(payload.name)")
    }
    #expect(!HostileContentTests.findings("a.yaml", "source: a\ngeographical_location: b\nother: c\n").isEmpty)
    #expect(!HostileContentTests.findings("a.yaml", "source: \"a\n").isEmpty)
  }

  @Test("what Fodspor writes is none of it")
  func clean() {
    let clean = [
      ("a.tex", "% A comment.\n\\begin{tabular}{l}\na\\_b & 50\\% $x_1^2$ \\\\\n\\end{tabular}\n"),
      ("a.md", "# A title\n\n| a | `b` |\n|---|---|\n| a\\|b | <sub>2</sub> &lt; |\n\n![x](figures/a.svg)\n"),
      ("a.csv", "a,b\n\"x, \"\"y\"\"\",-1.5\n'=1,1e-05\n"), ("a.txt", "a line\nanother\n"),
      ("a.json", "{\"x\": \"\\u003c\\u001b\"}\n"), ("a.yaml", "source: \"a\"\n"),
    ]
    for (path, text) in clean { #expect(HostileContentTests.findings(path, text).isEmpty, "\(path)") }
  }
}
