import Foundation
import Plotting
import TestSupport
import Testing

/// Figures as LaTeX sees them, in documents with several fonts.
@Suite(
  "TikZ figures compile without overfull boxes",
  .enabled(if: LaTeXCompiler.isAvailable || LaTeXCompiler.isRequired, "pdflatex is not installed"))
struct TikZCompilationTests {
  /// As the appendix of a report includes a figure.
  private static func inclusion(_ name: String) -> String {
    """
    \\noindent\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{\\input{\(name).tikz.tex}}

    """
  }

  private static func compile(
    _ figures: [(name: String, tikz: String)], class documentClass: String, preamble: String, name: String
  ) throws -> LaTeXCompiler.Log {
    let files = Dictionary(uniqueKeysWithValues: figures.map { ("\($0.name).tikz.tex", $0.tikz) })
    let body = figures.map { inclusion($0.name) + "\\clearpage\n" }.joined()
    return try LaTeXCompiler.compile(
      body, class: documentClass, packages: ["tikz"], preamble: preamble, name: name, files: files, runs: 1)
  }

  private static let golden: [(name: String, tikz: String)] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    return Samples.all.compactMap { sample in
      let file = folder.appending(path: "\(sample.name).tikz.tex")
      return (try? String(contentsOf: file, encoding: .utf8)).map { (sample.name, $0) }
    }
  }()

  @Test(arguments: [
    ("article", "computer-modern", ""), ("article", "t1", "\\usepackage[T1]{fontenc}\\usepackage{lmodern}"),
    ("llncs", "times", "\\usepackage{mathptmx}\\usepackage[scaled=.92]{helvet}"),
    ("IEEEtran", "roman", "\\newcommand\\fodsporfont{\\rmfamily}"),
  ])
  func expectedFiguresCompile(documentClass: String, name: String, preamble: String) throws {
    #expect(Self.golden.count == Samples.all.count)
    let log = try Self.compile(Self.golden, class: documentClass, preamble: preamble, name: "figures-\(name)")
    #expect(log.errors == [])
    #expect(log.overfullBoxes == [])
    #expect(log.pages == Self.golden.count)
  }

  /// A thousand epochs of many folds, names with every sign that TeX knows, numbers out of all bounds.
  @Test func extremeFiguresCompile() throws {
    let names = Extremes.names + ["\\end{tikzpicture}", "^^41 %#&_~$", "–—…“”‘’«»", "αβγΔΩ ≤ ≥ ∞ √ ∝ → ↔ ‡ §"]
    var figures = names.enumerated().map { index, name in
      ("names-\(index)", Extremes.bars([1, 2, 3], name: name).render(.article).tikz)
    }
    figures += Extremes.values.enumerated().map { ("value-\($0)", Extremes.epochs($1)(.lncs).tikz) }
    let epochs = (0..<1000).map { index in
      EpochFigure.Epoch(index: index, energy: 5 + Double(index * 37 % 101) / 50, score: Double(index % 89) / 100)
    }
    let series = (0..<8).map { series in
      EpochFigure.Series(
        label: "model \(series)",
        runs: (0..<5).map { fold in
          let scaled = epochs.map { epoch in
            var epoch = epoch
            epoch.energy = epoch.energy.map { $0 + Double(series) + Double((fold * 31 + epoch.index) % 7) / 9 }
            return epoch
          }
          return EpochFigure.Run(label: "\(fold)", epochs: scaled)
        })
    }
    let long = EpochFigure(name: "long", title: "Epochs", series: series).render(.article).tikz
    // Several at a time, since TeX keeps whole pages in its memory.
    figures.append(("long", String(repeating: long, count: 2)))
    let log = try Self.compile(figures, class: "article", preamble: "", name: "extreme")
    #expect(log.errors == [])
    #expect(log.overfullBoxes == [])
  }
}
