public import Quantities

/// A CodeCarbon `emissions.csv`.
public struct CodeCarbonLog: Sendable, Hashable, Codable {
  /// The last row of each run id, in file order: rows are cumulative.
  public var rows: [CodeCarbonRow]
  /// Rows that a later row of the same run id includes.
  public var supersededRows: Int

  public init(rows: [CodeCarbonRow] = [], supersededRows: Int = 0) {
    self.rows = rows
    self.supersededRows = supersededRows
  }
}

/// The totals of one CodeCarbon run.
public struct CodeCarbonRow: Sendable, Hashable, Codable {
  /// When the row was written: the end of the run, on the host's wall clock.
  public var end: WallTime
  public var seconds: Double
  public var runID: String?
  public var project: String?
  /// The task that the row is of, in a file of tasks; the rows of one run id are then parts and not cumulative.
  public var task: String?
  public var toolVersion: String?
  public var countryISO3: String?
  /// Energies in kWh, without PUE; `nil` when the column is missing or empty.
  public var cpuKilowattHours: Double?
  public var gpuKilowattHours: Double?
  public var ramKilowattHours: Double?
  public var totalKilowattHours: Double?
  /// In g CO2e (the file has kilograms), the tool's PUE included.
  public var grams: Double?
  public var pue: Double?
  /// The last or mean power in watts, by version; never multiplied with the duration.
  public var cpuWatts: Double?
  /// The last or mean power in watts, by version; never multiplied with the duration.
  public var gpuWatts: Double?
  public var ramWatts: Double?
  /// Installed memory in GB.
  public var ramGigabytes: Double?
  /// In g CO2e per second, whatever unit the version printed.
  public var gramsPerSecond: Double?
  /// Water in litres, from version 3.0.8.
  public var litres: Double?
  /// Water usage effectiveness in litres per kWh, from version 3.0.8.
  public var wue: Double?
  public var cpuModel: String?
  public var gpuModel: String?
  public var gpuCount: Int?
  /// `machine` or `process`.
  public var trackingMode: String?
  public var line: Int

  public init(end: WallTime, seconds: Double, line: Int) {
    self.end = end
    self.seconds = seconds
    self.line = line
  }

  /// The CPU's energy is an estimate: its power is CodeCarbon's constant for unknown models, 50 % of a TDP of 85 W.
  public var isCPUEstimated: Bool { cpuWatts.map { abs($0 - 42.5) < 1e-6 } ?? false }

  /// The memory's power is CodeCarbon's constant of 3 W for each 8 GB. Other values are models too, by modules.
  public var isMemoryByCapacity: Bool {
    guard let ramWatts, let ramGigabytes, ramGigabytes > 0 else { return false }
    return abs(ramWatts / ramGigabytes - 3.0 / 8) < 1e-3
  }
}
