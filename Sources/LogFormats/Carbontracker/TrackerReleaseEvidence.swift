import LogScanning

/// What the wording of a text says about the release of carbontracker that wrote it, where no line names it.
///
/// Wordings, digits and constants changed from release to release; each sign narrows the range. All of a text is taken
/// to be by one release; when signs contradict each other nothing is inferred.
struct TrackerReleaseEvidence {
  private var lower = TrackerRelease(1, 0, 0)
  /// `nil` for the newest.
  private var upper: TrackerRelease?
  private var hasSign = false

  private var isContradictory: Bool { upper.map { $0 < lower } ?? false }

  private mutating func narrow(from: TrackerRelease? = nil, to: TrackerRelease? = nil) {
    hasSign = true
    if let from, from > lower { lower = from }
    if let to, to < upper ?? TrackerRelease(.max, 0, 0) { upper = to }
  }

  // MARK: Signs

  /// Takes a message of the tool's.
  mutating func note(message body: RawSpan) {
    for sign in Self.wordings where body.contains(sign.text) { narrow(from: sign.from, to: sign.to) }
  }

  /// Takes the components line's list.
  mutating func note(_ components: [TrackerComponent]) {
    let devices = components.flatMap(\.devices)
    if devices.contains(where: { $0.hasPrefix("dram:") }) { narrow(from: TrackerRelease(2, 1, 0)) }
    if devices.contains(where: { $0.hasPrefix("intel-rapl") }) { narrow(to: TrackerRelease(1, 0, 4)) }
    if devices == ["CPU"] || devices.contains("ANE") { narrow(from: TrackerRelease(1, 2, 0)) }
    if components.contains(where: \.isModelled) { narrow(from: TrackerRelease(2, 2, 0)) }
  }

  /// Takes a consumption and whether its heading is that of 1.0.0 to 1.0.4.
  mutating func note(_ block: ConsumptionBlock, hasOldHeading: Bool) {
    if hasOldHeading {
      narrow(to: TrackerRelease(1, 0, 4))
    } else {
      narrow(from: TrackerRelease(1, 0, 5))
    }
    // The default number of decimals; earlier releases have 4 and 6, later ones any that the user asks for.
    if block.energyDecimals == 12 { narrow(from: TrackerRelease(1, 2, 0)) }
    noteCar(block)
  }

  /// Emissions over distance by car are a constant of the release, in g CO2e per km.
  private mutating func noteCar(_ block: ConsumptionBlock) {
    guard let grams = block.grams, let kilometres = block.kilometres, kilometres > 0, grams > 0 else { return }
    let ratio = grams / kilometres
    let lastPlace = block.energyDecimals == 12 ? 1e-12 : 1e-6
    let tolerance = ratio * lastPlace * (1 / kilometres + 1 / grams) + 1e-6
    let fitting = Self.cars.filter { abs($0.gramsPerKilometre - ratio) <= tolerance }
    if fitting.count == 1 { narrow(from: fitting[0].from, to: fitting[0].to) }
  }

  // MARK: Conclusions

  /// The range in words; `nil` when nothing is known of it.
  var phrase: String? {
    guard hasSign, !isContradictory else { return nil }
    switch (lower > TrackerRelease(1, 0, 0), upper) {
    case (true, let upper?): return lower == upper ? "\(lower)" : "\(lower) to \(upper)"
    case (true, nil): return "\(lower) or later"
    case (false, let upper?): return "\(upper) or earlier"
    case (false, nil): return nil
    }
  }

  /// Whether the release averages devices; `nil` when it may or may not.
  var averagesDevices: Bool? {
    guard hasSign, !isContradictory else { return nil }
    if lower.averagesDevices { return true }
    return upper.map { !$0.averagesDevices } == true ? false : nil
  }

  /// The PUE that all releases of the range have; `nil` when they differ or apply none.
  var pue: Double? {
    guard hasSign, !isContradictory, let first = lower.pue else { return nil }
    // Neighbouring releases with the same PUE stand together, but 1.1.0 and 2.0.0 have the same and others between.
    let isOneBand = lower.averagesDevices || (upper.map { !$0.averagesDevices && $0.pue == first } ?? false)
    return isOneBand ? first : nil
  }

  // MARK: Tables

  private typealias Sign = (text: StaticString, from: TrackerRelease?, to: TrackerRelease?)

  private static let wordings: [Sign] = [
    ("Training location was determined", nil, TrackerRelease(1, 0, 4)),
    ("EU-28 in 2017", nil, TrackerRelease(1, 1, 6)),
    ("at detected location", TrackerRelease(1, 0, 5), nil),
    ("Average carbon intensity during training", TrackerRelease(1, 1, 0), nil),
    ("UNDETECTED", TrackerRelease(1, 1, 3), TrackerRelease(2, 3, 1)),
    ("fallback on average measured intensity", TrackerRelease(1, 1, 3), nil),
    ("Live carbon intensity could not be fetched at detected", TrackerRelease(1, 1, 3), TrackerRelease(2, 3, 1)),
    (" in 2020 of ", TrackerRelease(1, 1, 7), TrackerRelease(1, 2, 5)),
    (" in 2021 of ", TrackerRelease(1, 1, 7), TrackerRelease(1, 2, 5)),
    (" in 2022 of ", TrackerRelease(2, 0, 0), TrackerRelease(2, 3, 1)),
    (" in 2023 of ", TrackerRelease(2, 0, 0), TrackerRelease(2, 3, 1)),
    ("for world in 2019 of 475", TrackerRelease(1, 1, 7), TrackerRelease(1, 2, 5)),
    ("for world in 2019 of 481", TrackerRelease(2, 0, 0), TrackerRelease(2, 3, 1)),
    ("gCO2/kWh. at detected location", TrackerRelease(1, 2, 0), TrackerRelease(2, 3, 1)),
    ("Failed to retrieve carbon intensity: Defaulting", TrackerRelease(1, 2, 0), TrackerRelease(2, 3, 1)),
    ("ElectricityMaps API key not set", TrackerRelease(2, 0, 0), TrackerRelease(2, 3, 1)),
    ("gCO2eq", TrackerRelease(2, 4, 2), nil),
    ("Carbon intensity fetched:", TrackerRelease(2, 4, 2), nil),
    ("Using intensity provider", TrackerRelease(2, 4, 2), nil),
    ("No carbon intensity provider", TrackerRelease(2, 4, 2), nil),
    ("Could not read CPU/DRAM energy", TrackerRelease(2, 1, 1), nil),
    ("No sudo access to read Intel's RAPL", TrackerRelease(1, 1, 7), TrackerRelease(2, 0, 1)),
    ("Using simulated ", TrackerRelease(2, 3, 0), nil),
  ]

  /// Mean emissions of new cars in the EU as the releases have them (their `co2eq.csv`).
  private static let cars: [(gramsPerKilometre: Double, from: TrackerRelease?, to: TrackerRelease?)] = [
    (120.4, nil, TrackerRelease(1, 1, 6)),
    (107.5, TrackerRelease(1, 1, 7), TrackerRelease(2, 3, 1)),
    (106.8, TrackerRelease(2, 4, 2), nil),
  ]
}
