public import Quantities

/// That a piece of evidence belongs to an attempt, why, and how much of it.
public struct EvidenceLink: Sendable, Hashable {
  /// Something that speaks for (or against) evidence belonging to an attempt.
  public enum Ground: Sendable, Hashable {
    /// The study file says so.
    case declared
    /// The same Slurm job in both.
    case slurmJob(Int)
    /// So many of the tracker's epochs, taken one by one from the place `from` in ``Attempt/epochs`` on, are the log's.
    case epochs(matched: Int, of: Int, from: Int)
    /// The evidence lies in the run's folder.
    case folder(String)
    /// The same process in both.
    case process(Int)
    /// A process of the attempt that `nvidia-smi` saw on a GPU that the evidence measures.
    case seen(Int)
    /// A GPU, by its UUID, that the attempt's console lists and the evidence measures.
    case gpu(String)
    /// The evidence names the data set, and not another fold.
    case name(String)
    /// The same host in both.
    case host(String)
    /// It ran at the time.
    case time
    /// The evidence names another fold: speaks against it.
    case otherFold(Int)
  }

  /// The leading ground of a link.
  public typealias Reason = Ground

  /// ``Evidence/id``.
  public let evidence: String
  /// What speaks for the link.
  public let score: LinkScore
  /// The share of the attempt's window that the evidence covers in time, 0 to 1.
  public let overlap: Double
  /// A trace's series that count for the attempt, by their ids in the store; `nil` means all.
  public var devices: Set<Int64>?
  /// What share of the shared devices' energy counts for the attempt, 0 to 1, as a mean over the time that the trace
  /// and the attempt have in common; 1 when nothing is shared.
  public var share: Double
  /// For devices that several attempts use at a time: what share counts when, without gaps over the time that trace and
  /// attempt have in common; before it the first portion's holds, after it the last one's. A device that is not listed
  /// counts wholly.
  public var portions: [Int64: [Portion]]
  /// By which rules a trace of several attempts was shared, in order.
  public var sharing: [SharingRule]

  /// A share of a device's energy over some time.
  public struct Portion: Sendable, Hashable {
    public let window: TimeWindow
    /// From 0, nothing, to 1, all of it.
    public let share: Double

    public init(window: TimeWindow, share: Double) {
      self.window = window
      self.share = share
    }
  }

  public init(evidence: String, score: LinkScore, overlap: Double) {
    self.evidence = evidence
    self.score = score
    self.overlap = overlap
    share = 1
    portions = [:]
    sharing = []
  }

  /// Why the evidence belongs to the attempt, the strongest first.
  public var grounds: [Ground] { score.items.map(\.ground) }

  /// The strongest ground.
  public var reason: Reason { grounds.first ?? .time }

  /// The coinciding epochs, when there are such.
  public var epochs: (matched: Int, of: Int, from: Int)? {
    for case .epochs(let matched, let count, let from) in grounds { return (matched, count, from) }
    return nil
  }

  /// All grounds and the rules of sharing as text, the strongest first.
  public var explanation: String {
    // That it ran at the time goes without saying beside the rest.
    let told = grounds.count > 1 ? grounds.filter { $0 != .time } : grounds
    let rules = sharing.map(\.description)
    return (told.map(\.description) + rules).joined(separator: ", ")
  }
}

/// How a trace of several attempts is shared.
public enum SharingRule: Sendable, Hashable {
  /// `devices` in a rule of `links`.
  case declaredDevices
  /// GPUs that the logs say the attempt could see or its process used.
  case knownDevices
  /// The GPUs whose power follows the attempt's epochs.
  case activity
  /// A number as `share` in a rule of `links`.
  case declaredShare(Double)
  /// `share: even`: by the number of attempts that run at each instant.
  case even
  /// By the processes' times on the GPU.
  case processes
  /// Nothing tells; what is shared counts for nobody.
  case unknown
}

extension SharingRule: CustomStringConvertible {
  public var description: String {
    switch self {
    case .declaredDevices: "its devices are declared"
    case .knownDevices: "only the GPUs that it used"
    case .activity: "only the GPU whose power follows its epochs"
    case .declaredShare(let share): "a declared share of \(share)"
    case .even: "shared evenly among the trainings at each time"
    case .processes: "shared by the processes' time on the GPU"
    case .unknown: "what others shared counts for nobody"
    }
  }
}

extension EvidenceLink.Ground: CustomStringConvertible {
  public var description: String {
    switch self {
    case .declared: "declared in the study file"
    case .slurmJob(let job): "Slurm job \(job) in both"
    case .epochs(let matched, let count, _): "\(matched) of \(count) epochs coincide"
    case .folder(let folder): "lies in \(folder)"
    case .seen(let pid): "process \(pid) was seen on its GPU"
    case .process(let pid): "process \(pid) in both"
    case .gpu(let uuid): "its GPU \(uuid)"
    case .name(let name): "names \(name)"
    case .host(let host): "on host \(host)"
    case .time: "the only training at the time"
    case .otherFold(let fold): "although it names fold \(fold)"
    }
  }
}
