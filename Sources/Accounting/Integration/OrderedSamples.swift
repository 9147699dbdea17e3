public import LogFormats

/// A series' samples in ascending order of time; samples of one time keep the order of the file.
public struct OrderedSamples: Sendable, Hashable {
  /// Nanoseconds on the trace's clock.
  public let times: [Int64]
  /// In the series' units.
  public let values: [Int64]
  /// How often the file goes back in time.
  public let backwardSteps: Int

  /// Sorts a column when it needs to be; when times and values differ in number, the surplus is left out.
  public init(_ column: TraceColumns.Column) {
    let count = min(column.times.count, column.values.count)
    let times = column.times.prefix(count)
    backwardSteps = zip(times, times.dropFirst()).count { $1 < $0 }
    guard backwardSteps > 0 else {
      self.times = Array(times)
      values = Array(column.values.prefix(count))
      return
    }
    let order = (0..<count).sorted { (column.times[$0], $0) < (column.times[$1], $1) }
    self.times = order.map { column.times[$0] }
    values = order.map { column.values[$0] }
  }
}
