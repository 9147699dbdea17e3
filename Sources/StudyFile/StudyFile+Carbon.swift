public import Quantities

/// The power usage effectiveness that a study file states.
public struct PUEChoice: Sendable, Hashable {
  /// The PUE.
  public var value: PowerUsageEffectiveness
  /// Who says so; `nil` when the file doesn't tell.
  public var source: String?
  /// The year that it was found for; `nil` when the file doesn't tell.
  public var year: Int?
  /// The years that it holds for; `nil` for its ``year`` or, without one, for all.
  public var years: ClosedRange<Int>?

  /// Makes a choice.
  public init(
    value: PowerUsageEffectiveness, source: String? = nil, year: Int? = nil, years: ClosedRange<Int>? = nil
  ) {
    self.value = value
    self.source = source
    self.year = year
    self.years = years
  }

  /// The years of ``years``, or the one of ``year``.
  public var period: ClosedRange<Int>? { years ?? year.map { $0...$0 } }
}

extension [PUEChoice] {
  /// The one that holds in a year: the only one, or the first whose years hold it; else the last before it, else the
  /// first after it.
  ///
  /// - Parameter year: the year of the activity; `nil` takes the latest.
  public func holding(in year: Int?) -> PUEChoice? {
    guard count > 1 else { return first }
    guard let year else { return self.max { ($0.period?.upperBound ?? .max) < ($1.period?.upperBound ?? .max) } }
    if let match = first(where: { $0.period?.contains(year) ?? true }) { return match }
    let dated = filter { $0.period != nil }
    let before = dated.filter { ($0.period?.upperBound ?? .max) < year }
    return before.max { ($0.period?.upperBound ?? 0) < ($1.period?.upperBound ?? 0) }
      ?? dated.min { ($0.period?.lowerBound ?? .max) < ($1.period?.lowerBound ?? .max) }
  }
}

/// The carbon intensity that a study file chooses.
public enum IntensityChoice: Sendable, Hashable {
  /// The built-in tables' value for a country or region, by code or English name, in a year or in that of the runs.
  case country(String, year: Int?)
  /// A value of the user's.
  case value(CarbonIntensity, year: Int?, source: String?, place: String?, boundary: EmissionsBoundary?)
  /// A time series in a file.
  case series(IntensitySeriesChoice)
}

/// Which series of which file holds, and how.
public struct IntensitySeriesChoice: Sendable, Hashable {
  /// The file's path, beside the study file.
  public var path: String
  /// The zone in the file; `nil` for its only one.
  public var zone: String?
  /// The column, where its kind does not tell which; `nil` for the only one.
  public var column: String?
  /// Which emissions are to be counted; `nil` for the only kind in the file.
  public var boundary: EmissionsBoundary?
  /// The zone of the file's clock, where its times are local.
  public var timeZone: ZoneName?
  /// A series that covers a training in part is used for that part; else it is refused.
  public var allowsGaps = false
  /// Who says so; `nil` for the publisher by the file's columns.
  public var source: String?

  /// Chooses the only series of a file.
  public init(path: String) { self.path = path }
}

/// What holds for the trainings of one site.
public struct SiteRule: Sendable, Hashable {
  /// The site's name; `nil` when the file gives none.
  public var name: String?
  /// The training logs, as paths beside the study file.
  public var paths: [Glob]
  /// The site's PUE by year; the first whose years hold the training's start. Empty when nothing is said.
  public var pue: [PUEChoice]
  /// The site's carbon intensity; `nil` when nothing is said.
  public var carbonIntensity: IntensityChoice?

  /// Makes a rule.
  public init(name: String? = nil, paths: [Glob], pue: [PUEChoice] = [], carbonIntensity: IntensityChoice? = nil) {
    self.name = name
    self.paths = paths
    self.pue = pue
    self.carbonIntensity = carbonIntensity
  }
}

/// The emissions of making and disposing of hardware, and for how long it serves.
public struct EmbodiedChoice: Sendable, Hashable {
  /// What a training has of the hardware.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    /// One for each of the training's GPUs.
    case gpu
    /// One for the whole training.
    case node
  }

  /// What the hardware is called.
  public var name: String
  /// The embodied emissions of one piece; above 0.
  public var mass: CarbonMass
  /// How many pieces a training uses.
  public var unit: Unit
  /// The expected life; above zero.
  public var lifetime: Duration
  /// The share of a piece that the training had to itself, above 0 and at most 1.
  public var share: Double
  /// Who says how much was emitted.
  public var source: String

  /// Makes a choice.
  public init(name: String, mass: CarbonMass, unit: Unit, lifetime: Duration, share: Double = 1, source: String) {
    self.name = name
    self.mass = mass
    self.unit = unit
    self.lifetime = lifetime
    self.share = share
    self.source = source
  }
}
