public import Quantities

/// An energy for each part of an attempt, or none where nothing was measured; eight bytes for each.
public struct PartEnergies: Sendable, Equatable, RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral {
  private var joules: [Compact<Double>]

  /// No energy for any of so many parts.
  init(parts: Int) { joules = Array(repeating: Compact(wrappedValue: nil), count: parts) }

  /// An energy for each part, in order of time.
  public init(arrayLiteral energies: Energy?...) { joules = energies.map { Compact(wrappedValue: $0?.joules) } }

  /// The sum; `nil` where nothing was measured in any part.
  var total: Energy? {
    var sum = CompensatedSum()
    var isKnown = false
    for joules in joules {
      guard let value = joules.wrappedValue else { continue }
      sum.add(value)
      isKnown = true
    }
    return isKnown ? .joules(sum.value) : nil
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { joules.count }
  public subscript(place: Int) -> Energy? {
    get { joules[place].wrappedValue.map { .joules($0) } }
    set { joules[place].wrappedValue = newValue?.joules }
  }
}

/// A time within each part of an attempt, to the nanosecond; eight bytes for each.
public struct PartTimes: Sendable, Equatable, RandomAccessCollection, MutableCollection {
  private var nanoseconds: [Int64]

  private static let half = Duration(secondsComponent: 0, attosecondsComponent: 500_000_000)

  /// No time in any of so many parts.
  init(parts: Int) { nanoseconds = Array(repeating: 0, count: parts) }

  public var startIndex: Int { 0 }
  public var endIndex: Int { nanoseconds.count }
  public subscript(place: Int) -> Duration {
    get { .nanoseconds(nanoseconds[place]) }
    // Half a nanosecond more, so that the nearest is taken: times that are computed lie a little beside.
    set { nanoseconds[place] = (newValue + Self.half).inNanoseconds }
  }
}
