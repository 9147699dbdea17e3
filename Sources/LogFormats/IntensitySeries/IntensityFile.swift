public import Quantities

/// A file with a grid's carbon intensity over time, as operators and data services export it.
public struct IntensityFile: Sendable, Hashable {
  /// Where such files come from.
  public enum Publisher: String, Sendable, Hashable, CaseIterable {
    /// Electricity Maps' downloads and its interface's history; flow-traced consumption, direct and life-cycle.
    case electricityMaps = "Electricity Maps"
    /// The Carbon Intensity API of Great Britain (NESO); direct, forecast and actual.
    case carbonIntensityAPI = "Carbon Intensity API (NESO)"
    /// Energinet's CO2Emis and CO2EmisProg for Denmark; direct, exchange included.
    case energinet = "Energinet"
    /// Any other table with a time and an intensity.
    case other = "a table of intensities"
  }

  /// Where the file comes from, by its columns.
  public var publisher: Publisher
  /// One series for each zone and column, in order of zone, then of column.
  public var series: [IntensitySeries]
  /// What was skipped, repaired or assumed.
  public var diagnostics: [Diagnostic]

  /// Makes a file's content.
  public init(publisher: Publisher, series: [IntensitySeries], diagnostics: [Diagnostic] = []) {
    self.publisher = publisher
    self.series = series
    self.diagnostics = diagnostics
  }
}

/// The carbon intensity of one zone over time: intervals in order that never overlap, with gaps where nothing is known.
public struct IntensitySeries: Sendable, Hashable {
  /// A stretch of time with one intensity.
  public struct Interval: Sendable, Hashable {
    /// When it holds; not empty.
    public var window: TimeWindow
    /// The intensity, 0 or more.
    public var intensity: CarbonIntensity

    /// Makes an interval.
    public init(window: TimeWindow, intensity: CarbonIntensity) {
      self.window = window
      self.intensity = intensity
    }
  }

  /// The zone as the file names it; `nil` when it names none.
  public var zone: String?
  /// The column that the values stand in.
  public var column: String
  /// Which emissions are counted; `nil` when the file does not tell.
  public var boundary: EmissionsBoundary?
  /// Values that were forecast, in a file that has actual ones or says so.
  public var isForecast: Bool
  /// In order of time.
  public var intervals: [Interval]

  /// Makes a series.
  public init(
    zone: String? = nil, column: String, boundary: EmissionsBoundary? = nil, isForecast: Bool = false,
    intervals: [Interval]
  ) {
    self.zone = zone
    self.column = column
    self.boundary = boundary
    self.isForecast = isForecast
    self.intervals = intervals
  }

  /// From the first interval's start to the last one's end, gaps included; `nil` without intervals.
  public var window: TimeWindow? {
    guard let first = intervals.first, let last = intervals.last else { return nil }
    return TimeWindow(start: first.window.start, end: last.window.end)
  }
}

/// Why a file of carbon intensities cannot be used at all.
public enum IntensityFileError: Error, Sendable, Hashable {
  /// It could not be opened or read; the text is the reason.
  case unreadable(String)
  /// Not a JSON document; the text says what was expected, and where.
  case badJSON(String)
  /// There is no column of times, or none of intensities; the columns are given.
  case noColumns([String])
  /// A column holds marginal intensities, which answer another question than accounting.
  case marginal(column: String)
  /// A column's unit is no mass over energy that is known.
  case unknownUnit(column: String)
  /// Times are local and no zone is stated.
  case localTimes(line: Int)
  /// No row has both a time and a value.
  case noRows
  /// A single row has no end, and nothing tells how long it holds.
  case unknownLength
  /// A value is negative, or larger than that of any fuel.
  case impossibleValue(line: Int, gramsPerKilowattHour: Double)
  /// All values are so small that they cannot be grams: kilograms, probably.
  case tooSmall(greatest: Double)
}

extension IntensityFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let reason): "it cannot be read (\(reason))"
    case .badJSON(let reason): "it is no JSON document (\(reason))"
    case .noColumns(let columns):
      "it has no column of times or none of intensities; its columns are \(columns.joined(separator: ", "))"
    case .marginal(let column):
      "column '\(column)' is a marginal intensity; accounts use average ones (GHG Protocol, Scope 2)"
    case .unknownUnit(let column):
      "the unit in '\(column)' is none of g/kWh, kg/kWh, kg/MWh, g/MWh, t/MWh and lb/MWh"
    case .localTimes(let line):
      "the times, as in line \(line), are neither in UTC nor have an offset; name their time-zone"
    case .noRows: "no row has both a time and a value"
    case .unknownLength: "it has one row only, and nothing tells how long its value holds"
    case .impossibleValue(let line, let value):
      "line \(line) has \(value) g/kWh, which no grid has (0 to \(Int(IntensityGatherer.greatest))); look at its unit"
    case .tooSmall(let greatest):
      "no value is above \(greatest), too little for g/kWh; if they are kg/kWh, write so in the column's name"
    }
  }
}
