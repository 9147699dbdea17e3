public import Alignment
import Foundation
import LogFormats
import Quantities
public import StudyStore

/// Chooses which series of the traces that are linked to an attempt are in its energy, so that each joule counts once.
///
/// A device may stand in several files at a time: copies, beginnings of files, what another program logged. The file that
/// has most of the attempt counts, of such files the one with the shorter time between samples; of the others counts what
/// it does not have.
public struct SeriesChoice {
  /// Shared time below this is the border of two files that follow one another.
  private static let leastOverlap = Duration.seconds(1)

  private let reader: TraceReader
  private let window: TimeWindow
  /// What stands in several files.
  public private(set) var diagnostics: [StudyDiagnostic] = []

  /// Makes a choice for one attempt; `store` is where the samples are.
  public init(store: StudyStore, attempt: Attempt) {
    reader = TraceReader(store: store)
    window = attempt.window
  }

  /// Reads the series that count, and returns them in order of evidence.
  ///
  /// - Parameters:
  ///   - traces: what is linked to the attempt.
  ///   - read: reads a series; `nil` when it has nothing of the attempt, which makes room for another file.
  public mutating func reading<Reading>(
    _ traces: [(evidence: Evidence, trace: TraceEvidence, link: EvidenceLink?)],
    _ read: (CountedSeries) throws(AccountingError) -> Reading?
  ) throws(AccountingError) -> [(series: CountedSeries, reading: Reading)] {
    let ordered = traces.sorted { $0.evidence.id < $1.evidence.id }
    let candidates = ordered.flatMap { CountedSeries.candidates($0.evidence, $0.trace, $0.link) }
    let ranks = candidates.map(rank)
    var chosen: [(place: Int, series: CountedSeries, reading: Reading)] = []
    for place in candidates.indices.sorted(by: { (ranks[$0], $0) < (ranks[$1], $1) }) {
      var series = candidates[place]
      var taken: [TimeWindow] = []
      for other in chosen where try isSame(series, other.series) {
        guard let reach = other.series.reach(in: window) else { continue }
        if taken.isEmpty { note(series, beside: other.series) }
        taken.append(reach)
      }
      if !taken.isEmpty {
        guard let rest = series.outside(taken, of: window) else { continue }
        series = rest
      }
      if let reading = try read(series) { chosen.append((place, series, reading)) }
    }
    return chosen.sorted { $0.place < $1.place }.map { ($0.series, $0.reading) }
  }

  /// What a series is worth beside another of its device, the best least: by how much of the attempt it has, in
  /// twentieths, by its period's magnitude, by the number of samples.
  private func rank(_ series: CountedSeries) -> Rank {
    let covered = series.evidence.window?.intersection(window)?.duration.inSeconds ?? 0
    let whole = window.duration.inSeconds
    return Rank(
      missing: whole > 0 ? 20 - Int((20 * covered / whole).rounded()) : 0,
      magnitude: Int((2 * log2(max(series.period.inSeconds, 1e-3))).rounded()), fewness: -series.device.series.samples)
  }

  private struct Rank: Comparable {
    let missing: Int
    let magnitude: Int
    let fewness: Int

    static func < (left: Rank, right: Rank) -> Bool {
      (left.missing, left.magnitude, left.fewness) < (right.missing, right.magnitude, right.fewness)
    }
  }

  private mutating func note(_ series: CountedSeries, beside other: CountedSeries) {
    let name = series.device.series.device
    let otherName = other.device.series.device
    let message =
      series.device.series.isSameDevice(as: other.device.series)
      ? "\(name) is also in \(other.evidence.path) at the same time; counted once."
      : "\(name) has the samples of \(otherName) in \(other.evidence.path); counted once."
    diagnostics.append(
      StudyDiagnostic(path: series.evidence.path, Diagnostic(.info, "count-once.same-device", message)))
  }

  // MARK: - Sameness

  /// Whether two files tell of one device at one time: by its name, or as they have the same samples.
  private func isSame(_ one: CountedSeries, _ other: CountedSeries) throws(AccountingError) -> Bool {
    guard let shared = one.evidence.window.flatMap({ other.evidence.window?.intersection($0) })?.intersection(window),
      shared.duration > Self.leastOverlap
    else { return false }
    let (first, second) = (one.device.series, other.device.series)
    if first.isSameDevice(as: second) { return true }
    guard one.evidence.id != other.evidence.id, first.component == second.component, first.quantity == second.quantity,
      first.uuid == nil || second.uuid == nil, first.index == nil || second.index == nil
    else { return false }
    return try haveSameSamples(one, other, in: shared)
  }

  /// Whether four of five samples around the middle of a window are at the same millisecond and have the same value, of
  /// which there are several: a copy in another layout, or with a damaged head.
  private func haveSameSamples(
    _ one: CountedSeries, _ other: CountedSeries, in shared: TimeWindow
  ) throws(AccountingError) -> Bool {
    let half = min(shared.duration, max(one.period, other.period) * 64) / 2
    let middle = shared.start.advanced(by: shared.duration / 2)
    let probe = TimeWindow(start: middle.advanced(by: .zero - half), end: middle.advanced(by: half))
    let (first, second) = (try samples(of: one, in: probe), try samples(of: other, in: probe))
    var common: [Double] = []
    var place = 0
    for sample in first {
      while place < second.count, second[place].milliseconds < sample.milliseconds - 1 { place += 1 }
      guard place < second.count else { break }
      if abs(second[place].milliseconds - sample.milliseconds) <= 1, second[place].value == sample.value {
        common.append(sample.value)
        place += 1
      }
    }
    return common.count >= 8 && Set(common).count >= 4 && 5 * common.count >= 4 * min(first.count, second.count)
  }

  private func samples(
    of series: CountedSeries, in probe: TimeWindow
  ) throws(AccountingError) -> [(milliseconds: Int64, value: Double)] {
    var found: [(milliseconds: Int64, value: Double)] = []
    let unit = series.device.series.unitsPerWatt
    do {
      try reader.samples(of: series.device, clock: series.evidence.clock, in: probe) { times, values in
        for (time, value) in zip(times, values) where probe.contains(Instant(nanoseconds: time)) {
          found.append((time / 1_000_000, Double(value) / unit))
        }
      }
    } catch { throw .store(error) }
    return found.sorted { $0.milliseconds < $1.milliseconds }
  }
}
