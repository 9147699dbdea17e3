public import Quantities

/// What finished work would have emitted elsewhere: the same energy, another grid and, if asked for, another site's PUE.
public struct Relocation: Sendable {
  /// Somewhere that work could have run.
  public struct Place: Sendable, Hashable {
    /// The grid's carbon intensity.
    public let intensity: SourcedIntensity
    /// The site's PUE; `nil` for that of the place where the work ran.
    public let pue: SourcedPUE?

    /// Makes a place.
    public init(intensity: SourcedIntensity, pue: SourcedPUE? = nil) {
      self.intensity = intensity
      self.pue = pue
    }
  }

  /// The energy and emissions of some work at one place.
  public struct Amounts: Sendable, Hashable {
    /// The facility's energy.
    public let facility: Energy
    /// The emissions.
    public let carbon: CarbonMass
  }

  /// The places, in the order in which they were named.
  public let places: [Place]

  /// Makes a relocation.
  ///
  /// - Throws: ``IntensityLookupError/mixedBoundaries(direct:lifeCycle:)`` when some intensities count direct emissions
  ///   and others the whole life cycle.
  public init(to places: [Place]) throws(IntensityLookupError) {
    try IntensityLookupError.checkBoundaries(places.map(\.intensity))
    self.places = places
  }

  /// What an IT energy that was spent by some rates takes at a place.
  public func amounts(_ energy: Energy, by basis: AccountingBasis, at place: Place) -> Amounts {
    let facility = energy * (place.pue ?? basis.pue).value
    return Amounts(facility: facility, carbon: facility * place.intensity.value)
  }

  /// The emissions at a place over those where the work ran; `nil` when these are 0, or count other emissions.
  public func factor(_ energy: Energy, by basis: AccountingBasis, at place: Place) -> Double? {
    guard isComparable(with: basis.intensity) else { return nil }
    let own = basis.carbon(energy)
    return own.grams > 0 ? amounts(energy, by: basis, at: place).carbon / own : nil
  }

  /// Whether the places' emissions can be compared with those by an intensity: not when one counts direct emissions and
  /// the other the whole life cycle.
  public func isComparable(with intensity: SourcedIntensity) -> Bool {
    guard let own = intensity.boundary, let other = places.lazy.compactMap(\.intensity.boundary).first else {
      return true
    }
    return own == other
  }
}
