import LogFormats

/// Packs the samples of a trace into blocks while it is parsed, so that memory holds packed bytes only.
final class TraceBlockCollector: TraceSampleSink {
  private var open: [TraceBlockSamples] = []
  private var packed: [PackedSeries] = []

  func append(series: Int, time: Int64, value: Int64) {
    guard series >= 0 else { return }
    while open.count <= series {
      open.append(TraceBlockSamples(times: [], values: []))
      packed.append(PackedSeries())
    }
    open[series].times.append(time)
    open[series].values.append(value)
    if open[series].times.count == TraceBlockCodec.capacity { close(series) }
  }

  /// Packs what is left and returns all series, in the order of their handles.
  func finish() -> [PackedSeries] {
    for series in open.indices where !open[series].times.isEmpty { close(series) }
    return packed
  }

  private func close(_ series: Int) {
    packed[series].append(open[series])
    open[series].times.removeAll(keepingCapacity: true)
    open[series].values.removeAll(keepingCapacity: true)
  }
}

/// One device's samples, packed.
struct PackedSeries: Sendable, Hashable {
  /// In file order.
  var blocks: [PackedBlock] = []
  /// The earliest and the latest time; `nil` without samples.
  var timeRange: ClosedRange<Int64>?
  /// No sample is earlier than the one before it.
  var isTimeOrdered = true
  private var latest = Int64.min

  /// The length of all blocks.
  var byteCount: Int { blocks.reduce(0) { $0 + $1.bytes.count } }

  init() {}

  /// Takes blocks that were packed before.
  init(blocks: [PackedBlock], timeRange: ClosedRange<Int64>?, isTimeOrdered: Bool) {
    self.blocks = blocks
    self.timeRange = timeRange
    self.isTimeOrdered = isTimeOrdered
  }

  /// Packs a block that follows the ones before.
  mutating func append(_ samples: TraceBlockSamples) {
    guard var range = samples.times.first.map({ $0...$0 }) else { return }
    for time in samples.times {
      if time < latest { isTimeOrdered = false }
      latest = time
      if time < range.lowerBound { range = time...range.upperBound }
      if time > range.upperBound { range = range.lowerBound...time }
    }
    let bytes = TraceBlockCodec.encode(times: samples.times, values: samples.values)
    blocks.append(PackedBlock(sampleCount: samples.times.count, timeRange: range, bytes: bytes))
    let whole = timeRange ?? range
    timeRange = min(whole.lowerBound, range.lowerBound)...max(whole.upperBound, range.upperBound)
  }
}

/// The bytes of one block and what can be known without unpacking them.
struct PackedBlock: Sendable, Hashable {
  var sampleCount: Int
  /// The earliest and the latest time in the block.
  var timeRange: ClosedRange<Int64>
  var bytes: [UInt8]
}
