public import Quantities

/// Power samples, interval energies or energy-counter readings of one or more devices over time.
///
/// The record describes the series; the samples went to the parser's ``TraceSampleSink``.
public struct TraceLog: Sendable, Hashable, Codable {
  /// Whose clock the sample times are on.
  public enum Clock: String, Sendable, Hashable, Codable, CaseIterable {
    /// UTC, or Unix time.
    case utc
    /// The host's local time, zone unknown.
    case local
    /// Time since the recording began, whose time of day the file does not tell.
    case relative
    /// The file has no times: a sample's time is its place among the samples of its series, in seconds.
    case ordinal
  }

  public var clock: Clock
  /// The host that the file names; `nil` when it names none.
  public var host: String?
  /// In order of first appearance; a series' place here is the handle that its samples carry.
  public var series: [TraceSeries]

  public init(clock: Clock, host: String? = nil, series: [TraceSeries] = []) {
    self.clock = clock
    self.host = host
    self.series = series
  }
}

/// How a reading relates to the others of its file, so that no joule counts twice.
public enum ReadingRole: String, Sendable, Hashable, Codable, CaseIterable {
  /// It counts.
  case counted
  /// Another reading, or the sum, of what counted readings of the file measure.
  case alternative
  /// A part of what a counted reading measures: cores of a package, memory of a board, a rail of a total.
  case contained
  /// A limit, a cap or a set point: no draw at all.
  case limit
}

/// One device's samples in a trace.
public struct TraceSeries: Sendable, Hashable, Codable {
  /// What a sample's value is.
  public enum Quantity: String, Sendable, Hashable, Codable, CaseIterable {
    /// The power at the sample's time, in watts; straight lines between samples.
    case power
    /// The mean power since the sample before, in watts.
    case meanPower = "mean-power"
    /// The energy since the sample before, in joules.
    case intervalEnergy = "interval-energy"
    /// A counter that grows, and wraps or is reset, in joules.
    case energyCounter = "energy-counter"
  }

  /// A name that is unique in the file and stable between files of one host: `GPU 0`, `package-0`, `intel-rapl:0:0`.
  public var device: String
  public var component: Component
  public var quantity: Quantity
  public var role: ReadingRole
  /// Values are integers in units of 10^-`decimals` watts or joules: 6 for microwatts and microjoules. 0 to 12.
  public var decimals: Int
  /// When the first interval began, in nanoseconds on the trace's clock, where the file tells it; only for
  /// ``Quantity/meanPower`` and ``Quantity/intervalEnergy``.
  public var origin: Int64?
  /// The values are a model's and no sensor's.
  public var isModelled: Bool
  /// The file says that values are readings of an instant, where the board also offers means (`power.draw.instant`).
  public var isInstantaneous = false
  /// The model, as `NVIDIA A40`; `nil` when the file does not say.
  public var model: String?
  /// `GPU-…`, when the file has it.
  public var uuid: String?
  /// The device's index on its host, when the file has it.
  public var index: Int?
  /// The counter's range in units of 10^-``decimals`` joules, from the file itself, a side file or, marked by a
  /// diagnostic, a table.
  public var counterRange: Int64?
  public var samples: Int
  /// Rows of this device whose value could not be read as a number (`[N/A]`, `[Not Supported]`) or cannot be.
  public var missingSamples: Int

  public init(
    device: String, component: Component, quantity: Quantity, role: ReadingRole = .counted, decimals: Int = 6,
    origin: Int64? = nil, isModelled: Bool = false, model: String? = nil, uuid: String? = nil, index: Int? = nil,
    counterRange: Int64? = nil
  ) {
    self.device = device
    self.component = component
    self.quantity = quantity
    self.role = role
    self.decimals = min(max(decimals, 0), 12)
    self.origin = origin
    self.isModelled = isModelled
    self.model = model
    self.uuid = uuid
    self.index = index
    self.counterRange = counterRange
    samples = 0
    missingSamples = 0
  }

  /// Reads a series; stores of earlier versions lack the role, the scale and whether values are a model's.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      device: try values.decode(String.self, forKey: .device),
      component: try values.decode(Component.self, forKey: .component),
      quantity: try values.decode(Quantity.self, forKey: .quantity),
      role: try values.decodeIfPresent(ReadingRole.self, forKey: .role) ?? .counted,
      decimals: try values.decodeIfPresent(Int.self, forKey: .decimals) ?? 6,
      origin: try values.decodeIfPresent(Int64.self, forKey: .origin),
      isModelled: try values.decodeIfPresent(Bool.self, forKey: .isModelled) ?? false,
      model: try values.decodeIfPresent(String.self, forKey: .model),
      uuid: try values.decodeIfPresent(String.self, forKey: .uuid),
      index: try values.decodeIfPresent(Int.self, forKey: .index),
      counterRange: try values.decodeIfPresent(Int64.self, forKey: .counterRange))
    isInstantaneous = try values.decodeIfPresent(Bool.self, forKey: .isInstantaneous) ?? false
    samples = try values.decode(Int.self, forKey: .samples)
    missingSamples = try values.decode(Int.self, forKey: .missingSamples)
  }

  /// How many units of a value make one watt or joule: 10^``decimals``.
  public var unitsPerWatt: Double { Self.powersOfTen[decimals] }

  private static let powersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12]
}

/// Takes a trace's samples while it is parsed.
public protocol TraceSampleSink: AnyObject {
  /// Takes one sample in file order.
  ///
  /// - Parameters:
  ///   - series: the place of the device in ``TraceLog/series``.
  ///   - time: nanoseconds since 1970-01-01 00:00:00, or since the start, on the trace's clock (``TraceLog/clock``).
  ///   - value: in units of 10^-``TraceSeries/decimals`` watts or joules, by ``TraceSeries/quantity``.
  func append(series: Int, time: Int64, value: Int64)

  /// Takes back the last sample of a series; `false` when it cannot be taken back any more.
  func takeBack(series: Int) -> Bool
}

/// Keeps samples in memory, by series.
public final class TraceColumns: TraceSampleSink {
  /// One series' samples in file order.
  public struct Column: Sendable, Hashable {
    /// Nanoseconds on the trace's clock.
    public var times: [Int64]
    /// In units of 10^-``TraceSeries/decimals`` watts or joules.
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

  public func takeBack(series: Int) -> Bool {
    guard columns.indices.contains(series), !columns[series].times.isEmpty else { return false }
    columns[series].times.removeLast()
    columns[series].values.removeLast()
    return true
  }
}
