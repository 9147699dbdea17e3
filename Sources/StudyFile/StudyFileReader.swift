import Quantities
import Yams

/// Reads the keys of a study file.
struct StudyFileReader {
  var yaml = YAMLReader()

  /// What is wrong with the file, in its order.
  var problems: [StudyFileError.Problem] {
    // Stable: problems of one line keep the order in which they were found.
    yaml.problems.enumerated()
      .sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
      .map(\.element)
  }

  /// The keys at the top of the file.
  private enum Key: String, CaseIterable {
    case title
    case timeZone = "time-zone"
    case timeZones = "time-zones"
    case clockOffsets = "clock-offsets"
    case pue
    case carbonIntensity = "carbon-intensity"
    case sites
    case places
    case embodied
    case labels
    case links
    case ignore
    case finalModels = "final-models"
    case carbontracker
    case gaps
    case traces
    case metrics
    case attributes
    // After the attributes that it may name.
    case factors
  }

  /// Reads a file's text; what it says is only of use when there are no problems.
  mutating func read(_ text: String) -> StudyFile {
    var study = StudyFile()
    guard let root = yaml.root(of: text), !Self.isNothing(root),
      let fields = yaml.fields(root, of: "the study file", keys: Key.allCases.map(\.rawValue))
    else { return study }
    for key in Key.allCases {
      if let node = fields[key.rawValue] { read(key, node, into: &study) }
    }
    return study
  }

  /// Whether a document has only comments.
  private static func isNothing(_ node: Node) -> Bool {
    guard case .scalar(let scalar) = node else { return false }
    return scalar.style == .plain && scalar.string.isEmpty
  }

  private mutating func read(_ key: Key, _ node: Node, into study: inout StudyFile) {
    switch key {
    case .title: study.title = yaml.text(node, of: "title")
    case .timeZone: study.defaultTimeZone = zone(node, of: "time-zone")
    case .timeZones: study.timeZones = list(node, of: "time-zones") { $0.timeZoneRule($1) }
    case .clockOffsets: study.clockOffsets = list(node, of: "clock-offsets") { $0.clockOffsetRule($1) }
    case .pue: study.pue = pues(node, of: "pue")
    case .carbonIntensity: study.carbonIntensity = intensity(node)
    case .sites: study.sites = list(node, of: "sites") { $0.site($1) }
    case .places: study.places = list(node, of: "places") { $0.place($1) }
    case .embodied: study.embodied = list(node, of: "embodied") { $0.embodied($1) }
    case .labels: readLabels(node, into: &study)
    case .links: study.links = list(node, of: "links") { $0.link($1) }
    case .ignore: study.ignore = yaml.globs(node, of: "ignore") ?? []
    case .finalModels: study.finalModels = dictionary(node, of: "final-models") { $0.finalModel($1, of: $2) }
    case .traces: study.traces = list(node, of: "traces") { $0.traceRule($1) }
    case .carbontracker: study.carbontracker = choice(node, of: "carbontracker") ?? .corrected
    case .gaps: study.gaps = choice(node, of: "gaps") ?? .bridge
    case .metrics: study.metricFiles = metricFiles(node)
    case .attributes: study.attributes = list(node, of: "attributes") { $0.attributeRule($1) }
    case .factors: study.factors = factors(node, known: study.attributeNames)
    }
  }

  // MARK: Time zones

  mutating func zone(_ node: Node, of owner: String) -> ZoneName? {
    guard let name = yaml.text(node, of: owner) else { return nil }
    if let zone = ZoneName(name) { return zone }
    let hint = ZoneName.suggestions(for: name).first.map { "did you mean '\($0)'?" }
    let forms = "write a name such as Europe/Copenhagen, UTC, or an offset such as +01:00"
    yaml.note("\(owner) '\(name)' is no known time zone; \(hint ?? forms)", at: node)
    return nil
  }

  private mutating func timeZoneRule(_ node: Node) -> TimeZoneRule? {
    let owner = "an item of time-zones"
    guard let fields = yaml.fields(node, of: owner, keys: ["paths", "zone"]),
      let pathsNode = required("paths", fields, of: owner, at: node),
      let zoneNode = required("zone", fields, of: owner, at: node)
    else { return nil }
    let paths = yaml.globs(pathsNode, of: "paths")
    let zone = zone(zoneNode, of: "zone")
    guard let paths, let zone else { return nil }
    return TimeZoneRule(paths: paths, zone: zone)
  }

  private mutating func clockOffsetRule(_ node: Node) -> ClockOffsetRule? {
    let owner = "an item of clock-offsets"
    guard let fields = yaml.fields(node, of: owner, keys: ["paths", "offset"]),
      let pathsNode = required("paths", fields, of: owner, at: node),
      let offsetNode = required("offset", fields, of: owner, at: node)
    else { return nil }
    let paths = yaml.globs(pathsNode, of: "paths")
    guard let text = yaml.text(offsetNode, of: "offset") else { return nil }
    guard let offset = ClockOffsetText.duration(text) else {
      yaml.note(
        "offset '\(text)' is none; write seconds as +2.5, or with a unit: +2.5 s, -15 min, +1 h", at: offsetNode)
      return nil
    }
    return paths.map { ClockOffsetRule(paths: $0, offset: offset) }
  }

  // MARK: Labels, links and choices

  private mutating func readLabels(_ node: Node, into study: inout StudyFile) {
    guard let fields = yaml.fields(node, of: "labels", keys: ["datasets", "configurations", "trainers"]) else { return }
    study.datasetLabels = labels(fields["datasets"], of: "labels of datasets")
    study.configurationLabels = labels(fields["configurations"], of: "labels of configurations")
    study.trainerLabels = labels(fields["trainers"], of: "labels of trainers")
  }

  private mutating func labels(_ node: Node?, of owner: String) -> [String: String] {
    guard let node else { return [:] }
    return dictionary(node, of: owner) { $0.yaml.text($1, of: "label of '\($2)'") }
  }

  private mutating func link(_ node: Node) -> LinkRule? {
    let owner = "an item of links"
    guard let fields = yaml.fields(node, of: owner, keys: ["evidence", "run", "job", "devices", "share"]),
      let evidenceNode = required("evidence", fields, of: owner, at: node)
    else { return nil }
    let evidence = yaml.glob(evidenceNode, of: "evidence")
    let target: LinkRule.Target?
    switch (fields["run"], fields["job"]) {
    case (let run?, nil): target = yaml.glob(run, of: "run").map { .run($0) }
    case (nil, let job?): target = yaml.integer(job, of: "job", in: 1...Int(Int32.max)).map { .job($0) }
    case (.some, .some), (nil, nil):
      yaml.note("\(owner) needs either a run or a job", at: node)
      target = nil
    }
    let devices = fields["devices"].flatMap { linkDevices($0) }
    let share = fields["share"].flatMap { linkShare($0) }
    guard let evidence, let target else { return nil }
    return LinkRule(evidence: evidence, target: target, devices: devices, share: share)
  }

  /// One device or a list: an index, a UUID or a name.
  private mutating func linkDevices(_ node: Node) -> [String]? {
    if case .scalar = node { return yaml.text(node, of: "devices").map { [$0] } }
    guard let items = yaml.items(node, of: "devices") else { return nil }
    guard !items.isEmpty else {
      yaml.note("devices must name one device at least, as an index, a UUID or a name", at: node)
      return nil
    }
    return items.compactMap { yaml.text($0, of: "a device in devices") }
  }

  private mutating func linkShare(_ node: Node) -> LinkRule.Share? {
    guard let text = yaml.text(node, of: "share") else { return nil }
    if text == "even" { return .even }
    guard let part = Double(text), part > 0, part <= 1 else {
      yaml.note("share must be 'even' or a number above 0 and at most 1, such as 0.25, not '\(text)'", at: node)
      return nil
    }
    return .part(part)
  }

  private mutating func finalModel(_ node: Node, of dataset: String) -> FinalModel? {
    let owner = "the final model of '\(dataset)'"
    guard let fields = yaml.fields(node, of: owner, keys: ["configuration", "trainer", "plans"]),
      let configurationNode = required("configuration", fields, of: owner, at: node)
    else { return nil }
    let trainer = fields["trainer"].flatMap { yaml.text($0, of: "trainer") }
    let plans = fields["plans"].flatMap { yaml.text($0, of: "plans") }
    guard let configuration = yaml.text(configurationNode, of: "configuration") else { return nil }
    return FinalModel(configuration: configuration, trainer: trainer, plans: plans)
  }

  /// One of a few words.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(_ node: Node, of key: String) -> Choice?
  where Choice.RawValue == String {
    guard let text = yaml.text(node, of: key) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    let choices = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    yaml.note("\(key) must be \(choices), not '\(text)'", at: node)
    return nil
  }

  // MARK: Parts

  mutating func year(_ fields: [String: Node]) -> Int? {
    fields["year"].flatMap { yaml.integer($0, of: "year", in: 1990...2100) }
  }

  mutating func required(_ key: String, _ fields: [String: Node], of owner: String, at node: Node) -> Node? {
    if let field = fields[key] { return field }
    yaml.note("\(owner) needs the key '\(key)'", at: node)
    return nil
  }

  mutating func list<Item>(
    _ node: Node, of owner: String, item: (inout Self, Node) -> Item?
  ) -> [Item] {
    var items: [Item] = []
    for itemNode in yaml.items(node, of: owner) ?? [] {
      if let item = item(&self, itemNode) { items.append(item) }
    }
    return items
  }

  private mutating func dictionary<Value>(
    _ node: Node, of owner: String, value: (inout Self, Node, String) -> Value?
  ) -> [String: Value] {
    var values: [String: Value] = [:]
    for (key, _, valueNode) in yaml.entries(node, of: owner) ?? [] {
      values[key] = value(&self, valueNode, key)
    }
    return values
  }
}
