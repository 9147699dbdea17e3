import LogScanning

/// The ranges of counters that a comment tells: `# package-0 max_energy_range_uj 262143328850`, in any punctuation.
enum RAPLRangeComment {
  /// - Parameter fileZone: the zone that the file's name tells, of which a comment without a zone's name is.
  static func ranges(in line: RawSpan, fileZone: String?) -> [(zone: String, range: Int64)] {
    guard line.contains("max_energy_range") else { return [] }
    let words = line.text.split { " \t=,;#\"".contains($0) }
    guard let range = words.last.flatMap({ Int64($0) }), range > 0 else { return [] }
    var found: [(zone: String, range: Int64)] = []
    for word in words {
      var name = word.lowercased()
      while name.hasSuffix(":") { name.removeLast() }
      name = name.replacing("/max_energy_range_uj", with: "")
      guard let last = name.split(separator: "/").last, RAPLDomain.zone(named: String(last)) != nil else { continue }
      found.append((String(last), range))
    }
    if let fileZone, words.count <= 3 { found.append((fileZone, range)) }
    return found
  }
}
