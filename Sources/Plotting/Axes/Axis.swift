/// A mark on an axis.
struct Tick: Sendable, Hashable {
  /// Where it stands: 0 at the start of the axis, 1 at its end.
  var fraction: Double
  /// What is written at it; `nil` for a small mark without text.
  var label: FigureText?
  /// 0 for ticks whose label matters most.
  var rank: Int = 0
}

/// A range of values, and the marks on it. Knows nothing of millimetres.
struct Axis: Sendable, Hashable {
  private enum Transform: Sendable, Hashable {
    case linear, log10
  }

  private let transform: Transform
  private let lower: Double
  private let upper: Double
  private(set) var ticks: [Tick]

  /// Where a value stands, 0 at the start of the axis and 1 at its end; values outside stand at the nearer end.
  func fraction(of value: Double) -> Double {
    let position = transform == .log10 ? Logarithm.base10(value) : value
    let share = (position - lower) / (upper - lower)
    return share.isNaN ? 0 : min(max(share, 0), 1)
  }

  /// A linear axis over some values.
  ///
  /// - Parameters:
  ///   - values: What must fit on the axis.
  ///   - padding: Room beyond the outermost values, as a share of their distance.
  ///   - zero: Whether the axis starts at 0.
  ///   - ceiling: The largest value that padding may add, such as 1 for Dice.
  ///   - tickCount: About how many ticks there is room for.
  static func linear(
    _ values: [Double], padding: Double = 0, zero: Bool = false, ceiling: Double? = nil, tickCount: Double
  ) -> Axis {
    var (low, high) = bounds(values)
    if zero { low = min(0, low) }
    let room = (high - low) * padding
    if !(zero && low == 0) { low -= room }
    let padded = high + room
    if let ceiling, high <= ceiling { high = min(padded, ceiling) } else { high = padded }
    if high - low <= max(high.magnitude, low.magnitude) * 1e-5 { (low, high) = widened(low, zero: zero) }
    let ticks = LinearTicks(low: low, high: high, count: tickCount)
    return Axis(
      transform: .linear, lower: low, upper: high,
      ticks: ticks.values.map { Tick(fraction: ($0 - low) / (high - low), label: ticks.label(of: $0)) })
  }

  /// A linear axis of whole numbers from 0 to `last`.
  static func indices(last: Int, tickCount: Double) -> Axis {
    let high = Double(max(1, last))
    let ticks = LinearTicks(low: 0, high: high, count: min(tickCount, high))
    return Axis(
      transform: .linear, lower: 0, upper: high,
      ticks: ticks.values.map { Tick(fraction: $0 / high, label: ticks.label(of: $0)) })
  }

  /// A linear axis of time since a start, with the steps that clocks use; the labels count in `unit`.
  static func elapsed(hours last: Double, tickCount: Double, unit: TimeTicks.Unit) -> Axis {
    let high = last > 0 ? last : unit.inHours
    let ticks = TimeTicks(hours: high, count: tickCount, unit: unit)
    return Axis(
      transform: .linear, lower: 0, upper: high,
      ticks: ticks.hours.map { Tick(fraction: $0 / high, label: ticks.label(hours: $0)) })
  }

  /// A decimal logarithmic axis over some values above 0, at least 0.6 decades long.
  static func logarithmic(_ values: [Double], tickCount: Double) -> Axis {
    var (low, high) = bounds(values.map(Logarithm.base10).filter(\.isFinite))
    let room = max(0.06 * (high - low), (0.6 - (high - low)) / 2)
    low -= room
    high += room
    let ticks = LogTicks(low: low, high: high, count: tickCount).ticks
    return Axis(
      transform: .log10, lower: low, upper: high,
      ticks: ticks.map { Tick(fraction: ($0.position - low) / (high - low), label: $0.label, rank: $0.rank) })
  }

  private static func bounds(_ values: [Double]) -> (Double, Double) {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return (0, 0) }
    return (low, high)
  }

  private static func widened(_ value: Double, zero: Bool) -> (Double, Double) {
    if value == 0 { return (0, 1) }
    let room = value.magnitude * 0.05
    return zero && value > 0 ? (0, value + room) : (value - room, value + room)
  }
}
