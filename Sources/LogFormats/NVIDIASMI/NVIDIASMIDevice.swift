import LogScanning

/// One board while its rows are read.
struct NVIDIASMIDevice {
  /// The bytes of the cells that tell the board apart: one under each kind of header; empty when there is none.
  var keys: [[UInt8]]
  /// The series of the present header's columns, in their order; empty until a row is read.
  var places: [Int] = []
  /// The series by property name.
  var placeOfProperty: [String: Int] = [:]
  var index: Int?
  var uuid: String?
  var model: String?
  /// The board's place among the ranked readings.
  var ranked: Int
  /// A part of a board (MIG), whose readings repeat the board's.
  var isPart: Bool
}

/// Tells whether rows that nothing identifies are of one board.
///
/// With several boards and no column that names them, `nvidia-smi` writes one row per board at each tick, a few
/// milliseconds apart: the stamps stand in clusters. Integrated as one series they would give a wrong energy.
enum TickCheck {
  /// How many boards' rows share each tick; `nil` when the rows look like one board's.
  ///
  /// The 95th percentile of the intervals is taken as the time between ticks (with up to 16 boards more than 5 % of all
  /// intervals are that long), and stamps less than a quarter of it apart belong to one tick. Several boards are
  /// assumed when at least four in five ticks have the same number of rows, two or more.
  static func rowsPerTick(_ times: [Int64]) -> Int? {
    let intervals = zip(times, times.dropFirst()).map { Double($1) - Double($0) }
    let sorted = intervals.sorted()
    guard sorted.count >= 5 else { return nil }
    let limit = sorted[sorted.count * 95 / 100] / 4
    var sizes: [Int: Int] = [:]
    var size = 1
    for interval in intervals {
      if interval < limit {
        size += 1
      } else {
        sizes[size, default: 0] += 1
        size = 1
      }
    }
    sizes[size, default: 0] += 1
    let ticks = sizes.values.reduce(0, +)
    guard let commonest = sizes.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), commonest.key >= 2, ticks >= 3,
      commonest.value * 5 >= ticks * 4
    else { return nil }
    return commonest.key
  }
}
