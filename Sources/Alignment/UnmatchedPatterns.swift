import LogFormats
import StudyFile

/// Finds patterns of the study file that match no file: a slip of the pen there changes numbers in silence.
enum UnmatchedPatterns {
  /// One finding for each pattern without a match.
  static func findings(study: StudyFile, paths: [String]) -> [StudyDiagnostic] {
    var patterns: [(key: String, pattern: Glob)] = []
    for rule in study.timeZones { patterns += rule.paths.map { ("time-zones", $0) } }
    for rule in study.clockOffsets { patterns += rule.paths.map { ("clock-offsets", $0) } }
    for rule in study.traces { patterns += rule.paths.map { ("traces", $0) } }
    for rule in study.attributes { patterns += rule.paths.map { ("attributes", $0) } }
    patterns += study.ignore.map { ("ignore", $0) }
    patterns += study.links.map { ("links", $0.evidence) }
    return patterns.filter { item in !paths.contains { item.pattern.matches($0) } }.map { item in
      StudyDiagnostic(
        path: nil,
        Diagnostic(
          .warning, "study-file.unmatched-pattern",
          "The pattern '\(item.pattern)' under \(item.key) in fodspor.yml matches no file; patterns match whole paths, "
            + "as in tables/evidence.csv."))
    }
  }
}
