/// Where a process ran, as far as a log tells: job, host, GPUs and process number.
public struct Placement: Sendable, Hashable, Codable {
  /// The Slurm job's own number; each task of an array has one of its own.
  public var job: Int?
  /// The number that all tasks of a Slurm array share, as in `slurm-123_4.out`.
  public var arrayJob: Int?
  public var arrayTask: Int?
  public var jobName: String?
  /// As the log has it, with or without its domain.
  public var host: String?
  /// What `CUDA_VISIBLE_DEVICES` lists: indices, `GPU-…` or `MIG-…`. In a Slurm job the indices may count the job's own
  /// GPUs only.
  public var visibleGPUs: [String]?
  /// The GPUs of the job by their indices on the node, from `SLURM_JOB_GPUS` or `SLURM_STEP_GPUS`.
  public var nodeGPUs: [String]?
  /// `CUDA_DEVICE_ORDER=PCI_BUS_ID`: CUDA's indices are those of `nvidia-smi`.
  public var isInBusOrder: Bool?
  /// The numbers of processes.
  public var processes: [Int]?

  public init() {}

  /// Nothing is known.
  public var isEmpty: Bool { self == Placement() }

  /// This, with what it lacks taken from another.
  public func completed(by other: Placement) -> Placement {
    var result = self
    result.job = job ?? other.job
    result.arrayJob = arrayJob ?? other.arrayJob
    result.arrayTask = arrayTask ?? other.arrayTask
    result.jobName = jobName ?? other.jobName
    result.host = host ?? other.host
    result.visibleGPUs = visibleGPUs ?? other.visibleGPUs
    result.nodeGPUs = nodeGPUs ?? other.nodeGPUs
    result.isInBusOrder = isInBusOrder ?? other.isInBusOrder
    result.processes = processes ?? other.processes
    return result
  }

  /// Whether two names are of one host: equal without regard to case, or one the other without its domain.
  public static func isSameHost(_ a: String, _ b: String) -> Bool {
    let (a, b) = (a.lowercased(), b.lowercased())
    if a == b { return true }
    let (short, long) = a.utf8.count < b.utf8.count ? (a, b) : (b, a)
    // A number with dots is an address and has no domain.
    return long.hasPrefix(short + ".") && short.contains { $0.isLetter }
  }
}

/// What a monitor of processes saw of one process on one GPU.
public struct GPUProcess: Sendable, Hashable, Codable {
  /// The GPU's index, or its UUID where the file has it.
  public var gpu: String
  public var pid: Int
  /// As the tool prints it, often cut.
  public var name: String?
  /// Rows of the process.
  public var rows: Int
  /// The sum over rows of its share of the GPU's time (`sm`), in per cent.
  public var busy: Double
  /// Nanoseconds on the file's clock; `nil` when it has no times of day.
  public var first: Int64?
  public var last: Int64?

  public init(gpu: String, pid: Int, name: String? = nil) {
    self.gpu = gpu
    self.pid = pid
    self.name = name
    rows = 0
    busy = 0
  }
}

/// Which processes used which GPUs; there is no power in it.
public struct GPUProcessLog: Sendable, Hashable, Codable {
  /// In order of first appearance, one for each process and GPU.
  public var processes: [GPUProcess]

  public init(processes: [GPUProcess] = []) { self.processes = processes }
}
