import LogScanning

/// A side file that says what the zones of a counter file are called and when their counters wrap.
///
/// One JSON object with a member per zone: `{"intel-rapl:0": {"name": "package-0", "max_energy_range_uj": 262143328850}}`.
public enum RAPLDomainsFormat: LogFormatDefinition {
  public static let format = LogFormat.raplDomains

  public static let synopsis = (
    what: "names and counter ranges of RAPL zones, beside a file of counters",
    recognisedBy: "a JSON object with max_energy_range_uj in it"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var first: UInt8?
    var isSample = false
    head.forEachLeadingLine(limit: 16) { line in
      first = line.firstByte
      isSample = first == 0x7B && RAPLCountersFormat.score(object: line) > 0
      return first == nil
    }
    return !isSample && first == 0x7B && head.contains("\"max_energy_range_uj\"") ? 95 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser {
    WholeDocumentParser(fileName: context.fileName, sizeLimit: 1 << 20, read: content(of:fileName:))
  }

  private static func content(of document: JSONValue, fileName: String) -> ParsedContent {
    var zones: [RAPLDomains.Zone] = []
    var skipped: [String] = []
    for member in document.members ?? [] {
      // 2^63 µJ and more is no register's range; such a number would not fit either.
      guard let range = member.value["max_energy_range_uj"]?.double, range >= 1, range < 0x1p62 else {
        skipped.append(member.key)
        continue
      }
      let name = member.value["name"]?.string ?? member.key
      zones.append(RAPLDomains.Zone(key: member.key, name: name, counterRange: Int64(range)))
    }
    var diagnostics: [Diagnostic] = []
    if !skipped.isEmpty {
      let names = skipped.prefix(8).map { String($0.prefix(80)) }.joined(separator: ", ")
      diagnostics.append(
        Diagnostic(
          .warning, "rapl.domain-without-range",
          "\(skipped.count) members have no usable max_energy_range_uj and were left out: \(names)."))
    }
    zones.sort { $0.key < $1.key }
    return ParsedContent(
      record: zones.isEmpty ? .none : .raplDomains(RAPLDomains(zones: zones)), diagnostics: diagnostics)
  }
}

extension LogFormat {
  /// See ``RAPLDomainsFormat``.
  public static let raplDomains = LogFormat(rawValue: "rapl-domains")
}
