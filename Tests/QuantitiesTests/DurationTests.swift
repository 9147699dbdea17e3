import Quantities
import Testing

/// Durations in other units.
@Suite struct DurationTests {
  @Test("Seconds and hours, parts of a second included")
  func units() {
    #expect(Duration.milliseconds(1500).inSeconds == 1.5)
    #expect(Duration.milliseconds(-1500).inSeconds == -1.5)
    #expect(Duration.seconds(5400).inHours == 1.5)
  }

  @Test("Nanoseconds are cut off towards zero")
  func nanoseconds() {
    #expect(Duration.nanoseconds(-7).inNanoseconds == -7)
    #expect(Duration(secondsComponent: 1, attosecondsComponent: 999_999_999).inNanoseconds == 1_000_000_000)
    #expect(Duration(secondsComponent: -1, attosecondsComponent: -999_999_999).inNanoseconds == -1_000_000_000)
  }

  @Test("Beyond 292 years nanoseconds saturate")
  func saturation() {
    #expect(Duration.nanoseconds(Int64.max).inNanoseconds == .max)
    #expect(Duration.nanoseconds(Int64.min).inNanoseconds == .min)
    #expect(Duration.seconds(Int64.max).inNanoseconds == .max)
    #expect(Duration.seconds(Int64.min).inNanoseconds == .min)
    // The seconds alone would fit.
    #expect((Duration.nanoseconds(Int64.max) + .nanoseconds(1)).inNanoseconds == .max)
    #expect((Duration.nanoseconds(Int64.min) - .nanoseconds(1)).inNanoseconds == .min)
  }
}
