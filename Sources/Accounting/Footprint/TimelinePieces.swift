import Alignment
import Quantities

/// An attempt's parts cut further at the checkpoints inside them, so that those can be measured by themselves, and where
/// the carbon intensity changes.
struct TimelinePieces {
  /// One more than there are pieces, in order of time.
  let boundaries: [Instant]
  /// The pieces of each part, by place in ``Attempt/parts``.
  let ofPart: [Range<Int>]
  /// The pieces in which a checkpoint is saved.
  let checkpoints: [Int]

  init(_ attempt: Attempt) {
    var boundaries = [attempt.window.start]
    var ofPart: [Range<Int>] = []
    var checkpoints: [Int] = []
    let saves = attempt.checkpoints
    var next = 0
    for part in attempt.parts {
      let first = boundaries.count - 1
      while next < saves.count, saves[next].end <= part.window.start { next += 1 }
      var save = next
      while save < saves.count, saves[save].start < part.window.end {
        if saves[save].start > boundaries[boundaries.count - 1] { boundaries.append(saves[save].start) }
        checkpoints.append(boundaries.count - 1)
        boundaries.append(min(saves[save].end, part.window.end))
        save += 1
      }
      if boundaries[boundaries.count - 1] < part.window.end { boundaries.append(part.window.end) }
      ofPart.append(first..<(boundaries.count - 1))
    }
    self.boundaries = boundaries
    self.ofPart = ofPart
    self.checkpoints = checkpoints
  }

  private init(boundaries: [Instant], ofPart: [Range<Int>], checkpoints: [Int]) {
    self.boundaries = boundaries
    self.ofPart = ofPart
    self.checkpoints = checkpoints
  }

  /// The pieces cut at further instants, which are in order.
  func cut(at instants: [Instant]) -> TimelinePieces {
    guard !instants.isEmpty, boundaries.count > 1 else { return self }
    var cut = [boundaries[0]]
    // Where each old boundary stands among the new ones.
    var places = [0]
    var next = 0
    for boundary in boundaries.dropFirst() {
      while next < instants.count, instants[next] < boundary {
        if instants[next] > cut[cut.count - 1] { cut.append(instants[next]) }
        next += 1
      }
      cut.append(boundary)
      places.append(cut.count - 1)
    }
    return TimelinePieces(
      boundaries: cut, ofPart: ofPart.map { places[$0.lowerBound]..<places[$0.upperBound] },
      checkpoints: checkpoints.flatMap { Array(places[$0]..<places[$0 + 1]) })
  }
}
