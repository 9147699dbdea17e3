import LogScanning

/// Slurm's accounting of jobs, as `sacct -P` or `-p` prints it.
public enum SacctFormat: LogFormatDefinition {
  public static let format = LogFormat.sacct

  public static let synopsis = (
    what: "Slurm accounting of jobs and their consumed energy, by sacct --parsable or --parsable2",
    recognisedBy: "a header with JobID and other fields of sacct between | or tabs"
  )

  public static let greatestScore = 95

  public static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 8) { line in
      if let columns = SacctColumns(header: line) { score = columns.hasEnergy ? 95 : 70 }
      return score == 0
    }
    return score
  }

  public static func makeParser(_ context: ParserContext) -> any LogParser { SacctParser() }
}

extension LogFormat {
  /// See ``SacctFormat``.
  public static let sacct = LogFormat(rawValue: "slurm-sacct")
}
