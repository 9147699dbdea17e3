/// Whether a file of LaTeX has no commands and environments but those that Fodspor writes, and what belongs together is
/// together: braces, environments, mathematics.
package struct LaTeXCheck {
  private static let commands: Set<String> = Set(
    """
    multicolumn begin end underline midrule par caption uparrow textbf raggedright toprule setlength pm addlinespace \
    selectfont linewidth fontsize allowbreak parbox bottomrule textsuperscript strut hangindent label centering cdot num \
    tabcolsep downarrow abovetopsep smallskip phantom noindent width input endhead endfoot endfirsthead unit addtocounter \
    rlap resizebox ifdim fi else hss cmidrule bfseries LTcapwidth quad textbar ref z normalsize makeatother makeatletter \
    hbox endgroup def cite begingroup LT textless textgreater textasciigrave symbol sisetup percent medskip item dagger \
    texttt textbackslash textasciitilde textasciicircum paragraph emph v usepackage times suppressfloats section div \
    clearpage bf answerYes ifdefined fodsporglyph protected Uchar iffontchar font fodsporcode leavevmode kern fboxsep \
    fboxrule raisebox fbox vbox offinterlineskip relax providecommand fodsporclass documentclass bibitem fodsporfont \
    fodsportext height definecolor path draw fill filldraw node normalfont sffamily rmfamily includegraphics qty pounds \
    copyright ldots leq geq approx neq infty circ mu rightarrow leftarrow bullet ddagger mathsection mathparagraph neg \
    frac enspace leftrightarrow propto sim surd in ll gg alpha beta gamma delta varepsilon zeta eta theta iota kappa \
    lambda nu xi pi rho sigma varsigma tau upsilon varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi \
    Psi Omega textsubscript vspace hspace footnotesize scriptsize small tiny fontfamily arraystretch renewcommand
    """.split(separator: " ").map(String.init))
  private static let environments: Set<String> = [
    "figure", "longtable", "minipage", "scope", "sloppypar", "table", "table*", "tabular", "thebibliography",
    "tikzpicture",
    "document", "figure*",
  ]
  /// What may stand behind a backslash beside letters.
  private static let marks: Set<Unicode.Scalar> = ["\\", "_", "%", ",", "@", "}", "{", "$", "&", "#", " ", "\n", "*"]

  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var depth = 0
  private var isMath = false
  /// How many braces were open where a definition began that has not ended.
  private var definition: Int?
  private var open: [String] = []
  private var line = ""
  private var findings: [HostileFinding] = []

  /// The findings of a file.
  package static func findings(in text: String) -> [HostileFinding] {
    var check = LaTeXCheck(scalars: Array(text.unicodeScalars))
    check.scan()
    return check.findings + CharacterCheck.findings(in: text)
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private mutating func tell(_ what: String) {
    var excerpt = String.UnicodeScalarView()
    excerpt.append(contentsOf: scalars[max(0, place - 10)..<min(scalars.count, place + 1200)])
    findings.append(.init(what, String(excerpt).replacing("\\allowbreak{}", with: "")))
  }

  private mutating func scan() {
    startLine()
    while place < scalars.count {
      let scalar = scalars[place]
      switch scalar {
      case "\\":
        command()
        continue
      case "%":
        comment()
        continue
      case "\n":
        if isMath { tell("mathematics over lines") }
        isMath = false
        place += 1
        startLine()
        continue
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth < 0 { tell("a brace closes nothing") }
        depth = max(0, depth)
        if definition == depth { definition = nil }
      case "$": isMath.toggle()
      case "^":
        if !isMath || scalars[min(place + 1, scalars.count - 1)] == "^" { tell("a circumflex outside mathematics") }
      case "_": if !isMath { tell("an underscore outside mathematics") }
      case "#": if definition == nil { tell("a parameter outside a definition") }
      case "&": if !open.contains(where: { $0 == "tabular" || $0 == "longtable" }) { tell("a cell outside a table") }
      case "\"": if !line.contains("\\Uchar") { tell("a quotation mark") }
      default: break
      }
      place += 1
    }
    if depth != 0 { tell("\(depth) braces are open at the end") }
    if !open.isEmpty { tell("environments are open at the end: \(open)") }
  }

  private mutating func startLine() {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[place...].prefix { $0 != "\n" })
    line = String(text)
  }

  private mutating func comment() {
    let isWhole =
      place == 0 || scalars[place - 1] == "\n"
      || scalars[..<place].reversed().prefix { $0 != "\n" }.allSatisfy { $0 == " " }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[place...].prefix { $0 != "\n" })
    if !isWhole, !HostileMark.all(in: String(text)).isEmpty { tell("a comment in the midst of a line") }
    // Editors choose the program by such lines, TeX its format by one at the head.
    if String(text).firstMatch(of: #/^%(&|\s*!\s*T[eE]X)/#) != nil { tell("a comment that programs read") }
    // As in TeX, what follows a comment is on the same line.
    place += text.count
  }

  private mutating func command() {
    var name = String.UnicodeScalarView()
    var end = place + 1
    while end < scalars.count, scalars[end].isASCII, scalars[end].properties.isAlphabetic {
      name.append(scalars[end])
      end += 1
    }
    guard !name.isEmpty else {
      if end >= scalars.count || !Self.marks.contains(scalars[end]) { tell("a command of a mark") }
      // A bracket behind an end of a row would be its argument.
      if end < scalars.count, scalars[end] == "\\" {
        let next = scalars[(end + 1)...].first { $0 != " " && $0 != "\n" && $0 != "*" }
        if next == "[" { tell("an argument of the end of a row") }
      }
      place = min(end + 1, scalars.count)
      return
    }
    let command = String(name)
    if !Self.commands.contains(command) { tell("\\\(command)") }
    place = end
    if command == "def" { definition = depth }
    guard ["begin", "end", "input", "label", "ref", "cite"].contains(command) else { return }
    let argument = argument(at: end)
    switch command {
    case "begin":
      if !Self.environments.contains(argument) { tell("environment \(argument)") }
      open.append(argument)
    case "end":
      if open.popLast() != argument { tell("\\end{\(argument)} ends another") }
    case "input":
      if argument.wholeMatch(of: #/(tables|figures)/[a-z0-9-]+(\.tikz\.tex)?|appendix-body/#) == nil {
        tell("\\input of \(argument)")
      }
    default: if argument.wholeMatch(of: /[a-z0-9:-]+/) == nil { tell("\\\(command) of \(argument)") }
    }
  }

  private func argument(at start: Int) -> String {
    guard start < scalars.count, scalars[start] == "{" else { return "" }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[(start + 1)...].prefix { $0 != "}" && $0 != "\n" })
    return String(text)
  }
}
