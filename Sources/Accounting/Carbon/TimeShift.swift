public import Quantities

/// What the same work would have emitted had it begun later, by a time series of carbon intensities.
public struct TimeShift: Sendable, Hashable {
  /// One later start.
  public struct Point: Sendable, Hashable {
    /// How much later; negative for earlier.
    public let delay: Duration
    /// The emissions, PUE included; `nil` where the series does not cover all of the work.
    public let carbon: CarbonMass?
    /// Over the emissions without a delay; `nil` where either is unknown or there were none.
    public let factor: Double?
  }

  /// In order of delay.
  public let points: [Point]

  /// Moves work along a series of intensities; the power's course over time stays as it was.
  ///
  /// - Parameters:
  ///   - work: how energies were spent over time, each with the PUE of its site.
  ///   - curve: the intensities, the same for all.
  ///   - delays: how much later the work begins.
  public init(
    of work: [(course: EnergyCourse, pue: PowerUsageEffectiveness)], along curve: IntensityCurve, by delays: [Duration]
  ) {
    func carbon(_ delay: Duration) -> CarbonMass? {
      var masses: [CarbonMass] = []
      for (course, pue) in work {
        let emissions = course.advanced(by: delay).emissions(at: curve)
        guard emissions.coverage == 1 else { return nil }
        masses.append(emissions.carbon * pue.ratio)
      }
      return masses.isEmpty ? nil : masses.compensatedSum()
    }
    let own = carbon(.zero)
    points = delays.sorted().map { delay in
      let moved = delay == .zero ? own : carbon(delay)
      let factor = moved.flatMap { moved in own.flatMap { $0.grams > 0 ? moved / $0 : nil } }
      return Point(delay: delay, carbon: moved, factor: factor)
    }
  }

  /// The start with the least emissions, the earliest of equals; `nil` when no start is covered.
  public var best: Point? {
    points.filter { $0.carbon != nil }.min { ($0.carbon?.grams ?? .infinity) < ($1.carbon?.grams ?? .infinity) }
  }
}
