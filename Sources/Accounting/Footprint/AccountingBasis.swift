public import Quantities
public import StudyFile

/// The constants and choices behind every number of a report.
public struct AccountingBasis: Sendable, Hashable {
  /// What turns IT energy into facility energy.
  public var pue: SourcedPUE
  /// What turns facility energy into emissions.
  public var intensity: SourcedIntensity
  /// What turns emissions into a distance by car.
  public var car: CarEmissionFactor
  /// Whether carbontracker 2.x powers are taken corrected for device averaging.
  public var tracker: TrackerChoice
  /// What is done about stretches in which a trace has no samples.
  public var gaps: GapPolicy
  /// The series that emissions are integrated with, whose source is ``intensity``; `nil` when it is one value.
  public var series: SourcedSeries?
  /// The study's own PUE by year, where it states several; each goes before ``pue`` in its years.
  public var yearlyPUE: [PUEChoice] = []
  /// Carbon intensities of other places that the report compares with.
  public var places: [SourcedIntensity] = []
  /// Folders with rates of their own; the first that matches a log holds.
  public var sites: [SiteRates] = []

  public init(
    pue: SourcedPUE, intensity: SourcedIntensity, car: CarEmissionFactor, tracker: TrackerChoice,
    gaps: GapPolicy = .bridge
  ) {
    self.pue = pue
    self.intensity = intensity
    self.car = car
    self.tracker = tracker
    self.gaps = gaps
  }

  /// The facility energy of an IT energy: with PUE.
  public func facility(_ energy: Energy) -> Energy { energy * pue.value }

  /// The emissions of an IT energy, PUE included.
  public func carbon(_ energy: Energy) -> CarbonMass { facility(energy) * intensity.value }

  /// The distance by car that emits as much as an IT energy causes, PUE included.
  public func distance(_ energy: Energy) -> Distance { car.distance(emitting: carbon(energy)) }
}
