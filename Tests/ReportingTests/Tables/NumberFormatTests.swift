import Reporting
import Testing

@Suite("Numbers as text")
struct NumberFormatTests {
  @Test(
    arguments: [
      (1.005, 2, "1.01"), (2.5, 0, "3"), (-2.5, 0, "-3"), (0.5, 0, "1"), (0.05, 1, "0.1"), (0.04, 1, "0.0"),
      (-0.04, 1, "0.0"), (-0.0, 2, "0.00"), (0.1 + 0.2, 17, "0.300000000000"), (999.995, 2, "1000.00"),
      (9.99, 1, "10.0"),
      (1e-7, 3, "0.000"), (1.5e-7, 7, "0.0000002"), (1e20, 1, "100000000000000000000.0"),
      (123456789.123, 0, "123456789"),
      (0.285, 2, "0.29"), (1.45, 1, "1.5"), (Double.leastNonzeroMagnitude, 2, "0.00"), (0.096, 2, "0.10"),
      (450_000 / 3.6e6, 2, "0.13"),
    ])
  func fixedDecimals(value: Double, decimals: Int, expected: String) {
    #expect(NumberFormat.fixed(value, decimals: decimals) == expected)
  }

  @Test(
    arguments: [
      (1234.5, 3, "1230"), (0.0012345, 3, "0.00123"), (0.999951, 3, "1.00"), (99.95, 3, "100"), (12.345, 3, "12.3"),
      (0, 3, "0"),
      (-0.5, 1, "-0.5"), (1e-5, 2, "0.000010"), (6.02e23, 2, "600000000000000000000000"),
    ])
  func significantDigits(value: Double, digits: Int, expected: String) {
    #expect(NumberFormat.significant(value, digits: digits) == expected)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func whatIsNotFiniteIsNotPrinted(value: Double) {
    #expect(NumberFormat.fixed(value, decimals: 2) == nil)
    #expect(NumberFormat.significant(value, digits: 2) == nil)
    #expect(NumberFormat.clock(seconds: value) == nil)
    #expect(NumberFormat.percent(fraction: value) == nil)
    #expect(NumberFormat.meanAndDeviation(1, value) == nil)
    #expect(NumberFormat.meanAndDeviation(value, 1) == nil)
  }

  @Test(
    arguments: [
      (12.345, 0.678, "12.35", "0.68"), (12.345, 0.0961, "12.345", "0.096"), (1234.5, 99.6, "1235", "100"),
      (1234.5, 310, "1235", "310"), (5, 0, "5.00", "0.00"), (0.1, 0.25, "0.10", "0.25"),
    ])
  func meanAndDeviation(mean: Double, deviation: Double, expectedMean: String, expectedDeviation: String) throws {
    let printed = try #require(NumberFormat.meanAndDeviation(mean, deviation))
    #expect(printed.mean == expectedMean)
    #expect(printed.deviation == expectedDeviation)
  }

  @Test(
    arguments: [
      (5025.4, "1:23:45"), (0, "0:00:00"), (59.5, "0:01:00"), (-75, "-0:01:15"), (-0.2, "0:00:00"),
      (360_000, "100:00:00"),
    ])
  func clock(seconds: Double, expected: String) { #expect(NumberFormat.clock(seconds: seconds) == expected) }

  @Test func hugeDurationsHaveNoClock() { #expect(NumberFormat.clock(seconds: 1e300) == nil) }

  @Test func hoursAndPercent() {
    #expect(NumberFormat.hours(seconds: 5040) == "1.40")
    #expect(NumberFormat.percent(fraction: 0.1235) == "12.4")
  }

  @Test func thousands() {
    #expect(NumberFormat.integer(1_234_567, groupsThousands: true) == "1\u{202F}234\u{202F}567")
    #expect(NumberFormat.integer(-9_999, groupsThousands: true) == "-9999")
    #expect(NumberFormat.integer(.min) == "-9223372036854775808")
    #expect(NumberFormat.fixed(-12_345.678, decimals: 1, groupsThousands: true) == "-12\u{202F}345.7")
  }

  @Test(
    arguments: [
      ([3.6e6, 7.2e6, 3.6e9], ColumnUnit.energy, "kWh"), ([3.5e6], .energy, "Wh"), ([3.6e9], .energy, "MWh"),
      ([999, 0, 0, 0], .carbon, "g"), ([1000], .carbon, "kg"), ([-2e6], .carbon, "t"), ([0.5], .distance, "m"),
      ([30, 90, 7200], .duration, "min"), ([3600], .duration, "h"), ([], .energy, "kWh"), ([.nan, 0], .carbon, "g"),
      ([0.001], .percent, "%"),
    ])
  func unitOfTheMedian(values: [Double], unit: ColumnUnit, symbol: String) {
    #expect(UnitScale.fitting(values, of: unit)?.symbol == symbol)
  }

  @Test func pureNumbersHaveNoUnit() { #expect(UnitScale.fitting([1], of: .count) == nil) }
}
