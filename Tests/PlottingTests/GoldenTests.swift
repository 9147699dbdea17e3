import Foundation
import Plotting
import Testing

/// Compares figures byte for byte with the files in `Golden`.
///
/// Expected TikZ is compiled by ``TikZCompilationTests``.
/// After an intended change, `FODSPOR_RENEW_GOLDEN=1 swift test --filter PlottingTests` writes the files anew; look at
/// each with `rsvg-convert -w 1600 FILE.svg -o FILE.png` before keeping it.
@Suite struct GoldenTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
  private static let isRenewing = ProcessInfo.processInfo.environment["FODSPOR_RENEW_GOLDEN"] == "1"

  @Test(arguments: Samples.all.map(\.name))
  func figureIsUnchanged(name: String) throws {
    let figure = try #require(Samples.figure(name))
    for (suffix, content) in [("svg", figure.svg), ("csv", figure.csv), ("tikz.tex", figure.tikz)] {
      let file = Self.folder.appending(path: "\(name).\(suffix)")
      if Self.isRenewing { try content.write(to: file, atomically: true, encoding: .utf8) }
      let kept = try String(contentsOf: file, encoding: .utf8)
      #expect(kept == content, "\(name).\(suffix) differs from the file in Golden")
    }
    #expect(figure.name == name)
  }

  @Test func narrowColumn() throws {
    let figure = Samples.pareto.render(.ieeeColumn)
    let file = Self.folder.appending(path: "pareto-narrow.svg")
    if Self.isRenewing { try figure.svg.write(to: file, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: file, encoding: .utf8) == figure.svg)
  }
}
