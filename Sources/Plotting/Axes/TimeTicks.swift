/// Ticks of an axis of elapsed time, in steps that clocks and calendars use.
struct TimeTicks: Sendable {
  /// What the labels count.
  enum Unit: String, Sendable {
    case seconds = "s"
    case minutes = "min"
    case hours = "h"
    case days = "d"

    /// The length of the unit in hours.
    var inHours: Double {
      switch self {
      case .seconds: 1 / 3600
      case .minutes: 1 / 60
      case .hours: 1
      case .days: 24
      }
    }
  }

  /// The unit of the labels.
  let unit: Unit
  /// Where the ticks stand, in hours, ascending from 0.
  let hours: [Double]

  /// The unit in which a time is read best.
  static func unit(forHours last: Double) -> Unit {
    switch last {
    case ..<0.034: .seconds
    case ..<2: .minutes
    case ..<121: .hours
    default: .days
    }
  }

  /// Ticks from 0 to `last` hours, about `count` of them.
  init(hours last: Double, count: Double, unit: Unit) {
    let span = last / unit.inHours
    let wanted = span / max(count, 1)
    let clockSteps: [Double] =
      switch unit {
      case .seconds, .minutes: [1, 2, 5, 10, 15, 30, 60]
      case .hours: [1, 2, 3, 6, 12, 24, 48]
      case .days: []
      }
    let (mantissa, exponent) = LinearTicks.step(forAbout: wanted)
    let clockStep = wanted <= 0.5 ? nil : clockSteps.first { $0 * 1.4 >= wanted }
    let step = clockStep ?? mantissa * DecimalText.power(exponent)
    self.unit = unit
    hours = (0...30).map { Double($0) * step }.filter { $0 <= span * (1 + 1e-9) }.map { $0 * unit.inHours }
  }

  /// The text of a tick.
  func label(hours: Double) -> FigureText {
    let value = hours / unit.inHours
    return value == 0 || (1e-4..<1e6).contains(value)
      ? FigureText(DecimalText.trimmed(value, places: 6)) : .number(value)
  }
}
