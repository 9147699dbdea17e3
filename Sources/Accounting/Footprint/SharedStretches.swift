import Alignment
import Quantities

/// Consecutive stretches of time, cut where an attempt's share of a device changes.
struct SharedStretches {
  /// The edges of all pieces, in order.
  let edges: [Instant]
  /// Each piece's stretch and share; `nil` when nothing is shared, and pieces are stretches.
  private let pieces: [(stretch: Int, share: Double)]?
  private let count: Int

  /// Cuts the stretches between boundaries in order.
  init(boundaries own: [Instant], portions: [EvidenceLink.Portion]) {
    count = max(own.count - 1, 0)
    guard !portions.isEmpty, let first = own.first, let last = own.last else {
      edges = own
      pieces = nil
      return
    }
    let inside = portions.flatMap { [$0.window.start, $0.window.end] }.filter { first < $0 && $0 < last }
    edges = Set(own + inside).sorted()
    var pieces: [(stretch: Int, share: Double)] = []
    var stretch = 0
    var portion = 0
    for start in edges.dropLast() {
      while stretch + 1 < count, own[stretch + 1] <= start { stretch += 1 }
      // Beside the portions there is at most the half period by which a trace reaches past its samples.
      while portion + 1 < portions.count, portions[portion].window.end <= start { portion += 1 }
      pieces.append((stretch, portions[portion].share))
    }
    self.pieces = pieces
  }

  /// An integral over the pieces as one over the stretches, each piece with its share; `lead` intervals stand before them.
  ///
  /// A piece without a share is as if it had not been measured.
  func joined(_ integral: TraceIntegral, lead: Int) -> TraceIntegral {
    guard let pieces else { return integral }
    var result = integral
    let source = integral.intervals
    let before = source.prefix(lead)
    let after = source.dropFirst(lead + pieces.count)
    var stretches = Array(repeating: TraceIntegral.Interval(), count: count)
    for (piece, interval) in zip(pieces, source.dropFirst(lead)) where piece.share > 0 {
      stretches[piece.stretch].add(interval, share: piece.share)
    }
    result.intervals = before + stretches + after
    return result
  }
}

extension TraceIntegral.Interval {
  /// Adds a share of the energies of another interval, and all of its time.
  fileprivate mutating func add(_ other: Self, share: Double) {
    func sum(_ own: Energy?, _ more: Energy?) -> Energy? { more.map { (own ?? .zero) + $0 * share } ?? own }
    energy = sum(energy, other.energy)
    measuredEnergy = sum(measuredEnergy, other.measuredEnergy)
    bridgeEnergy = sum(bridgeEnergy, other.bridgeEnergy)
    meanEnergy = sum(meanEnergy, other.meanEnergy)
    coveredSeconds += other.coveredSeconds
    measuredSeconds += other.measuredSeconds
    gapSeconds += other.gapSeconds
    bridgedSeconds += other.bridgedSeconds
    extendedSeconds += other.extendedSeconds
    samples += other.samples
  }
}
