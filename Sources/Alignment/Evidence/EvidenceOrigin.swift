import LogFormats

/// What a piece of evidence says of where it comes from.
struct EvidenceOrigin: Sendable {
  /// By its path, and what its tool calls it.
  let hints: NameHints
  /// What its tool calls it.
  let label: String?
  /// Slurm jobs in the file's name, each with the array's tasks that follow it.
  let namedJobs: [Int: Set<Int>]
  /// The job that the evidence itself states.
  let job: Int?
  let host: String?
  let pid: Int?
  /// The UUIDs of the boards that it measures.
  let uuids: [String]

  /// Reads it from the evidence; `hosts` are those that are known, which may stand in a file's path.
  init(_ evidence: Evidence, hosts: [String]) {
    let name = StudyIndex.name(of: evidence.path)
    var label: String?
    var job: Int?
    var host: String?
    var pid: Int?
    var uuids: [String] = []
    switch evidence.content {
    case .trace(let trace):
      host = trace.host ?? Self.host(in: evidence.path, among: hosts)
      uuids = trace.devices.compactMap(\.series.uuid)
    case .tracker:
      pid = TrackerFileName(fileName: name)?.pid
    case .codecarbon(let row): label = row.project
    case .energyRecord(let record, _):
      label = record.label
      job = record.job
      // A list of nodes is no host.
      host = record.host.flatMap { $0.contains { ",[".contains($0) } ? nil : $0 }
    }
    self.label = label
    self.job = job
    self.host = host
    self.pid = pid
    self.uuids = uuids
    hints = NameHints((label.map { $0 + " " } ?? "") + evidence.path)
    // A tracker's file name has process numbers and dates, but no job.
    if case .trace = evidence.content { namedJobs = NameHints.jobTasks(in: name) } else { namedJobs = [:] }
  }

  /// A known host that is a word of the path.
  private static func host(in path: String, among hosts: [String]) -> String? {
    let words = Set(path.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map { $0.lowercased() })
    return hosts.first { host in
      let short = host.prefix { $0 != "." }.lowercased()
      return short.utf8.count >= 3 && short.contains { $0.isNumber } && words.contains(short)
    }
  }
}

extension EvidenceLinker {
  /// What speaks for evidence belonging to an attempt, time and epochs aside; `nil` when something rules it out: another
  /// job, host or data set.
  func score(_ number: Int, _ place: Place) -> LinkScore? {
    let origin = origins[number]
    let run = runs[place.run].identity
    let attempt = attempt(place)
    var score = LinkScore()
    guard !origin.hints.contradicts(run) else { return nil }
    switch Self.job(of: origin, and: attempt, among: jobs) {
    case .same(let job): score.add(.slurmJob(job))
    case .other: return nil
    case .unknown: break
    }
    if let host = origin.host, let own = attempt.placement.host {
      guard Placement.isSameHost(host, own) else { return nil }
      score.add(.host(own))
    }
    let folder = StudyIndex.folder(of: evidence[number].path)
    if !run.location.isEmpty, folder == run.location || folder.hasPrefix(run.location + "/") {
      score.add(.folder(StudyIndex.folder(of: attempt.logPath)))
    }
    if origin.hints.names(run) {
      score.add(.name(origin.label ?? evidence[number].path))
    } else if let fold = run.fold?.number, let other = origin.hints.folds.min(), !origin.hints.folds.contains(fold) {
      score.add(.otherFold(other))
    }
    if let pid = origin.pid, attempt.placement.processes?.contains(pid) == true { score.add(.process(pid)) }
    let seen = (attempt.placement.visibleGPUs ?? []).filter { $0.hasPrefix("GPU-") && $0.utf8.count >= 8 }
    if let uuid = seen.first(where: { own in origin.uuids.contains { $0.hasPrefix(own) } }) { score.add(.gpu(uuid)) }
    return score
  }

  private enum JobComparison {
    case same(Int)
    case other
    case unknown
  }

  /// Whether evidence and an attempt are of one job.
  ///
  /// A number in a file's name may be a date; it counts as a job when some training of the study has it.
  private static func job(of origin: EvidenceOrigin, and attempt: Attempt, among jobs: Set<Int>) -> JobComparison {
    let own = attempt.jobs
    if let job = origin.job {
      guard !own.isEmpty else { return .unknown }
      return own.contains(job) ? .same(job) : .other
    }
    var isOther = false
    for (job, tasks) in origin.namedJobs.sorted(by: { $0.key < $1.key }) where jobs.contains(job) {
      let isArray = attempt.placement.arrayJob == job && attempt.placement.job != job
      let isOwnTask = !isArray || tasks.isEmpty || attempt.placement.arrayTask.map(tasks.contains) ?? true
      if own.contains(job), isOwnTask { return .same(attempt.slurmJob ?? job) }
      isOther = true
    }
    return isOther && !own.isEmpty ? .other : .unknown
  }
}

extension EvidenceLink.Ground {
  /// It is a Slurm job.
  var isJob: Bool {
    if case .slurmJob = self { return true }
    return false
  }
}
