/// Writes a table as LaTeX that needs the `booktabs` package only, `longtable` for long tables, and `siunitx` where the
/// style asks for it.
///
/// The type size, the space between columns and the line breaks are chosen from an estimate of the width, so that the
/// table fits the text without overfull boxes. Means and deviations stand in column pairs around a `±`. Names that
/// several rows share move to lines above them where that saves the width; columns that still find no room move to
/// a second panel below.
public struct LaTeXTableRenderer: TableRenderer {
  /// What the table must suit.
  public var style: LaTeXTableStyle

  private let breakable = LaTeXEscaping(allowsBreaks: true)

  /// Makes a renderer.
  public init(style: LaTeXTableStyle = .standard) { self.style = style }

  /// The packages that the written tables need; `siunitx` comes to them where the style asks for it.
  public static let packages = ["booktabs", "longtable"]

  public func render(_ table: FormattedTable) -> String { LaTeXEscaping.completed(source(of: table)) }

  private func source(of table: FormattedTable) -> String {
    // LaTeX accepts no tabular without columns.
    guard !table.columns.isEmpty else { return "" }
    let layout = LaTeXTableLayout.fitting(table, textWidth: style.textWidth)
    let breaks = LaTeXRowBreaks(table, layout: layout)
    let room = max(Self.fewestLines, linesPerFloat(table, layout, panels: layout.panels.indices))
    if let limit = style.longTableRows, breaks.height > min(limit, room) {
      return longTable(table, layout, breaks).joined(separator: "\n") + "\n"
    }
    let pieces = pieces(of: table, layout, breaks)
    let floats = pieces.enumerated().map { place, piece in
      // LaTeX keeps 52 floats at most before it must set them.
      let clear = place > 0 && place.isMultiple(of: Self.floatsAtOnce) ? "\\clearpage\n" : ""
      let isLast = place == pieces.count - 1
      return clear
        + float(table, layout, piece, isFirst: place == 0, isLast: isLast).joined(separator: "\n") + "\n"
    }
    return floats.joined(separator: "\n")
  }

  private static let floatsAtOnce = 12
  /// A float has so many lines of rows at least.
  private static let fewestLines = 5

  /// What of a table stands in one float.
  private struct Piece {
    let panels: Range<Int>
    let rows: Range<Int>
  }

  /// The floats of a table: all panels of some rows or, where the panels alone fill a page, all rows of some panels.
  private func pieces(of table: FormattedTable, _ layout: LaTeXTableLayout, _ breaks: LaTeXRowBreaks) -> [Piece] {
    let all = layout.panels.indices
    let room = linesPerFloat(table, layout, panels: all)
    guard all.count > 1, room < max(Self.fewestLines, 2 * all.count) else {
      return breaks.chunks(limit: max(Self.fewestLines, room)).map { Piece(panels: all, rows: $0) }
    }
    let height = breaks.height / all.count
    var groups: [Range<Int>] = []
    for panel in all {
      if let last = groups.last {
        let longer = last.lowerBound..<panel + 1
        if height * longer.count <= linesPerFloat(table, layout, panels: longer) {
          groups[groups.count - 1] = longer
          continue
        }
      }
      groups.append(panel..<panel + 1)
    }
    return groups.flatMap { group in
      // Heights of rows are those of all panels.
      let limit = max(Self.fewestLines, linesPerFloat(table, layout, panels: group)) * all.count / group.count
      return breaks.chunks(limit: limit).map { Piece(panels: group, rows: $0) }
    }
  }

  /// What parts groups and floats takes of a page, in points.
  private static let gaps = 45.0

  /// The most lines of rows in one float of some panels, beside its caption, titles and notes.
  private func linesPerFloat(_ table: FormattedTable, _ layout: LaTeXTableLayout, panels: Range<Int>) -> Int {
    let lines = { (text: RichText, size: Double) in
      (LaTeXMetrics.width(of: text) * size / style.textWidth * 1.1).rounded(.up)
    }
    let notes = table.table.notes.reduce(0) {
      $0 + lines($1.text, LaTeXFontSize.footnotesize.factor) * LaTeXFontSize.footnotesize.baseline
    }
    let titles = layout.panels[panels].reduce(0) { sum, columns in
      let own = layout.header.lines.count { line in columns.contains { line[$0] != nil } }
      // The rules and the space around them are about as high as a line, the space between panels as another.
      return sum + own + layout.headings.count + (sum == 0 ? 1 : 2)
    }
    let rest = style.textHeight - Self.gaps - lines(table.table.caption, 1) * 12 - notes
    return Int(min(rest, style.textHeight) / layout.size.baseline) - titles
  }

  private func float(
    _ table: FormattedTable, _ layout: LaTeXTableLayout, _ piece: Piece, isFirst: Bool, isLast: Bool
  ) -> [String] {
    let environment = style.spansColumns ? "table*" : "table"
    var lines = ["\\begin{\(environment)}[\(style.placement)]", "\\centering"]
    if isFirst {
      lines += ["\\caption{\(caption(table))}", "\\label{tab:\(table.table.label)}"]
    } else {
      lines += ["\\addtocounter{table}{-1}", "\\caption{(continued)}"]
    }
    // Some classes leave no space between a caption and a table below it.
    lines += [typeSize(layout), "\\setlength{\\abovetopsep}{3pt}%"]
    for (index, columns) in layout.panels[piece.panels].enumerated() {
      if index > 0 { lines.append("\\par\\medskip") }
      let body = LaTeXTableBody(
        table: table, layout: layout, columns: columns, hidesRepeats: true, usesSIunitx: style.usesSIunitx)
      lines.append("\\begin{tabular}{\(body.specification)}")
      lines +=
        ["\\toprule"] + body.header + ["\\midrule"] + body.lines(of: piece.rows) + ["\\bottomrule", "\\end{tabular}"]
    }
    return lines + (isLast ? notes(table) : []) + ["\\end{\(environment)}"]
  }

  private func longTable(
    _ table: FormattedTable, _ layout: LaTeXTableLayout, _ breaks: LaTeXRowBreaks
  ) -> [String] {
    let continued = "\\caption[]{(continued)}\\\\"
    var lines = ["\\begingroup", Self.captionsOfTheClass, typeSize(layout)]
    for (index, columns) in layout.panels.enumerated() {
      let body = LaTeXTableBody(
        table: table, layout: layout, columns: columns, hidesRepeats: false, usesSIunitx: style.usesSIunitx)
      // Each longtable counts as a table; further panels continue the first.
      if index > 0 { lines.append("\\addtocounter{table}{-1}%") }
      lines.append("\\begin{longtable}{\(body.specification)}")
      lines.append(index == 0 ? "\\caption{\(caption(table))}\\label{tab:\(table.table.label)}\\\\" : continued)
      lines += ["\\toprule"] + body.header + ["\\midrule", "\\endfirsthead", continued]
      lines += ["\\toprule"] + body.header + ["\\midrule", "\\endhead", "\\bottomrule", "\\endfoot"]
      lines += body.lines(of: table.cells.indices, breaks: breaks) + ["\\end{longtable}"]
    }
    return lines + notes(table) + ["\\par\\endgroup"]
  }

  /// Lets the document class set the captions of a `longtable` as it sets all others; `longtable` itself sets them
  /// like `article` does, in the type size of the table.
  private static let captionsOfTheClass = #"""
    \setlength{\LTcapwidth}{\linewidth}\setlength{\abovetopsep}{3pt}\makeatletter
    \def\LT@makecaption#1#2#3{\LT@mcol\LT@cols c{\hbox to\z@{\hss
      \parbox[t]\LTcapwidth{\normalsize\@makecaption{#2}{#3}}\hss}}}%
    \makeatother
    """#

  private func typeSize(_ layout: LaTeXTableLayout) -> String {
    let separation = NumberFormat.fixed(layout.separation, decimals: 1) ?? "6"
    let size = "\(layout.size.command)\\setlength{\\tabcolsep}{\(separation)pt}%"
    return style.usesSIunitx ? size + "\n" + SIunitxColumns.setup : size
  }

  private func caption(_ table: FormattedTable) -> String {
    let text = breakable.render(table.table.caption)
    guard let last = table.table.caption.plainText.last, !".!?".contains(last) else { return text }
    return text + "."
  }

  private func notes(_ table: FormattedTable) -> [String] {
    guard !table.table.notes.isEmpty else { return [] }
    return [
      "\\par\\smallskip\\noindent", "\\begin{minipage}{\\linewidth}\(LaTeXFontSize.footnotesize.command)\\raggedright",
    ]
      + table.table.notes.map { breakable.render($0) + "\\par" } + ["\\end{minipage}"]
  }
}
