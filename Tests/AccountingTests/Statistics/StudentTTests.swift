import Accounting
import Foundation
import Testing

@Suite struct StudentTTests {
  /// Reference values: SciPy 1.17.1, `scipy.stats.t.ppf`; they round to the tables in print.
  @Test(arguments: [
    (0.9, 1, 3.0776835371752544), (0.975, 1, 12.706204736174694), (0.995, 1, 63.656741162871526),
    (0.975, 2, 4.302652729749462), (0.975, 3, 3.1824463052837078), (0.975, 4, 2.7764451051977934),
    (0.995, 4, 4.604094871349992), (0.9, 5, 1.4758840488244815), (0.975, 9, 2.262157162798205),
    (0.975, 29, 2.045229642132703), (0.975, 120, 1.9799304050824402), (0.975, 1000, 1.9623390808264083),
    (0.975, 10_000, 1.960201239890626), (0.995, 10_000, 2.5763210466685282),
  ])
  func quantilesOfTheTable(probability: Double, degreesOfFreedom: Double, expected: Double) throws {
    let quantile = try #require(StudentT.quantile(probability, degreesOfFreedom: degreesOfFreedom))
    #expect(abs(quantile / expected - 1) < 1e-10)
    let mirrored = try #require(StudentT.quantile(1 - probability, degreesOfFreedom: degreesOfFreedom))
    #expect(abs(mirrored / -expected - 1) < 1e-10)
  }

  /// One and two degrees of freedom have closed forms.
  @Test(arguments: [0.0001, 0.01, 0.3, 0.5, 0.500001, 0.6, 0.99, 0.999999])
  func closedForms(probability: Double) throws {
    let cauchy = tan(Double.pi * (probability - 0.5))
    let two = (2 * probability - 1) / (2 * probability * (1 - probability)).squareRoot()
    #expect(abs(try #require(StudentT.quantile(probability, degreesOfFreedom: 1)) - cauchy) <= 1e-9 * abs(cauchy))
    #expect(abs(try #require(StudentT.quantile(probability, degreesOfFreedom: 2)) - two) <= 1e-9 * abs(two))
  }

  @Test func cumulativeValues() throws {
    #expect(abs(try #require(StudentT.cumulative(1.3, degreesOfFreedom: 7)) - 0.8826160823038114) < 1e-13)
    #expect(abs(try #require(StudentT.cumulative(-2.5, degreesOfFreedom: 3.5)) - 0.03784732190474501) < 1e-13)
    #expect(StudentT.cumulative(0, degreesOfFreedom: 3) == 0.5)
    #expect(StudentT.cumulative(.infinity, degreesOfFreedom: 3) == 1)
  }

  @Test func outsideTheDomainIsNil() {
    for probability in [0, 1, -0.1, 1.1, .nan, .infinity] {
      #expect(StudentT.quantile(probability, degreesOfFreedom: 4) == nil)
    }
    for degrees in [0, 0.5, -1, .nan, .infinity] {
      #expect(StudentT.quantile(0.9, degreesOfFreedom: degrees) == nil)
    }
    #expect(StudentT.cumulative(.nan, degreesOfFreedom: 4) == nil)
    #expect(StudentT.cumulative(1, degreesOfFreedom: 0) == nil)
  }

  @Test func extremesEnd() {
    for probability in [Double.leastNonzeroMagnitude, 1e-300, 1 - 1e-16] {
      for degrees in [1, 2, 1e6, 1e12] {
        let quantile = StudentT.quantile(probability, degreesOfFreedom: degrees)
        #expect(quantile == nil || quantile?.isFinite == true)
      }
    }
  }
}
