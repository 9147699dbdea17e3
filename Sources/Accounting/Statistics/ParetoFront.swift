/// The models that no other model beats in both cost and performance.
///
/// Cost (energy, carbon, time) is to be small, performance (a Dice score, an accuracy) large. A model is on the front
/// when none costs at most as much and performs at least as well while being better in one of the two; of models that
/// are equal in both, all are.
public struct ParetoFront: Sendable, Hashable {
  /// One model in the plane of cost and performance.
  public struct Point: Sendable, Hashable {
    /// What is to be small.
    public var cost: Double
    /// What is to be large.
    public var performance: Double

    /// Makes a point.
    public init(cost: Double, performance: Double) {
      self.cost = cost
      self.performance = performance
    }
  }

  /// Positions of the models on the front in the input, by rising cost; equal models in the order of the input.
  public let members: [Int]
  /// The member with the least cost; `nil` when there are no members.
  public let cheapest: Int?
  /// The member with the best performance; `nil` when there are no members.
  public let best: Int?
  /// The member that lies farthest above the straight line from the cheapest to the best.
  ///
  /// Distances are taken with cost and performance scaled to 0…1 over the front, as in EC-NAS (Bakhtiarifard, Igel and
  /// Selvan, 2024). Of equally far members the cheapest is the knee. `nil` with fewer than three different members, or
  /// when none lies above the line.
  public let knee: Int?

  /// Finds the front; points with a coordinate that is not finite are left out.
  ///
  /// - Complexity: O(*n* log *n*).
  public init(_ points: [Point]) {
    let byCost = points.indices.filter { points[$0].cost.isFinite && points[$0].performance.isFinite }.sorted {
      let (left, right) = (points[$0], points[$1])
      return (left.cost, -left.performance, $0) < (right.cost, -right.performance, $1)
    }
    var members: [Int] = []
    for index in byCost {
      guard let last = members.last else {
        members.append(index)
        continue
      }
      if points[index].performance > points[last].performance || points[index] == points[last] {
        members.append(index)
      }
    }
    self.members = members
    cheapest = members.first
    // Of equally good members the first, since they are equal in cost, too.
    best = members.first { index in members.last.map { points[index] == points[$0] } ?? false }
    knee = Self.knee(of: members, in: points)
  }

  private static func knee(of members: [Int], in points: [Point]) -> Int? {
    guard Set(members.map { points[$0] }).count >= 3, let first = members.first, let last = members.last else {
      return nil
    }
    let (cheapest, best) = (points[first], points[last])
    let costSpan = best.cost - cheapest.cost
    let performanceSpan = best.performance - cheapest.performance
    // Differences below the rounding error of the scaling are no distance from the line.
    var farthest = 1e-12
    var knee: Int?
    for index in members {
      let x = (points[index].cost - cheapest.cost) / costSpan
      let y = (points[index].performance - cheapest.performance) / performanceSpan
      // The line is y = x; the distance to it is this over √2.
      if y - x > farthest {
        farthest = y - x
        knee = index
      }
    }
    return knee
  }
}
