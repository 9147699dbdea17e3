import Alignment
import LogFormats
import Quantities
import Testing

@testable import Accounting

@Suite("Where a training could have ended")
struct EarlyStopTests {
  /// A finished run with a pseudo Dice for each epoch of 1 s at 10 W.
  private static func run(_ dice: [Double?]) -> RunFootprint {
    let example = ExampleRuns.run("2d", fold: Fold(0), parts: dice.map { _ in (.usefulEpoch, 1) }, watts: 10)
    var run = example.run
    let epochs = zip(run.attempts[0].parts, dice).enumerated().map { index, pair in
      var logged = LoggedEpoch(index: index, start: WallTime(nanoseconds: 0), line: index + 1)
      logged.pseudoDice = [pair.1]
      return AlignedEpoch(logged: .init(logged), window: pair.0.window, status: .useful)
    }
    run.attempts[0].epochs = AlignedEpochs(epochs)
    var parts = TimelineParts(from: run.attempts[0].window.start)
    for (place, part) in run.attempts[0].parts.enumerated() {
      parts.append(part.kind, until: part.window.end, epoch: place)
    }
    run.attempts[0].parts = parts
    return RunFootprint(run: run, attempts: example.attempts)
  }

  /// `0.9 · old + 0.1 · new` from the first value on, as nnU-Net's `nnUNetLogger` computes it; by hand.
  @Test("The moving average is nnU-Net's")
  func movingAverage() {
    let averages = PseudoDiceCourse.movingAverages([0.5, 0.7, 0.9])
    for (found, expected) in zip(averages, [0.5, 0.52, 0.558]) { #expect(abs(found - expected) < 1e-12) }
    #expect(PseudoDiceCourse.movingAverages([]).isEmpty)
  }

  @Test("The training ends after the epoch from which on nothing as large is gained")
  func stops() throws {
    // EMA: 0, 0.1, 0.19, 0.19, 0.19
    let stop = try #require(EarlyStop(Self.run([0, 1, 1, 0.19, 0.19]), gain: 0.01))
    #expect(stop.lastEpoch == 2)
    #expect(stop.savedEpochs == 2)
    #expect(stop.savedEnergy == .joules(20))
    #expect(abs(stop.ema.stop - stop.ema.end) < 1e-12)
  }

  @Test("A late rise is worth going on for, whatever lies before it")
  func lateRise() throws {
    let stop = try #require(EarlyStop(Self.run([0.5, 0.5, 0.5, 0.5, 0.9]), gain: 0.02))
    #expect(stop.lastEpoch == 4)
    #expect(stop.savedEnergy == .joules(0))
  }

  @Test("A greater gain never trains longer", arguments: [0.0001, 0.001, 0.01, 0.05])
  func monotone(gain: Double) throws {
    let dice = (0..<60).map { epoch -> Double? in
      let bump: Double = epoch.isMultiple(of: 3) ? 0.01 : 0
      return 0.8 - 0.7 / Double(epoch + 1) + bump
    }
    let run = Self.run(dice)
    let small = try #require(EarlyStop(run, gain: gain))
    let large = try #require(EarlyStop(run, gain: 2 * gain))
    #expect(large.lastEpoch <= small.lastEpoch)
    #expect(small.ema.end - small.ema.stop < gain)
  }

  @Test("Without a pseudo Dice in every epoch nothing is told")
  func silence() {
    #expect(EarlyStop(Self.run([0.5, nil, 0.5]), gain: 0.01) == nil)
    #expect(EarlyStop(Self.run([]), gain: 0.01) == nil)
    #expect(EarlyStop(Self.run([0.5]), gain: 0) == nil)
  }
}
