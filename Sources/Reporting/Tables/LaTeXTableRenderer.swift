/// Writes a table as LaTeX that needs the `booktabs` package only, and `longtable` for long tables.
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

  /// The packages that the written tables need.
  public static let packages = ["booktabs", "longtable"]

  public func render(_ table: FormattedTable) -> String {
    let layout = LaTeXTableLayout.fitting(table, textWidth: style.textWidth)
    let heights = table.cells.indices.map { layout.lines(of: $0, in: table) }
    let titles = (layout.panels.count - 1) * (layout.header.lines.count + 2)
    if let limit = style.longTableRows, heights.reduce(titles, +) > limit {
      return longTable(table, layout).joined(separator: "\n") + "\n"
    }
    let floats = chunks(heights, limit: max(5, Self.linesPerFloat - titles)).map {
      float(table, layout, rows: $0).joined(separator: "\n") + "\n"
    }
    return floats.joined(separator: "\n")
  }

  /// The most lines of rows in one float: 50 at 9.5 pt fill the 549 pt page of `llncs` with title, caption and notes.
  private static let linesPerFloat = 50

  /// The rows of each float.
  private func chunks(_ heights: [Int], limit: Int) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var start = 0
    var height = 0
    for (index, lines) in heights.enumerated() {
      if index > start, height + lines > limit {
        chunks.append(start..<index)
        start = index
        height = 0
      }
      height += lines
    }
    return chunks + [start..<heights.count]
  }

  private func float(_ table: FormattedTable, _ layout: LaTeXTableLayout, rows: Range<Int>) -> [String] {
    let environment = style.spansColumns ? "table*" : "table"
    let isFirst = rows.lowerBound == 0
    var lines = ["\\begin{\(environment)}[\(style.placement)]", "\\centering"]
    if isFirst {
      lines += ["\\caption{\(caption(table))}", "\\label{tab:\(table.table.label)}"]
    } else {
      lines += ["\\addtocounter{table}{-1}", "\\caption{\(breakable.render(table.table.caption)) (continued).}"]
    }
    // Some classes leave no space between a caption and a table below it.
    lines += [typeSize(layout), "\\setlength{\\abovetopsep}{3pt}%"]
    for (index, columns) in layout.panels.enumerated() {
      if index > 0 { lines.append("\\par\\medskip") }
      let body = LaTeXTableBody(table: table, layout: layout, columns: columns, hidesRepeats: true)
      lines.append("\\begin{tabular}{\(body.specification)}")
      lines += ["\\toprule"] + body.header + ["\\midrule"] + body.lines(of: rows) + ["\\bottomrule", "\\end{tabular}"]
    }
    let isLast = rows.upperBound == table.cells.count
    return lines + (isLast ? notes(table) : []) + ["\\end{\(environment)}"]
  }

  private func longTable(_ table: FormattedTable, _ layout: LaTeXTableLayout) -> [String] {
    var lines = ["\\begingroup", typeSize(layout), "\\setlength{\\LTcapwidth}{\\linewidth}%"]
    for (index, columns) in layout.panels.enumerated() {
      let body = LaTeXTableBody(table: table, layout: layout, columns: columns, hidesRepeats: false)
      let continued = "\\multicolumn{\(body.width)}{@{}l@{}}{\\tablename~\\thetable{} (continued)}\\\\"
      // Each longtable counts as a table; further panels continue the first.
      if index > 0 { lines.append("\\addtocounter{table}{-1}%") }
      lines.append("\\begin{longtable}{\(body.specification)}")
      lines.append(index == 0 ? "\\caption{\(caption(table))}\\label{tab:\(table.table.label)}\\\\" : continued)
      lines += ["\\toprule"] + body.header + ["\\midrule", "\\endfirsthead", continued]
      lines += ["\\toprule"] + body.header + ["\\midrule", "\\endhead"]
      lines += ["\\bottomrule", "\\endfoot"] + body.lines(of: table.cells.indices) + ["\\end{longtable}"]
    }
    return lines + notes(table) + ["\\par\\endgroup"]
  }

  private func typeSize(_ layout: LaTeXTableLayout) -> String {
    let separation = NumberFormat.fixed(layout.separation, decimals: 1) ?? "6"
    return "\(layout.size.command)\\setlength{\\tabcolsep}{\(separation)pt}%"
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
