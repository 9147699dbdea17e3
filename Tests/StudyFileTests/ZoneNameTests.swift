import Quantities
import StudyFile
import Testing

@Suite struct ZoneNameTests {
  private func wall(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int = 0) -> WallTime? {
    WallTime(CivilDateTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second))
  }

  private func instant(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int) -> Instant? {
    Instant(utc: CivilDateTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second))
  }

  @Test func offsetChangesAtTheSecond() throws {
    let zone = try #require(ZoneName("Europe/Copenhagen"))
    #expect(zone.offset(at: try #require(instant(2024, 3, 31, 0, 59, 59))) == .seconds(3600))
    #expect(zone.offset(at: try #require(instant(2024, 3, 31, 1, 0, 0))) == .seconds(7200))
    let last = try #require(instant(2024, 10, 27, 0, 59, 59)).advanced(by: .nanoseconds(999_999_999))
    #expect(zone.offset(at: last) == .seconds(7200))
    #expect(zone.offset(at: try #require(instant(2024, 10, 27, 1, 0, 0))) == .seconds(3600))
  }

  @Test func wallTimesAreUniqueSkippedOrTwofold() throws {
    let zone = try #require(ZoneName("Europe/Copenhagen"))
    #expect(zone.offset(forWallTime: try #require(wall(2024, 1, 15, 12, 0))) == [.seconds(3600)])
    #expect(zone.offset(forWallTime: try #require(wall(2024, 7, 15, 12, 0))) == [.seconds(7200)])
    #expect(zone.offset(forWallTime: try #require(wall(2024, 3, 31, 1, 59, 59))) == [.seconds(3600)])
    #expect(zone.offset(forWallTime: try #require(wall(2024, 3, 31, 2, 0))) == [])
    #expect(zone.offset(forWallTime: try #require(wall(2024, 3, 31, 2, 59, 59))) == [])
    #expect(zone.offset(forWallTime: try #require(wall(2024, 3, 31, 3, 0))) == [.seconds(7200)])
    #expect(zone.offset(forWallTime: try #require(wall(2024, 10, 27, 1, 59, 59))) == [.seconds(7200)])
    #expect(zone.offset(forWallTime: try #require(wall(2024, 10, 27, 2, 0))) == [.seconds(7200), .seconds(3600)])
    #expect(zone.offset(forWallTime: try #require(wall(2024, 10, 27, 3, 0))) == [.seconds(3600)])
  }

  @Test func zonesFarFromUTC() throws {
    let newYork = try #require(ZoneName("America/New_York"))
    #expect(
      newYork.offset(forWallTime: try #require(wall(2024, 11, 3, 1, 30))) == [.seconds(-14_400), .seconds(-18_000)])
    // Half an hour of daylight saving.
    let lordHowe = try #require(ZoneName("Australia/Lord_Howe"))
    #expect(lordHowe.offset(forWallTime: try #require(wall(2024, 10, 6, 2, 15))) == [])
    #expect(lordHowe.offset(forWallTime: try #require(wall(2024, 10, 6, 2, 45))) == [.seconds(39_600)])
    // Samoa left out 30 December 2011.
    let apia = try #require(ZoneName("Pacific/Apia"))
    #expect(apia.offset(forWallTime: try #require(wall(2011, 12, 30, 12, 0))) == [])
    #expect(apia.offset(forWallTime: try #require(wall(2011, 12, 29, 12, 0))) == [.seconds(-36_000)])
  }

  @Test(arguments: [
    ("UTC", 0), ("+01:00", 3600), ("-03:30", -12_600), ("+14:00", 50_400), ("Asia/Kolkata", 19_800), ("CET", 3600),
  ])
  func knownNames(name: String, seconds: Int) throws {
    let zone = try #require(ZoneName(name))
    #expect(zone.name == name)
    #expect(zone.offset(at: try #require(instant(2024, 1, 15, 0, 0, 0))) == .seconds(seconds))
    #expect(zone.offset(forWallTime: try #require(wall(2024, 1, 15, 0, 0))) == [.seconds(seconds)])
  }

  @Test(arguments: [
    "", "Z", "CST", "IST", "PST", "GMT+1", "+1:00", "+01", "+01:60", "+14:01", "+0a:00", "Europe/Copenhage",
    "europe/copenhagen", "Europe/", "/", "Mars/Olympus",
  ])
  func unknownNames(name: String) {
    #expect(ZoneName(name) == nil)
  }

  @Test func extremesDoNotTrap() throws {
    let zone = try #require(ZoneName("Europe/Copenhagen"))
    for nanoseconds in [Int64.min, .max] {
      _ = zone.offset(at: Instant(nanoseconds: nanoseconds))
      _ = zone.offset(forWallTime: WallTime(nanoseconds: nanoseconds))
    }
  }
}
