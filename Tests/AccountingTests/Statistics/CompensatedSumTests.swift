import Quantities
import Testing

@testable import Accounting

@Suite struct CompensatedSumTests {
  @Test func keepsWhatPlainAdditionLoses() {
    let terms = [1, 1e100, 1, -1e100]
    #expect(terms.reduce(0, +) == 0)
    #expect(terms.compensatedSum() == 2)
    #expect(Array(repeating: 0.1, count: 10).compensatedSum() == 1)
  }

  @Test func errorDoesNotGrowWithTheNumberOfTerms() {
    let sum = repeatElement(0.1, count: 1_000_000).compensatedSum()
    #expect(abs(sum - 100_000) < 1e-10)
  }

  @Test func emptyAndInfinite() {
    #expect([Double]().compensatedSum() == 0)
    #expect([1, .infinity].compensatedSum() == .infinity)
    #expect([1e308, 1e308].compensatedSum() == .infinity)
    #expect([.infinity, -.infinity].compensatedSum().isNaN)
  }

  @Test func quantities() {
    #expect([Energy.joules(1), .joules(1e100), .joules(1), .joules(-1e100)].compensatedSum() == .joules(2))
  }
}
