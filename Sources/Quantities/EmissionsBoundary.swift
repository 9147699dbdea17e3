/// Which emissions a carbon intensity counts.
///
/// The two differ tenfold where much of the electricity is from water, wind or nuclear power, so that values of both
/// are never compared, added or averaged.
public enum EmissionsBoundary: String, Sendable, Hashable, Codable, CaseIterable {
  /// What power stations emit while they run: nothing for water, wind, sun and nuclear power.
  case direct
  /// With the supply of fuel and the building of power stations.
  case lifeCycle = "life-cycle"
}
