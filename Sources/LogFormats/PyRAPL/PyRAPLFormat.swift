import LogScanning

/// The CSV of pyRAPL's `CSVOutput`: one row per measured function and socket.
enum PyRAPLFormat: LogFormatDefinition {
  static let format = LogFormat.pyRAPL

  static let synopsis = (
    what: "pyRAPL's CSV: the energies of packages and memory over measured functions, in either unit that it had",
    recognisedBy: "the header label,timestamp,duration,pkg,dram,socket"
  )

  static let greatestScore = 95

  static func score(head: RawSpan, fileName: String) -> Int {
    var score = 0
    head.forEachLeadingLine(limit: 4) { line in
      if PyRAPLColumns(header: line) != nil { score = 95 }
      return score == 0 && line.byteCount == 0
    }
    return score
  }

  static func makeParser(_ context: ParserContext) -> any LogParser { PyRAPLParser() }
}

/// Where a pyRAPL table has what is read.
struct PyRAPLColumns: Equatable {
  var separator: DelimitedFields.Separator
  var width: Int
  var label: Int?
  var timestamp: Int
  var duration: Int
  var package: Int?
  var memory: Int?
  var socket: Int?

  init?(header line: RawSpan) {
    guard line.contains("timestamp"), line.contains("duration") else { return nil }
    separator = DelimitedFields.separator(of: line)
    let names = DelimitedFields.texts(in: line, separator: separator)
    guard let timestamp = names.firstIndex(of: "timestamp"), let duration = names.firstIndex(of: "duration") else {
      return nil
    }
    width = names.count
    label = names.firstIndex(of: "label")
    self.timestamp = timestamp
    self.duration = duration
    package = names.firstIndex(of: "pkg")
    memory = names.firstIndex(of: "dram")
    socket = names.firstIndex(of: "socket")
    guard package != nil || memory != nil, label != nil || socket != nil else { return nil }
  }
}

extension LogFormat {
  /// See `PyRAPLFormat`.
  public static let pyRAPL = LogFormat(rawValue: "pyrapl")
}
