public import Quantities

/// What someone says about a trace that the file itself does not tell.
public struct TraceDeclaration: Sendable, Hashable, Codable {
  /// When a recording began.
  public enum Start: Sendable, Hashable, Codable {
    case utc(Instant)
    /// On the host's wall clock.
    case local(WallTime)
  }

  /// The columns of delimited text; `nil` for a file whose format is known.
  public var columns: DelimitedDeclaration?
  /// Seconds from one sample of a device to the next, for a file without times; above 0.
  public var samplingPeriod: Double?
  /// When the recording began, for a file without times of day.
  public var start: Start?

  public init(columns: DelimitedDeclaration? = nil, samplingPeriod: Double? = nil, start: Start? = nil) {
    self.columns = columns
    self.samplingPeriod = samplingPeriod
    self.start = start
  }
}
