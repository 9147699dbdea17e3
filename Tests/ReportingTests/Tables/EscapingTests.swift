import Foundation
import Reporting
import Testing
import Yams

/// Texts that would act if a format took them for its own.
enum HostileTexts {
  static let all = [
    "\\input{/etc/passwd}", "\\write18{rm -rf x}", "$$x$$", "a & b \\\\ c", "100% of #1", "{\\bf x", "x}", "~^_",
    "^^41",
    "^^5cinput", "--- -- -", "<<a>> ,, '' `` ?` !`", "[x]", "*", "\"quoted\"", "a|b|c", "**bold** __x__ ~~no~~",
    "`code` ``more``", "<script>alert(1)</script>", "&lt;&amp;&#60;", "[link](http://example.org)", "![i](x.png)",
    "http://example.org www.example.org a@b.org", "# heading", "- item", "1. item", "=cmd|' /C calc'!A0", "+1", "-1",
    "@SUM(A1)", "\t=1", "\r=1", "a\"b,c\r\nd", "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}x", "\u{9B}2Jx",
    "\u{1B}]unterminated", "nul\0bell\u{7}bs\u{8}del\u{7F}", "\u{202E}desrever", "zero\u{200B}width\u{FEFF}",
    "line\nbreak\u{2028}sep", "Ærø, Łódź, São Paulo", "e\u{301}", "αβγ 数据 🧠👩‍⚕️", "CO₂e ± × – … µ", "\u{FFFF}\u{10FFFF}",
    "nnUNetTrainer__nnUNetPlans__3d_fullres", "", "x`\u{301}<img src=x>", "a,\u{301}b\"\u{301}", "=\u{301}1", "a;=1",
    "a\n@x",
    "a;\t\"-1", " # x", "     code", "x #", "{: onclick=\"x\"}", "{{ site }}", "flag \u{1F3F4}\u{E0067}\u{E007F}",
  ]
}

@Suite("Hostile text stays text")
struct EscapingTests {
  @Test(
    arguments: [
      ("\\input{x}", "\\textbackslash{}input\\{x\\}"), ("a_b", "a\\_b"), ("50% & #1 $", "50\\% \\& \\#1 \\$"),
      ("~^", "\\textasciitilde{}\\textasciicircum{}"), ("<|>\"", "\\textless{}\\textbar{}\\textgreater{}\\symbol{34}"),
      ("--", "-{}-"), ("---", "-{}-{}-"), ("^^41", "\\textasciicircum{}\\textasciicircum{}41"), ("''", "'{}'"),
      ("–-", "--{}-"), ("[x]*", "{[}x{]}{*}"), ("Rød grød", "Rød grød"), ("e\u{301}", "é"), ("1 ± 2", "1 $\\pm$ 2"),
      ("CO₂", "CO$_2$"), ("5 µs", "5 $\\mu$s"), ("αß数🧠", "$\\alpha$ß\\fodsporglyph{65}{70}\\fodsporglyph{1F9}{E0}"),
      ("Αλ = 5 kΩ", "A$\\lambda$ = 5 k$\\Omega$"),
      ("a\nb\tc", "a b c"),
      ("\u{1B}[31mred\u{1B}[0m", "red"), ("\u{202E}x\u{7}", "x"), ("1\u{202F}000", "1\\,000"),
      ("?`", "?\\textasciigrave{}"),
    ])
  func latex(text: String, expected: String) { #expect(LaTeXEscaping().escape(text) == expected) }

  @Test(
    arguments: [
      ("👩\u{200D}⚕\u{FE0F}", "👩\u{200D}⚕\u{FE0F}"), ("👩\u{200D}👩\u{200D}👧\u{200D}👦", "👩\u{200D}👩\u{200D}👧\u{200D}👦"),
      ("2d\u{200D}3d", "2d3d"), ("👩\u{200D}", "👩"), ("👩\u{202E}\u{200D}👧\u{2066}x", "👩\u{200D}👧x"),
      ("👩\u{200B}👧", "👩👧"), ("ر\u{200D}ا", "را"),
    ])
  func joinersStayBetweenEmojiOnly(text: String, kept: String) {
    #expect(Array(HTMLEscaping().escape(text).unicodeScalars) == Array(kept.unicodeScalars))
    #expect(Array(TerminalEscaping().escape(text).unicodeScalars) == Array(kept.unicodeScalars))
  }

  @Test func latexFilesDefineWhatTheyNeed() {
    let table = Table(
      name: "t", caption: "数据", columns: [.init(key: "name", header: "名")], rows: [.init([.text("数据集")])])
    let source = TableFormat.tex.render(table, width: 80)
    #expect(source.contains("\\fodsporglyph{65}{70}\\fodsporglyph{63}{6E}"))
    #expect(source.hasPrefix("\\ifdefined\\fodsporglyph\\else\n") && source.utf8.allSatisfy { $0 < 0x80 })
    // Lines may break between them.
    #expect(
      LaTeXEscaping(allowsBreaks: true, unbrokenLength: 4).escape("数据数据数")
        .components(separatedBy: "\\allowbreak{}").count == 3)
  }

  @Test func latexBreaksAfterRunsOfUnderscores() {
    let escaping = LaTeXEscaping(allowsBreaks: true)
    #expect(escaping.escape("Plans__tiny_/3d_ g/kWh") == "Plans\\_\\_tiny\\_/3d\\_ g/kWh")
    #expect(
      escaping.escape("nnUNetPlans__tiny/3d_")
        == "nnUNetPlans\\_\\_\\allowbreak{}tiny/\\allowbreak{}3d\\_")
  }

  @Test(
    arguments: [
      ("a|b", "a\\|b"), ("\\|", "\\\\\\|"), ("*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`"),
      ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
      ("[a](b)", "\\[a\\](b)"), ("~~x~~", "\\~\\~x\\~\\~"), ("a\nb\r\n\r\nc", "a b c"),
      ("http://x.org", "http\\://x.org"),
      ("see www.x.org", "see www\\.x.org"), ("a@b.org", "a@<!-- -->b.org"), ("# x", "\\# x"), ("- x", "\\- x"),
      ("1. x", "1\\. x"), ("1.5 kWh", "1.5 kWh"), ("12) x", "12\\) x"), ("\u{1B}[1mx", "x"), ("", ""),
      // At the start of a line up to three spaces count for nothing, and four make code.
      (" # x", " \\# x"), ("     - x", " \\- x"), ("\n1. x", " 1\\. x"), (" x", " x"), ("x #", "x \\#"), ("a#1", "a#1"),
      ("{{ x }}", "\\{\\{ x }}"), ("{: onclick=1}", "\\{: onclick=1}"),
    ])
  func markdown(text: String, expected: String) { #expect(MarkdownEscaping().escape(text) == expected) }

  @Test(
    arguments: [
      ("a_b", "`a_b`"), ("a|b", "<code>a&#124;b</code>"), ("a`b", "<code>a&#96;b</code>"), ("", ""),
      ("<b>", "`<b>`"), ("\\", "<code>&#92;</code>"),
      // With a combining accent a mark is another character to Swift, and the same to a reader of Markdown.
      ("`\u{301}<b>", "<code>&#96;\u{301}&#60;b&#62;</code>"), ("|\u{301}", "<code>&#124;\u{301}</code>"),
      ("{{x}}", "<code>&#123;&#123;x&#125;&#125;</code>"),
    ])
  func markdownCode(text: String, expected: String) {
    #expect(MarkdownEscaping().render(RichText.code(text)) == expected)
  }

  @Test(
    arguments: [
      ("<script>", "&lt;script&gt;"), ("a&b", "a&amp;b"), ("\"x' onload=", "&quot;x&#39; onload="), ("\0\u{8}x", "x"),
      ("\u{FFFF}", "\u{FFFD}"), ("Ærø 数", "Ærø 数"),
    ])
  func html(text: String, expected: String) { #expect(HTMLEscaping().escape(text) == expected) }

  @Test(
    arguments: [
      ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""), ("=1+1", "'=1+1"),
      ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "\"'\t'=1\""), ("\tx", "\"'\tx\""), (" =1", "' =1"),
      ("＝1", "'＝1"),
      ("=1,\"2\"", "\"'=1,\"\"2\"\"\""), ("a\0b", "ab"), ("", ""),
      // Where cells are parted at semicolons, quotes in the midst of a line hold nothing together.
      ("a;=1", "a;'=1"), ("a; \"-1", "\"a; \"\"'-1\""), ("a\n@x", "\"a\n'@x\""), ("a\t+1", "\"a\t'+1\""),
      ("a=1", "a=1"),
      ("a;b", "a;b"), ("a-1; b", "a-1; b"), ("=\u{301}1", "'=\u{301}1"),
    ])
  func csv(text: String, expected: String) { #expect(CSVEscaping().escape(text) == expected) }

  @Test(
    arguments: [
      ("\u{1B}[31mred\u{1B}[0m", "red"), ("\u{1B}]0;title\u{7}x", "x"), ("\u{1B}]0;title\u{1B}\\x", "x"),
      ("\u{9B}2Jx", "x"), ("\u{1B}(Bx", "x"), ("\u{1B}cx", "x"), ("x\u{1B}", "x"), ("\u{1B}]rest", "rest"),
      ("a\r\n\tb", "a b"), ("\u{202E}abc", "abc"), ("a\u{200B}b", "ab"),
    ])
  func terminal(text: String, expected: String) { #expect(TerminalEscaping().escape(text) == expected) }

  @Test(arguments: HostileTexts.all)
  func jsonDecodesToTheSameText(text: String) throws {
    let decoded = try JSONDecoder().decode([String].self, from: Data("[\(JSONEscaping().escape(text))]".utf8))
    #expect(decoded.first.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    // Written piece by piece into bytes.
    #expect(JSONWriter.text(.string(text)) == JSONEscaping().escape(text))
  }

  /// YAML has no pairs of surrogates, and takes no noncharacters.
  @Test func yamlHasNumbersOfItsOwn() throws {
    #expect(JSONEscaping(isForYAML: true).escape("a\u{E0067}\u{202E}\u{FFFF}") == "\"a\\U000e0067\\u202e\\uffff\"")
    #expect(JSONEscaping().escape("\u{E0067}") == "\"\\udb40\\udc67\"")
    for text in HostileTexts.all {
      let read = try #require(
        try Yams.load(yaml: "x: \(JSONEscaping(isForYAML: true).escape(text))\n") as? [String: String])
      #expect(read["x"].map { Array($0.unicodeScalars) } == Array(text.unicodeScalars), "\(text.debugDescription)")
    }
  }

  @Test(arguments: HostileTexts.all)
  func nothingActiveIsLeft(text: String) {
    let texts = [
      LaTeXEscaping().escape(text), MarkdownEscaping().escape(text), HTMLEscaping().escape(text),
      TerminalEscaping().escape(text), JSONEscaping().escape(text), MarkdownEscaping().render(RichText.code(text)),
    ]
    for text in texts {
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) })
      // A joiner that makes one emoji of two is part of it.
      let invisible: [Unicode.GeneralCategory] = [.format, .lineSeparator]
      #expect(!text.unicodeScalars.contains { $0 != "\u{200D}" && invisible.contains($0.properties.generalCategory) })
    }
    #expect(!HTMLEscaping().escape(text).contains { "<>\"'".contains($0) })
    let latex = LaTeXEscaping().escape(text).replacing(/\\[%#&_]/, with: "").replacing("$_2$", with: "")
    #expect(!latex.contains { "%#&_".contains($0) })
  }

  @Test func stylesAreSetInEachFormat() {
    let text: RichText = "Mass of " + .co2e + ", " + .strong("all") + " of " + .code("a_b")
    #expect(LaTeXEscaping().render(text) == "Mass of CO$_{2}$e, \\textbf{all} of \\texttt{a\\_b}")
    #expect(MarkdownEscaping().render(text) == "Mass of CO<sub>2</sub>e, **all** of `a_b`")
    #expect(HTMLEscaping().render(text) == "Mass of CO<sub>2</sub>e, <strong>all</strong> of <code>a_b</code>")
    #expect(TerminalEscaping().render(text) == "Mass of CO2e, all of a_b")
    #expect(CSVEscaping().render(text) == "\"Mass of CO2e, all of a_b\"")
  }

  @Test func runsOfOneStyleAreJoined() {
    #expect(("a" + RichText("b") + "").runs == [RichText.Run("ab")])
    #expect(RichText("").isEmpty)
  }
}
