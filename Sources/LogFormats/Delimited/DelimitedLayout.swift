import LogScanning
import Quantities

/// Where the cells stand in delimited text and what they hold, however that became known.
struct DelimitedLayout {
  /// A column of powers or energies.
  struct Value {
    var column: Int
    var device: String
    var unit: DelimitedUnit
    var quantity: TraceSeries.Quantity
    var component: Component
    var role: ReadingRole = .counted
    var isModelled = false
    /// In joules.
    var counterRange: Double?
  }

  var separator: DelimitedFields.Separator
  /// Cells in a row.
  var width: Int
  var time: DelimitedTimeReader?
  var timeColumn: Int?
  /// The column of the time of day, when the time's column has a date only.
  var timeOfDayColumn: Int?
  var deviceColumn: Int?
  /// What stands before a device's name that is a mere number: `GPU 0`.
  var deviceWord = "device"
  var values: [Value]
  var hasDecimalComma = false
  /// Two columns and a decimal comma without quotes: the last two cells are one number.
  var joinsLastPair = false
}
