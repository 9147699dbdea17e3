/// Which files each part of an ingest takes: by path and size alone, so that tasks on different nodes that see the same
/// tree cut it the same way without speaking to each other.
///
/// Most logs are small and many, and most bytes are in few large traces. Files below ``largeFileBytes`` go by a hash of
/// their path, which levels them out by their number; a log that grows or appears while tasks wait in the queue changes
/// the part of no other. Large files go, largest first, to the part that has the fewest bytes of such files yet
/// (Graham's longest-processing-time rule, SIAM J. Appl. Math. 17(2), 1969). Their sizes count rounded down to a power
/// of two, so that a trace that is still written seldom changes the cut. When it does, or when a large file appears, the
/// tasks' ``tree`` values differ, which merging tells.
struct ShardAssignment: Sendable {
  /// From how many bytes on a file is placed by its size.
  static let largeFileBytes: Int64 = 1 << 20

  private let count: Int
  private let placed: [[UInt8]: Int]
  /// What the cut depends on, as a short text: equal when the same large files were seen.
  let tree: String

  /// Cuts the files that a walk found.
  init(entries: [FileWalk.Entry], count: Int) {
    self.count = count
    let large = entries.filter { $0.byteCount >= Self.largeFileBytes }
      .map { (path: $0.path, weight: Self.weight($0.byteCount)) }
      .sorted { left, right in
        left.weight == right.weight ? AbsolutePath.precedes(left.path, right.path) : left.weight > right.weight
      }
    var hash = StablePathHash()
    var placed: [[UInt8]: Int] = [:]
    var loads = LeastLoaded(count: count)
    for file in large {
      hash.combine(file.path)
      hash.combine(String(file.weight))
      placed[AbsolutePath.key(file.path)] = loads.place(file.weight)
    }
    self.placed = placed
    tree = "\(large.count)-\(String(hash.value, radix: 16))"
  }

  /// Whether a path belongs to a part.
  func part(_ shard: IngestShard, contains path: String) -> Bool {
    if shard.isWhole { return true }
    return index(of: path) == shard.index
  }

  /// The part of a path, from 1.
  func index(of path: String) -> Int {
    if let index = placed[AbsolutePath.key(path)] { return index + 1 }
    // The high bits are better mixed than the low ones.
    return Int((StablePathHash(path).value >> 32) % UInt64(count)) + 1
  }

  /// A size rounded down to a power of two.
  private static func weight(_ byteCount: Int64) -> Int64 {
    byteCount < 1 ? 0 : 1 << (63 - Int64(byteCount.leadingZeroBitCount))
  }
}

/// Parts by how much they have to do, the least first.
private struct LeastLoaded {
  /// A binary heap by load, then by index, so that equal loads have one order.
  private var heap: [(load: Int64, index: Int)]

  init(count: Int) { heap = (0..<count).map { (0, $0) } }

  /// Gives a weight to the part that has least, and returns its index.
  mutating func place(_ weight: Int64) -> Int {
    let index = heap[0].index
    // Sums of powers of two of file sizes; a disk that would overflow them does not exist, and must still not trap.
    heap[0].load = heap[0].load.addingReportingOverflow(weight).partialValue
    sink()
    return index
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[least] {
        least = child
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}

/// A 64-bit FNV-1a hash (Fowler, Noll, Vo), the same on every machine and in every run.
struct StablePathHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  init() {}

  init(_ text: String) { add(text) }

  /// Adds a text and its end, so that texts cannot run into each other.
  mutating func combine(_ text: String) {
    add(text)
    add(0)
  }

  private mutating func add(_ text: String) { for byte in text.utf8 { add(byte) } }

  private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
