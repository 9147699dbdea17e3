import Quantities
import Yams

/// PUE, carbon intensity, sites and embodied emissions.
extension StudyFileReader {
  /// One PUE, or a list of them with the years that they hold for.
  mutating func pues(_ node: Node, of owner: String) -> [PUEChoice] {
    if case .sequence = node { return list(node, of: owner) { $0.pue($1) } }
    return pue(node).map { [$0] } ?? []
  }

  private mutating func pue(_ node: Node) -> PUEChoice? {
    if case .scalar = node { return pueValue(node).map { PUEChoice(value: $0) } }
    guard let fields = yaml.fields(node, of: "pue", keys: ["value", "source", "year", "years"]),
      let valueNode = required("value", fields, of: "pue", at: node)
    else { return nil }
    let source = fields["source"].flatMap { yaml.text($0, of: "source") }
    if fields["year"] != nil, let years = fields["years"] { yaml.note("pue has either a year or years", at: years) }
    let year = year(fields)
    let years = fields["years"].flatMap { self.years($0) }
    return pueValue(valueNode).map { PUEChoice(value: $0, source: source, year: year, years: years) }
  }

  private mutating func pueValue(_ node: Node) -> PowerUsageEffectiveness? {
    guard let ratio = yaml.number(node, of: "pue") else { return nil }
    if let value = PowerUsageEffectiveness(ratio) { return value }
    yaml.note("pue must be at least 1, not \(ratio)", at: node)
    return nil
  }

  /// `2021-2023`, or one year.
  private mutating func years(_ node: Node) -> ClosedRange<Int>? {
    guard let text = yaml.text(node, of: "years") else { return nil }
    let ends = text.split(separator: "-").map { Int($0.filter { $0 != " " }) }
    if let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last,
      1990...2100 ~= first, 1990...2100 ~= last
    {
      return first...last
    }
    yaml.note("years must be a range such as 2021-2023, from 1990 to 2100, not '\(text)'", at: node)
    return nil
  }

  mutating func intensity(_ node: Node) -> IntensityChoice? {
    let owner = "carbon-intensity"
    if case .scalar = node {
      return intensityValue(node).map { .value($0, year: nil, source: nil, place: nil, boundary: nil) }
    }
    let own = ["country", "value", "series"]
    let rest = ["year", "source", "place", "emissions", "zone", "column", "time-zone", "cover"]
    guard let fields = yaml.fields(node, of: owner, keys: own + rest) else { return nil }
    let kinds = own.filter { fields[$0] != nil }
    guard kinds.count == 1, let kind = kinds.first, let main = fields[kind] else {
      yaml.note("\(owner) needs either a country, a value or a series", at: node)
      return nil
    }
    let allowed: [String: [String]] = [
      "country": ["year"], "value": ["year", "source", "place", "emissions"],
      "series": ["source", "emissions", "zone", "column", "time-zone", "cover"],
    ]
    for key in rest where !(allowed[kind] ?? []).contains(key) {
      guard let extra = fields[key] else { continue }
      let homes = own.filter { (allowed[$0] ?? []).contains(key) }.map { "a \($0)" }.joined(separator: " or ")
      yaml.note("\(key) goes with \(homes), not with a \(kind)", at: extra)
    }
    let boundary: EmissionsBoundary? = fields["emissions"].flatMap { choice($0, of: "emissions") }
    let source = fields["source"].flatMap { yaml.text($0, of: "source") }
    switch kind {
    case "country":
      let year = year(fields)
      return yaml.text(main, of: "country").map { .country($0, year: year) }
    case "value":
      let place = fields["place"].flatMap { yaml.text($0, of: "place") }
      let year = year(fields)
      return intensityValue(main).map { .value($0, year: year, source: source, place: place, boundary: boundary) }
    default:
      guard let path = yaml.text(main, of: "series") else { return nil }
      var series = IntensitySeriesChoice(path: path)
      series.zone = fields["zone"].flatMap { yaml.text($0, of: "zone") }
      series.column = fields["column"].flatMap { yaml.text($0, of: "column") }
      series.boundary = boundary
      series.source = source
      series.timeZone = fields["time-zone"].flatMap { zone($0, of: "time-zone") }
      let cover: Cover? = fields["cover"].flatMap { choice($0, of: "cover") }
      series.allowsGaps = cover == .part
      return .series(series)
    }
  }

  /// What of a training a series has to cover.
  private enum Cover: String, CaseIterable {
    case whole, part
  }

  private mutating func intensityValue(_ node: Node) -> CarbonIntensity? {
    guard let grams = yaml.number(node, of: "carbon-intensity") else { return nil }
    guard grams >= 0 else {
      yaml.note("carbon-intensity must not be negative, in g CO2e per kWh: \(grams)", at: node)
      return nil
    }
    return .gramsPerKilowattHour(grams)
  }

  mutating func site(_ node: Node) -> SiteRule? {
    let owner = "an item of sites"
    guard let fields = yaml.fields(node, of: owner, keys: ["name", "paths", "pue", "carbon-intensity"]),
      let pathsNode = required("paths", fields, of: owner, at: node), let paths = yaml.globs(pathsNode, of: "paths")
    else { return nil }
    return SiteRule(
      name: fields["name"].flatMap { yaml.text($0, of: "name") }, paths: paths,
      pue: fields["pue"].map { pues($0, of: "pue") } ?? [],
      carbonIntensity: fields["carbon-intensity"].flatMap { intensity($0) })
  }

  /// A country, or what `carbon-intensity` takes but a series.
  mutating func place(_ node: Node) -> IntensityChoice? {
    if case .scalar = node { return yaml.text(node, of: "an item of places").map { .country($0, year: nil) } }
    switch intensity(node) {
    case .value(_, _, _, place: nil, _):
      yaml.note("an item of places with a value needs a place, its name", at: node)
      return nil
    case .series:
      yaml.note("an item of places is a country or a value, not a series", at: node)
      return nil
    case let choice: return choice
    }
  }

  mutating func embodied(_ node: Node) -> EmbodiedChoice? {
    let owner = "an item of embodied"
    let keys = ["name", "kg", "per", "lifetime-hours", "share", "source"]
    guard let fields = yaml.fields(node, of: owner, keys: keys),
      let nameNode = required("name", fields, of: owner, at: node),
      let massNode = required("kg", fields, of: owner, at: node),
      let sourceNode = required("source", fields, of: owner, at: node)
    else { return nil }
    func positive(_ node: Node, _ owner: String, atMost limit: Double = .infinity) -> Double? {
      guard let value = yaml.number(node, of: owner) else { return nil }
      if value > 0, value <= limit { return value }
      yaml.note(
        "\(owner) must be above 0" + (limit.isFinite ? " and at most \(Int(limit))" : "") + ", not \(value)", at: node)
      return nil
    }
    let unit: EmbodiedChoice.Unit = fields["per"].flatMap { choice($0, of: "per") } ?? .gpu
    // 4 years, usual for servers.
    let hours = fields["lifetime-hours"].map { positive($0, "lifetime-hours", atMost: 1e6) } ?? 35_040
    let share = fields["share"].map { positive($0, "share", atMost: 1) } ?? 1
    guard let name = yaml.text(nameNode, of: "name"), let kilograms = positive(massNode, "kg"),
      let source = yaml.text(sourceNode, of: "source"), let hours, let share
    else { return nil }
    return EmbodiedChoice(
      name: name, mass: .grams(kilograms * 1000), unit: unit, lifetime: .seconds(hours * 3600), share: share,
      source: source)
  }
}
