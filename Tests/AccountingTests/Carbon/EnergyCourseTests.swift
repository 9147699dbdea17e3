import LogFormats
import Quantities
import StudyFile
import TestSupport
import Testing

@testable import Accounting
@testable import Alignment

/// Energy against a carbon intensity that changes.
@Suite struct EnergyCourseTests {
  /// A curve of intervals that follow one another from 0 s on.
  static func curve(_ grams: [Double], each seconds: Double = 100, from start: Double = 0) -> IntensityCurve {
    IntensityCurve(
      IntensitySeries(
        column: "g/kWh",
        intervals: grams.enumerated().map { place, value in
          let from = start + Double(place) * seconds
          return .init(window: ExampleRuns.window(from, from + seconds), intensity: .gramsPerKilowattHour(value))
        }))
  }

  @Test("A window's mean is weighted by time; what is not covered is told")
  func mean() throws {
    let curve = Self.curve([100, 200, 400])
    #expect(try #require(curve.mean(over: ExampleRuns.window(50, 250))).intensity == .gramsPerKilowattHour(225))
    let edge = try #require(curve.mean(over: ExampleRuns.window(250, 350)))
    #expect(edge.intensity == .gramsPerKilowattHour(400))
    #expect(edge.share == 0.5)
    #expect(curve.mean(over: ExampleRuns.window(300, 400)) == nil)
    #expect(try #require(curve.mean(over: ExampleRuns.window(100, 100))).intensity == .gramsPerKilowattHour(200))
    #expect(curve.mean(over: ExampleRuns.window(300, 300)) == nil)
    #expect(curve.changes(in: ExampleRuns.window(0, 250)) == [ExampleRuns.instant(100), ExampleRuns.instant(200)])
  }

  @Test("Emissions are the sum over intervals of energy times intensity, not mean times energy")
  func sum() {
    // 3.6 MJ at 100 g/kWh and 7.2 MJ at 400: 100 g + 800 g; the mean intensity would make 750 g.
    let course = EnergyCourse([
      .init(window: ExampleRuns.window(0, 100), energy: .kilowattHours(1)),
      .init(window: ExampleRuns.window(100, 200), energy: .kilowattHours(2), isSpread: true),
    ])
    let emissions = course.emissions(at: Self.curve([100, 400]))
    #expect(emissions.carbon == .grams(900))
    #expect(emissions.meanIntensity == .gramsPerKilowattHour(300))
    #expect(emissions.coverage == 1)
    #expect(emissions.spread == .kilowattHours(2))
  }

  @Test("At one intensity the emissions are energy times intensity, however it was cut")
  func constant() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20 {
      let stretches = (0..<30).map { _ in
        let start = Double.random(in: 0..<900, using: &generator)
        return EnergyCourse.Stretch(
          window: ExampleRuns.window(start, start + Double.random(in: 0...90, using: &generator)),
          energy: .joules(Double.random(in: 0...1e6, using: &generator)))
      }
      let emissions = EnergyCourse(stretches).emissions(at: Self.curve(Array(repeating: 250, count: 10)))
      let expected = (stretches.map(\.energy).compensatedSum() * CarbonIntensity.gramsPerKilowattHour(250)).grams
      #expect(abs(emissions.carbon.grams - expected) < 1e-9 * expected)
    }
  }

  @Test("What the series does not cover has no emissions, and the share is told")
  func uncovered() {
    let course = EnergyCourse([.init(window: ExampleRuns.window(50, 250), energy: .kilowattHours(4))])
    let emissions = course.emissions(at: Self.curve([100]))
    #expect(emissions.coverage == 0.25)
    #expect(emissions.carbon == .grams(100))
    #expect(course.emissions(at: Self.curve([100], from: 1000)).meanIntensity == nil)
  }

  @Test("Later starts: a course moved by the curve's step meets the next intensities exactly")
  func shift() {
    let course = EnergyCourse([
      .init(window: ExampleRuns.window(0, 100), energy: .kilowattHours(1)),
      .init(window: ExampleRuns.window(100, 200), energy: .kilowattHours(2)),
    ])
    let shift = TimeShift(
      of: [(course, PowerUsageEffectiveness(1.5) ?? .none)], along: Self.curve([100, 400, 10, 20]),
      by: [.seconds(300), .seconds(100), .zero, .seconds(200)])
    #expect(shift.points.map(\.delay) == [.zero, .seconds(100), .seconds(200), .seconds(300)])
    let grams: [Double?] = [1350.0, 630.0, 75.0, nil]
    #expect(shift.points.map { $0.carbon?.grams } == grams)
    let factors: [Double?] = [1.0, 630.0 / 1350.0, 75.0 / 1350.0, nil]
    #expect(shift.points.map(\.factor) == factors)
    #expect(shift.best?.delay == .seconds(200))
  }

  @Test("Pieces of a training are cut where the intensity changes; parts and checkpoints keep their pieces")
  func cutting() {
    let pieces = TimelinePieces(ExampleRuns.attempt([(.startUp, 10), (.usefulEpoch, 30)]))
      .cut(at: [ExampleRuns.instant(5), ExampleRuns.instant(10), ExampleRuns.instant(20), ExampleRuns.instant(99)])
    #expect(pieces.boundaries == [0, 5, 10, 20, 40].map { ExampleRuns.instant($0) })
    #expect(pieces.ofPart == [0..<2, 2..<4])
  }

  @Test("Where only totals are known the course is even over each part")
  func evenly() {
    let attempt = ExampleRuns.attempt([(.startUp, 100), (.usefulEpoch, 100)])
    let energy = ExampleRuns.energy(.gpu, [1, nil], of: attempt)
    let footprint = AttemptFootprint(components: [energy], crossChecks: [], duration: attempt.window.duration)
    #expect(
      footprint.course(of: attempt).stretches == [
        .init(window: ExampleRuns.window(0, 100), energy: .joules(1), isSpread: true)
      ])
  }
}
