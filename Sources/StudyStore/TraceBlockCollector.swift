import LogFormats

/// Packs the samples of a trace into blocks while it is parsed, so that memory holds packed bytes only.
final class TraceBlockCollector: TraceSampleSink {
  /// So many packed bytes of a file are kept in memory: a day of eight boards, sampled every second.
  private static let greatestResident = 4 << 20

  /// The samples of a series that are not packed yet, in memory of their own: an array of arrays would be checked for
  /// being shared at every sample.
  private struct Open {
    let times = UnsafeMutableBufferPointer<Int64>.allocate(capacity: TraceBlockCodec.capacity)
    let values = UnsafeMutableBufferPointer<Int64>.allocate(capacity: TraceBlockCodec.capacity)
    var count = 0
  }

  // Only ever touched by the one parser that hands the samples over.
  @exclusivity(unchecked) private var open: [Open] = []
  private var packed: [PackedSeries] = []
  /// Where blocks go when there are many; `nil` before that, and when there is no room for them.
  private var spill: BlockSpill?
  private var maySpill = true
  private var spilled: Int64 = 0
  private var resident = 0

  deinit {
    for series in open {
      series.times.deallocate()
      series.values.deallocate()
    }
  }

  func append(series: Int, time: Int64, value: Int64) {
    guard series >= 0 else { return }
    while open.count <= series {
      open.append(Open())
      packed.append(PackedSeries())
    }
    let count = open[series].count
    open[series].times[count] = time
    open[series].values[count] = value
    open[series].count = count + 1
    if count + 1 == TraceBlockCodec.capacity { close(series) }
  }

  /// A sample that is in a packed block stays.
  func takeBack(series: Int) -> Bool {
    guard open.indices.contains(series), open[series].count > 0 else { return false }
    open[series].count -= 1
    return true
  }

  /// Packs what is left and returns all series, in the order of their handles.
  func finish() -> [PackedSeries] {
    for series in open.indices where open[series].count > 0 { close(series) }
    return packed
  }

  private func close(_ series: Int) {
    let count = open[series].count
    resident += packed[series].append(
      times: UnsafeBufferPointer(rebasing: open[series].times[..<count]),
      values: UnsafeBufferPointer(rebasing: open[series].values[..<count]))
    open[series].count = 0
    if resident > Self.greatestResident, maySpill { spillAll() }
  }

  /// Moves the bytes of all blocks into a file; when that cannot be, they stay where they are.
  private func spillAll() {
    guard let file = spill ?? BlockSpill() else {
      maySpill = false
      return
    }
    spill = file
    for series in packed.indices {
      guard packed[series].spill(to: file, at: &spilled) else {
        maySpill = false
        return
      }
    }
    resident = 0
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
  /// The blocks before this one are not in memory.
  private var firstResident = 0

  /// How many bytes of the blocks are in memory.
  var residentCount: Int { blocks[firstResident...].reduce(0) { $0 + $1.residentCount } }

  init() {}

  /// Takes blocks that were packed before.
  init(blocks: [PackedBlock], timeRange: ClosedRange<Int64>?, isTimeOrdered: Bool) {
    self.blocks = blocks
    self.timeRange = timeRange
    self.isTimeOrdered = isTimeOrdered
  }

  /// Packs a block that follows the ones before, and returns its length.
  @discardableResult
  mutating func append(times: UnsafeBufferPointer<Int64>, values: UnsafeBufferPointer<Int64>) -> Int {
    guard let first = times.first else { return 0 }
    var (least, greatest) = (first, first)
    for time in times {
      if time < latest { isTimeOrdered = false }
      latest = time
      least = min(least, time)
      greatest = max(greatest, time)
    }
    let bytes = TraceBlockCodec.encode(times: times, values: values)
    blocks.append(PackedBlock(sampleCount: times.count, timeRange: least...greatest, bytes: bytes))
    timeRange = min(timeRange?.lowerBound ?? least, least)...max(timeRange?.upperBound ?? greatest, greatest)
    return bytes.count
  }

  /// Moves the bytes of blocks into a file, behind `end`; `false` when it has no room.
  mutating func spill(to file: BlockSpill, at end: inout Int64) -> Bool {
    while firstResident < blocks.count {
      guard blocks[firstResident].spill(to: file, at: &end) else { return false }
      firstResident += 1
    }
    return true
  }
}

/// The bytes of one block and what can be known without unpacking them.
struct PackedBlock: Sendable, Hashable {
  private enum Storage: Hashable {
    case memory([UInt8])
    case file(BlockSpill, BlockSpill.Place)
  }

  var sampleCount: Int
  /// The earliest and the latest time in the block.
  var timeRange: ClosedRange<Int64>
  private var storage: Storage

  init(sampleCount: Int, timeRange: ClosedRange<Int64>, bytes: [UInt8]) {
    self.sampleCount = sampleCount
    self.timeRange = timeRange
    storage = .memory(bytes)
  }

  /// How many of its bytes are in memory.
  var residentCount: Int {
    switch storage {
    case .memory(let bytes): bytes.count
    case .file: 0
    }
  }

  /// The packed samples.
  func bytes() throws(StoreError) -> [UInt8] {
    switch storage {
    case .memory(let bytes): bytes
    case .file(let file, let place): try file.read(place)
    }
  }

  /// Moves the bytes into a file, at `end`; `false` when it has no room.
  fileprivate mutating func spill(to file: BlockSpill, at end: inout Int64) -> Bool {
    guard case .memory(let bytes) = storage else { return true }
    guard let place = file.write(bytes, at: end) else { return false }
    storage = .file(file, place)
    end += Int64(bytes.count)
    return true
  }
}
