import LogFormats
import Reporting

/// What was read in one file, as JSON with the names that `docs/inspect.md` promises.
///
/// The members of each kind of file are made in an extension named for it.
struct Inspection {
  let path: String
  let file: LogFile
  let columns: TraceColumns

  /// The whole object: what every file has, the members of its format, the diagnostics.
  var json: JSONOutput { .object(identity + recordMembers + [diagnostics]) }

  private var identity: [JSONOutput.Member] {
    [
      .init("path", .string(path)),
      .init("format", .string(file.format.rawValue)),
      .init("version", JSONOutput(file.content.version)),
      .init("bytes", JSONOutput(file.byteCount)),
      .init("lines", JSONOutput(file.lineCount)),
      .init("sha256", .string(file.sha256)),
    ]
  }

  private var recordMembers: [JSONOutput.Member] {
    switch file.content.record {
    case .trainingLog(let log): Self.members(of: log, path: path)
    case .tracker(let log): Self.members(of: log)
    case .trace(let log): Self.members(of: log, columns: columns)
    case .console(let capture): Self.members(of: capture, path: path)
    case .codecarbon(let log): Self.members(of: log)
    case .energyRecords(let log): Self.members(of: log)
    case .summary(let summary): Self.members(of: summary)
    case .plans(let plans): Self.members(of: plans)
    case .dataset(let dataset): Self.members(of: dataset)
    case .nnunetDocument(let document): Self.members(of: document)
    case .debug(let debug): Self.members(of: debug)
    case .raplDomains(let domains): Self.members(of: domains)
    case .gpuProcesses(let log): Self.members(of: log)
    case .none: []
    }
  }

  private var diagnostics: JSONOutput.Member {
    let list = file.content.diagnostics.map { diagnostic -> JSONOutput in
      [
        "severity": .string(diagnostic.severity.rawValue),
        "code": .string(diagnostic.code),
        "line": JSONOutput(diagnostic.line),
        "message": .string(diagnostic.message),
      ]
    }
    return .init("diagnostics", .array(list))
  }
}
