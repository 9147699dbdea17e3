import LogScanning

/// Readings of RAPL energy counters over time, as scripts write them from `/sys/class/powercap`.
public enum RAPLCountersFormat: LogFormatDefinition {
  public static let format = LogFormat.raplCounters

  public static let synopsis = (
    what:
      "RAPL energy counters in microjoules over time: a zone a row, a column or a file, as table or JSON lines",
    recognisedBy: "a header with a time and energy_uj or zone names, or rows of time, zone name and a large integer"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    // Asked only where the bytes do not decide: most files have a name of no zone and no such bytes.
    lazy var isZoneFile = RAPLZoneFile(fileName: fileName, folderName: "") != nil
    var bare = BareRows()
    var isFirst = true
    head.forEachLeadingLine(limit: 24) { line in
      guard let first = line.firstByte, first != 0x23 else { return true }
      defer { isFirst = false }
      if first == 0x7B {
        score = self.score(object: line)
        return false
      }
      if first &- 0x30 > 9 {
        if let layout = RAPLCounterLayout(header: line) {
          score = self.score(header: line, layout: layout, isZoneFile: { isZoneFile })
        } else if isFirst, line.ends(with: "ermission denied"), line.contains("energy_uj") {
          // The shell's own words: nothing could be sampled. Tables and tracebacks may stand behind such a line.
          score = 40
        }
        return score == 0 || score == 40
      }
      guard let layout = RAPLCounterLayout(row: line, isSingleZone: { isZoneFile }) else { return score == 0 }
      if case .long = layout.shape {
        score = 75
        return false
      }
      return bare.take(line, layout: layout)
    }
    if bare.isCounter { score = max(score, isZoneFile ? 72 : bare.count >= 4 && bare.isPower ? 25 : 0) }
    return score > 0 && fileName.lowercased().hasText("rapl") ? min(score + 5, 95) : score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { RAPLCounterParser(context) }

  /// What the shell and Python say when a counter may not be read, which is root's alone since Linux 5.10.
  static func isToolError(_ line: RawSpan) -> Bool {
    line.contains("ermission denied") || line.contains("PermissionError") || line.contains("No such file or directory")
      || line.contains("Operation not permitted")
  }

  private static func score(header line: RawSpan, layout: RAPLCounterLayout, isZoneFile: () -> Bool) -> Int {
    switch layout.shape {
    case .long: line.contains("energy_uj") ? 90 : 30
    case .single: line.contains("energy_uj") ? 90 : isZoneFile() ? 60 : 0
    case .wide: 60
    }
  }

  /// The score of a file whose first line is a JSON object.
  static func score(object line: RawSpan) -> Int {
    var hasTime = false
    var hasCounter = false
    var zones = 0
    var others = 0
    var walk = JSONScalars()
    while let member = walk.next(in: line) {
      let key = line.extracting(member.key)
      if RAPLJSONKey.time.matches(key) {
        hasTime = SampleTime(line.extracting(member.value)) != nil
      } else if key.equals("energy_uj") {
        hasCounter = true
      } else if !RAPLJSONKey.zone.matches(key) {
        let text = key.text
        let isZone =
          !text.hasText("power") && !text.hasText("watt") && RAPLDomain.zone(named: text) != nil
          && line.extracting(member.value).integer() != nil
        if isZone { zones += 1 } else { others += 1 }
      }
    }
    guard hasTime else { return 0 }
    return hasCounter ? 90 : zones > 0 && others <= 1 ? 75 : 0
  }

  /// Rows of a time and a number: a counter's number grows, with rare falls, as fast as a processor draws power.
  private struct BareRows {
    private(set) var count = 0
    private var falls = 0
    private var last: (time: Int64, value: Int64)?
    private var seconds = 0.0
    private var joules = 0.0

    var isCounter: Bool { count >= 2 && falls * 8 <= count }

    var isPower: Bool { seconds > 0 && (0.1...5000).contains(joules / seconds) }

    mutating func take(_ line: RawSpan, layout: RAPLCounterLayout) -> Bool {
      var cells: [Range<Int>] = []
      RAPLCounterLayout.split(line, separator: layout.separator, time: 0, into: &cells)
      guard let first = cells.first, let cell = cells.last, let value = line.extracting(cell).integer(),
        let time = SampleTime(line.extracting(first))
      else { return false }
      count += 1
      if let last {
        if value < last.value {
          falls += 1
        } else {
          joules += Double(value - last.value) / 1e6
          seconds += (Double(time.nanoseconds) - Double(last.time)) / 1e9
        }
      }
      last = (time.nanoseconds, value)
      return true
    }
  }
}

extension LogFormat {
  /// See ``RAPLCountersFormat``.
  public static let raplCounters = LogFormat(rawValue: "rapl-counters")
}
