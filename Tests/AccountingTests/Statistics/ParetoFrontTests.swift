import Accounting
import Testing

@Suite struct ParetoFrontTests {
  private func points(_ pairs: (Double, Double)...) -> [ParetoFront.Point] {
    pairs.map { ParetoFront.Point(cost: $0.0, performance: $0.1) }
  }

  @Test func findsFrontExtremaAndKnee() {
    // 0 dear and best, 1 dominated by 3, 2 cheapest, 3 the knee.
    let front = ParetoFront(points((0.62, 0.94), (0.30, 0.91), (0.02, 0.80), (0.07, 0.92)))
    #expect(front.members == [2, 3, 0])
    #expect(front.cheapest == 2)
    #expect(front.best == 0)
    #expect(front.knee == 3)
  }

  @Test func tiesInOneCoordinateAreDominated() {
    let front = ParetoFront(points((1, 0.5), (1, 0.6), (2, 0.6), (2, 0.7)))
    #expect(front.members == [1, 3])
  }

  @Test func equalPointsAreAllMembers() {
    let front = ParetoFront(points((2, 0.9), (1, 0.5), (2, 0.9), (1, 0.5)))
    #expect(front.members == [1, 3, 0, 2])
    #expect(front.cheapest == 1)
    #expect(front.best == 0)
    #expect(front.knee == nil)
  }

  @Test func noKnee() {
    #expect(ParetoFront(points((1, 0.1), (2, 0.2))).knee == nil)
    #expect(ParetoFront(points((1, 0.1), (2, 0.2), (3, 0.3))).knee == nil)
    // Below the line from the cheapest to the best.
    #expect(ParetoFront(points((1, 0.1), (2, 0.15), (3, 0.3))).knee == nil)
  }

  /// Units must not move the knee.
  @Test(arguments: [1, 1e-6, 3.6e6])
  func kneeDoesNotDependOnTheUnit(factor: Double) {
    let front = ParetoFront(points((1 * factor, 10), (2 * factor, 60), (4 * factor, 85), (10 * factor, 100)))
    #expect(front.knee == 2)
    #expect(front.members == [0, 1, 2, 3])
  }

  @Test func pointsThatAreNotFiniteAreLeftOut() {
    let front = ParetoFront(points((.nan, 0.9), (1, .infinity), (1, 0.5), (-.infinity, 0.1)))
    #expect(front.members == [2])
    #expect(front.cheapest == 2)
    #expect(front.best == 2)
    let none = ParetoFront([])
    #expect(none.members.isEmpty)
    #expect(none.cheapest == nil)
    #expect(none.best == nil)
    #expect(none.knee == nil)
  }

  /// Against the definition, on a small grid so that ties abound.
  @Test(arguments: 1...50)
  func agreesWithTheDefinition(seed: UInt64) {
    var state = seed
    func next(below bound: UInt64) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double((state >> 33) % bound)
    }
    let points = (0..<40).map { _ in ParetoFront.Point(cost: next(below: 12), performance: next(below: 12)) }
    let expected = points.indices.filter { index in
      !points.contains { other in
        other.cost <= points[index].cost && other.performance >= points[index].performance && other != points[index]
      }
    }
    #expect(ParetoFront(points).members.sorted() == expected)
  }
}
