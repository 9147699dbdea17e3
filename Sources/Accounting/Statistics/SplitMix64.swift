/// Random numbers that are the same on every machine and in every version of Swift.
///
/// G. L. Steele, D. Lea and C. H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014: the state moves on by
/// the golden ratio, 0x9E3779B97F4A7C15, and is mixed by David Stafford's variant 13. Not for secrets.
public struct SplitMix64: Sendable, Hashable {
  private var state: UInt64

  /// Starts a sequence.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// A whole number from 0 up to, but without, `bound`, which is at least 1: the upper half of the product of `bound`
  /// and the next 64 bits. Some numbers are likelier than others by at most `bound` in 2⁶⁴.
  public mutating func next(below bound: Int) -> Int {
    Int(truncatingIfNeeded: UInt64(max(bound, 1)).multipliedFullWidth(by: next()).high)
  }
}
