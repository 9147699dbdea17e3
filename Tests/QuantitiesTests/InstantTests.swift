import Foundation
import Quantities
import Testing

/// Instants, wall times and what lies between them.
@Suite struct InstantTests {
  @Test("Moving and measuring are inverse")
  func inverse() {
    let start = Instant(nanoseconds: 1_795_168_800_000_000_123)
    for nanoseconds in [0, 1, -1, 86_400_000_000_000, -7_000_000_001] as [Int64] {
      let end = start.advanced(by: .nanoseconds(nanoseconds))
      #expect(start.duration(to: end) == .nanoseconds(nanoseconds))
    }
  }

  @Test("The ends of the range hold")
  func saturation() {
    let last = Instant(nanoseconds: .max)
    let first = Instant(nanoseconds: .min)
    #expect(last.advanced(by: .seconds(1)) == last)
    #expect(first.advanced(by: .seconds(-1)) == first)
    #expect(first.duration(to: last) == .nanoseconds(Int64.max))
    #expect(last.duration(to: first) == .nanoseconds(Int64.min))
    #expect(WallTime(nanoseconds: .min).instant(aheadOfUTC: .seconds(3600)) == first)
  }

  @Test("A clock an hour ahead shows an instant an hour later than UTC does")
  func zones() {
    let wall = WallTime(nanoseconds: 7_200_000_000_000)
    #expect(wall.instant(aheadOfUTC: .seconds(3600)) == Instant(nanoseconds: 3_600_000_000_000))
    #expect(wall.instant(aheadOfUTC: .seconds(-20_700)) == Instant(nanoseconds: 27_900_000_000_000))
  }

  @Test("Coded as a plain number")
  func coding() throws {
    let instants = [Instant(nanoseconds: .min), Instant(nanoseconds: 5)]
    let data = try JSONEncoder().encode(instants)
    #expect(String(decoding: data, as: UTF8.self) == "[-9223372036854775808,5]")
    #expect(try JSONDecoder().decode([Instant].self, from: data) == instants)
  }
}
