public import Quantities

/// Power samples or energy-counter readings of one or more devices over time.
///
/// The record describes the series; the samples went to the parser's ``TraceSampleSink``.
public struct TraceLog: Sendable, Hashable, Codable {
  /// Whose clock the sample times are on.
  public enum Clock: String, Sendable, Hashable, Codable {
    /// UTC, or Unix time.
    case utc
    /// The host's local time, zone unknown.
    case local
  }

  public var clock: Clock
  /// In order of first appearance; a series' place here is the handle that its samples carry.
  public var series: [TraceSeries]

  public init(clock: Clock, series: [TraceSeries] = []) {
    self.clock = clock
    self.series = series
  }
}

/// One device's samples in a trace.
public struct TraceSeries: Sendable, Hashable, Codable {
  /// What a sample's value is.
  public enum Quantity: String, Sendable, Hashable, Codable {
    /// The power at, or averaged up to, the sample's time, in microwatts.
    case power
    /// A counter that grows and wraps, in microjoules.
    case energyCounter = "energy-counter"
  }

  /// A name that is unique in the file and stable between files of one host: `GPU 0`, `package-0`, `intel-rapl:0:0`.
  public var device: String
  public var component: Component
  public var quantity: Quantity
  /// The model, as `NVIDIA A40`; `nil` when the file does not say.
  public var model: String?
  /// `GPU-…`, when the file has it.
  public var uuid: String?
  /// The device's index on its host, when the file has it.
  public var index: Int?
  /// The counter's range in microjoules, from the file itself, a side file or, marked by a diagnostic, a table.
  public var counterRange: Int64?
  public var samples: Int
  /// Rows of this device whose value could not be read as a number (`[N/A]`, `[Not Supported]`).
  public var missingSamples: Int

  public init(
    device: String, component: Component, quantity: Quantity, model: String? = nil, uuid: String? = nil,
    index: Int? = nil, counterRange: Int64? = nil
  ) {
    self.device = device
    self.component = component
    self.quantity = quantity
    self.model = model
    self.uuid = uuid
    self.index = index
    self.counterRange = counterRange
    samples = 0
    missingSamples = 0
  }
}

/// Takes a trace's samples while it is parsed.
public protocol TraceSampleSink: AnyObject {
  /// Takes one sample in file order.
  ///
  /// - Parameters:
  ///   - series: the place of the device in ``TraceLog/series``.
  ///   - time: nanoseconds since 1970-01-01 00:00:00 on the trace's clock (``TraceLog/clock``).
  ///   - value: microwatts or microjoules, by ``TraceSeries/quantity``.
  func append(series: Int, time: Int64, value: Int64)
}

/// Keeps samples in memory, by series.
public final class TraceColumns: TraceSampleSink {
  /// One series' samples in file order.
  public struct Column: Sendable, Hashable {
    /// Nanoseconds on the trace's clock.
    public var times: [Int64]
    /// Microwatts or microjoules.
    public var values: [Int64]

    public init(times: [Int64] = [], values: [Int64] = []) {
      self.times = times
      self.values = values
    }
  }

  public private(set) var columns: [Column] = []

  public init() {}

  public func append(series: Int, time: Int64, value: Int64) {
    while columns.count <= series { columns.append(Column()) }
    columns[series].times.append(time)
    columns[series].values.append(value)
  }
}

/// A side file with the names and ranges of powercap zones.
public struct RAPLDomains: Sendable, Hashable, Codable {
  /// One zone.
  public struct Zone: Sendable, Hashable, Codable {
    /// The name that the counter file uses.
    public var key: String
    /// The kernel's name of the zone: `package-0`, `dram`.
    public var name: String
    /// `max_energy_range_uj`.
    public var counterRange: Int64

    public init(key: String, name: String, counterRange: Int64) {
      self.key = key
      self.name = name
      self.counterRange = counterRange
    }
  }

  /// In order of key.
  public var zones: [Zone]

  public init(zones: [Zone]) { self.zones = zones }
}
