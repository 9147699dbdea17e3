public import LogFormats
import Quantities

/// What the optional `fodspor.yml` says: the things that logs leave out.
///
/// Everything in it is optional; an empty file and no file mean the same. `docs/study-file.md` describes the keys.
public struct StudyFile: Sendable, Hashable {
  /// The title of the report; `nil` leaves the choice to the report.
  public var title: String?
  /// The zones of hosts' clocks by the path of a file; the first rule that matches holds.
  public var timeZones: [TimeZoneRule] = []
  /// The zone of the files that no rule matches; `nil` when none is stated.
  public var defaultTimeZone: ZoneName?
  /// What clocks were wrong by, beside their zone, by the path of a file; the first rule that matches holds.
  public var clockOffsets: [ClockOffsetRule] = []
  /// The power usage effectiveness where no site says otherwise, by year; empty when none is stated.
  public var pue: [PUEChoice] = []
  /// The carbon intensity of the electricity; `nil` when none is stated.
  public var carbonIntensity: IntensityChoice?
  /// What holds for the trainings of some folders; the first rule that matches a log holds.
  public var sites: [SiteRule] = []
  /// Where else the report tells what the work would have emitted, no series among them; empty for nowhere.
  public var places: [IntensityChoice] = []
  /// The emissions of making the hardware; empty when none are stated.
  public var embodied: [EmbodiedChoice] = []
  /// What data sets are to be called, by their names in the logs.
  public var datasetLabels: [String: String] = [:]
  /// What configurations are to be called, by their names in the logs.
  public var configurationLabels: [String: String] = [:]
  /// What trainers are to be called, by their names in the logs.
  public var trainerLabels: [String: String] = [:]
  /// Which evidence belongs to which run, where logs don't tell; the first rule that matches holds.
  public var links: [LinkRule] = []
  /// What is said about traces that do not tell it themselves; the first rule that matches a file holds.
  public var traces: [TraceRule] = []
  /// Files to leave out.
  public var ignore: [Glob] = []
  /// The model that was chosen in the end, by data set.
  public var finalModels: [String: FinalModel] = [:]
  /// Files with metrics that other programs computed.
  public var metricFiles: [MetricFileChoice] = []
  /// What these files hold; whoever reads the study file from a folder fills this in.
  public var metricValues: [MetricValue] = []
  /// What is said of runs that logs do not tell; for each attribute the first rule that matches and has it holds.
  public var attributes: [AttributeRule] = []
  /// The attributes that a table of the report has its rows by, the outermost first; empty for no such table.
  public var factors: [String] = []
  /// Which of two readings of carbontracker's logs counts.
  public var carbontracker: TrackerChoice = .corrected
  /// What is done about stretches in which a trace has no samples.
  public var gaps: GapPolicy = .bridge

  /// A study file that says nothing.
  public init() {}

  /// Reads a study file.
  ///
  /// - Parameters:
  ///   - yaml: The file's text, of at most 1 MiB.
  ///   - fileName: The file's name, for messages.
  /// - Throws: ``StudyFileError`` with all that is wrong: keys that are not known, values of the wrong type or out of
  ///   range, unknown zones, keys that stand twice, and text that is no YAML.
  public static func parse(_ yaml: String, fileName: String) throws(StudyFileError) -> StudyFile {
    var reader = StudyFileReader()
    let study = reader.read(yaml)
    guard reader.problems.isEmpty else { throw StudyFileError(fileName: fileName, problems: reader.problems) }
    return study
  }

  /// The zone of the clock that wrote a file, by the file's path beside the study file; `nil` when none is stated.
  public func timeZone(ofFile path: String) -> ZoneName? {
    timeZones.first { rule in rule.paths.contains { $0.matches(path) } }?.zone ?? defaultTimeZone
  }

  /// What is to be added to the times of a file beside its zone, by the file's path beside the study file; `nil` when
  /// nothing is said.
  public func clockOffset(ofFile path: String) -> Duration? {
    clockOffsets.first { rule in rule.paths.contains { $0.matches(path) } }?.offset
  }

  /// What is said about a trace, by its path beside the study file; `nil` when nothing is.
  public func traceDeclaration(ofFile path: String) -> TraceDeclaration? {
    traces.first { rule in rule.paths.contains { $0.matches(path) } }?.declaration
  }

  /// Whether a file is to be left out, by its path beside the study file.
  public func ignores(_ path: String) -> Bool { ignore.contains { $0.matches(path) } }
}
