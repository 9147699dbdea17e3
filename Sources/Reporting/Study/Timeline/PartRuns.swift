import Accounting
import Alignment
import Quantities

/// An attempt's parts in order of time, with runs of epochs of one kind folded into one row each.
struct PartRuns {
  /// Parts that are told in one row.
  struct Row {
    let label: String
    /// Places in ``Attempt/parts``.
    let parts: [Int]
    let start: Instant
    /// The sum of the parts' lengths in seconds.
    let seconds: Double
    /// `nil` when nothing was measured in any of the parts.
    let energy: Energy?
    /// The share of the length in which the least covered component was measured; `nil` when nothing was measured.
    let coverage: Double?
  }

  let rows: [Row]

  /// Folds an attempt's parts; without a footprint rows have no energy.
  init(_ attempt: Attempt, _ measured: AttemptFootprint?) {
    var rows: [Row] = []
    let parts = attempt.parts
    var place = 0
    while place < parts.count {
      guard parts[place].epoch != nil else {
        rows.append(Self.row([place], parts[place].kind.rawValue, attempt, measured))
        place += 1
        continue
      }
      let kind = parts[place].kind
      var epochs = [place]
      var pauses: [Int] = []
      var next = place + 1
      while next < parts.count {
        if parts[next].kind == kind {
          epochs.append(next)
          next += 1
        } else if parts[next].kind == .betweenEpochs, next + 1 < parts.count, parts[next + 1].kind == kind {
          pauses.append(next)
          next += 1
        } else {
          break
        }
      }
      rows.append(Self.row(epochs, Self.label(epochs, kind: kind, attempt), attempt, measured))
      if !pauses.isEmpty {
        rows.append(Self.row(pauses, "  between them, \(pauses.count)×", attempt, measured))
      }
      place = next
    }
    self.rows = rows
  }

  /// `epoch 7 redone`, `epochs 0–49 useful`; where numbers are missing or repeated, with how many there are.
  private static func label(_ places: [Int], kind: PartKind, _ attempt: Attempt) -> String {
    let indices = places.compactMap { attempt.parts[$0].epoch.map { attempt.epochs[$0].index } }
    let status = kind.rawValue.split(separator: " ").first.map(String.init) ?? ""
    guard let first = indices.min(), let last = indices.max(), indices.count > 1 else {
      return "epoch \(indices.first.map { String($0) } ?? "--") \(status)"
    }
    let count = last - first + 1 == indices.count ? "" : " (\(indices.count)×)"
    return "epochs \(first)–\(last) \(status)\(count)"
  }

  private static func row(_ places: [Int], _ label: String, _ attempt: Attempt, _ measured: AttemptFootprint?) -> Row {
    let seconds = places.map { attempt.parts[$0].window.duration.inSeconds }.compensatedSum()
    let known = places.compactMap { measured?.energy(ofPart: $0) }
    return Row(
      label: label, parts: places, start: attempt.parts[places[0]].window.start, seconds: seconds,
      energy: known.isEmpty ? nil : known.compensatedSum(),
      coverage: measured.flatMap { coverage(of: places, seconds: seconds, $0) })
  }

  /// The share of some parts' time in which the least covered component was measured.
  static func coverage(of places: [Int], seconds: Double, _ measured: AttemptFootprint) -> Double? {
    guard seconds > 0, !measured.components.isEmpty else { return nil }
    return measured.components.map { component in
      let covered = places.map { place in
        component.coveredByPart.indices.contains(place) ? component.coveredByPart[place].inSeconds : 0
      }.compensatedSum()
      return min(covered / seconds, 1)
    }.min()
  }
}
