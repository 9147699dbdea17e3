import Quantities
import TestSupport
import Testing

/// Stretches of time.
@Suite struct TimeWindowTests {
  private func window(_ start: Int64, _ end: Int64) -> TimeWindow {
    TimeWindow(start: Instant(nanoseconds: start), end: Instant(nanoseconds: end))
  }

  @Test("A window is never negative, and its end is not in it")
  func ends() {
    #expect(window(5, 3) == window(5, 5))
    #expect(window(5, 3).isEmpty)
    #expect(window(3, 5).contains(Instant(nanoseconds: 3)))
    #expect(!window(3, 5).contains(Instant(nanoseconds: 5)))
  }

  @Test("Windows that only touch share nothing")
  func intersection() {
    #expect(window(0, 5).intersection(window(3, 9)) == window(3, 5))
    #expect(window(0, 5).intersection(window(5, 9)) == nil)
    #expect(window(0, 5).intersection(window(2, 2)) == nil)
  }

  @Test("Overlaps count once, gaps not at all")
  func union() {
    #expect(TimeWindow.unionDuration([]) == .zero)
    #expect(TimeWindow.unionDuration([window(0, 10), window(5, 12), window(20, 21), window(1, 2)]) == .nanoseconds(13))
    #expect(TimeWindow.unionDuration([window(-5, 0), window(0, 5)]) == .nanoseconds(10))
    #expect(TimeWindow.unionDuration([window(.min, .min), window(.max, .max)]) == .zero)
  }

  @Test("The union of any windows is what a count of their instants gives", arguments: 0..<100)
  func anyUnion(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let windows = (0..<Int.random(in: 0...8, using: &random)).map { _ in
      window(.random(in: -40...40, using: &random), .random(in: -40...40, using: &random))
    }
    let covered = (-40...40).count { second in
      windows.contains { $0.contains(Instant(nanoseconds: Int64(second))) }
    }
    #expect(TimeWindow.unionDuration(windows) == .nanoseconds(covered))
    #expect(TimeWindow.unionDuration(windows.shuffled(using: &random)) == .nanoseconds(covered))
  }
}
