public import Quantities

/// Energies that a tool measured over windows of its own: tasks, runs, jobs.
public struct EnergyRecordLog: Sendable, Hashable, Codable {
  /// The tool's name as people write it: `Zeus`, `eco2AI`, `Slurm`.
  public var tool: String
  /// Whose clock the records' times are on.
  public var clock: TraceLog.Clock
  /// In file order.
  public var records: [EnergyRecord]
  /// Rows that a later row includes, because rows are cumulative or written anew.
  public var supersededRows: Int

  public init(tool: String, clock: TraceLog.Clock, records: [EnergyRecord] = [], supersededRows: Int = 0) {
    self.tool = tool
    self.clock = clock
    self.records = records
    self.supersededRows = supersededRows
  }
}

/// The energy of one window.
public struct EnergyRecord: Sendable, Hashable, Codable {
  /// One device's share.
  public struct Part: Sendable, Hashable, Codable {
    /// A name that is unique in the record: `GPU 0`, `package-0`, `total`.
    public var device: String
    public var component: Component
    public var joules: Double
    public var role: ReadingRole
    /// A model's value and no sensor's.
    public var isModelled: Bool

    public init(
      device: String, component: Component, joules: Double, role: ReadingRole = .counted, isModelled: Bool = false
    ) {
      self.device = device
      self.component = component
      self.joules = joules
      self.role = role
      self.isModelled = isModelled
    }
  }

  /// What the tool calls the window: a tag, task, run or job.
  public var label: String?
  /// Nanoseconds on the log's clock; `nil` when the file does not tell.
  public var start: Int64?
  public var end: Int64?
  /// The length of the window; `nil` when the file does not tell.
  public var seconds: Double?
  /// Energies without PUE.
  public var parts: [Part]
  /// It lies inside another record of the file, whose energy includes its own.
  public var isNested: Bool
  /// In g CO2e, as the tool printed it; `nil` when it did not.
  public var grams: Double?
  /// The PUE that the tool applied and that was divided out of ``parts``; `nil` when it applied none.
  public var pue: Double?
  /// A Slurm job's number.
  public var job: Int?
  /// The host or node list.
  public var host: String?
  /// The line that it was read from.
  public var line: Int

  public init(
    label: String? = nil, start: Int64? = nil, end: Int64? = nil, seconds: Double? = nil, parts: [Part] = [],
    isNested: Bool = false, line: Int
  ) {
    self.label = label
    self.start = start
    self.end = end
    self.seconds = seconds
    self.parts = parts
    self.isNested = isNested
    self.line = line
  }

  /// The energy of the parts that count; `nil` when there is none.
  public var counted: Energy? {
    let counted = parts.filter { $0.role == .counted }
    return counted.isEmpty ? nil : .joules(counted.reduce(0) { $0 + $1.joules })
  }
}
