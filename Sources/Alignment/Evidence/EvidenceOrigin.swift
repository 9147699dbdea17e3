import LogFormats
import LogScanning

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
  /// The folder that the file lies in.
  let folder: String
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
    folder = StudyIndex.folder(of: evidence.path)
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
    let target = targets[place.run]
    let hints = origin.hints
    let isNamed = !hints.datasets.isDisjoint(with: target.datasets)
    if !hints.datasets.isEmpty, target.dataset != nil, !isNamed { return nil }
    var score = LinkScore()
    let placement = runs[place.run].attempts[place.attempt].placement
    if origin.job != nil || !origin.namedJobs.isEmpty {
      switch Self.job(of: origin, and: attempt(place), among: jobs) {
      case .same(let job): score.add(.slurmJob(job))
      case .other: return nil
      case .unknown: break
      }
    }
    if let host = origin.host, let own = placement.host {
      guard Placement.isSameHost(host, own) else { return nil }
      score.add(.host(own))
    }
    if !target.location.isEmpty,
      origin.folder == target.location || origin.folder.utf8.starts(with: target.folderPrefix.utf8)
    {
      score.add(.folder(StudyIndex.folder(of: attempt(place).logPath)))
    }
    let isOtherFold = !hints.folds.isEmpty && target.fold.map { !hints.folds.contains($0) } ?? false
    if isOtherFold {
      score.add(.otherFold(hints.folds.min() ?? 0))
    } else if isNamed, let dataset = target.dataset {
      score.add(.name(origin.label ?? dataset))
    }
    if let pid = origin.pid, placement.processes?.contains(pid) == true { score.add(.process(pid)) }
    if !origin.uuids.isEmpty, let visible = placement.visibleGPUs {
      // CUDA takes a UUID's beginning, too.
      let seen = visible.first { own in
        own.hasPrefix("GPU-") && own.utf8.count >= 8 && origin.uuids.contains { $0.hasPrefix(own) }
      }
      if let seen { score.add(.gpu(seen)) }
    }
    return score
  }

  /// Whether evidence says anything that can name a training, so that the trainings need be looked at.
  func mayNameTraining(_ number: Int) -> Bool {
    let origin = origins[number]
    if origin.job != nil || origin.pid != nil || !origin.uuids.isEmpty { return true }
    if origin.namedJobs.keys.contains(where: jobs.contains) { return true }
    var folder = origin.folder
    while !folder.isEmpty {
      if locations.contains(folder) { return true }
      folder = folder.parentPath ?? ""
    }
    return false
  }

  /// What a run can be recognised by.
  struct Target {
    let dataset: String?
    let datasets: Set<Int>
    let fold: Int?
    let location: String
    let folderPrefix: String

    init(_ run: RunIdentity) {
      dataset = run.dataset
      datasets = run.dataset.map { NameHints($0).datasets } ?? []
      fold = run.fold?.number
      location = run.location
      folderPrefix = run.location + "/"
    }
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
