/// Changes what a study file says about columns so that it often stays a study file.
enum DeclarationMutation {
  /// What may stand behind each key.
  private static let values: [(key: String, values: [String])] = [
    ("separator: ", ["comma", "semicolon", "tab", "pipe", "blanks", "',;'"]),
    ("decimal-mark: ", ["'.'", "','", "comma"]),
    ("header: ", ["true", "false"]),
    ("time: ", ["1", "2", "3", "timestamp", "{column: 1, format: unix, unit: ms}"]),
    ("column: ", ["1", "2", "3", "4", "5", "100000", "power", "timestamp", "' Power '", "''"]),
    ("time-of-day: ", ["1", "2", "3"]),
    ("format: ", ["automatic", "unix", "since-start", "month-first", "day-first"]),
    ("zone: ", ["local", "UTC", "+14:00", "-12:00", "+05:45"]),
    ("device: ", ["1", "2", "gpu", "'GPU 0'", "''"]),
    ("unit: ", ["W", "mW", "uW", "kW", "J", "mJ", "uJ", "kJ", "Wh", "mWh", "kWh", "s", "ms", "us", "ns"]),
    ("quantity: ", ["power", "mean-power", "interval-energy", "energy-counter"]),
    ("component: ", ["gpu", "cpu", "dram", "node"]),
    ("role: ", ["counted", "alternative", "contained", "limit"]),
    ("modelled: ", ["true", "false"]),
    ("counter-range: ", ["1", "65536", "262143.328850", "1e308", "0", "-1", ".inf", ".nan"]),
    ("start: ", ["2025-03-30T08:15:00", "2025-03-30T08:15:00Z", "1969-01-01T00:00:00+02:00"]),
    ("period: ", ["1", "0.1", "86400", "1e-300"]),
  ]

  static func apply(to yaml: inout [UInt8], random: inout FuzzRandom) {
    let (key, values) = values[random.below(values.count)]
    let value = Array(values[random.below(values.count)].utf8)
    let places = yaml.ranges(of: Array(key.utf8))
    if places.isEmpty || random.below(4) == 0 {
      // Before another key of a mapping in braces.
      let braces = yaml.indices.filter { yaml[$0] == UInt8(ascii: "{") }
      guard !braces.isEmpty else { return }
      yaml.insert(contentsOf: Array(key.utf8) + value + [0x2C, 0x20], at: braces[random.below(braces.count)] + 1)
    } else {
      let start = places[random.below(places.count)].upperBound
      let ends: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "}"), 0x0A]
      let end = yaml[start...].firstIndex(where: ends.contains) ?? yaml.count
      yaml.replaceSubrange(start..<end, with: value)
    }
  }
}
