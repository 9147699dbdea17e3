import LogFormats

@testable import StudyStore

/// Counts the samples of a trace, and codes the first of each series as the store does.
final class CheckedSamples: TraceSampleSink {
  private(set) var count = 0
  private(set) var lastSeries = -1
  private var columns: [(times: [Int64], values: [Int64])] = []

  func append(series: Int, time: Int64, value: Int64) {
    count += 1
    lastSeries = max(lastSeries, series)
    require(series >= 0, "a sample of series \(series)")
    guard series < 16 else { return }
    while columns.count <= series { columns.append(([], [])) }
    guard columns[series].times.count < TraceBlockCodec.capacity else { return }
    columns[series].times.append(time)
    columns[series].values.append(value)
  }

  func takeBack(series: Int) -> Bool {
    require(count > 0 && series <= lastSeries, "a sample is taken back that was never there")
    count -= 1
    if columns.indices.contains(series), columns[series].times.count < TraceBlockCodec.capacity {
      columns[series].times.removeLast()
      columns[series].values.removeLast()
    }
    return true
  }

  /// Whether blocks of the samples come back as they were.
  func checkBlocks() {
    for column in columns {
      let samples = TraceBlockCodec.decode(TraceBlockCodec.encode(times: column.times, values: column.values))
      require(
        samples == TraceBlockSamples(times: column.times, values: column.values), "a block does not come back whole")
    }
  }
}
