import LogScanning

/// The binary samples of a GPU power meter between board and supplies (ElmorLabs PMD with a fast logger), and the text
/// file with the start of the recording that lies beside them.
public enum PMDFormat: LogFormatDefinition {
  public static let format = LogFormat.pmd
  public static let isBinary = true

  public static let synopsis = (
    what: "binary 5 kHz samples of a power meter in a GPU's supply lines (PMD_data.bin), and its PMD_start_ts.txt",
    recognisedBy: "the name, and records of 18 bytes whose first two count up"
  )

  public static let greatestScore = 90

  public static func score(head: RawSpan, fileName: String) -> Int {
    let name = fileName.lowercased()
    guard name.hasText("pmd") else { return 0 }
    if name.hasSuffix(".txt") {
      return head.byteCount < 32 && CounterStamp(leading: head.trimmed()) != nil ? 60 : 0
    }
    guard name.hasSuffix(".bin"), head.byteCount >= 3 * PMDParser.recordLength else { return 0 }
    // The clock of 2.9345 MHz advances by about 587 from record to record.
    var previous = PMDParser.word(head, at: 0)
    var steps: [UInt16] = []
    for record in 1..<min(head.byteCount / PMDParser.recordLength, 64) {
      let next = PMDParser.word(head, at: record * PMDParser.recordLength)
      steps.append(next &- previous)
      previous = next
    }
    steps.sort()
    return (400..<800).contains(steps[steps.count / 2]) ? 90 : 0
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { PMDParser(context) }
}

extension LogFormat {
  /// See ``PMDFormat``.
  public static let pmd = LogFormat(rawValue: "pmd")
}
