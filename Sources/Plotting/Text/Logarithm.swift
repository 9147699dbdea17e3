#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The one function that the target needs from the C library.
enum Logarithm {
  /// The decimal logarithm; minus infinity for 0, not a number below.
  static func base10(_ value: Double) -> Double { log10(value) }

  /// Ten to a real power.
  static func exp10(_ exponent: Double) -> Double { pow(10, exponent) }
}
