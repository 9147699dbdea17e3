/// Which changed numbers changed constants explain, told only where it is so.
struct ConstantReasons {
  /// The constants that a column's numbers are multiplied with or, in the second list, divided by.
  private static let factors: [(stem: String, name: String, times: [String], over: [String])] = [
    ("facility_energy_kwh", "energy with PUE", ["pue"], []),
    ("co2e_g", "CO2e", ["pue", "carbon_intensity"], []),
    ("car_distance_km", "distance by car", ["pue", "carbon_intensity"], ["car"]),
    ("car_km", "distance by car", ["pue", "carbon_intensity"], ["car"]),
  ]

  /// One sentence for each kind of column that changed constants explain, in whole or in part.
  static func sentences(
    _ changes: [TableComparison.CellChange], constants: [ManifestDifference.ConstantChange]
  ) -> [String] {
    var ratios: [String: (ratio: Double, words: String)] = [:]
    for constant in constants {
      guard let old = constant.old?.value, let new = constant.new?.value, old > 0, new > 0, old != new else { continue }
      ratios[constant.name] = (new / old, "\(title(constant.name)) \(old) → \(new)")
    }
    var found: [(name: String, explained: Int, changed: Int, words: [String])] = []
    for factor in factors {
      let names = (factor.times + factor.over).filter { ratios[$0] != nil }
      guard !names.isEmpty else { continue }
      let expected =
        factor.times.compactMap { ratios[$0]?.ratio }.reduce(1, *)
        / factor.over.compactMap { ratios[$0]?.ratio }.reduce(1, *)
      // Other columns of the kind, such as a count of values, are no multiples.
      let own = changes.filter { $0.column.hasPrefix(factor.stem) && $0.relative != nil }
      let explained = own.count { change in
        change.relative.map { abs(1 + $0 - expected) <= 1e-9 * expected } ?? false
      }
      guard explained > 0 else { continue }
      if let place = found.firstIndex(where: { $0.name == factor.name }) {
        found[place].explained += explained
        found[place].changed += own.count
      } else {
        found.append((factor.name, explained, own.count, names.compactMap { ratios[$0]?.words }))
      }
    }
    return found.map { item in
      let verb = item.words.count == 1 ? "explains" : "explain"
      let count = item.explained == item.changed ? "all \(item.changed)" : "\(item.explained) of the \(item.changed)"
      return "\(item.words.joined(separator: " and ")) \(verb) \(count) changed numbers of \(item.name)"
    }
  }

  private static func title(_ name: String) -> String {
    switch name {
    case "pue": "PUE"
    case "carbon_intensity": "carbon intensity"
    case "car": "car factor"
    default: name
    }
  }
}
