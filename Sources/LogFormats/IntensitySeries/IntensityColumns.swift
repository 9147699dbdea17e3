import Quantities

/// Which columns of a table of carbon intensities hold what, by their names.
///
/// The names of Electricity Maps' downloads changed between vintages: `Carbon Intensity gCO₂eq/kWh (direct)` and `(LCA)`
/// to 2023, `Carbon intensity gCO₂eq/kWh (direct)` and `(Life cycle)` from 2024 on; `Zone Id` and `Zone id`. All compare
/// without case.
struct IntensityColumns: Sendable {
  /// A column of intensities.
  struct Value: Sendable {
    /// The name as the file has it.
    let name: String
    let place: Int
    let boundary: EmissionsBoundary?
    let isForecast: Bool
    /// Grams per kWh in one of the column's units.
    let factor: Double
    /// The name has no unit, and g/kWh was taken.
    let isUnitAssumed: Bool
  }

  let publisher: IntensityFile.Publisher
  let start: Int
  /// The start column's name says UTC.
  let isUTC: Bool
  let end: Int?
  /// The zone's code, if there is one, else its name.
  let zone: Int?
  /// Whether a value was estimated.
  let estimated: Int?
  let values: [Value]

  /// Finds the columns; `nil` when a time or an intensity is missing.
  static func find(in names: [String]) throws(IntensityFileError) -> IntensityColumns? {
    let folded = names.map(Self.folded)
    func place(_ candidates: [String]) -> Int? {
      for candidate in candidates { if let found = folded.firstIndex(of: candidate) { return found } }
      return nil
    }
    // Where a file has UTC and local times side by side, UTC is taken.
    let isUTCName: (String) -> Bool = { $0.contains("utc") }
    let times = folded.indices.filter { place in
      ["datetime", "time", "date", "minutes5", "hour", "from", "start", "point_time", "timestamp"].contains {
        folded[place].hasPrefix($0)
      }
    }
    guard let start = times.first(where: { isUTCName(folded[$0]) }) ?? times.first else { return nil }
    let isEnerginet = place(["pricearea"]) != nil && place(["co2emission"]) != nil
    let isElectricityMaps =
      folded.contains { $0.hasPrefix("carbon intensity gco") } || place(["carbonintensity"]) != nil
    let isBritish =
      place(["intensity.forecast"]) != nil
      || folded.contains { $0.hasPrefix("actual carbon intensity") || $0.hasPrefix("forecast carbon intensity") }
    let publisher: IntensityFile.Publisher =
      isEnerginet ? .energinet : isElectricityMaps ? .electricityMaps : isBritish ? .carbonIntensityAPI : .other
    let values = try values(names, folded, publisher: publisher, times: Set(times))
    guard !values.isEmpty else { return nil }
    return IntensityColumns(
      publisher: publisher, start: start, isUTC: isUTCName(folded[start]), end: place(["to", "end", "datetime_to"]),
      zone: place(["zone id", "zone_id", "pricearea", "zone", "zone name", "region", "area", "grid"]),
      estimated: place(["data estimated", "isestimated", "estimated"]), values: values)
  }

  private static func values(
    _ names: [String], _ folded: [String], publisher: IntensityFile.Publisher, times: Set<Int>
  ) throws(IntensityFileError) -> [Value] {
    var found: [Value] = []
    for (place, name) in folded.enumerated() where !times.contains(place) && isIntensity(name) {
      if name.contains("marginal") || name.contains("moer") { throw .marginal(column: names[place]) }
      let boundary: EmissionsBoundary? =
        if name.contains("direct") {
          .direct
        } else if name.contains("life") || name.contains("lca") {
          .lifeCycle
        } else {
          // Both operators count what power stations emit.
          publisher == .energinet || publisher == .carbonIntensityAPI ? .direct : nil
        }
      let unit = try unit(of: name, column: names[place])
      found.append(
        Value(
          name: names[place], place: place, boundary: boundary, isForecast: name.contains("forecast"),
          factor: unit ?? 1, isUnitAssumed: unit == nil && publisher == .other))
    }
    return found
  }

  private static func isIntensity(_ name: String) -> Bool {
    guard !name.contains("percent"), !name.contains("%"), !name.contains("index"), !name.contains("type") else {
      return false
    }
    return ["intensity", "co2", "carbon", "kwh", "mwh", "moer"].contains { name.contains($0) }
      && !["carbon-free", "low carbon", "renewable", "source"].contains { name.contains($0) }
  }

  /// Grams per kWh in one of a name's units; `nil` when it has none.
  private static func unit(of name: String, column: String) throws(IntensityFileError) -> Double? {
    let plain = ["co2-eq", "co2eq", "co2e", "co2"].reduce(name) { $0.replacing($1, with: "") }
    let words = plain.replacing("/", with: " per ").split { " ()[]_,.".contains($0) }.map(String.init)
    guard let per = words.firstIndex(of: "per"), per > 0, words.indices.contains(per + 1) else { return nil }
    let grams: Double? =
      switch words[per - 1] {
      case "g", "grams", "gram": 1
      case "kg": 1000
      case "t", "tonnes", "tons": 1e6
      case "lb", "lbs": 453.59237
      default: nil
      }
    let kilowattHours: Double? =
      switch words[per + 1] {
      case "kwh": 1
      case "mwh": 1000
      default: nil
      }
    guard let grams, let kilowattHours else { throw .unknownUnit(column: column) }
    return grams / kilowattHours
  }

  private static func folded(_ name: String) -> String {
    String(name.lowercased().replacing("₂", with: "2").filter { $0 != "\u{FEFF}" })
  }
}
