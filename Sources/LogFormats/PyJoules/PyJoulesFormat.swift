import LogScanning

/// The CSV of pyJoules' `CSVHandler`, or a table that was made from it.
enum PyJoulesFormat: LogFormatDefinition {
  static let format = LogFormat.pyJoules

  static let synopsis = (
    what:
      "pyJoules' CSV: the energies of packages, memory and GPUs over tagged parts of a program; also re-saved by pandas",
    recognisedBy: "a header with tag, duration (or time) and package_0, dram_0, nvidia_gpu_0 and the like"
  )

  static let greatestScore = 95

  static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 4) { line in
      if let columns = PyJoulesColumns(header: line) {
        score = columns.isOriginal ? 95 : 72
      } else if PyJoulesColumns.namesOnly(line) {
        score = 60
      }
      return score == 0 && line.byteCount == 0
    }
    return score
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { PyJoulesParser() }
}

extension LogFormat {
  /// See `PyJoulesFormat`.
  public static let pyJoules = LogFormat(rawValue: "pyjoules")
}
