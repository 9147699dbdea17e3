/// A series reduced to what is drawn: at each epoch the lowest, mean and highest value of the runs.
struct EpochSeries: Sendable {
  /// The values of one epoch over the runs.
  struct Summary: Sendable {
    let index: Int
    var low: Double
    var high: Double
    fileprivate var sum: Double
    fileprivate var count: Int

    var mean: Double { sum / Double(count) }
  }

  /// An epoch that does not count.
  struct Spot: Sendable {
    let index: Int
    let energy: Double
  }

  private static let indices = 0..<10_000_000

  let label: String
  let runCount: Int
  private(set) var energy: [Summary] = []
  private(set) var score: [Summary] = []
  private(set) var redone: [Spot] = []
  private(set) var aborted: [Spot] = []
  private(set) var restarts: [Int] = []
  /// How many epochs have an impossible number.
  private(set) var ignored = 0

  init(_ series: EpochFigure.Series) {
    label = series.label
    runCount = series.runs.count
    var energies: [Int: Summary] = [:]
    var scores: [Int: Summary] = [:]
    for run in series.runs {
      restarts += run.restarts.filter(Self.indices.contains)
      for epoch in run.epochs { add(epoch, &energies, &scores) }
    }
    energy = energies.values.sorted { $0.index < $1.index }
    score = scores.values.sorted { $0.index < $1.index }
    restarts = Set(restarts).sorted()
  }

  private mutating func add(
    _ epoch: EpochFigure.Epoch, _ energies: inout [Int: Summary], _ scores: inout [Int: Summary]
  ) {
    let energy = Plottable.nonNegative(epoch.energy)
    guard Self.indices.contains(epoch.index), epoch.energy == nil || energy != nil else {
      ignored += 1
      return
    }
    switch epoch.state {
    case .useful:
      Self.add(energy, at: epoch.index, to: &energies)
      Self.add(Plottable.value(epoch.score), at: epoch.index, to: &scores)
    case .redone: redone += energy.map { [Spot(index: epoch.index, energy: $0)] } ?? []
    case .aborted: aborted += energy.map { [Spot(index: epoch.index, energy: $0)] } ?? []
    }
  }

  private static func add(_ value: Double?, at index: Int, to summaries: inout [Int: Summary]) {
    guard let value else { return }
    var summary = summaries[index] ?? Summary(index: index, low: value, high: value, sum: 0, count: 0)
    summary.low = min(summary.low, value)
    summary.high = max(summary.high, value)
    summary.sum += value
    summary.count += 1
    summaries[index] = summary
  }

  var isEmpty: Bool { energy.isEmpty && score.isEmpty && redone.isEmpty && aborted.isEmpty }
  var isBand: Bool { runCount > 1 }
  var lastIndex: Int {
    max(energy.last?.index ?? 0, score.last?.index ?? 0, (redone + aborted).map(\.index).max() ?? 0)
  }
  /// The mean over the epochs that count; `nil` without energies.
  var meanEnergy: Double? {
    let count = energy.reduce(0) { $0 + $1.count }
    return count > 0 ? energy.reduce(0) { $0 + $1.sum } / Double(count) : nil
  }

  /// The summaries in stretches of consecutive epochs, so that lines do not bridge what was not measured.
  static func stretches(_ summaries: [Summary]) -> [[Summary]] {
    var result: [[Summary]] = []
    var current: [Summary] = []
    for summary in summaries {
      if let last = current.last, summary.index != last.index + 1 {
        result.append(current)
        current = []
      }
      current.append(summary)
    }
    return current.isEmpty ? result : result + [current]
  }
}
