import LogFormats
import LogScanning
import Quantities
import Yams

/// Reads the rules of `traces`: what is said about recordings that do not tell it themselves.
extension StudyFileReader {
  private static let columnKeys = ["separator", "decimal-mark", "header", "time", "device", "values"]

  mutating func traceRule(_ node: Node) -> TraceRule? {
    let owner = "an item of traces"
    guard let fields = yaml.fields(node, of: owner, keys: ["paths", "start", "period"] + Self.columnKeys),
      let pathsNode = required("paths", fields, of: owner, at: node)
    else { return nil }
    let paths = yaml.globs(pathsNode, of: "paths")
    var declaration = TraceDeclaration()
    if let start = fields["start"] { declaration.start = self.start(start) }
    if let period = fields["period"] { declaration.samplingPeriod = self.period(period) }
    if Self.columnKeys.contains(where: { fields[$0] != nil }) {
      guard let valuesNode = required("values", fields, of: "an item of traces that describes columns", at: node) else {
        return nil
      }
      declaration.columns = columns(fields, values: valuesNode)
    } else if fields["start"] == nil, fields["period"] == nil {
      yaml.note("\(owner) says nothing about its files; give values, start or period", at: node)
    }
    return paths.map { TraceRule(paths: $0, declaration: declaration) }
  }

  private mutating func start(_ node: Node) -> TraceDeclaration.Start? {
    guard let text = yaml.text(node, of: "start") else { return nil }
    let bytes = Array(text.utf8)
    let read = bytes.withUnsafeBytes { $0.bytes.leadingDateTime() }
    if let read {
      let rest = String(decoding: bytes[read.length...], as: UTF8.self)
      if rest.isEmpty { return .local(WallTime(nanoseconds: read.nanoseconds)) }
      if rest == "Z" { return .utc(Instant(nanoseconds: read.nanoseconds)) }
      if let zone = ZoneName(rest) {
        let offset = zone.offset(at: Instant(nanoseconds: read.nanoseconds))
        return .utc(WallTime(nanoseconds: read.nanoseconds).instant(aheadOfUTC: offset))
      }
    }
    yaml.note(
      "start must be a date and time such as 2025-03-30T08:15:00 (local), …Z or …+02:00, not '\(text)'", at: node)
    return nil
  }

  private mutating func period(_ node: Node) -> Double? {
    guard let seconds = yaml.number(node, of: "period") else { return nil }
    guard seconds > 0, seconds <= 86_400 else {
      yaml.note("period must be in seconds, above 0 and at most a day, not \(seconds)", at: node)
      return nil
    }
    return seconds
  }

  // MARK: Columns

  private mutating func columns(_ fields: [String: Node], values node: Node) -> DelimitedDeclaration? {
    var values: [DelimitedDeclaration.Value] = []
    for item in yaml.items(node, of: "values") ?? [] {
      if let value = value(item) { values.append(value) }
    }
    var declaration = DelimitedDeclaration(values: values)
    if let node = fields["separator"] { declaration.separator = separator(node) }
    if let node = fields["decimal-mark"] {
      switch yaml.text(node, of: "decimal-mark") {
      case "."?, "point"?: declaration.decimalMark = .point
      case ","?, "comma"?: declaration.decimalMark = .comma
      case let text?: yaml.note("decimal-mark must be '.' or ',', not '\(text)'", at: node)
      case nil: break
      }
    }
    if let node = fields["header"] { declaration.hasHeader = truth(node, of: "header") ?? true }
    if let node = fields["time"] { declaration.time = time(node) }
    if let node = fields["device"] { declaration.device = column(node, of: "device") }
    return declaration
  }

  private mutating func separator(_ node: Node) -> DelimitedDeclaration.Separator? {
    let marks: [String: DelimitedDeclaration.Separator] = [
      ",": .comma, ";": .semicolon, "\t": .tab, "|": .pipe, " ": .blanks,
    ]
    guard let text = yaml.text(node, of: "separator") else { return nil }
    if let separator = marks[text] ?? DelimitedDeclaration.Separator(rawValue: text) { return separator }
    let names = DelimitedDeclaration.Separator.allCases.map(\.rawValue).joined(separator: ", ")
    yaml.note("separator must be one of \(names), not '\(text)'", at: node)
    return nil
  }

  private mutating func truth(_ node: Node, of owner: String) -> Bool? {
    guard let text = yaml.text(node, of: owner) else { return nil }
    if text == "true" || text == "yes" { return true }
    if text == "false" || text == "no" { return false }
    yaml.note("\(owner) must be true or false, not '\(text)'", at: node)
    return nil
  }

  /// A column by its name, or by its place, counted from 1.
  private mutating func column(_ node: Node, of owner: String) -> DelimitedDeclaration.Column? {
    guard let text = yaml.text(node, of: owner) else { return nil }
    if case .scalar(let scalar) = node, scalar.style == .plain, let number = Int(text) {
      guard (1...100_000).contains(number) else {
        yaml.note("\(owner) must be a column's name or its place from 1 on, not \(number)", at: node)
        return nil
      }
      return .number(number)
    }
    return .name(text)
  }

  private mutating func time(_ node: Node) -> DelimitedDeclaration.Time? {
    if case .scalar = node { return column(node, of: "time").map { DelimitedDeclaration.Time(column: $0) } }
    guard let fields = yaml.fields(node, of: "time", keys: ["column", "time-of-day", "format", "unit", "zone"]),
      let columnNode = required("column", fields, of: "time", at: node),
      let column = column(columnNode, of: "column")
    else { return nil }
    var time = DelimitedDeclaration.Time(column: column)
    if let node = fields["time-of-day"] { time.timeOfDay = self.column(node, of: "time-of-day") }
    if let node = fields["zone"] { time.zone = clock(node) }
    var unit = DelimitedTimeUnit.seconds
    if let node = fields["unit"] {
      unit = yaml.choice(node, of: "unit", among: DelimitedTimeUnit.self) ?? .seconds
    }
    if let node = fields["format"] {
      switch yaml.text(node, of: "format") {
      case "automatic"?: time.format = .automatic
      case "unix"?: time.format = .unix(unit)
      case "since-start"?: time.format = .sinceStart(unit)
      case "month-first"?: time.format = .monthFirst
      case "day-first"?: time.format = .dayFirst
      case let text?:
        yaml.note("format must be automatic, unix, since-start, month-first or day-first, not '\(text)'", at: node)
      case nil: break
      }
    }
    return time
  }

  private mutating func clock(_ node: Node) -> DelimitedDeclaration.Zone {
    guard let text = yaml.text(node, of: "zone") else { return .local }
    if text == "local" { return .local }
    if text == "UTC" { return .utc }
    if text.hasPrefix("+") || text.hasPrefix("-"), let zone = ZoneName(text) {
      return .offset(seconds: Int(zone.offset(at: Instant(nanoseconds: 0)).components.seconds))
    }
    yaml.note("zone must be local, UTC or an offset such as +01:00; name other zones under time-zones", at: node)
    return .local
  }

  private mutating func value(_ node: Node) -> DelimitedDeclaration.Value? {
    let owner = "an item of values"
    let keys = ["column", "device", "quantity", "unit", "component", "role", "modelled", "counter-range"]
    guard let fields = yaml.fields(node, of: owner, keys: keys),
      let columnNode = required("column", fields, of: owner, at: node),
      let componentNode = required("component", fields, of: owner, at: node)
    else { return nil }
    let column = column(columnNode, of: "column")
    let component = yaml.choice(componentNode, of: "component", among: Component.self)
    var unit: DelimitedUnit?
    if let node = fields["unit"], let text = yaml.text(node, of: "unit") {
      unit = DelimitedUnit(text)
      if unit == nil { yaml.note("unit must be one such as W, mW, J, uJ, Wh or kWh, not '\(text)'", at: node) }
    }
    var quantity = unit?.isEnergy == true ? TraceSeries.Quantity.intervalEnergy : .power
    if let node = fields["quantity"] {
      quantity = yaml.choice(node, of: "quantity", among: TraceSeries.Quantity.self) ?? quantity
    }
    let isEnergy = quantity == .intervalEnergy || quantity == .energyCounter
    if let unit, unit.isEnergy != isEnergy {
      yaml.note("the unit \(unit.symbol) is not one of \(quantity.rawValue)", at: node)
    }
    guard let column, let component else { return nil }
    var value = DelimitedDeclaration.Value(column: column, quantity: quantity, unit: unit, component: component)
    if let node = fields["device"] { value.device = yaml.text(node, of: "device") }
    if let node = fields["role"] { value.role = yaml.choice(node, of: "role", among: ReadingRole.self) ?? .counted }
    if let node = fields["modelled"] { value.isModelled = truth(node, of: "modelled") ?? false }
    if let node = fields["counter-range"] { value.counterRange = yaml.number(node, of: "counter-range") }
    return value
  }
}
