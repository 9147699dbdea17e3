import LogFormats
import StudyStore

/// On which node a job ran, as Slurm's accounting says.
struct JobNodes {
  private var nodes: [Int: Set<String>] = [:]

  init(index: StudyIndex) {
    for entry in index.entries {
      guard case .energyRecords(let log) = entry.content.record else { continue }
      for record in log.records {
        guard let job = record.job, let host = record.host, Self.isOneNode(host) else { continue }
        nodes[job, default: []].insert(host)
      }
    }
  }

  /// Tells attempts that do not know it where they ran. A job of several nodes, or with a number that two clusters gave,
  /// tells nothing.
  func complete(_ run: inout Run) {
    for place in run.attempts.indices where run.attempts[place].placement.host == nil {
      let found = run.attempts[place].jobs.reduce(into: Set<String>()) { $0.formUnion(nodes[$1] ?? []) }
      if found.count == 1, let node = found.first { run.attempts[place].placement.host = node }
    }
  }

  /// `gpu-a01`, and not `gpu-a[01-03]`, `gpu-a01,gpu-a02` or `None assigned`.
  private static func isOneNode(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 != 0x5B && $0 != 0x2C && $0 != 0x20 }
  }
}
