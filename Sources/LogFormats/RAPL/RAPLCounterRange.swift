/// What energy counters count to before they begin at 0 again, in microjoules.
enum RAPLCounterRange {
  /// `max_energy_range_uj` by the register's unit: 2^32 units of 2^-16 J (AMD Zen, Sandy and Ivy Bridge), of 15.3 µJ
  /// (memory of servers from Haswell to Ice Lake) and of 2^-14 J (Intel since Haswell), as the kernel's intel_rapl
  /// driver rounds them.
  static let known: [Double] = [65_532_610_987, 65_712_999_613, 262_143_328_850]

  /// The energy that a negative difference of two counter readings stands for, when one turn of a known range makes it a
  /// power of 2 kW or less; `nil` when none does, or several do.
  static func unwrapped(_ microjoules: Double, seconds: Double) -> Double? {
    guard microjoules < 0, seconds > 0 else { return nil }
    let fits = known.map { microjoules + $0 }.filter { $0 >= 0 && $0 / 1e6 / seconds <= 2000 }
    return fits.count == 1 ? fits.first : nil
  }
}
