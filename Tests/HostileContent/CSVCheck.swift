/// Whether a text is CSV as RFC 4180 has it, and none of its cells a formula.
package enum CSVCheck {
  package static func findings(in text: String) -> [HostileFinding] {
    var findings: [HostileFinding] = []
    let scalars = Array(text.unicodeScalars)
    var rows: [[String]] = [[]]
    var cell = String.UnicodeScalarView()
    // Before a cell, in one without quotes, in one with, behind its closing quote.
    var state = State.start
    func tell(_ what: String, at place: Int) {
      // The row so far, and what follows: the mark of a payload stands behind it.
      var rest = String.UnicodeScalarView()
      rest.append(contentsOf: scalars[min(place, scalars.count)...].prefix(300))
      findings.append(.init(what, (rows.last ?? []).suffix(1).joined() + String(cell) + String(rest)))
    }
    func endCell() {
      rows[rows.count - 1].append(String(cell))
      cell = .init()
      state = .start
    }
    for (place, scalar) in scalars.enumerated() {
      switch (state, scalar) {
      case (.start, "\""): state = .quoted
      case (.quoted, "\""): state = .closed
      case (.quoted, _): cell.append(scalar)
      case (.closed, "\""):
        cell.append(scalar)
        state = .quoted
      case (_, ","): endCell()
      case (_, "\n"):
        endCell()
        rows.append([])
      case (.closed, _): tell("text behind a closing quote", at: place)
      case (_, "\""): tell("a quote in a cell without quotes", at: place)
      case (_, "\r"): tell("a carriage return without quotes", at: place)
      default:
        cell.append(scalar)
        state = .plain
      }
    }
    if state != .start || rows.last?.isEmpty == false { tell("the last line has no end", at: scalars.count) }
    rows.removeLast()
    for row in rows where row.count != rows[0].count {
      findings.append(.init("\(row.count) cells, and \(rows[0].count) columns", row.joined(separator: ",")))
    }
    return findings + rows.joined().flatMap(formulas)
  }

  private enum State { case start, plain, quoted, closed }

  /// What a spreadsheet would run, also one that parts cells at semicolons, tabs and line breaks.
  private static func formulas(_ cell: String) -> [HostileFinding] {
    if Double(cell) != nil { return [] }
    let parts = cell.unicodeScalars.split { [";", "\t", "\r", "\n"].contains($0) }
    let isFormula = parts.contains { part in
      let first = part.first { !$0.properties.isWhitespace && $0 != "\"" }
      return first.map { "=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains($0) } ?? false
    }
    let control =
      cell.unicodeScalars.first { ["\t", "\r", "\n"].contains($0) } == cell.unicodeScalars.first && !cell.isEmpty
    return isFormula || control ? [.init("a formula", cell)] : []
  }
}
