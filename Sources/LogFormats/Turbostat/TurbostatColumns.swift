import LogScanning

/// Where a turbostat table has what is read; columns differ with version, machine and options.
struct TurbostatColumns: Equatable {
  struct Energy: Equatable {
    var name: String
    var place: Int
    var domain: RAPLDomain
    /// `--Joules`: the energy of the interval and no mean power.
    var isJoules: Bool
  }

  var separator: DelimitedFields.Separator
  var width: Int
  /// Columns that say which package, core or CPU a row is of; all of them are `-` in the row that sums the machine.
  var topology: [Int] = []
  /// Seconds since 1970 at the interval's end.
  var time: Int?
  var energies: [Energy] = []

  var hasPower: Bool { !energies.isEmpty }

  /// Reads a header; `nil` when the line is none.
  init?(header line: RawSpan) {
    guard line.contains("Watt") || line.contains("_J") || line.contains("Bzy_MHz"),
      line.contains("MHz") || line.contains("Busy%") || line.contains("Watt") || line.contains("Pkg_J")
    else { return nil }
    separator = line.contains(byte: 0x09) ? .tab : .blanks
    let names = DelimitedFields.texts(in: line, separator: separator)
    width = names.count
    var known = 0
    for (place, name) in names.enumerated() {
      if ["Package", "Die", "Node", "Core", "CPU", "L3", "APIC", "X2APIC"].contains(name) {
        topology.append(place)
        known += 1
      } else if name == "Time_Of_Day_Seconds" {
        time = place
        known += 1
      } else if ["Avg_MHz", "Busy%", "Bzy_MHz", "TSC_MHz", "IRQ", "usec"].contains(name) {
        known += 1
      } else if let energy = Self.energy(name, place: place) {
        energies.append(energy)
        known += 1
      }
    }
    guard known >= 1, hasPower || names.contains("Bzy_MHz"),
      !names.contains(where: { $0.contains(":") || $0.contains("(") })
    else { return nil }
  }

  private static func energy(_ name: String, place: Int) -> Energy? {
    for suffix in ["Watt", "_J"] where name.hasSuffix(suffix) {
      guard let domain = RAPLDomain(word: name.dropLast(suffix.count).lowercased()) else { return nil }
      return Energy(name: name, place: place, domain: domain, isJoules: suffix == "_J")
    }
    return nil
  }
}
