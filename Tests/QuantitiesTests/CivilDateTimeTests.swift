import Quantities
import TestSupport
import Testing

/// Calendar dates and counts of nanoseconds.
@Suite struct CivilDateTimeTests {
  @Test("Any instant from 1678 to 2261 becomes a date and the same instant again", arguments: 0..<20)
  func roundTrips(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    // 1678-01-01 to 2261-12-31.
    for _ in 0..<500 {
      let nanoseconds = Int64.random(in: -9_214_560_000_000_000_000...9_214_646_399_999_999_999, using: &random)
      let civil = CivilDateTime(nanosecondsSinceEpoch: nanoseconds)
      #expect(civil.nanosecondsSinceEpoch == nanoseconds)
      #expect((1678...2261).contains(civil.year))
    }
  }

  @Test("A day later is the next date, over all years")
  func consecutiveDays() {
    let perDay: Int64 = 86_400_000_000_000
    var previous = CivilDateTime(nanosecondsSinceEpoch: -100_000 * perDay)
    for day in -99_999...100_000 {
      let civil = CivilDateTime(nanosecondsSinceEpoch: Int64(day) * perDay)
      let isNext =
        (civil.year, civil.month, civil.day) == (previous.year, previous.month, previous.day + 1)
        || (civil.year, civil.month, civil.day) == (previous.year, previous.month + 1, 1)
        || (civil.year, civil.month, civil.day) == (previous.year + 1, 1, 1) && previous.month == 12
      if !isNext { Issue.record("\(previous) is followed by \(civil)") }
      previous = civil
    }
  }

  @Test(
    "Known dates",
    arguments: [
      (0, CivilDateTime(year: 1970, month: 1, day: 1)),
      (951_782_400, CivilDateTime(year: 2000, month: 2, day: 29)),
      (1_709_251_199, CivilDateTime(year: 2024, month: 2, day: 29, hour: 23, minute: 59, second: 59)),
      (-1, CivilDateTime(year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59)),
      (-2_203_891_200, CivilDateTime(year: 1900, month: 3, day: 1)),
      (1_795_168_800, CivilDateTime(year: 2026, month: 11, day: 20, hour: 10)),
    ] as [(Int64, CivilDateTime)])
  func known(seconds: Int64, civil: CivilDateTime) {
    #expect(CivilDateTime(nanosecondsSinceEpoch: seconds * 1_000_000_000) == civil)
    #expect(civil.nanosecondsSinceEpoch == seconds * 1_000_000_000)
  }

  @Test(
    "Leap years are divisible by 4, but not by 100 unless by 400",
    arguments: [(2024, true), (2023, false), (1900, false), (2000, true), (2100, false)])
  func leapDays(year: Int, isLeap: Bool) {
    #expect((CivilDateTime(year: year, month: 2, day: 29).nanosecondsSinceEpoch != nil) == isLeap)
    #expect(CivilDateTime(year: year, month: 2, day: 28).nanosecondsSinceEpoch != nil)
  }

  @Test(
    "What is no date has no instant",
    arguments: [
      CivilDateTime(year: 2024, month: 0, day: 1), CivilDateTime(year: 2024, month: 13, day: 1),
      CivilDateTime(year: 2024, month: 1, day: 0), CivilDateTime(year: 2024, month: 1, day: 32),
      CivilDateTime(year: 2024, month: 4, day: 31), CivilDateTime(year: 2024, month: 2, day: 30),
      CivilDateTime(year: 2024, month: 1, day: 1, hour: 24), CivilDateTime(year: 2024, month: 1, day: 1, minute: 60),
      CivilDateTime(year: 2024, month: 1, day: 1, second: 61),
      CivilDateTime(year: 2024, month: 1, day: 1, nanosecond: 1_000_000_000),
      CivilDateTime(year: 2024, month: 1, day: 1, hour: -1), CivilDateTime(year: 1677, month: 12, day: 31),
      CivilDateTime(year: 2262, month: 1, day: 1), CivilDateTime(year: .max, month: 1, day: 1),
      CivilDateTime(year: .min, month: .min, day: .min),
    ])
  func invalid(civil: CivilDateTime) {
    #expect(civil.nanosecondsSinceEpoch == nil)
    #expect(WallTime(civil) == nil)
    #expect(Instant(utc: civil) == nil)
  }

  @Test("A leap second is the next minute's first second")
  func leapSecond() {
    let leap = CivilDateTime(year: 2016, month: 12, day: 31, hour: 23, minute: 59, second: 60)
    #expect(leap.nanosecondsSinceEpoch == CivilDateTime(year: 2017, month: 1, day: 1).nanosecondsSinceEpoch)
  }

  @Test(
    "ISO 8601 with as many groups of three digits as are needed",
    arguments: [
      (0, "2026-01-02T03:04:05"), (967_000_000, "2026-01-02T03:04:05.967"), (967_120_000, "2026-01-02T03:04:05.967120"),
      (1000, "2026-01-02T03:04:05.000001"), (1, "2026-01-02T03:04:05.000000001"),
      (500_000_010, "2026-01-02T03:04:05.500000010"),
    ])
  func text(nanosecond: Int, text: String) throws {
    let civil = CivilDateTime(
      year: 2026, month: 1, day: 2, hour: 3, minute: 4, second: 5, nanosecond: nanosecond)
    #expect(civil.iso8601 == text)
    #expect(WallTime(civil)?.iso8601 == text)
    #expect(Instant(utc: civil)?.iso8601 == text + "Z")
  }
}
