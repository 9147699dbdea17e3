import LogScanning

/// One board while its rows are read.
struct NVIDIASMIDevice {
  /// The bytes of the cell that tells the board apart; empty when there is none.
  let key: [UInt8]
  /// The row that was read last, for the check of shared ticks; `nil` when the key cannot be shared.
  var tickCheck: TickCheck?
  /// Where the first cell without a number stood.
  var firstMissingLine: Int?
  /// What that cell held.
  var firstMissingText = ""
  /// Rows with a power below 0 W or above ``NVIDIASMIParser/maximumMicrowatts``; counted as missing, too.
  var implausible = 0

  init(key: [UInt8], keyIsAmbiguous: Bool) {
    self.key = key
    tickCheck = keyIsAmbiguous ? TickCheck() : nil
  }
}

/// Holds back the first samples of a series until it is clear that they are of one board.
///
/// With several boards and no column that names them, `nvidia-smi` writes one row per board at each tick, a few
/// milliseconds apart: the stamps stand in clusters. Integrated as one series they would give a wrong energy.
struct TickCheck {
  /// How many samples are held back.
  static let sampleCount = 512

  private(set) var times: [Int64] = []
  private(set) var values: [Int64] = []

  var isFull: Bool { times.count >= Self.sampleCount }

  mutating func append(time: Int64, value: Int64) {
    times.append(time)
    values.append(value)
  }

  /// How many boards' rows share each tick; `nil` when the rows look like one board's.
  ///
  /// The 95th percentile of the intervals is taken as the time between ticks (with up to 16 boards more than 5 % of all
  /// intervals are that long), and stamps less than a quarter of it apart belong to one tick. Several boards are
  /// assumed when at least four in five ticks have the same number of rows, two or more.
  var rowsPerTick: Int? {
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
