import LogScanning
import Quantities

/// What a column of delimited text holds, by its name in the header.
struct DelimitedColumnName: Equatable {
  enum Kind: Equatable {
    case time
    /// A calendar date beside a column of the time of day.
    case date
    case device
    case power
    case energy
    case limit
    case other
  }

  /// As it stands in the header, without a comment mark.
  var title: String
  var kind: Kind
  /// Of power or energy.
  var unit: DelimitedUnit?
  var timeUnit: DelimitedTimeUnit?
  /// A statistic over many readings: mean, least, greatest.
  var isStatistic = false
  /// A reading of an instant, of which another column may be the usual one: `power_instant` beside `power_usage`.
  var isInstant = false
  /// The words without those for the kind of reading and the unit; the same in columns of one device.
  var subject: [String] = []
  /// The words that name the device or part: without those for the kind of quantity, reading and unit.
  var owner: [String] = []
  /// The name says that an energy grows from row to row.
  var isCumulative = false
  /// A sum over other columns.
  var isTotal = false
  /// A part of what another column of the same component has.
  var isPart = false
  /// A model's value.
  var isModelled = false
  /// `nil` when the name does not say.
  var component: Component?
  /// The name of a window of work, or its length: rows are no samples.
  var isOfWindow = false
  /// A power rail of a Jetson board, by `tegrastats`' name.
  var rail: String?
  /// Named by a device alone: `GPU0`.
  var isBareDevice = false

  init(_ cell: String) {
    var title = cell[...]
    while let first = title.unicodeScalars.first, first == "#" || first == " " || first == "\u{FEFF}" {
      title = title.dropFirst()
    }
    self.title = String(title)
    let lower = title.lowercased()
    let words = Self.words(lower)
    let unit = Self.unit(lower, words: words)
    kind = .other
    component = Self.component(lower, words: words)
    isStatistic = words.contains(where: Self.statistics.contains)
    isInstant = words.contains(where: Self.instants.contains)
    subject = words.filter { word in
      !Self.instants.contains(word) && !Self.usualReadings.contains(word) && DelimitedUnit(word) == nil
    }
    owner = subject.filter { !Self.quantities.contains($0) && !Self.statistics.contains($0) }
    isTotal = words.contains(where: Self.totals.contains) || lower.holds("total")
    isPart = words.contains(where: Self.parts.contains)
    isModelled = lower.holds("estimat") || words.contains("model") || words.contains("tdp")
    isOfWindow = words.contains(where: Self.windows.contains)
    let first = self.title.prefix { $0 == "_" || $0.isLetter || $0.isNumber }.uppercased()
    if ["VDD_", "POM_", "VIN_", "VDDQ_"].contains(where: { first.hasPrefix($0) }) {
      rail = first
      component = TegrastatsRail.component(first)
    }
    if Self.isTime(words) {
      kind = words == ["date"] ? .date : .time
      timeUnit = words.contains("iso") ? nil : words.lazy.compactMap { DelimitedTimeUnit(name: $0) }.last
    } else if Self.isEnergy(lower, unit: unit) {
      kind = .energy
      self.unit = unit?.isEnergy == true ? unit : nil
      isCumulative =
        words.contains(where: Self.cumulatives.contains) || lower.holds("so far") || lower.holds("cumul")
        || lower.holds("accum")
    } else if Self.isPower(lower, words: words, unit: unit) {
      kind = words.contains(where: Self.limits.contains) ? .limit : .power
      self.unit = unit?.isEnergy == false ? unit : nil
    } else if Self.devices.contains(lower) {
      kind = .device
    } else if words.count <= 2, lower.hasPrefix("gpu"), words.last?.last?.isNumber == true {
      isBareDevice = words.joined().dropFirst(3).allSatisfy { $0.isNumber }
    }
  }

  /// Words of letters and digits.
  private static func words(_ text: String) -> [String] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "µ") }.map(String.init)
  }

  /// In brackets, else the last word.
  private static func unit(_ text: String, words: [String]) -> DelimitedUnit? {
    if let open = text.lastIndex(where: { $0 == "(" || $0 == "[" }) {
      let inside = text[text.index(after: open)...].prefix { $0 != ")" && $0 != "]" }
      if let unit = DelimitedUnit(inside.filter { $0 != " " }) { return unit }
    }
    let joined = words.suffix(2).joined(separator: "-")
    if let unit = DelimitedUnit(joined) { return unit }
    return words.last.flatMap { $0.count == 1 && words.count == 1 ? nil : DelimitedUnit($0) }
  }

  /// All words are of time, and at least one names it.
  private static func isTime(_ words: [String]) -> Bool {
    guard let first = words.first, words.contains(where: timeNames.contains) else { return false }
    guard words.count > 1 || first != "t" || words == ["t"] else { return false }
    return words.allSatisfy {
      timeNames.contains($0) || timeQualifiers.contains($0) || DelimitedTimeUnit(name: $0) != nil
    }
  }

  private static func isPower(_ text: String, words: [String], unit: DelimitedUnit?) -> Bool {
    guard text.holds("power") || text.holds("watt") || text.holds("pwr") || unit?.isEnergy == false else {
      return false
    }
    return !words.contains(where: powerExclusions.contains) && !text.holds("%") && !text.holds("co2")
      && !text.holds("apparent") && !text.holds("reactive")
  }

  private static func isEnergy(_ text: String, unit: DelimitedUnit?) -> Bool {
    guard unit?.isEnergy ?? (text.holds("energy") || text.holds("joule")) else { return false }
    return !text.holds("co2") && !text.holds("price") && !text.holds("cost")
  }

  private static func component(_ text: String, words: [String]) -> Component? {
    if text.holds("gpu") || text.holds("cuda") || text.holds("nvidia") || text.holds("graphics") {
      return .gpu
    }
    if text.holds("dram") || words.contains("ram") || words.contains("mem") || words.contains("memory") {
      return .dram
    }
    if text.holds("cpu") || text.holds("pkg") || text.holds("package") || text.holds("socket")
      || text.holds("rapl") || words.contains("core") || words.contains("cores")
    {
      return .cpu
    }
    if words.contains(where: nodes.contains) || text.holds("node") { return .node }
    return words.contains("draw") ? .gpu : nil
  }

  private static let timeNames: Set = [
    "timestamp", "timestamps", "time", "date", "datetime", "elapsed", "relative", "ts", "t", "unix", "unixtime",
    "walltime", "seconds", "secs", "utc", "zeit", "zeitstempel", "datum", "uhrzeit", "data", "ora", "fecha", "hora",
    "tid",
  ]
  private static let timeQualifiers: Set = [
    "iso", "local", "wall", "clock", "stamp", "epoch", "of", "day", "since", "gmt", "process", "system",
    "log", "sample", "measurement", "host", "local", "from", "the", "in", "and", "ms", "8601", "h", "hh", "mm", "ss",
    "yyyy", "dd",
  ]
  private static let statistics: Set = [
    "avg", "average", "mean", "min", "max", "minimum", "maximum", "peak", "std", "stddev", "median", "p95", "p99",
  ]
  private static let instants: Set = ["instant", "instantaneous", "inst"]
  private static let usualReadings: Set = ["usage", "draw", "current"]
  private static let quantities: Set = [
    "power", "powers", "watt", "watts", "pwr", "energy", "energies", "consumption", "consumed", "total", "counter",
    "cumulative", "accumulated", "cum", "acc", "reading", "readings", "value", "in", "so", "far",
  ]
  private static let totals: Set = ["total", "sum", "all", "combined", "overall", "gesamt"]
  private static let parts: Set = ["core", "cores", "uncore", "pp0", "pp1", "fan", "fans"]
  private static let cumulatives: Set = ["total", "counter", "consumed", "accumulated", "uj", "meter"]
  private static let limits: Set = ["limit", "limits", "cap", "capping", "tdp", "budget"]
  private static let powerExclusions: Set = [
    "plane", "factor", "pf", "percent", "percentage", "pct", "state", "mode", "management", "status", "cost", "price",
    "va", "var", "kva", "reading", "on", "off", "level", "profile",
  ]
  private static let windows: Set = [
    "tag", "task", "window", "label", "duration", "run_id", "project", "experiment", "optimizer", "dataset",
  ]
  private static let nodes: Set = [
    "node", "system", "wall", "psys", "plug", "meter", "outlet", "psu", "ac", "machine", "server", "mains", "chassis",
    "host", "tapo", "shelly", "kasa",
  ]
  private static let devices: Set = [
    "gpu", "gpu_index", "gpu index", "gpuid", "gpu_id", "gpu id", "device", "device_id", "device_index", "index",
    "card",
    "node", "hostname", "socket", "sensor", "outlet", "channel", "rail", "component",
  ]
}

extension String {
  /// Whether a word of ASCII letters stands in the text; looking at its bytes first is many times as fast, and mostly
  /// shows that it does not.
  fileprivate func holds(_ word: StaticString) -> Bool {
    var text = self
    let mayHold = text.withUTF8 { UnsafeRawBufferPointer($0).bytes.contains(word) }
    return mayHold && contains(word.description)
  }
}
