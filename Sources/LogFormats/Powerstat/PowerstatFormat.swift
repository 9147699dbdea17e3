import LogScanning

/// What `powerstat` prints: a row per interval with mean watts, and statistics at the end.
enum PowerstatFormat: LogFormatDefinition {
  static let format = LogFormat.powerstat

  static let synopsis = (
    what:
      "powerstat's table: mean watts per interval, from the battery or (-R) from RAPL; its statistics are no samples",
    recognisedBy: "a header that begins with Time, User, Nice and has Watts"
  )

  static let greatestScore = 94

  static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 100) { line in
      if PowerstatColumns(header: line) != nil { score = 94 }
      return score == 0
    }
    return score
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { PowerstatParser(context) }
}

/// Where a powerstat table has what is read.
struct PowerstatColumns: Equatable {
  struct Power: Equatable {
    var name: String
    var place: Int
    /// `nil` for the column `Watts`, which sums the others when there are any.
    var domain: RAPLDomain?
  }

  var powers: [Power] = []

  var hasDomains: Bool { powers.contains { $0.domain != nil } }

  /// Reads a header; `nil` when the line is none.
  init?(header line: RawSpan) {
    guard line.starts(with: "Time"), line.contains("Watts"), line.contains("User") else { return nil }
    let names = DelimitedFields.texts(in: line, separator: .blanks)
    guard names.first == "Time", let watts = names.firstIndex(of: "Watts") else { return nil }
    powers.append(Power(name: "Watts", place: watts))
    for (place, name) in names.enumerated() where place > watts {
      let word = name.lowercased().prefix { $0 != "-" }
      // After the powers come temperatures and frequencies.
      guard let domain = RAPLDomain(word: word), name != "CPU" else { break }
      powers.append(Power(name: name, place: place, domain: domain))
    }
  }
}

extension LogFormat {
  /// See `PowerstatFormat`.
  public static let powerstat = LogFormat(rawValue: "powerstat")
}
