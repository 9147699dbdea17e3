/// What logs tell of a run that tables can be made by, under the names that people write.
public enum RunAttribute: String, Sendable, Hashable, CaseIterable {
  case dataset = "data-set"
  case configuration
  case trainer
  case plans
  case fold
  /// The GPU's model.
  case gpu
  /// How many GPUs.
  case gpuCount = "gpus"
  case batchSize = "batch-size"
  case patchSize = "patch-size"
  /// The class of the network.
  case network
  /// The planned number of epochs.
  case epochs
  case host
  case slurmJob = "slurm-job"
  case slurmArray = "slurm-array"
  case slurmJobName = "slurm-job-name"
  case nnunetVersion = "nnunet-version"
  case pytorchVersion = "pytorch-version"
  /// The name of the site that the study file puts the run in.
  case site
}

/// What a study file says of the runs in some folders, such as the precision that they were trained with.
public struct AttributeRule: Sendable, Hashable {
  /// The training logs, as paths beside the study file.
  public var paths: [Glob]
  /// Values by the name of their attribute.
  public var values: [String: String]

  /// Makes a rule.
  public init(paths: [Glob], values: [String: String]) {
    self.paths = paths
    self.values = values
  }
}

extension StudyFile {
  /// The names of all attributes that runs can have: those that the study file gives, then those that logs tell.
  public var attributeNames: [String] {
    let own = Set(attributes.flatMap(\.values.keys)).sorted()
    return own + RunAttribute.allCases.map(\.rawValue).filter { !own.contains($0) }
  }

  /// What the study file says of an attribute of a run, by the path of its log beside the study file: by the first rule
  /// that matches the log and has the attribute. `nil` when nothing is said.
  public func attribute(_ name: String, ofFile path: String) -> String? {
    attributes.first { rule in rule.values[name] != nil && rule.paths.contains { $0.matches(path) } }?.values[name]
  }
}
