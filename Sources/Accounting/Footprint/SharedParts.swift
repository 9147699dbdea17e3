import Alignment
import Quantities

/// An attempt's parts, cut where its share of a device changes.
struct SharedParts {
  /// The edges of all pieces, in order.
  let edges: [Instant]
  /// Each piece's part and share; `nil` when nothing is shared, and pieces are parts.
  private let pieces: [(part: Int, share: Double)]?
  private let partCount: Int

  init(attempt: Attempt, portions: [EvidenceLink.Portion]) {
    partCount = attempt.parts.count
    let own = attempt.parts.map(\.window.start) + [attempt.window.end]
    guard !portions.isEmpty else {
      edges = own
      pieces = nil
      return
    }
    let inside = portions.flatMap { [$0.window.start, $0.window.end] }.filter {
      attempt.window.start < $0 && $0 < attempt.window.end
    }
    edges = Set(own + inside).sorted()
    var pieces: [(part: Int, share: Double)] = []
    var part = 0
    var portion = 0
    for start in edges.dropLast() {
      while part + 1 < attempt.parts.count, attempt.parts[part + 1].window.start <= start { part += 1 }
      // Beside the portions there is at most the half period by which a trace reaches past its samples.
      while portion + 1 < portions.count, portions[portion].window.end <= start { portion += 1 }
      pieces.append((part, portions[portion].share))
    }
    self.pieces = pieces
  }

  /// An integral over the pieces as one over the parts, each piece with its share; `lead` intervals stand before them.
  ///
  /// A piece without a share is as if it had not been measured.
  func joined(_ integral: TraceIntegral, lead: Int) -> TraceIntegral {
    guard let pieces else { return integral }
    var result = integral
    let source = integral.intervals
    let before = source.prefix(lead)
    let after = source.dropFirst(lead + pieces.count)
    var parts = Array(repeating: TraceIntegral.Interval(), count: partCount)
    for (piece, interval) in zip(pieces, source.dropFirst(lead)) where piece.share > 0 {
      guard let energy = interval.energy else { continue }
      parts[piece.part].energy = (parts[piece.part].energy ?? .zero) + energy * piece.share
      parts[piece.part].coveredSeconds += interval.coveredSeconds
      parts[piece.part].bridgedSeconds += interval.bridgedSeconds
      parts[piece.part].extendedSeconds += interval.extendedSeconds
      parts[piece.part].samples += interval.samples
    }
    result.intervals = before + parts + after
    return result
  }
}
