import LogFormats
import Quantities

/// Which GPUs of a trace an attempt had, by what logs say.
///
/// A UUID is sure. An index is `nvidia-smi`'s when Slurm gives it for the node; CUDA's own counts from 0 again in a Slurm
/// job, and follows `nvidia-smi`'s order only where all boards are alike or `CUDA_DEVICE_ORDER=PCI_BUS_ID`.
struct KnownDevices {
  /// What each file of processes has.
  private let logs: [GPUProcessLog]
  private let byProcess: [Int: [GPUProcess]]
  /// The process of the tracker that is linked to an attempt, by the attempt's log.
  private let trackers: [String: Set<Int>]

  init(runs: [Run], evidence: [Evidence], processes logs: [GPUProcessLog]) {
    self.logs = logs
    byProcess = Dictionary(grouping: logs.flatMap(\.processes), by: \.pid)
    var trackers: [String: Set<Int>] = [:]
    if !logs.isEmpty {
      let paths = Dictionary(evidence.map { ($0.id, $0.path) }, uniquingKeysWith: { first, _ in first })
      for attempt in runs.flatMap(\.attempts) {
        for link in attempt.links where link.epochs != nil {
          guard let path = paths[link.evidence], let pid = TrackerFileName(fileName: StudyIndex.name(of: path))?.pid
          else { continue }
          trackers[attempt.logPath, default: []].insert(pid)
        }
      }
    }
    self.trackers = trackers
  }

  /// The numbers of an attempt's processes: its tracker's, and what its console prints.
  func processes(of attempt: Attempt) -> Set<Int> {
    Set(attempt.placement.processes ?? []).union(trackers[attempt.logPath] ?? [])
  }

  /// A process of an attempt that was seen on a GPU of a trace, the trace having all GPUs on which its processes were
  /// seen; `nil` when there is none.
  func seenProcess(of attempt: Attempt, in trace: TraceEvidence) -> Int? {
    let seen = processes(of: attempt).sorted().flatMap { byProcess[$0] ?? [] }
    guard let first = seen.first, Self.series(seen.map(\.gpu), in: trace.devices) != nil else { return nil }
    return first.pid
  }

  /// The series of a trace that are an attempt's GPUs; `nil` when nothing tells, or not all that is told is there.
  func gpus(
    of sharer: TraceSharing.Sharer, in trace: TraceEvidence, beside others: [TraceSharing.Sharer]
  ) -> Set<Int64>? {
    gpus(
      of: sharer.attempt, processes: processes(of: sharer.attempt), in: trace,
      isOwnTrace: sharer.attempt.links[sharer.link].grounds.contains { $0.isJob },
      beside: others.filter { $0.place != sharer.place }.map(\.attempt))
  }

  /// The same for an attempt that may not be linked yet.
  ///
  /// - Parameters:
  ///   - processes: the numbers of its processes.
  ///   - isOwnTrace: its job wrote the trace.
  ///   - others: the other attempts that the trace may be of.
  func gpus(
    of attempt: Attempt, processes pids: Set<Int>, in trace: TraceEvidence, isOwnTrace: Bool, beside others: [Attempt]
  ) -> Set<Int64>? {
    let devices = trace.devices.filter { $0.series.component == .gpu }
    guard !devices.isEmpty else { return nil }
    let placement = attempt.placement
    let visible = visibleGPUs(of: attempt)
    if let visible, visible.allSatisfy({ $0.hasPrefix("GPU-") }) { return Self.series(visible, in: devices) }
    let hasMates = others.contains { !$0.jobs.isDisjoint(with: attempt.jobs) }
    let isAlike = Set(devices.map { $0.series.model ?? "" }).count == 1 || placement.isInBusOrder == true
    // In a Slurm job CUDA may count the job's GPUs only, as the job's own trace then does, too.
    let isComparable = isAlike && (attempt.jobs.isEmpty || (isOwnTrace && hasMates))
    if let visible, isComparable, let found = Self.series(visible, in: devices) { return found }
    if !hasMates, let node = placement.nodeGPUs, let found = Self.series(node, in: devices) { return found }
    let seen = pids.sorted().flatMap { byProcess[$0] ?? [] }
    return seen.isEmpty ? nil : Self.series(seen.map(\.gpu), in: devices)
  }

  /// `CUDA_VISIBLE_DEVICES` with `cuda:1` taken from it; nnU-Net's usual `cuda:0` says nothing by itself.
  private func visibleGPUs(of attempt: Attempt) -> [String]? {
    let listed = attempt.placement.visibleGPUs
    guard let device = attempt.log.device, device.hasPrefix("cuda:"), let number = Int(device.dropFirst(5)),
      (attempt.log.processCount ?? 1) == 1
    else { return listed }
    if let listed { return listed.indices.contains(number) ? [listed[number]] : listed }
    return number > 0 ? [String(number)] : nil
  }

  private static func series(_ names: [String], in devices: [TraceEvidence.Device]) -> Set<Int64>? {
    var found: Set<Int64> = []
    for name in names {
      let match = devices.filter { device in
        if name.hasPrefix("GPU-") { return name.utf8.count >= 8 && device.series.uuid?.hasPrefix(name) == true }
        return device.series.index.map { String($0) } == name
      }
      guard match.count == 1 else { return nil }
      found.insert(match[0].seriesID)
    }
    return found.isEmpty ? nil : found
  }

  // MARK: - Times of processes

  /// The shares of a GPU's busy time that some attempts' processes had of all processes there at their time, 0 to 1;
  /// `nil` when some attempt's was never seen there, or none was busy.
  ///
  /// - Parameter pids: the numbers of each attempt's processes.
  func shares(on device: TraceEvidence.Device, of pids: [Set<Int>]) -> [Double]? {
    var busy = pids.map { _ in 0.0 }
    var all = 0.0
    let known = pids.reduce(into: Set()) { $0.formUnion($1) }
    for log in logs {
      let there = log.processes.filter { process in
        process.gpu == device.series.uuid || process.gpu == device.series.index.map({ String($0) })
      }
      let own = there.filter { known.contains($0.pid) }
      // Who ran at another time took nothing of theirs. The file's own clock will do.
      let first = own.compactMap(\.first).min()
      let last = own.compactMap(\.last).max()
      for process in there where !own.isEmpty && process.ran(from: first, to: last) { all += process.busy }
      for (number, pids) in pids.enumerated() {
        busy[number] += own.reduce(0) { $0 + (pids.contains($1.pid) ? $1.busy : 0) }
      }
    }
    guard all > 0, busy.allSatisfy({ $0 > 0 }) else { return nil }
    return busy.map { $0 / all }
  }
}

extension GPUProcess {
  /// Whether it was seen between two times of its file's clock, or may have been, where times are not known.
  fileprivate func ran(from start: Int64?, to end: Int64?) -> Bool {
    guard let start, let end, let first, let last else { return true }
    return first <= end && start <= last
  }
}
