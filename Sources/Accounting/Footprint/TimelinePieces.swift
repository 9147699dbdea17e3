import Alignment
import Quantities

/// An attempt's parts cut further at the checkpoints inside them, so that those can be measured by themselves.
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
}
