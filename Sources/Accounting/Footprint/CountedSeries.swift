public import Alignment
import LogFormats
import Quantities

/// A series of a trace that is in an attempt's energy.
public struct CountedSeries {
  /// The trace.
  public let evidence: Evidence
  /// The series' device.
  public let device: TraceEvidence.Device
  /// What share of it counts when; all of it when empty.
  public let portions: [EvidenceLink.Portion]
  /// In a part of the attempt another file of the device counts.
  public let isPartial: Bool

  init(
    evidence: Evidence, device: TraceEvidence.Device, portions: [EvidenceLink.Portion], isPartial: Bool = false
  ) {
    self.evidence = evidence
    self.device = device
    self.portions = portions
    self.isPartial = isPartial
  }

  /// What an attempt's links make of a trace's devices, in order.
  static func candidates(_ evidence: Evidence, _ trace: TraceEvidence, _ link: EvidenceLink?) -> [CountedSeries] {
    trace.devices.compactMap { device in
      guard device.series.samples > 0, link?.devices?.contains(device.seriesID) ?? true else { return nil }
      return CountedSeries(evidence: evidence, device: device, portions: link?.portions[device.seriesID] ?? [])
    }
  }

  /// The mean time between samples.
  var period: Duration {
    guard let window = evidence.window else { return .zero }
    return window.duration / max(1, device.series.samples - 1)
  }

  /// What the file tells of the device's power in a window; `nil` for nothing.
  ///
  /// A sample holds for half a period before and after it.
  func reach(in window: TimeWindow) -> TimeWindow? {
    guard let own = evidence.window else { return nil }
    let half = min(period / 2, .seconds(30))
    return TimeWindow(start: own.start.advanced(by: .zero - half), end: own.end.advanced(by: half)).intersection(window)
  }

  /// The same series where others do not reach; `nil` where nothing of more than a second is left.
  func outside(_ taken: [TimeWindow], of window: TimeWindow) -> CountedSeries? {
    guard let own = evidence.window?.intersection(window) else { return nil }
    let edges = [window.start, window.end] + (taken + [own] + portions.map(\.window)).flatMap { [$0.start, $0.end] }
    let inside = Set(edges.filter { window.start <= $0 && $0 <= window.end }).sorted()
    var left = Duration.zero
    let pieces = zip(inside, inside.dropFirst()).map { start, end -> EvidenceLink.Portion in
      let isFree = own.contains(start) && !taken.contains { $0.contains(start) }
      let share = portions.first { $0.window.end > start }?.share ?? portions.last?.share ?? 1
      if isFree { left += start.duration(to: end) }
      return .init(window: TimeWindow(start: start, end: end), share: isFree ? share : 0)
    }
    guard left > .seconds(1) else { return nil }
    return CountedSeries(evidence: evidence, device: device, portions: pieces, isPartial: true)
  }
}
