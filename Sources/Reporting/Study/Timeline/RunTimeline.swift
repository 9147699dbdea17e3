public import Accounting
import Alignment
import LogFormats
import Plotting
import Quantities
public import StudyStore

/// What some runs did and what measured them, with what only the samples tell: gaps and powers.
public struct RunTimeline: Sendable {
  /// A device of a trace that is linked to one of the runs.
  struct Device: Sendable {
    let evidence: String
    let series: TraceSeries
    let reading: TraceReading
  }

  /// The power of a component during an attempt.
  struct AttemptPower: Sendable {
    let component: Component
    let buckets: [TimelineFigure.Curve.Bucket]
  }

  /// What lies further than this before or after the trainings is not read.
  static let margin = DeviceIntegration.margin

  let footprint: StudyFootprint
  /// Places in ``StudyFootprint/runs``.
  let runs: [Int]
  /// In order of component, device and evidence.
  let devices: [Device]
  let powers: [AttemptPower]

  /// Reads the samples of everything that is linked to some runs.
  ///
  /// - Parameters:
  ///   - footprint: the study's numbers.
  ///   - runs: places in ``StudyFootprint/runs``.
  ///   - store: where the samples are.
  public init(_ footprint: StudyFootprint, runs: [Int], store: StudyStore) throws(StoreError) {
    self.footprint = footprint
    self.runs = runs.filter(footprint.runs.indices.contains)
    let attempts = self.runs.flatMap { zip(footprint.runs[$0].run.attempts, footprint.runs[$0].attempts) }
    var devices: [Device] = []
    var powers: [AttemptPower] = []
    /// Where the grids of an attempt are, by trace.
    var grids: [Int: [Component: [(series: TraceSeries, grid: PowerGrid)]]] = [:]
    let ids = Set(attempts.flatMap { $0.0.links.map(\.evidence) }).sorted()
    for id in ids {
      guard let evidence = footprint.study.evidence(id), case .trace(let trace) = evidence.content else { continue }
      let linked = attempts.indices.filter { number in attempts[number].0.links.contains { $0.evidence == id } }
      guard let start = linked.map({ attempts[$0].0.window.start }).min(),
        let end = linked.map({ attempts[$0].0.window.end }).max()
      else { continue }
      let range = TimeWindow(start: start.advanced(by: .zero - Self.margin), end: end.advanced(by: Self.margin))
      for device in trace.devices where device.series.samples > 0 {
        let counting = linked.filter { number in
          attempts[number].1.components.contains { Self.counts($0, device: device.series, of: id) }
        }
        let reading = try TraceReading(
          device, clock: evidence.clock, range: range, grids: counting.map { PowerGrid(attempts[$0].0.window) },
          store: store)
        devices.append(Device(evidence: id, series: device.series, reading: reading))
        for (number, grid) in zip(counting, reading.powers) {
          var known = grids[number, default: [:]][device.series.component, default: []]
          if let place = known.firstIndex(where: { $0.series.isSameDevice(as: device.series) }) {
            known[place].grid.join(grid)
          } else {
            known.append((device.series, grid))
          }
          grids[number, default: [:]][device.series.component] = known
        }
      }
    }
    for number in attempts.indices {
      for component in Component.allCases {
        guard let members = grids[number]?[component], !members.isEmpty else { continue }
        powers.append(AttemptPower(component: component, buckets: Self.sum(members.map(\.grid))))
      }
    }
    self.devices = devices.sorted {
      ($0.series.component, $0.series.device, $0.evidence) < ($1.series.component, $1.series.device, $1.evidence)
    }
    self.powers = powers
  }

  /// Whether a device's samples are in a component's energy.
  static func counts(_ energy: ComponentEnergy, device series: TraceSeries, of evidence: String) -> Bool {
    energy.component == series.component && energy.evidence.contains(evidence)
      && energy.method == (series.quantity == .energyCounter ? .counter : .samples)
  }

  /// The sum over devices, known where most of a bucket is known of each.
  private static func sum(_ grids: [PowerGrid]) -> [TimelineFigure.Curve.Bucket] {
    guard let first = grids.first else { return [] }
    let start = Double(first.window.start.nanoseconds) / 1e9
    let length = first.bucketSeconds
    return first.buckets.indices.compactMap { place in
      let members = grids.map { $0.buckets[place] }
      guard members.allSatisfy({ $0.seconds > 0.5 * length }) else { return nil }
      return .init(
        start: start + Double(place) * length, end: start + Double(place + 1) * length,
        low: members.map(\.low).reduce(0, +), mean: members.map { $0.joules / $0.seconds }.reduce(0, +),
        high: members.map(\.high).reduce(0, +))
    }
  }

  /// The gaps of a trace's devices, by evidence.
  func devices(of evidence: String) -> [Device] { devices.filter { $0.evidence == evidence } }
}
