import Plotting

/// Text for LaTeX that pdfLaTeX compiles with nothing but its default UTF-8 input.
public struct LaTeXEscaping: TextEscaping {
  /// Whether lines may break inside long words, as after `_` and `/`, where LaTeX does not break by itself.
  public var allowsBreaks: Bool
  /// Words of up to so many characters are not broken.
  public var unbrokenLength: Int
  /// Whether numbers with units are left to `siunitx`.
  public var usesSIunitx: Bool

  /// Makes the escaping; `allowsBreaks` puts `\allowbreak{}` after each run of `_`, `/`, `-` and the like
  /// in words of more than `unbrokenLength` characters; `usesSIunitx` writes quantities as `\qty`.
  public init(allowsBreaks: Bool = false, unbrokenLength: Int = 16, usesSIunitx: Bool = false) {
    self.allowsBreaks = allowsBreaks
    self.unbrokenLength = unbrokenLength
    self.usesSIunitx = usesSIunitx
  }

  /// The text so that LaTeX prints it literally.
  ///
  /// Works by permission: what is neither printable ASCII, nor a Latin letter that the classic fonts have, nor a
  /// symbol with a known command is printed as its number (``LaTeXGlyph``). Ligatures that change text (`--`, `''`, `,,`, `<<`, `` ?` ``) are
  /// broken, and brackets are braced, as `\\` would read a `[` in the next cell as its argument.
  public func escape(_ text: String) -> String {
    let characters = Array(ControlCharacters.removed(from: text, layout: .spaces))
    let breaks = allowsBreaks ? LaTeXBreakPlaces.places(in: characters, unbrokenLength: unbrokenLength) : []
    var output = ""
    for (index, character) in characters.enumerated() {
      let source = LaTeXCharacters.source(of: character)
      if LaTeXCharacters.formsLigature(output.last, source.first) { output += "{}" }
      output += source
      if breaks.contains(index) { output += "\\allowbreak{}" }
    }
    return output
  }

  /// A whole file, with what defines the command for characters that plain LaTeX lacks where the file has some.
  public static func completed(_ file: String) -> String { LaTeXGlyph.completed(file) }

  public func render(_ run: RichText.Run) -> String {
    switch run.style {
    case .plain: escape(run.text)
    case .code: "\\texttt{\(escape(run.text))}"
    case .subscripted: run.text.isWholeNumber ? "$_{\(run.text)}$" : "\\textsubscript{\(escape(run.text))}"
    case .superscripted: "\\textsuperscript{\(escape(run.text))}"
    case .emphasis: "\\emph{\(escape(run.text))}"
    case .strong: "\\textbf{\(escape(run.text))}"
    case .quantity: (usesSIunitx ? SIunitx.quantity(run.text) : nil) ?? escape(run.text)
    }
  }
}

extension String {
  /// Whether the text is one or more ASCII digits.
  fileprivate var isWholeNumber: Bool { !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
