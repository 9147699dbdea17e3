/// The items of a panel that can be drawn, and which of them no other beats in both energy and score.
struct ParetoPoints: Sendable {
  /// An item that can be drawn.
  struct Point: Sendable {
    let index: Int
    let group: String
    let energy: Double
    let score: Double
    let energyDeviation: Double?
    let scoreDeviation: Double?
    let roles: Set<ParetoFigure.Role>
    var isDominated = false
  }

  /// An item that cannot be drawn, and why.
  struct Missing: Sendable {
    let group: String
    let reason: String
  }

  private(set) var points: [Point] = []
  private(set) var missing: [Missing] = []

  init(_ items: [ParetoFigure.Item]) {
    for (index, item) in items.enumerated() {
      let energy = Plottable.positive(item.energy)
      let score = Plottable.value(item.score)
      if let energy, let score {
        points.append(
          Point(
            index: index, group: item.group, energy: energy, score: score,
            energyDeviation: Plottable.positive(item.energyDeviation),
            scoreDeviation: Plottable.positive(item.scoreDeviation), roles: item.roles))
      } else {
        let reasons = [energy == nil ? "no energy" : nil, score == nil ? "no score" : nil].compactMap { $0 }
        missing.append(Missing(group: item.group, reason: reasons.joined(separator: ", ")))
      }
    }
    markDominated()
  }

  /// The greatest energy over the least; `nil` without points.
  var energyRatio: Double? {
    let energies = points.map(\.energy)
    guard let least = energies.min(), let greatest = energies.max() else { return nil }
    return greatest / least
  }

  /// A point is dominated by one that needs no more energy and scores no less, and is better in one of both. One pass
  /// over the points by energy: the best score so far, and the best among strictly cheaper points, decide.
  private mutating func markDominated() {
    let order = points.indices.sorted {
      (points[$0].energy, -points[$0].score, $0) < (points[$1].energy, -points[$1].score, $1)
    }
    var best: (energy: Double, score: Double)?
    for index in order {
      let point = points[index]
      if let best, best.score > point.score || (best.score == point.score && best.energy < point.energy) {
        points[index].isDominated = true
      } else {
        best = (point.energy, point.score)
      }
    }
  }

  /// The front from the cheapest to the best, equal points once.
  var steps: [Point] {
    let front = points.filter { !$0.isDominated }.sorted { ($0.energy, $0.index) < ($1.energy, $1.index) }
    return front.enumerated().filter { index, point in
      index == 0 || front[index - 1].energy != point.energy || front[index - 1].score != point.score
    }.map(\.element)
  }
}
