import LogFormats
import Quantities
import TestSupport
import Testing

@testable import Alignment

/// Epochs and parts in columns.
@Suite struct AlignedEpochsTests {
  private func epochs() -> AlignedEpochs {
    var logged = (0..<3).map { LoggedEpoch(index: $0, start: HostTime.wall(Double(10 * $0)), line: $0 + 1) }
    for place in 0..<2 { logged[place].end = HostTime.wall(Double(10 * place + 9)) }
    return AlignedEpochs(logged, windows: (0..<3).map { HostTime.window(Double(10 * $0), Double(10 * $0 + 9)) })
  }

  @Test("An epoch without an end is aborted, and what is set stays at its place")
  func status() {
    var epochs = epochs()
    #expect(epochs.map(\.status) == [.useful, .useful, .aborted])
    epochs.set(.redone, at: 0)
    epochs.set(HostTime.window(20, 25), at: 2)
    #expect((epochs.count(.useful), epochs.count(.redone), epochs.count(.aborted)) == (1, 1, 1))
    #expect(epochs[2].window == HostTime.window(20, 25))
    #expect(epochs.longest == .seconds(9))
    epochs.advance(by: .seconds(5))
    #expect(epochs[0].window == HostTime.window(5, 14))
    epochs.keep([0, 2])
    #expect(epochs.map(\.index) == [0, 2] && epochs.map(\.status) == [.redone, .aborted])
  }

  @Test("What the log says of an epoch is kept, as far as it is asked for")
  func facts() {
    var logged = LoggedEpoch(index: 7, start: HostTime.wall(1), line: 12)
    logged.end = HostTime.wall(5)
    logged.pseudoDice = [0.5, nil, 0.7]
    logged.validationLoss = .nan
    let epoch = AlignedEpochs([logged], windows: [HostTime.window(1, 5)])[0]
    #expect((epoch.index, epoch.logged.line) == (7, 12))
    #expect(epoch.logged.start == logged.start && epoch.logged.end == logged.end)
    #expect(epoch.logged.meanPseudoDice == (0.5 + 0.7) / 2)
    #expect(epoch.hasNaNLoss)
    let aborted = AlignedEpoch.LoggedFacts(LoggedEpoch(index: 8, start: HostTime.wall(5), line: 20))
    #expect(aborted.end == nil && aborted.meanPseudoDice == nil && !aborted.hasNaNLoss)
    #expect(MemoryLayout<AlignedEpoch.LoggedFacts>.stride <= 48)
  }

  @Test("Each part begins where the one before it ends, and an end in the past makes an empty one")
  func parts() {
    var parts = TimelineParts(from: HostTime.instant(0))
    #expect(parts.isEmpty)
    parts.append(.startUp, until: HostTime.instant(5))
    parts.append(.usefulEpoch, until: HostTime.instant(15), epoch: 3)
    parts.append(.betweenEpochs, until: HostTime.instant(10))
    #expect(
      Array(parts) == [
        TimelinePart(kind: .startUp, window: HostTime.window(0, 5)),
        TimelinePart(kind: .usefulEpoch, window: HostTime.window(5, 15), epoch: 3),
        TimelinePart(kind: .betweenEpochs, window: HostTime.window(15, 15)),
      ])
    #expect(parts.end == HostTime.instant(15))
  }
}
