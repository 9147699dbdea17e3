import LogScanning

/// A metric of LIKWID's ENERGY groups that is an energy.
enum LIKWIDMetric {
  /// The domain of `Energy [J]`, `Energy PKG [J]`, `Energy DRAM [J]` and so on; `nil` for any other metric, the mean
  /// over threads of `… [J] STAT` included.
  static func domain(_ name: String) -> RAPLDomain? {
    guard name.hasPrefix("Energy"), name.hasSuffix("[J]") else { return nil }
    let word = name.dropFirst(6).dropLast(3).trimmed().lowercased()
    return word.isEmpty ? .package : RAPLDomain(word: word)
  }

  static func label(_ domain: RAPLDomain) -> String {
    switch domain {
    case .package, .mirror, .total: "PKG"
    case .cores: "PP0"
    case .uncore: "UNCORE"
    case .graphics: "PP1"
    case .memory: "DRAM"
    case .platform: "PLATFORM"
    }
  }
}

extension Substring {
  fileprivate func trimmed() -> Substring {
    var result = self
    while result.first == " " { result.removeFirst() }
    while result.last == " " { result.removeLast() }
    return result
  }
}
