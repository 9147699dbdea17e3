/// A side file with the names and ranges of powercap zones.
public struct RAPLDomains: Sendable, Hashable, Codable {
  /// One zone.
  public struct Zone: Sendable, Hashable, Codable {
    /// The name that the counter file uses.
    public var key: String
    /// The kernel's name of the zone: `package-0`, `dram`.
    public var name: String
    /// `max_energy_range_uj`.
    public var counterRange: Int64

    public init(key: String, name: String, counterRange: Int64) {
      self.key = key
      self.name = name
      self.counterRange = counterRange
    }
  }

  /// In order of key.
  public var zones: [Zone]

  public init(zones: [Zone]) { self.zones = zones }
}
