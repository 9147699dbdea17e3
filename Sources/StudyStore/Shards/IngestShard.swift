/// One of several parts of an ingest, for the tasks of an array job.
///
/// Every task finds its part alone, from the paths and sizes of the files; see ``ShardAssignment`` for the rule.
public struct IngestShard: Sendable, Hashable {
  /// The most parts that an ingest can be cut into: more than the tasks of any array job (Slurm's `MaxArraySize` is
  /// at most 4,000,001, and 1,001 unless a site raised it).
  public static let maximumCount = 100_000

  /// Which part, from 1 to `count`.
  public let index: Int
  /// How many parts there are.
  public let count: Int

  /// Makes a part; `nil` unless 1 ≤ `index` ≤ `count` ≤ ``maximumCount``.
  public init?(index: Int, count: Int) {
    guard (1...Self.maximumCount).contains(count), (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// Reads `3/16`; `nil` for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]) else { return nil }
    self.init(index: index, count: count)
  }

  /// Everything.
  public static let whole = IngestShard(unchecked: 1, of: 1)

  private init(unchecked index: Int, of count: Int) {
    self.index = index
    self.count = count
  }

  /// Whether this is all there is.
  var isWhole: Bool { count == 1 }
}

extension IngestShard: CustomStringConvertible {
  /// `3/16`.
  public var description: String { "\(index)/\(count)" }
}
