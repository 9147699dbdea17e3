public import LogFormats
public import Quantities

/// Anything that says how much energy something took.
public struct Evidence: Sendable {
  /// What kind of evidence it is, with what the accounting needs of it.
  public enum Content: Sendable {
    /// A power or counter trace.
    case trace(TraceEvidence)
    /// One session of carbontracker.
    case tracker(TrackerSession)
    /// One run of CodeCarbon.
    case codecarbon(CodeCarbonRow)
    /// One window of another tool: a task, a run, a job.
    case energyRecord(EnergyRecord, tool: String)
  }

  /// A name that is unique in the study: the path, and the session's or row's place where a file has several.
  public let id: String
  /// The file, as reports print it.
  public let path: String
  public let content: Content
  public var clock: ClockReading
  /// When it measured; `nil` when it has no times.
  public var window: TimeWindow?
  /// What became of it.
  public var disposition: Disposition

  /// What became of a piece of evidence.
  public enum Disposition: Sendable, Hashable {
    /// It is linked to attempts.
    case linked
    /// It repeats what other evidence says and was left out, so that nothing counts twice.
    case duplicate(of: String, reason: String)
    /// It belongs to no training.
    case unlinked(reason: String)
  }

  public init(
    id: String, path: String, content: Content, clock: ClockReading, window: TimeWindow?, disposition: Disposition
  ) {
    self.id = id
    self.path = path
    self.content = content
    self.clock = clock
    self.window = window
    self.disposition = disposition
  }
}

/// A trace's series with their places in the store.
public struct TraceEvidence: Sendable {
  /// One device's series.
  public struct Device: Sendable, Hashable {
    /// The series' id in the store.
    public let seriesID: Int64
    /// The series, with the counter range and component of a zone side file where there is one.
    public var series: TraceSeries
    /// No sample is earlier than the one before it in the file.
    public let isTimeOrdered: Bool
    /// By how much its readings lag behind: half the time over which its sensor averages, where that is taken off.
    public var lag = Duration.zero

    public init(seriesID: Int64, series: TraceSeries, isTimeOrdered: Bool = true) {
      self.seriesID = seriesID
      self.series = series
      self.isTimeOrdered = isTimeOrdered
    }
  }

  public let format: LogFormat
  public var devices: [Device]
  /// The host that the file names.
  public let host: String?

  public init(format: LogFormat, devices: [Device], host: String? = nil) {
    self.format = format
    self.devices = devices
    self.host = host
  }
}
