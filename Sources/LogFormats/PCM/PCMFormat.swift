import LogScanning

/// The CSV of Intel's Performance Counter Monitor (`pcm -csv`).
enum PCMFormat: LogFormatDefinition {
  static let format = LogFormat.intelPCM

  static let synopsis = (
    what: "Intel PCM's CSV (pcm -csv): joules of sockets and their memory per interval",
    recognisedBy: "two header rows, groups over columns, with Date, Time and Energy (Joules)"
  )

  static let greatestScore = 92

  static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    // The line before a header names groups of columns.
    var previous: [UInt8] = []
    head.forEachLeadingLine(limit: 100) { line in
      guard line.byteCount > 0, line.byteCount < 1 << 18 else { return true }
      if let columns = PCMColumns(header: line, groups: { PCMColumns.groups(previous.span.bytes) }) {
        score = columns.energies.isEmpty ? columns.isCertain ? 70 : 0 : 92
        return false
      }
      previous = line.byteArray
      return true
    }
    return score
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { PCMParser(context) }
}

/// Where a PCM table has what is read.
struct PCMColumns {
  struct Energy: Equatable {
    var device: String
    var place: Int
    var domain: RAPLDomain
    /// The sum over sockets, which stands among the columns of the whole system.
    var isSum: Bool
  }

  var separator: DelimitedFields.Separator
  var width: Int
  var date: Int
  var time: Int
  var energies: [Energy] = []
  /// The groups are PCM's.
  var isCertain: Bool
  /// Columns are named as old releases are said to have named them.
  var isDescribed = false

  /// Reads the row of columns; `nil` when it is none.
  ///
  /// - Parameter groups: the names in the line before it, asked for when the line is a header.
  init?(header line: RawSpan, groups: () -> [String]) {
    guard line.contains("Date") else { return nil }
    separator = DelimitedFields.separator(of: line)
    guard separator != .blanks else { return nil }
    let names = DelimitedFields.texts(in: line, separator: separator)
    guard names.count > 2, names.count < 1 << 16, let date = names.firstIndex(of: "Date"), date + 1 < names.count,
      names[date + 1] == "Time"
    else { return nil }
    let groups = groups()
    width = names.count
    self.date = date
    time = date + 1
    isCertain = groups.contains("System") || names.contains { $0.hasPrefix("SKT") }
    var group = ""
    for (place, name) in names.enumerated() {
      if place < groups.count, !groups[place].isEmpty { group = groups[place] }
      guard place > time, let energy = Self.energy(name, group: group, place: place) else { continue }
      if !(energy.isSum || group.contains("(Joules)")) { isDescribed = true }
      energies.append(energy)
    }
    guard isCertain || !energies.isEmpty else { return nil }
  }

  static func groups(_ line: RawSpan) -> [String] {
    let separator = DelimitedFields.separator(of: line)
    return separator == .blanks ? [] : DelimitedFields.texts(in: line, separator: separator)
  }

  private static func energy(_ name: String, group: String, place: Int) -> Energy? {
    let isSocket = name.hasPrefix("SKT")
    if isSocket, group.contains("Energy (Joules)"), let domain = domain(group) {
      return Energy(
        device: "\(name) \(group.replacing(" (Joules)", with: ""))", place: place, domain: domain, isSum: false)
    }
    if name.contains("Energy (Joules)"), let domain = domain(name) {
      return Energy(device: name.replacing(" (Joules)", with: ""), place: place, domain: domain, isSum: true)
    }
    // `SKT0dEnergy`, `SKT0 Energy`.
    guard isSocket, name.contains("Energy") else { return nil }
    return Energy(
      device: name, place: place, domain: name.contains("DRAM") || group.contains("DRAM") ? .memory : .package,
      isSum: false)
  }

  private static func domain(_ text: String) -> RAPLDomain? {
    if text.hasPrefix("Proc") { return .package }
    if text.hasPrefix("DRAM") { return .memory }
    if text.hasPrefix("Power Plane 0") || text.hasPrefix("PP0") { return .cores }
    if text.hasPrefix("Power Plane 1") || text.hasPrefix("PP1") { return .graphics }
    return text.hasPrefix("SYS") || text.hasPrefix("Sys") ? .platform : nil
  }
}

extension LogFormat {
  /// See `PCMFormat`.
  public static let intelPCM = LogFormat(rawValue: "intel-pcm")
}
