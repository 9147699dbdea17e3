public import StudyFile

/// What a person decided about a report, beside the logs: enough to make the same report again.
public struct ReportChoices: Sendable, Hashable {
  /// A study file as it was read.
  public struct StudyText: Sendable, Hashable {
    /// The path below the study's folder, or the name of a file that lies elsewhere.
    public var name: String
    public var text: String

    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// A clock offset that the command line gave.
  public struct ClockOffset: Sendable, Hashable {
    /// Of the files' paths below the study's folder.
    public var pattern: String
    /// What is added to their times.
    public var seconds: Double

    public init(pattern: String, seconds: Double) {
      self.pattern = pattern
      self.seconds = seconds
    }
  }

  /// The study file; `nil` when there was none.
  public var studyFile: StudyText?
  /// The gap policy that the command line gave, which goes before the study file's.
  public var gaps: GapPolicy?
  /// The clock offsets that the command line gave, which go before the study file's.
  public var clockOffsets: [ClockOffset] = []
  /// Whether values of which less than half was measured are given.
  public var showsLowCoverage = false
  /// Where the paper is to appear: the sizes of tables and figures.
  public var venue = Venue.article
  /// Whether tables of documents print numbers with their expanded uncertainties.
  public var printsIntervals = false
  /// The gain of the early stop among the strategies, in Dice from 0 to 1; `nil` for the default.
  public var stopGain: Double?

  /// The attributes that the command line named for a table by attributes; `nil` for those of the study file.
  public var factors: [String]?
  /// Whether LaTeX leaves numbers and units to the package `siunitx`.
  public var usesSIunitx = false
  /// Whether LaTeX includes the figures as PDF instead of TikZ.
  public var includesPDF = false

  public init() {}

  /// What LaTeX tables must suit.
  var tableStyle: LaTeXTableStyle { venue.tableStyle.withSIunitx(usesSIunitx) }

  /// The study file with the command line's choices on top.
  ///
  /// - Parameter name: what the file is called in messages.
  /// - Throws: ``StudyFileError`` when the text is no study file.
  public func apply(messageName name: String) throws(StudyFileError) -> StudyFile {
    var file =
      try studyFile.map { text throws(StudyFileError) in try StudyFile.parse(text.text, fileName: name) }
      ?? StudyFile()
    if let gaps { file.gaps = gaps }
    let rules = clockOffsets.compactMap { offset in
      (try? Glob(offset.pattern)).map { ClockOffsetRule(paths: [$0], offset: .seconds(offset.seconds)) }
    }
    file.clockOffsets = rules + file.clockOffsets
    return file
  }
}
