import LogScanning
import Quantities

/// Works out a layout from a header and the first rows.
struct DelimitedInference {
  let header: DelimitedHeader
  let hints: DelimitedNameHints
  /// What a column measures whose name does not say; `nil` for a guess.
  let component: Component?
  /// The first rows, cell by cell.
  let rows: [[String]]
  /// Looked at for every column, so that it is found once.
  private let isOfMeter: Bool

  /// A component was guessed without any hint.
  private(set) var assumedComponent = false
  /// Units that no name tells.
  private(set) var assumedUnits: [String] = []

  init(header: DelimitedHeader, hints: DelimitedNameHints, component: Component?, rows: [[String]]) {
    self.header = header
    self.hints = hints
    self.component = component
    self.rows = rows
    isOfMeter = header.isOfMeter
  }

  /// The layout; `nil` when no column holds a power or an energy.
  mutating func layout() -> DelimitedLayout? {
    let powers = header.power(namesPower: hints.namesPower)
    guard !powers.isEmpty || !header.energies.isEmpty else { return nil }
    var layout = DelimitedLayout(separator: header.separator, width: header.columns.count, values: [])
    layout.hasDecimalComma = hasDecimalComma
    if header.columns.count == 2, header.separator == .comma,
      rows.count(where: { $0.count == 3 && $0[2].allSatisfy(\.isNumber) }) * 2 > rows.count
    {
      layout.joinsLastPair = true
      layout.hasDecimalComma = true
    }
    if let time = header.time {
      var reader = DelimitedTimeReader()
      reader.numbers = .bySize(header.columns[time].timeUnit)
      reader.hasDecimalComma = layout.hasDecimalComma && !layout.joinsLastPair
      reader.order = dateOrder(header.date ?? time)
      layout.time = reader
      layout.timeColumn = header.date ?? time
      layout.timeOfDayColumn = header.date == nil ? nil : time
    }
    if let device = header.device, !isRowNumber(device) {
      layout.deviceColumn = device
      layout.deviceWord = header.columns[device].component == .gpu ? "GPU" : header.columns[device].title
    }
    layout.values = powers.map { value($0, isEnergy: false, hasPowers: true) }
    layout.values += header.energies.map { value($0, isEnergy: true, hasPowers: !powers.isEmpty) }
    layout.values += header.limits.map { column in
      var limit = value(column, isEnergy: false, hasPowers: true)
      limit.role = .limit
      return limit
    }
    assignRoles(&layout.values)
    preferCounters(&layout.values)
    return layout
  }

  // MARK: Values

  private mutating func value(_ column: Int, isEnergy: Bool, hasPowers: Bool) -> DelimitedLayout.Value {
    let name = header.columns[column]
    if name.unit == nil { assumedUnits.append(name.title) }
    return DelimitedLayout.Value(
      column: column, device: Self.deviceName(name), unit: name.unit ?? (isEnergy ? .joules : .watts),
      quantity: !isEnergy ? .power : name.isCumulative || grows(column) ? .energyCounter : .intervalEnergy,
      component: component(of: name), role: isEnergy && hasPowers ? .alternative : .counted,
      isModelled: name.isModelled)
  }

  private mutating func component(of name: DelimitedColumnName) -> Component {
    if let component = name.component { return component }
    if let device = header.device, let component = header.columns[device].component { return component }
    if let component { return component }
    if isOfMeter { return .node }
    if let component = hints.component { return component }
    if header.columns.contains(where: { $0.component == .gpu }) { return .gpu }
    assumedComponent = true
    return .gpu
  }

  private static func deviceName(_ name: DelimitedColumnName) -> String {
    guard name.isBareDevice else { return name.title }
    return "GPU " + name.title.filter(\.isNumber)
  }

  /// Keeps each joule once: sums, statistics, parts and models stand beside what counts.
  private func assignRoles(_ values: inout [DelimitedLayout.Value]) {
    func name(_ value: DelimitedLayout.Value) -> DelimitedColumnName { header.columns[value.column] }
    func others(_ place: Int, where test: (DelimitedLayout.Value) -> Bool) -> Bool {
      values.indices.contains { $0 != place && values[$0].role == .counted && test(values[$0]) }
    }
    for place in values.indices where values[place].role == .counted {
      let own = name(values[place])
      if own.isStatistic, others(place, where: { !name($0).isStatistic }) { values[place].role = .alternative }
    }
    for place in values.indices where values[place].role == .counted && name(values[place]).isInstant {
      let subject = name(values[place]).subject
      if others(place, where: { !name($0).isInstant && name($0).subject == subject && $0.quantity == .power }) {
        values[place].role = .alternative
      }
    }
    for place in values.indices where values[place].role == .counted && name(values[place]).isModelled {
      if others(place, where: { !$0.isModelled }) { values[place].role = .alternative }
    }
    for place in values.indices where values[place].role == .counted && name(values[place]).isTotal {
      let component = values[place].component
      if others(
        place, where: { !name($0).isTotal && ($0.component == component || name(values[place]).component == nil) })
      {
        values[place].role = .alternative
      }
    }
    let rails = values.compactMap { name($0).rail }
    for place in values.indices where values[place].role == .counted {
      if let rail = name(values[place]).rail, TegrastatsRail.isContained(rail, in: rails) {
        values[place].role = .contained
      }
    }
    for place in values.indices where values[place].role == .counted && name(values[place]).isPart {
      if others(place, where: { $0.component == .cpu && !name($0).isPart }) { values[place].role = .contained }
    }
    // A machine's supply has its devices in it.
    guard values.contains(where: { $0.role == .counted && $0.component == .node }) else { return }
    for place in values.indices where values[place].role == .counted && values[place].component != .node {
      values[place].role = .contained
    }
  }

  /// A device's energy counter counts instead of its power, which is a sample of what the counter adds up.
  ///
  /// Rows must show that it grows, more of them where the name does not say so: energies of intervals may grow for a while,
  /// too. A sum that begins with the file is no counter but made of the powers beside it.
  private func preferCounters(_ values: inout [DelimitedLayout.Value]) {
    for place in values.indices where values[place].role == .alternative && values[place].quantity == .energyCounter {
      let own = header.columns[values[place].column]
      let readings = growing(values[place].column)
      guard !own.isStatistic, !own.isModelled, readings.count >= (own.isCumulative ? 3 : Self.leastGrowth),
        let first = readings.first, let step = zip(readings.dropFirst(), readings).map(-).max(),
        first > Self.leastStart * step
      else { continue }
      let twins = values.indices.filter { twin in
        values[twin].role == .counted && values[twin].quantity == .power && !values[twin].isModelled
          && values[twin].component == values[place].component && header.columns[values[twin].column].owner == own.owner
      }
      guard !twins.isEmpty else { continue }
      values[place].role = .counted
      for twin in twins { values[twin].role = .alternative }
    }
  }

  /// So many rows that only grow show a counter beside a power.
  private static let leastGrowth = 8
  /// A counter stands at so many times its largest step, or more, when the file begins.
  private static let leastStart = 10.0

  // MARK: What the first rows show

  /// Semicolons or tabs separate, and numbers have commas.
  private var hasDecimalComma: Bool {
    guard header.separator != .comma else { return false }
    let numeric = (header.power(namesPower: true) + header.energies)
    return rows.contains { row in
      numeric.contains {
        $0 < row.count && row[$0].contains(",") && row[$0].allSatisfy { $0.isNumber || ",.-".contains($0) }
      }
    }
  }

  /// An index that is another in every row numbers the rows.
  private func isRowNumber(_ column: Int) -> Bool {
    guard header.columns[column].title.lowercased().hasSuffix("index") else { return false }
    let values = rows.compactMap { column < $0.count ? $0[column] : nil }
    return values.count >= 8 && Set(values).count == values.count
  }

  private func grows(_ column: Int) -> Bool { growing(column).count >= 3 }

  /// The values of the first rows, if these only grow; else none.
  private func growing(_ column: Int) -> [Double] {
    let values = rows.compactMap { row -> Double? in
      guard column < row.count, let cell = row[column].split(separator: " ").first else { return nil }
      return Double(cell) ?? Double(cell.replacing(",", with: "."))
    }
    let onlyGrows = zip(values, values.dropFirst()).allSatisfy { $0 <= $1 } && values.first != values.last
    return onlyGrows ? values : []
  }

  /// Day first as soon as one date has a first number above 12, month first when a second one has.
  private func dateOrder(_ column: Int) -> LooseDate.Order? {
    for row in rows where column < row.count {
      let numbers = row[column].prefix(10).split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
      guard numbers.count == 2, numbers[0] <= 31 else { continue }
      if numbers[0] > 12 { return .dayFirst }
      if numbers[1] > 12 { return .monthFirst }
    }
    return nil
  }
}
