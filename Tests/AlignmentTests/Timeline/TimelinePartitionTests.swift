import LogFormats
import Quantities
import TestSupport
import Testing

@testable import Alignment

/// An attempt's window cut into parts.
@Suite struct TimelinePartitionTests {
  private func epoch(_ index: Int, _ start: Double, _ end: Double, _ status: AlignedEpoch.Status = .useful)
    -> AlignedEpoch
  {
    AlignedEpoch(
      logged: .init(LoggedEpoch(index: index, start: HostTime.wall(start), line: 1)),
      window: HostTime.window(start, end), status: status)
  }

  private func kinds(_ parts: TimelineParts) -> [PartKind] { parts.map(\.kind) }

  /// Parts touch, none is empty, and together they are the window.
  private func expectCover(_ parts: TimelineParts, _ window: TimeWindow) {
    #expect(parts.allSatisfy { !$0.window.isEmpty })
    #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.window.end == $1.window.start })
    #expect((parts.first?.window.start ?? window.start) == window.start)
    #expect((parts.last?.window.end ?? window.end) == window.end)
  }

  @Test("Start-up, epochs, the time between them and the validation")
  func kinds() {
    let window = HostTime.window(0, 60)
    let parts = TimelinePartition.parts(
      window: window,
      epochs: [epoch(0, 5, 15), epoch(1, 16, 26, .redone), epoch(2, 26, 36, .aborted)],
      validation: HostTime.window(40, 60), trainingDone: HostTime.instant(37))
    #expect(
      kinds(parts) == [
        .startUp, .usefulEpoch, .betweenEpochs, .redoneEpoch, .abortedEpoch, .betweenEpochs, .finalValidation,
      ])
    #expect(parts.map(\.epoch) == [nil, 0, nil, 1, 2, nil, nil])
    // Loading the checkpoint belongs to the validation: it begins where training was done.
    #expect(parts.last?.window == HostTime.window(37, 60))
    expectCover(parts, window)
  }

  @Test("A pause is idle from a minute and three epochs on", arguments: [(59.0, false), (61.0, true)])
  func idle(pause: Double, isIdle: Bool) {
    let window = HostTime.window(0, 40 + pause)
    let parts = TimelinePartition.parts(
      window: window, epochs: [epoch(0, 0, 20), epoch(1, 20 + pause, 40 + pause)], validation: nil, trainingDone: nil)
    #expect(kinds(parts) == [.usefulEpoch, isIdle ? .idle : .betweenEpochs, .usefulEpoch])
    // A pause that is long for a minute but short for the epochs is none.
    let long = TimelinePartition.parts(
      window: HostTime.window(0, 200 + pause), epochs: [epoch(0, 0, 100), epoch(1, 100 + pause, 200 + pause)],
      validation: nil, trainingDone: nil)
    #expect(kinds(long) == [.usefulEpoch, .betweenEpochs, .usefulEpoch])
  }

  @Test("A checkpoint between epochs is a part of its own, one inside an epoch is not")
  func checkpoints() {
    let window = HostTime.window(0, 40)
    let parts = TimelinePartition.parts(
      window: window, epochs: [epoch(0, 5, 15), epoch(1, 20, 30)],
      checkpoints: [HostTime.window(13, 14), HostTime.window(16, 18), HostTime.window(29, 32)], validation: nil,
      trainingDone: nil)
    #expect(
      kinds(parts) == [
        .startUp, .usefulEpoch, .betweenEpochs, .checkpointing, .betweenEpochs, .usefulEpoch, .checkpointing,
        .betweenEpochs,
      ])
    #expect(
      parts.filter { $0.kind == .checkpointing }.map(\.window) == [HostTime.window(16, 18), HostTime.window(30, 32)])
    expectCover(parts, window)
  }

  @Test("A long start-up is start-up and no idle time")
  func longStartUp() {
    let parts = TimelinePartition.parts(
      window: HostTime.window(0, 1010), epochs: [epoch(0, 1000, 1010)], validation: nil, trainingDone: nil)
    #expect(kinds(parts) == [.startUp, .usefulEpoch])
  }

  @Test("An empty window has no parts; a window without epochs is start-up")
  func degenerate() {
    #expect(
      TimelinePartition.parts(window: HostTime.window(3, 3), epochs: [], validation: nil, trainingDone: nil).isEmpty)
    let parts = TimelinePartition.parts(
      window: HostTime.window(0, 3), epochs: [], validation: nil, trainingDone: nil)
    #expect(kinds(parts) == [.startUp])
  }

  @Test("Any epochs, overlapping, out of order or outside the window, give parts that cover it", arguments: 0..<200)
  func anyEpochs(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let window = HostTime.window(0, Double.random(in: 0...500, using: &random))
    let epochs = (0..<Int.random(in: 0...12, using: &random)).map { index -> AlignedEpoch in
      let start = Double.random(in: -50...550, using: &random)
      let status: AlignedEpoch.Status = [.useful, .redone, .aborted][Int.random(in: 0..<3, using: &random)]
      return epoch(index, start, start + Double.random(in: 0...120, using: &random), status)
    }
    let begin = Double.random(in: -20...520, using: &random)
    let validation = Bool.random(using: &random) ? HostTime.window(begin, begin + 30) : nil
    let done = Bool.random(using: &random) ? HostTime.instant(begin - 5) : nil
    var saves: [TimeWindow] = []
    while saves.count < 6, Bool.random(using: &random) {
      let start = (saves.last.map { HostTime.seconds($0.end) } ?? -20) + Double.random(in: 0...100, using: &random)
      saves.append(HostTime.window(start, start + Double.random(in: 0...30, using: &random)))
    }
    let parts = TimelinePartition.parts(
      window: window, epochs: AlignedEpochs(epochs), checkpoints: saves, validation: validation, trainingDone: done)
    expectCover(parts, window)
    let total = parts.reduce(Duration.zero) { $0 + $1.window.duration }
    #expect(total == window.duration)
    for part in parts {
      guard let place = part.epoch else { continue }
      #expect(epochs[place].window.intersection(part.window) == part.window)
    }
    for part in parts where part.kind == .checkpointing {
      #expect(saves.contains { $0.intersection(part.window) == part.window })
    }
    // No epoch is cut in two.
    let places = parts.compactMap(\.epoch)
    #expect(Set(places).count == places.count)
  }
}
