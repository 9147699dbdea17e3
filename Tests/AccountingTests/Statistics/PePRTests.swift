import Accounting
import Testing

@Suite struct PePRTests {
  /// Rows of the authors' results (DermaMNIST and LIDC, energy), with the normalised resource that they imply.
  @Test(arguments: [
    (0.8579, 0.0277, 0.8348), (0.8659, 0.1638, 0.7440), (0.6955, 0.6707, 0.4163),
  ])
  func publishedScores(performance: Double, resource: Double, score: Double) throws {
    let scale = try #require(PePR(resources: [0, resource, 1]))
    let found = try #require(scale.score(performance: performance, resource: resource))
    #expect(abs(found - score) < 0.00005)
  }

  @Test func extremesOfTheSet() throws {
    let scale = try #require(PePR(resources: [30, 10, 20]))
    #expect(scale.minimumResource == 10)
    #expect(scale.maximumResource == 30)
    #expect(scale.normalized(20) == 0.5)
    #expect(scale.score(performance: 0.9, resource: 10) == 0.9)
    #expect(scale.score(performance: 0.9, resource: 30) == 0.45)
  }

  @Test func equalResourcesCostNothing() throws {
    let scale = try #require(PePR(resources: [5, 5]))
    #expect(scale.score(performance: 0.7, resource: 5) == 0.7)
  }

  @Test func outsideTheSetIsNil() throws {
    #expect(PePR(resources: []) == nil)
    #expect(PePR(resources: [1, .nan]) == nil)
    #expect(PePR(resources: [1, .infinity]) == nil)
    let scale = try #require(PePR(resources: [1, 2]))
    #expect(scale.score(performance: 1.1, resource: 1) == nil)
    #expect(scale.score(performance: -0.1, resource: 1) == nil)
    #expect(scale.score(performance: .nan, resource: 1) == nil)
    #expect(scale.score(performance: 0.5, resource: 3) == nil)
    #expect(scale.score(performance: 0.5, resource: .nan) == nil)
  }
}
