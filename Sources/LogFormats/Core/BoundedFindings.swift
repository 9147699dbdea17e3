extension [Diagnostic] {
  /// So many findings of one code are listed of a file; a damaged one would fill a report otherwise.
  static let limitOfOneCode = 100

  /// The findings in their order; those beyond ``limitOfOneCode`` of a code become one with their number, in the place
  /// of the first of them.
  func bounded() -> [Diagnostic] {
    guard count > Self.limitOfOneCode else { return self }
    var counts: [String: Int] = [:]
    for finding in self { counts[finding.code, default: 0] += 1 }
    var seen: [String: Int] = [:]
    var result: [Diagnostic] = []
    for finding in self {
      let place = seen[finding.code, default: 0]
      seen[finding.code] = place + 1
      let count = counts[finding.code] ?? 0
      if place < Self.limitOfOneCode || count == Self.limitOfOneCode + 1 {
        result.append(finding)
      } else if place == Self.limitOfOneCode {
        var rest = finding
        rest.message = "\(count - Self.limitOfOneCode) more findings of this kind, which are not listed."
        result.append(rest)
      }
    }
    return result
  }
}
