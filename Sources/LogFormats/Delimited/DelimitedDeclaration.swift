public import Quantities

/// What someone says about the columns of delimited text, where its header does not tell or tells it wrongly.
///
/// Nothing is inferred beside it but what is left `nil`.
public struct DelimitedDeclaration: Sendable, Hashable, Codable {
  /// A column.
  public enum Column: Sendable, Hashable, Codable {
    /// By the header's name, upper and lower case and blanks at its ends apart.
    case name(String)
    /// By its place, counted from 1.
    case number(Int)
  }

  /// What separates two cells.
  public enum Separator: String, Sendable, Hashable, Codable, CaseIterable {
    case comma, semicolon, tab, pipe, blanks
  }

  /// The mark before the decimals of a number.
  public enum DecimalMark: String, Sendable, Hashable, Codable, CaseIterable {
    case point, comma
  }

  /// How a time is written.
  public enum TimeFormat: Sendable, Hashable, Codable {
    /// ISO 8601 and its kin, or Unix time of any unit, told apart cell by cell.
    case automatic
    /// Since 1970-01-01 00:00:00 UTC.
    case unix(DelimitedTimeUnit)
    /// Since the start of the recording.
    case sinceStart(DelimitedTimeUnit)
    /// `08/21/2018 06:32:15`: month first.
    case monthFirst
    /// `21.08.2018 06:32:15`: day first.
    case dayFirst
  }

  /// Whose clock stamps without a zone are on.
  public enum Zone: Sendable, Hashable, Codable {
    /// The host's local time.
    case local
    case utc
    /// So many seconds ahead of UTC.
    case offset(seconds: Int)
  }

  /// The time of a row.
  public struct Time: Sendable, Hashable, Codable {
    public var column: Column
    /// The column of the time of day, when ``column`` has the date only.
    public var timeOfDay: Column?
    public var format: TimeFormat
    public var zone: Zone

    public init(
      column: Column, timeOfDay: Column? = nil, format: TimeFormat = .automatic, zone: Zone = .local
    ) {
      self.column = column
      self.timeOfDay = timeOfDay
      self.format = format
      self.zone = zone
    }
  }

  /// One column of powers or energies.
  public struct Value: Sendable, Hashable, Codable {
    public var column: Column
    /// What the series is called; `nil` for the column's name.
    public var device: String?
    public var quantity: TraceSeries.Quantity
    /// `nil` for watts or joules, by the quantity.
    public var unit: DelimitedUnit?
    public var component: Component
    public var role: ReadingRole
    /// The values are a model's and no sensor's.
    public var isModelled: Bool
    /// Where an energy counter begins anew, in its own unit; `nil` when that is not known.
    public var counterRange: Double?

    public init(
      column: Column, device: String? = nil, quantity: TraceSeries.Quantity, unit: DelimitedUnit? = nil,
      component: Component, role: ReadingRole = .counted, isModelled: Bool = false, counterRange: Double? = nil
    ) {
      self.column = column
      self.device = device
      self.quantity = quantity
      self.unit = unit
      self.component = component
      self.role = role
      self.isModelled = isModelled
      self.counterRange = counterRange
    }
  }

  /// `nil` for what the first row shows.
  public var separator: Separator?
  public var decimalMark: DecimalMark
  /// The first row that is no comment names the columns.
  public var hasHeader: Bool
  /// `nil` for a file without times.
  public var time: Time?
  /// The column that tells devices apart, when each has rows of its own.
  public var device: Column?
  public var values: [Value]

  public init(
    separator: Separator? = nil, decimalMark: DecimalMark = .point, hasHeader: Bool = true, time: Time? = nil,
    device: Column? = nil, values: [Value]
  ) {
    self.separator = separator
    self.decimalMark = decimalMark
    self.hasHeader = hasHeader
    self.time = time
    self.device = device
    self.values = values
  }
}
