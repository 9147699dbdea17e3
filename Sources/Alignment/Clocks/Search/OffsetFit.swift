/// What an ``OffsetSearch`` found out about a trace's clock, in seconds to be added to the trace's times.
struct OffsetFit: Sendable, Hashable {
  /// The likeliest shift between zones.
  var zone: Double
  /// Its probability, 0 to 1.
  var zoneProbability: Double
  /// The next likeliest shift between zones; `nil` when only one is possible.
  var rivalZone: Double?
  /// What is to be added beside ``zone`` at ``reference``.
  var residual: Double
  /// The standard deviation of ``residual``.
  var deviation: Double
  /// The probability that the residual lies in the peak that ``residual`` is the middle of, given the zone; 0 to 1.
  var peakProbability: Double
  /// How much the trace's clock falls behind, in seconds a second; 0 when no drift was found.
  var drift: Double
  /// From the middle to the ends of the trainings, in seconds.
  var reach: Double
  /// When ``residual`` holds, in seconds since the subjects' reference instant.
  var reference: Double
  /// How much likelier the power is with the loads than without, in nats.
  var gain: Double
  /// The share of the power's variance that the loads explain, 0 to 1.
  var explained: Double
  /// The power is greater in epochs than outside or between them.
  var hasContrast: Bool
  /// How well the epochs agree, one by one, that ``residual`` is better than none: a t statistic.
  var agreement: Double
  /// The share of the trainings' time that has samples when nothing is added beside ``zone``.
  var sampled: Double
  /// No residual fits about as well as the one found.
  var isZeroPlausible: Bool
  /// The typical time between samples.
  var period: Double
  /// Some training had several devices to choose from, one of which fits noise better than a single one would.
  var hasChoice: Bool
  /// For each subject the device that shows it best.
  var devices: [Device]

  /// The device that shows a training best.
  struct Device: Sendable, Hashable {
    /// Its place in ``OffsetSearch/Subject/profiles``.
    var profile: Int
    /// How well each profile shows the training, in nats, by place.
    var values: [Double]
  }

  /// A probability from which a zone counts as found.
  static let certainty = 0.99
  /// A probability from which a residual shift counts as found; neighbouring readings count as one as far as their
  /// deviations are alike, which makes it a cautious one.
  static let peakCertainty = 0.98
  /// …and where the epochs agree (``agreement``).
  static let peakLikelihood = 0.6
  /// …and where they agree strongly.
  static let leastPeakLikelihood = 0.5
  /// The least share of the variance that the loads must explain where a shift follows from the power alone.
  static let leastExplained = 0.1
  /// …and where one of several devices was chosen.
  static let leastExplainedByChoice = 0.3

  /// Shifts of less than this many sampling periods are left: they are no more than where in a period an edge falls.
  static let leastShift = 0.6
  /// Clocks of hosts that keep time differ by less, in seconds; more is only believed where the trace has most of the
  /// training and the epochs agree.
  static let greatestPlainShift = 5.0

  var isZoneFound: Bool { zoneProbability >= Self.certainty }

  /// The power tells the residual shift.
  var isResidualFound: Bool {
    (abs(residual) <= Self.greatestPlainShift || sampled >= 0.8 && agreement >= OffsetConsistency.agreement)
      && isPeakClear && hasContrast && explained >= (hasChoice ? Self.leastExplainedByChoice : Self.leastExplained)
  }

  private var isPeakClear: Bool {
    peakProbability >= Self.peakCertainty
      || (peakProbability >= Self.peakLikelihood && agreement >= OffsetConsistency.agreement)
      || (peakProbability >= Self.leastPeakLikelihood && agreement >= OffsetConsistency.strongAgreement)
  }

  /// The residual is found, and at some time of the training greater than what the sampling, or its own deviation, make
  /// of nothing.
  var isResidualSignificant: Bool {
    isResidualFound && abs(residual) + abs(drift) * reach > max(Self.leastShift * period, 2 * deviation)
  }
}
