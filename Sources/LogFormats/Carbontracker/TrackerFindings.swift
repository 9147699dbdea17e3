/// Collects diagnostics; findings with the same code and message become one, with a count and the first line.
struct TrackerFindings {
  private struct Key: Hashable {
    let code: String
    let message: String
  }

  private var order: [Diagnostic] = []
  private var places: [Key: Int] = [:]
  private var counts: [Int] = []

  /// Adds a finding; `message` is a sentence without its full stop.
  mutating func add(_ severity: Diagnostic.Severity, _ code: String, line: Int?, _ message: String) {
    let key = Key(code: code, message: message)
    if let place = places[key] {
      counts[place] += 1
    } else {
      places[key] = order.count
      order.append(Diagnostic(severity, code, line: line, message))
      counts.append(1)
    }
  }

  /// Adds what another collection holds.
  mutating func add(_ other: TrackerFindings) {
    for (finding, count) in zip(other.order, other.counts) {
      for _ in 0..<count { add(finding.severity, finding.code, line: finding.line, finding.message) }
    }
  }

  /// The findings in order of line, those about the whole file first.
  var diagnostics: [Diagnostic] {
    let finished = zip(order, counts).map { finding, count in
      var finding = finding
      finding.message += count > 1 ? " (\(count) times)." : "."
      return finding
    }
    return finished.enumerated().sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
      .map(\.element)
  }
}
