import TestSupport
import Testing

@testable import Alignment

@Suite("Comparing a schedule with power at one shift after another")
struct SlidingMatchTests {
  /// Samples with pauses and doubled times.
  private static func profile(_ random: inout SeededGenerator) throws -> PowerProfile {
    var time = Double.random(in: -500...0, using: &random)
    var times: [Double] = []
    for _ in 0..<3000 {
      times.append(time)
      switch Int.random(in: 0..<50, using: &random) {
      case 0: time += Double.random(in: 0...300, using: &random)
      case 1: break
      default: time += Double.random(in: 0.01...1.5, using: &random)
      }
    }
    let watts = times.map { _ in Double.random(in: 40...300, using: &random) }
    return try #require(PowerProfile(times: times, watts: watts, period: 0.75))
  }

  @Test("the place of a time is the first point that is not before it, wherever the search begins", arguments: 1...8)
  func places(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let profile = try Self.profile(&random)
    for number in 0..<2000 {
      let point = profile.times[Int.random(in: profile.times.indices, using: &random)]
      let time = number % 3 == 0 ? point : point + Double.random(in: -400...400, using: &random)
      let expected = profile.times.firstIndex { $0 >= time } ?? profile.times.count
      #expect(profile.place(of: time) == expected)
      #expect(profile.place(of: time, near: Int.random(in: 0...profile.times.count, using: &random)) == expected)
      let close = min(max(expected + Int.random(in: -40...40, using: &random), 0), profile.times.count)
      #expect(profile.place(of: time, near: close) == expected)
    }
  }

  @Test("sliding, the gains are those of each shift alone", arguments: 1...4)
  func gains(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let profile = try Self.profile(&random)
    var stretches: [LoadSchedule.Stretch] = []
    var time = 0.0
    for number in 0..<40 {
      let end = time + Double.random(in: 0...60, using: &random)
      stretches.append(.init(start: time, end: end, load: number % 2 == 0 ? .epoch : .between))
      time = end
    }
    let schedule = LoadSchedule(stretches: stretches, medianEpoch: 30)
    for piece in schedule.pieces(of: 8, atMost: 3, lead: 1000, tail: 1000) {
      var sliding = SlidingMatch(piece, profile)
      var shifts = (0..<400).map { -100 + 0.5 * Double($0) }
      shifts += (0..<100).map { _ in Double.random(in: -4000...4000, using: &random) }
      for shift in shifts {
        let (a, b) = (sliding.gain(shift: shift), LoadMatch.gain(piece, profile, shift: shift))
        #expect(a.likelihood.bitPattern == b.likelihood.bitPattern)
        #expect(a.penalty.bitPattern == b.penalty.bitPattern)
        #expect(a.points == b.points)
        #expect(a.hasContrast == b.hasContrast)
      }
    }
  }
}
