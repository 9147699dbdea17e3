import LogScanning

/// Reports of the HWPC sensor of PowerAPI, as CSV.
enum HWPCFormat: LogFormatDefinition {
  static let format = LogFormat.hwpc

  static let synopsis = (
    what: "CSV of PowerAPI's HWPC sensor: the energy of each socket since the row before, in units of 2^-32 J",
    recognisedBy: "a header with timestamp, sensor and target, and RAPL_ENERGY_PKG in it"
  )

  static let greatestScore = 96

  static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 4) { line in
      if let columns = HWPCColumns(header: line) {
        score = columns.missing.isEmpty ? columns.energies.isEmpty ? 85 : 96 : 45
      }
      return score == 0 && line.byteCount == 0
    }
    return score
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { HWPCParser(context) }
}

/// Where an HWPC table has what is read.
struct HWPCColumns: Equatable {
  struct Energy: Equatable {
    var name: String
    var place: Int
    var domain: RAPLDomain
  }

  var width: Int
  var timestamp: Int?
  var sensor: Int?
  var target: Int?
  var socket: Int?
  var energies: [Energy] = []
  /// Columns that every report should have and this one has not.
  var missing: [String] = []

  /// Reads a header; `nil` when the line is none.
  init?(header line: RawSpan) {
    guard line.contains("sensor") || line.contains("target") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .comma)
    width = names.count
    timestamp = names.firstIndex(of: "timestamp")
    sensor = names.firstIndex(of: "sensor")
    target = names.firstIndex(of: "target")
    socket = names.firstIndex(of: "socket")
    for (place, name) in names.enumerated() where name.hasPrefix("RAPL_ENERGY_") {
      guard let domain = RAPLDomain(word: name.dropFirst(12).lowercased()) else { continue }
      energies.append(Energy(name: name, place: place, domain: domain))
    }
    for (name, place) in [("timestamp", timestamp), ("sensor", sensor), ("target", target)] where place == nil {
      missing.append(name)
    }
    guard missing.count <= 1, names.contains("cpu") || names.contains("socket") || !energies.isEmpty else { return nil }
  }
}

extension LogFormat {
  /// See `HWPCFormat`.
  public static let hwpc = LogFormat(rawValue: "hwpc")
}
