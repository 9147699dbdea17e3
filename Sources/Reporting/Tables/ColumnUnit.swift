/// What the numbers of a table column measure, and so which base unit its cells hold.
public enum ColumnUnit: Sendable, Hashable {
  /// A pure number without a unit, or text.
  case none
  /// Energy; cells hold joules.
  case energy
  /// Mass of CO2e; cells hold grams.
  case carbon
  /// Distance; cells hold kilometres.
  case distance
  /// Time; cells hold seconds.
  case duration
  /// Power; cells hold watts.
  case power
  /// A share; cells hold fractions, so 0.5 prints as 50 under "(%)".
  case percent
  /// A count of things.
  case count
  /// A quotient of two values of one kind.
  case ratio
  /// A unit of the column's own, printed as it is; cells are printed as they are.
  case custom(RichText)

  /// The unit of the numbers in data files (CSV and JSON), which does not depend on the numbers: kWh, g, km, s, W.
  ///
  /// `nil` for numbers that are given as they stand in the cells.
  public var dataScale: UnitScale? {
    switch self {
    case .energy: .kilowattHours
    case .carbon: UnitScale(symbol: "g", divisor: 1)
    case .distance: UnitScale(symbol: "km", divisor: 1)
    case .duration: UnitScale(symbol: "s", divisor: 1)
    case .power: UnitScale(symbol: "W", divisor: 1)
    case .none, .percent, .count, .ratio, .custom: nil
    }
  }

  /// The units that a printed column may be scaled to, ascending; empty where there is no choice.
  var printedScales: [UnitScale] {
    switch self {
    case .energy: [.wattHours, .kilowattHours, .megawattHours]
    case .carbon: [.grams, .kilograms, .tonnes]
    case .distance: [.metres, .kilometres]
    case .duration: [.seconds, .minutes, .hours]
    case .power: [.watts, .kilowatts]
    case .percent: [.percent]
    case .none, .count, .ratio, .custom: []
    }
  }
}
