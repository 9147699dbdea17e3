/// What zones are that only powercap's folder names tell, `intel-rapl:0:1`, judged by which of them there are.
///
/// The kernel numbers top zones (packages, then the platform) and the zones below each (cores, uncore, memory; servers
/// have memory alone, AMD's processors cores alone).
enum RAPLFolderZones {
  /// The domains of zones of one machine, in the order of `zones`; `nil` for names that are no folder's.
  static func domains(of zones: [(name: String, range: Int64?)]) -> [RAPLDomain?] {
    let numbers = zones.map { Self.numbers(in: $0.name) }
    let parents = Set(numbers.compactMap { $0.flatMap { $0.count == 2 ? $0.first : nil } })
    return zip(zones, numbers).map { zone, own -> RAPLDomain? in
      guard let own, let top = own.first else { return nil }
      if own.count == 1 {
        // A package has zones below it when others have; a top zone without any is the platform.
        return top > 0 && parents.contains(0) && !parents.contains(top) ? .platform : .package
      }
      let siblings = numbers.compactMap { $0 }.filter { $0.count == 2 && $0.first == top }
      guard siblings.count > 1 else { return zone.range == amdRange ? .cores : .memory }
      return own.last == 0 ? .cores : own.last == 1 ? .uncore : .memory
    }
  }

  /// `max_energy_range_uj` of AMD's processors, which have no zone for memory.
  private static let amdRange: Int64 = 65_532_610_987

  private static func numbers(in name: String) -> [Int]? {
    let name = name.lowercased()
    guard name.hasPrefix("intel-rapl:") || name.hasPrefix("amd-rapl:") else { return nil }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false).dropFirst().map { Int($0) }
    let known = parts.compactMap { $0 }
    return known.count == parts.count && (1...2).contains(known.count) ? known : nil
  }
}
