/// A kind of file that can be read.
public enum LogFormat: String, Sendable, Hashable, Codable, CaseIterable {
  case nnunetTrainingLog = "nnunet-training-log"
  case nnunetSummary = "nnunet-summary"
  case nnunetPlans = "nnunet-plans"
  case nnunetDataset = "nnunet-dataset"
  case nnunetDebug = "nnunet-debug"
  case carbontrackerStandard = "carbontracker-standard"
  case carbontrackerOutput = "carbontracker-output"
  case carbontrackerError = "carbontracker-error"
  case nvidiaSMIQuery = "nvidia-smi-query"
  case raplCounters = "rapl-counters"
  case raplDomains = "rapl-domains"
  case codecarbonEmissions = "codecarbon-emissions"
  /// What a job printed, as Slurm keeps it: nnU-Net lines, carbontracker blocks, tracebacks, and anything else.
  case slurmOutput = "slurm-output"
  /// The bytes are none of the known formats; see the file's diagnostics.
  case unknown
}
