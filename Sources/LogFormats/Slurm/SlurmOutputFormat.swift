import LogScanning

/// What a job printed, as Slurm keeps it.
enum SlurmOutputFormat: LogFormatDefinition {
  static let format = LogFormat.slurmOutput

  static let synopsis = (
    what:
      "what a job printed (Slurm .out, nohup.out): nnU-Net's and carbontracker's lines, tracebacks, time limits",
    recognisedBy: "names such as slurm-123.out, x.o123, nohup.out; lines with CarbonTracker:  and no stamp"
  )

  static let greatestScore = 93

  static func score(head: RawSpan, fileName: String) -> Int {
    let name = fileName.lowercased()
    let evidence = SlurmEvidence(head: head)
    guard !isDocument(name) else { return evidence.hasWholeBlock && isNotes(name) ? 40 : 0 }
    let isCapture = isCaptureName(name)
    // A training log has none of the tracker's lines, and a console's name says which of both it is.
    if evidence.hasTraining, isCapture || evidence.hasTracker || evidence.hasTrainingConsole { return 93 }
    if evidence.hasTracker || evidence.hasWholeBlock { return 70 }
    guard isCapture else { return 0 }
    if evidence.hasScheduler { return 60 }
    return evidence.isBinary || head.byteCount == 0 ? 0 : 25
  }

  static func makeParser(_ context: ParserContext) -> any LogParser {
    Parser(reader: SlurmOutputReader(fileName: context.fileName))
  }

  /// `slurm-123.out`, `x.out`, `x.err`, `x.o123`, `x.e123`, `nohup.out`.
  private static func isCaptureName(_ name: String) -> Bool {
    if name.hasSuffix(".out") || name.hasSuffix(".err") || name.hasPrefix("slurm-") { return true }
    guard let dot = name.lastIndex(of: ".") else { return false }
    let ending = name[name.index(after: dot)...]
    guard let letter = ending.first, "oe".contains(letter) else { return false }
    return ending.count > 1 && ending.dropFirst().utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// Texts that show such lines without being captures.
  private static func isDocument(_ name: String) -> Bool {
    if name.hasPrefix("readme") || name.hasPrefix("requirements") || name.hasPrefix("training_log") { return true }
    let endings = [
      ".md", ".rst", ".py", ".ipynb", ".sh", ".json", ".csv", ".tsv", ".html", ".tex", ".yml", ".yaml", ".toml", ".xml",
      ".bib", ".swift", ".sbatch", ".slurm",
    ]
    return endings.contains { name.hasSuffix($0) }
  }

  /// Notes into which results were pasted; a README shows examples.
  private static func isNotes(_ name: String) -> Bool {
    (name.hasSuffix(".md") || name.hasSuffix(".rst")) && !name.hasPrefix("readme")
  }

  private struct Parser: LogParser {
    var reader: SlurmOutputReader

    mutating func consume(_ line: RawSpan, number: Int) { reader.consume(line, number: number) }

    mutating func finish(_ summary: LineReader.Summary) -> ParsedContent { reader.finish() }
  }
}

extension LogFormat {
  /// What a job printed, as Slurm keeps it: nnU-Net lines, carbontracker blocks, tracebacks, and anything else.
  public static let slurmOutput = LogFormat(rawValue: "slurm-output")
}
