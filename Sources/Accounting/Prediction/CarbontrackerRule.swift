public import LogFormats
public import Quantities

/// carbontracker's own prediction, computed anew from the epochs of its standard log.
///
/// `predictor.py` of all releases: E = N · mean(E₁…Eₘ) and T = N · mean(T₁…Tₘ) after m monitored epochs of N, where
/// Eᵢ = PUE · Σ components P̄ · Tᵢ / 3.6e6 kWh. Releases 1.0.0 to 1.0.4 hand the summed time to the mean, so there
/// T = N · ΣTᵢ. An epoch without a power takes that of the next one that has one, the last ones that of the last
/// (`components/component.py`). The log's own powers are used, averaging over devices uncorrected.
public struct CarbontrackerRule: Sendable, Hashable {
  /// The predicted time.
  public let time: Duration
  /// The predicted energy, the tool's PUE included; `nil` when no epoch has a power.
  public let energy: Energy?

  /// Predicts for `planned` epochs from the first `observed` of a session; `nil` when none of them has a duration.
  ///
  /// - Parameter shift: seconds that are added to each duration, which the log rounds to 0.01 s (1.0.7 and 1.1.0: cuts to
  ///   whole seconds): predictions with both ends of what rounds alike hold the tool's own between them.
  public init?(_ session: TrackerSession, observed: Int, planned: Int, shift: Double = 0) {
    var seen = session
    seen.epochs = Array(session.epochs.prefix(max(0, observed))).map { epoch in
      var epoch = epoch
      epoch.seconds = epoch.seconds.flatMap { $0.isFinite && $0 >= 0 ? max(0, $0 + shift) : nil }
      return epoch
    }
    let seconds = seen.epochs.compactMap(\.seconds)
    guard !seconds.isEmpty, planned >= 0 else { return nil }
    let count = Double(seconds.count)
    let factor = Double(planned) / (Self.sumsTime(session.version) ? 1 : count)
    let sum = seconds.compensatedSum() * factor
    guard sum.magnitude < 1e12 else { return nil }
    time = .seconds(sum)
    energy = seen.energyIT(corrected: false).map { $0 * (session.pue ?? 1) * (Double(planned) / count) }
  }

  private static func sumsTime(_ version: String?) -> Bool {
    guard let parts = version?.split(separator: "."), parts.count == 3, parts[0] == "1", parts[1] == "0" else {
      return false
    }
    return Int(parts[2]).map { $0 <= 4 } ?? false
  }
}
