import Quantities

/// Whether the total that a session prints is what its epochs make: block = PUE × Σ duration × Σ power.
///
/// Σ power goes over components and, in 1.x, over devices; the values are taken as logged, because the block has the
/// same averaging over devices in it.
enum TrackerIdentity: Hashable {
  /// The same but for digits that are not printed.
  case holds
  /// Differs by no more than a sample does that came after its epoch's line was written; what the epochs make, in kWh.
  case lateSample(expected: Double)
  /// Differs, but a power is missing, which the tool fills in with samples that it does not log.
  case filledIn(expected: Double)
  /// Differs, and nothing explains it.
  case fails(expected: Double)
  /// Cannot be told.
  case unchecked(Reason)

  /// Why an identity cannot be told.
  enum Reason: Hashable {
    /// No actual consumption with an energy.
    case noBlock
    /// No epoch with a duration and a power, although the block has an energy.
    case noEpochs
    /// An epoch whose duration is missing or negative.
    case badDuration
    /// The release is unknown, so that neither PUE nor digits are.
    case noRelease
  }

  /// How far a block may be from its epochs by samples that came in after an epoch's line was written; with epochs of
  /// a few sampling intervals some per cent were seen. Epochs of less than half a second have no sample of their own,
  /// so that everything depends on when one came.
  private static let lateSampleShare = 0.1

  /// Checks a session whose epochs and blocks are joined.
  init(_ session: TrackerSession) {
    guard let actual = session.actual, let block = actual.kilowattHours else {
      self = .unchecked(.noBlock)
      return
    }
    guard let release = (session.version ?? session.inferredVersion).flatMap({ TrackerRelease($0) }) else {
      self = .unchecked(.noRelease)
      return
    }
    var session = session
    // `stop()` came with 1.1.0; before, a heading's number is right and the block may cover the first epochs only.
    if release < TrackerRelease(1, 1, 0), let label = actual.epochs, label > 0 {
      session.epochs = Array(session.epochs.prefix(label))
    }
    guard session.epochs.allSatisfy({ $0.seconds ?? -1 >= 0 }) else {
      self = .unchecked(.badDuration)
      return
    }
    let energy = session.energyIT(corrected: false)
    guard energy != nil || block == 0 else {
      self = .unchecked(.noEpochs)
      return
    }
    let pue = session.pue ?? release.pue ?? 1
    let expected = (energy ?? .zero).kilowattHours * pue
    let watts = session.epochs.map { epoch in epoch.powers.compactMap(\.totalWatts).reduce(0, +) }
    let largest = watts.max() ?? 0
    // An epoch whose power is missing has a duration all the same.
    let digits = Energy.joules(
      watts.reduce(0) { $0 + ($1 > 0 ? $1 : largest) } * release.durationError * pue
    ).kilowattHours
    let lastPlace = actual.energyDecimals.map { Self.powerOfTenth($0) } ?? 0
    let difference = abs(block - expected)
    if difference <= digits + 0.51 * lastPlace + expected * 1e-6 {
      self = .holds
    } else if Self.hasMissingPower(session) {
      self = .filledIn(expected: expected)
    } else if difference <= expected * Self.lateSampleShare || session.epochs.allSatisfy({ $0.seconds ?? 1 < 0.5 }) {
      self = .lateSample(expected: expected)
    } else {
      self = .fails(expected: expected)
    }
  }

  /// Whether an epoch lacks the power of a component that another epoch has.
  private static func hasMissingPower(_ session: TrackerSession) -> Bool {
    let components = session.components.map(\.name)
    return session.epochs.contains { epoch in
      components.contains { name in
        epoch.powers.first { $0.component == name }.map { $0.watts.contains(nil) || $0.watts.isEmpty } ?? true
      }
    }
  }

  private static func powerOfTenth(_ decimals: Int) -> Double {
    var place = 1.0
    for _ in 0..<min(max(decimals, 0), 18) { place /= 10 }
    return place
  }
}
