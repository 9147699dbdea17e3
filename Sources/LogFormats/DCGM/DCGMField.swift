import Quantities

/// A field of NVIDIA's Data Center GPU Manager that holds a power or an energy, by any of its names.
struct DCGMField: Equatable {
  var quantity: TraceSeries.Quantity = .power
  var role: ReadingRole = .counted
  /// Of several readings of one device the lowest counts.
  var rank: Int
  /// What one of the field's units is, as a power of ten of a watt or joule.
  var exponent = 0

  /// Reads `POWER`, `power_usage`, `155`, `Watts`; `nil` for what is no power.
  ///
  /// Numbers are field identifiers: 155 power, 156 energy since the driver was loaded, 157 instantaneous power, 158 to
  /// 164 limits. A counter goes before power, as no sample is missed between its readings.
  init?(name: String) {
    switch name.lowercased() {
    case "totec", "total_energy_consumption", "156":
      quantity = .energyCounter
      rank = 0
      exponent = -3
    case "power", "power_usage", "155", "watts", "power_w", "power (w)": rank = 2
    case "powinst", "pwinst", "power_usage_instant", "157": rank = 3
    case "pmlmt", "pmmin", "pmmax", "pmdef", "pmenf", "enforced_power_limit", "power_management_limit", "160", "161",
      "162", "163", "164":
      role = .limit
      rank = 9
    default: return nil
    }
  }
}
