public import Quantities

/// The parts of an attempt in order of time: each begins where the one before it ends.
public struct TimelineParts: Sendable, Hashable, RandomAccessCollection {
  /// Sixteen bytes for each part of millions.
  private struct Entry: Sendable, Hashable {
    let start: Instant
    /// The place of the epoch, below 0 for none.
    let epoch: Int32
    let kind: PartKind
  }

  private var entries: [Entry] = []
  /// The end of the last part, or where the first one will begin.
  public private(set) var end: Instant

  /// No parts yet; the first will begin at an instant.
  public init(from start: Instant) { end = start }

  public var startIndex: Int { 0 }
  public var endIndex: Int { entries.count }
  public subscript(place: Int) -> TimelinePart {
    let entry = entries[place]
    return TimelinePart(kind: entry.kind, window: window(at: place), epoch: entry.epoch < 0 ? nil : Int(entry.epoch))
  }

  /// When the part at a place was.
  public func window(at place: Int) -> TimeWindow {
    TimeWindow(start: entries[place].start, end: place + 1 < entries.count ? entries[place + 1].start : end)
  }

  /// Adds a part that begins where the last one ends; an end before that makes it empty.
  ///
  /// - Parameter epoch: the place of the epoch in ``Attempt/epochs``, 0 to 2³¹ − 1.
  public mutating func append(_ kind: PartKind, until end: Instant, epoch: Int? = nil) {
    entries.append(Entry(start: self.end, epoch: Int32(clamping: epoch ?? -1), kind: kind))
    self.end = Swift.max(self.end, end)
  }
}
