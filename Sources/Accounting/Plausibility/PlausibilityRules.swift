public import Quantities

/// Checks of numbers that others printed, by what must hold between them.
///
/// Each answers whether the numbers can belong together when their rounding is granted; none says which of them is wrong.
public enum PlausibilityRules {
  /// Whether emissions, an energy and an intensity fit: g = kWh × g/kWh.
  ///
  /// - Parameters:
  ///   - grams: the printed emissions in g.
  ///   - kilowattHours: the printed energy, PUE included where the emissions include it.
  ///   - intensities: what is stated, in g/kWh; any of them may have been used, and so may a mean of them.
  ///   - tolerance: a relative difference that is granted beside the rounding.
  public static func intensityFits(
    grams: PrintedNumber, kilowattHours: PrintedNumber, intensities: [PrintedNumber], tolerance: Double = 1e-6
  ) -> Bool {
    guard let quotients = grams.quotients(by: kilowattHours), let least = intensities.map(\.lowest).min(),
      let greatest = intensities.map(\.highest).max()
    else { return true }
    return quotients.upperBound >= least * (1 - tolerance) && quotients.lowerBound <= greatest * (1 + tolerance)
  }

  /// The rows of a table whose emissions per energy do not fit the intensity that fits most rows.
  ///
  /// For tables of one place and time, whose rows should all have one intensity. Found is the intensity that lies within
  /// the rounding of most rows.
  ///
  /// - Parameters:
  ///   - rows: the printed numbers.
  ///   - tolerance: a relative difference that is granted beside the rounding, since grids change a little from row to row.
  /// - Returns: places in `rows`, in order; empty when no intensity fits more than half of them.
  public static func rowsOfAnotherIntensity(
    _ rows: [(grams: PrintedNumber, kilowattHours: PrintedNumber)], tolerance: Double = 1e-3
  ) -> [Int] {
    let quotients = rows.map { row in
      row.grams.quotients(by: row.kilowattHours).map {
        $0.lowerBound * (1 - tolerance)...$0.upperBound * (1 + tolerance)
      }
    }
    let known = quotients.compactMap(\.self)
    func fitting(_ intensity: Double) -> Int { known.count { $0.contains(intensity) } }
    // The greatest overlap of intervals begins where one of them begins.
    let candidates = Set(known.map(\.lowerBound)).sorted()
    guard let best = candidates.max(by: { fitting($0) < fitting($1) }), 2 * fitting(best) > known.count else {
      return []
    }
    return quotients.indices.filter { place in quotients[place].map { !$0.contains(best) } ?? false }
  }

  /// The PUE by which a total exceeds the sum of its parts, where the quotient is one that tools or surveys have.
  ///
  /// Energies with and without PUE then stand in one row. A quotient of 1 is `nil`, and so is one that no source has: it
  /// may be a part that is not listed.
  ///
  /// - Parameters:
  ///   - total: the printed total.
  ///   - parts: the sum of the printed parts, in the same unit.
  ///   - known: the PUEs that are looked for; by default those of carbontracker's releases and of the surveys.
  public static func mixedPUE(total: Energy, parts: Energy, known: [Double] = Self.knownPUEs) -> Double? {
    guard parts.joules > 0, total.joules > 0 else { return nil }
    let quotient = total / parts
    // Printed with three digits or more after the point, as such files are.
    return known.first { abs(quotient / $0 - 1) < 5e-4 }
  }

  /// The constants of carbontracker (constants.py and earlier releases: 1.58, 1.67, 1.59, 1.57, 1.55), those of the
  /// surveys in ``PUETable``, and 1.125 of Microsoft's new data centres of 2015 (Anthony et al. 2020, Appendix D).
  public static let knownPUEs: [Double] = Set(
    PUETable.embedded.entries.map(\.value.ratio) + [1.58, 1.67, 1.59, 1.57, 1.55, 1.125]
  ).sorted()

  /// Whether an energy is what a mean power makes in a time, times a factor such as a PUE.
  ///
  /// - Parameter tolerance: the relative difference that is granted.
  public static func powerFits(
    energy: Energy, power: Power, time: Duration, factor: Double = 1, tolerance: Double = 0.01
  ) -> Bool {
    let expected = power * time * factor
    guard expected.joules > 0 else { return energy.joules == 0 }
    return abs(energy / expected - 1) <= tolerance
  }

  /// How many times the energy is of what devices can take at their limits in a time; more than 1 cannot be.
  ///
  /// - Parameter limits: each device's power limit; a missing one makes the answer `nil`.
  public static func shareOfLimits(energy: Energy, limits: [Power?], time: Duration) -> Double? {
    let known = limits.compactMap(\.self)
    let greatest = known.compensatedSum() * time
    guard known.count == limits.count, greatest.joules > 0 else { return nil }
    return energy / greatest
  }
}
