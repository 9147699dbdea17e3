/// The zone that a file's or a folder's name tells, for files of one zone each: `package-0.txt`, `intel-rapl_0_0.csv`,
/// `intel-rapl:0/energy_uj.log`.
struct RAPLZoneFile {
  /// As the zone is called elsewhere: `package-0`, `intel-rapl:0:0`.
  let zone: String

  init?(fileName: String, folderName: String) {
    if let zone = Self.zone(stem: fileName.prefix { $0 != "." }) {
      self.zone = zone
    } else if let zone = Self.zone(stem: folderName[...]) {
      self.zone = zone
    } else {
      return nil
    }
  }

  private static func zone(stem: Substring) -> String? {
    var name = stem.lowercased()
    for suffix in ["_energy_uj", "-energy_uj", "_energy", "-energy", "_uj"] where name.hasSuffix(suffix) {
      name = String(name.dropLast(suffix.count))
    }
    for prefix in ["rapl_", "energy_", "rapl-"] where name.hasPrefix(prefix) {
      name = String(name.dropFirst(prefix.count))
    }
    // Only names that are nothing else than a zone's.
    guard name.count <= 24, RAPLDomain.zone(named: name) != nil else { return nil }
    let words = name.split { "-_:0123456789".contains($0) }
    let known: Set<Substring> = [
      "package", "pkg", "socket", "dram", "ram", "core", "uncore", "psys", "platform", "intel", "amd", "rapl", "mmio",
      "pp",
    ]
    guard !words.isEmpty, words.allSatisfy({ known.contains($0) }) else { return nil }
    if name.hasPrefix("intel") || name.hasPrefix("amd") {
      let parts = name.split { "-_:".contains($0) }
      let numbers = parts.filter { $0.allSatisfy(\.isNumber) }
      let texts = parts.filter { !$0.allSatisfy(\.isNumber) }
      return texts.joined(separator: "-") + numbers.map { ":" + $0 }.joined()
    }
    return name.replacing("_", with: "-")
  }
}
