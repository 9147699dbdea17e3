public import Quantities

/// How an energy was spent over time, as stretches in each of which the power counts as constant.
///
/// Of traces the stretches end where the carbon intensity changes, so that a sum over them is exact. Energies that are
/// known as totals only are spread evenly over the part of the training that they are of.
public struct EnergyCourse: Sendable, Hashable {
  /// A stretch of time and its energy.
  public struct Stretch: Sendable, Hashable {
    /// When it was spent; an instant for a counter's reading at one.
    public var window: TimeWindow
    /// The IT energy.
    public var energy: Energy
    /// Only the total of a longer time is known.
    public var isSpread: Bool

    /// Makes a stretch.
    public init(window: TimeWindow, energy: Energy, isSpread: Bool = false) {
      self.window = window
      self.energy = energy
      self.isSpread = isSpread
    }
  }

  /// In no particular order; several components' stretches lie over each other.
  public var stretches: [Stretch]

  /// Makes a course.
  public init(_ stretches: [Stretch] = []) { self.stretches = stretches }

  /// The course of the same work begun later, or earlier for a negative duration.
  public func advanced(by duration: Duration) -> EnergyCourse {
    EnergyCourse(
      stretches.map { stretch in
        var moved = stretch
        moved.window = stretch.window.advanced(by: duration)
        return moved
      })
  }

  /// What the energy's electricity emitted: Σ Eⱼ × CIⱼ over the stretches, each at the mean intensity that held in it.
  ///
  /// The intensity's mean over the whole time would not do: the difference is the covariance of power and intensity.
  public func emissions(at curve: IntensityCurve) -> SeriesEmissions {
    var (carbon, covered, spread, total) = (CompensatedSum(), CompensatedSum(), CompensatedSum(), CompensatedSum())
    for stretch in stretches {
      total.add(stretch.energy.joules)
      guard let mean = curve.mean(over: stretch.window) else { continue }
      let energy = stretch.energy * mean.share
      carbon.add((energy * mean.intensity).grams)
      covered.add(energy.joules)
      if stretch.isSpread { spread.add(energy.joules) }
    }
    return SeriesEmissions(
      carbon: .grams(carbon.value), covered: .joules(covered.value), spread: .joules(spread.value),
      total: .joules(total.value))
  }
}

/// The emissions of an IT energy by a time series of carbon intensities, before PUE.
public struct SeriesEmissions: Sendable, Hashable {
  /// The emissions of what the series covers.
  public let carbon: CarbonMass
  /// The energy at whose time the series has a value.
  public let covered: Energy
  /// The part of `covered` of which only a total over some time is known, and which was spread evenly over it.
  public let spread: Energy
  /// All of the energy.
  public let total: Energy

  /// The share of the energy that the series covers, 0 to 1; 1 when there is no energy.
  public var coverage: Double {
    guard total.joules > 0 else { return 1 }
    let share = covered / total
    // Stretches are added one by one: what lacks less than a billionth lacks nothing.
    return share > 1 - 1e-9 ? 1 : share
  }

  /// The energy-weighted mean over what is covered; `nil` when nothing is.
  public var meanIntensity: CarbonIntensity? {
    covered.joules > 0 ? .gramsPerKilowattHour(carbon.grams / covered.kilowattHours) : nil
  }
}
