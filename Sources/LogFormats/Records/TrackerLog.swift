public import Quantities

/// What one carbontracker log (standard, output or error), or the carbontracker lines of a console capture, says.
public struct TrackerLog: Sendable, Hashable, Codable {
  /// Which of carbontracker's files this is.
  public enum Kind: String, Sendable, Hashable, Codable {
    case standard, output, error, console
  }

  public var kind: Kind
  /// In file order; a new one begins at each `carbontracker version` line (standard) or components line (output).
  public var sessions: [TrackerSession]

  public init(kind: Kind, sessions: [TrackerSession] = []) {
    self.kind = kind
    self.sessions = sessions
  }
}

/// One use of carbontracker: from its construction to its end.
public struct TrackerSession: Sendable, Hashable, Codable {
  /// How a session ended, as far as its file tells.
  public enum State: String, Sendable, Hashable, Codable {
    /// `Monitoring thread ended.` or `Finished monitoring.`
    case finished
    /// `Training was interrupted before all …`, written by `stop()`.
    case stopped
    /// A traceback stands in the log.
    case failed
    /// The log just ends: the process was killed or is running.
    case truncated
    /// Nothing was measured: no epoch and no block.
    case empty
  }

  /// As the log prints it; `nil` when it does not, as output logs and consoles never do.
  public var version: String?
  /// What the wording says of the release where nothing prints it: `2.1.1 to 2.3.1`, `2.0.0 or later`; `nil` otherwise.
  public var inferredVersion: String?
  /// The PUE that the tool multiplies its totals by; `nil` when the log does not say (1.0.x applies none).
  ///
  /// Where ``inferredVersion`` leaves one PUE only, it is that release's.
  public var pue: Double?
  public var state: State
  public var firstStamp: WallTime?
  public var lastStamp: WallTime?
  public var components: [TrackerComponent]
  public var epochs: [TrackerEpoch]
  public var intensities: [TrackerIntensity]
  public var actual: ConsumptionBlock?
  public var predicted: ConsumptionBlock?
  /// The first line at which the session is damaged: two processes wrote over each other, or lines of it are lost, so
  /// that its numbers may be incomplete; `nil` when it is whole.
  public var damagedLine: Int?
  /// The session's first line.
  public var line: Int

  public init(line: Int) {
    self.line = line
    state = .truncated
    components = []
    epochs = []
    intensities = []
  }

  /// Whether any epoch has a power of a component that is not 0 W, which carbontracker logs where a sensor cannot be read.
  public func isMeasured(_ component: String) -> Bool {
    epochs.contains { epoch in
      epoch.powers.contains { $0.component == component && $0.watts.contains { $0.map { $0 != 0 } ?? false } }
    }
  }

  /// What is summed over epochs without PUE, each component's power times ``TrackerComponent/correctionFactor`` when
  /// `corrected`: Σ epochs Σ components P̄ × T. `nil` when no epoch has both a duration and a power
  /// other than 0 W.
  ///
  /// An epoch without a power takes that of the next epoch that has one, as carbontracker's totals do; the last epochs
  /// take the last known one (carbontracker, components/component.py).
  public func energyIT(corrected: Bool) -> Energy? {
    var total: Energy?
    for component in components {
      guard let energy = energyIT(of: component, corrected: corrected) else { continue }
      total = (total ?? .zero) + energy
    }
    return total
  }

  /// One component's share of ``energyIT(corrected:)``; `nil` also where the component was not measured.
  public func energyIT(of component: TrackerComponent, corrected: Bool) -> Energy? {
    guard isMeasured(component.name) else { return nil }
    let powers = epochs.map { epoch in
      epoch.powers.first { $0.component == component.name }?.totalWatts
    }
    var total = Energy.zero
    var hasDuration = false
    for (index, epoch) in epochs.enumerated() {
      guard let seconds = epoch.seconds, seconds >= 0 else { continue }
      let known =
        powers[index] ?? powers[index...].lazy.compactMap(\.self).first
        ?? powers[..<index].lazy.reversed().compactMap(\.self).first
      guard let watts = known else { continue }
      hasDuration = true
      total = total + .joules(watts * seconds * (corrected ? component.correctionFactor : 1))
    }
    return hasDuration ? total : nil
  }
}

/// A line of `The following components were found`.
public struct TrackerComponent: Sendable, Hashable, Codable {
  /// `gpu` or `cpu`, lower case.
  public var name: String
  /// Device names as the log lists them, without blanks at their ends; may be empty.
  public var devices: [String]
  /// What a logged power must be multiplied by to be the sum over devices.
  ///
  /// carbontracker 2.0.0 to 2.4.7 averages the samples of all devices of a component, so the factor is their number;
  /// it is 1 for 1.x, for one device, and for Apple Silicon (`GPU`, `ANE`), whose value is a sum already.
  public var correctionFactor: Double

  public init(name: String, devices: [String], correctionFactor: Double = 1) {
    self.name = name
    self.devices = devices
    self.correctionFactor = correctionFactor
  }
}

/// One `Epoch N:` block.
public struct TrackerEpoch: Sendable, Hashable, Codable {
  /// The number in the log, from 1.
  public var number: Int
  /// The block's stamp, which is the end of the epoch (1.0.7 and later).
  public var end: WallTime?
  /// `Duration`, in seconds; may be negative when the clock was set back.
  public var seconds: Double?
  public var powers: [ComponentPower]
  public var line: Int

  public init(number: Int, line: Int) {
    self.number = number
    self.line = line
    powers = []
  }

  /// When the epoch began: its end minus its duration; `nil` when either is missing or the duration is negative.
  public var start: WallTime? {
    guard let end, let seconds, seconds >= 0, seconds < 1e9 else { return nil }
    return end.advanced(by: .seconds(-seconds))
  }
}

/// `Average power usage (W) for …` of one epoch.
public struct ComponentPower: Sendable, Hashable, Codable {
  /// `gpu` or `cpu`.
  public var component: String
  /// As logged: one number per device in 1.x, one mean in 2.x, in watts; `nil` for `None` and `nan`.
  public var watts: [Double?]
  public var line: Int

  public init(component: String, watts: [Double?], line: Int) {
    self.component = component
    self.watts = watts
    self.line = line
  }

  /// The sum of the numbers that are there; `nil` when there is none.
  public var totalWatts: Double? {
    let known = watts.compactMap(\.self)
    return known.isEmpty ? nil : known.reduce(0, +)
  }
}

/// A carbon intensity that a tracker used or fetched.
public struct TrackerIntensity: Sendable, Hashable, Codable {
  /// Where the number is from.
  public enum Source: String, Sendable, Hashable, Codable {
    /// Fetched for the place and time.
    case live
    /// The tool's table value for the country.
    case countryDefault = "country-default"
    /// The tool's table value for the world.
    case worldDefault = "world-default"
    /// The EU-28 mean of 2017 that 1.x falls back to.
    case eu28Default = "eu28-default"
    /// The line does not tell.
    case unclassified
  }

  /// In g CO2e per kWh; `nil` for `nan`.
  public var gramsPerKilowattHour: Double?
  public var source: Source
  /// The place as printed; `nil` when not printed, `UNDETECTED` or `Unknown`.
  public var place: String?
  public var line: Int

  public init(gramsPerKilowattHour: Double?, source: Source, place: String? = nil, line: Int) {
    self.gramsPerKilowattHour = gramsPerKilowattHour
    self.source = source
    self.place = place
    self.line = line
  }
}

/// `Actual consumption …` or `Predicted consumption …`; energies include the tool's PUE.
public struct ConsumptionBlock: Sendable, Hashable, Codable {
  /// The number in the heading; `nil` when it has none. After `stop()` it is often one too small.
  public var epochs: Int?
  public var seconds: Double?
  /// In kWh, the tool's PUE included.
  public var kilowattHours: Double?
  /// How many decimals the energy is printed with; `nil` when it is not a plain decimal.
  public var energyDecimals: Int?
  /// In g CO2e; `nil` for `nan`.
  public var grams: Double?
  public var kilometres: Double?
  public var line: Int

  public init(epochs: Int? = nil, line: Int) {
    self.epochs = epochs
    self.line = line
  }
}
