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

  public init(format: LogFormat, devices: [Device]) {
    self.format = format
    self.devices = devices
  }
}

/// That a piece of evidence belongs to an attempt, and why.
public struct EvidenceLink: Sendable, Hashable {
  /// Why evidence belongs to an attempt, the strongest first.
  public enum Reason: Sendable, Hashable {
    /// The study file says so.
    case declared
    /// The same Slurm job in both.
    case slurmJob(Int)
    /// The evidence lies in the run's folder.
    case folder(String)
    /// So many of the tracker's epochs, taken one by one from the place `from` in ``Attempt/epochs`` on, are the log's.
    case epochs(matched: Int, of: Int, from: Int)
    /// The evidence names the data set and fold, and its time fits.
    case name(String)
    /// It is the only training that ran at the time.
    case time
  }

  /// ``Evidence/id``.
  public let evidence: String
  public let reason: Reason
  /// The share of the attempt's window that the evidence covers in time, 0 to 1.
  public let overlap: Double

  public init(evidence: String, reason: Reason, overlap: Double) {
    self.evidence = evidence
    self.reason = reason
    self.overlap = overlap
  }
}

extension EvidenceLink.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .declared: "declared in the study file"
    case .slurmJob(let job): "Slurm job \(job) in both"
    case .folder(let folder): "lies in \(folder)"
    case .epochs(let matched, let count, _): "\(matched) of \(count) epochs coincide"
    case .name(let name): "names \(name) and ran at the time"
    case .time: "the only training at the time"
    }
  }
}
