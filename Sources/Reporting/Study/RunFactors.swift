import Accounting
import Alignment
import LogFormats
import Quantities
public import StudyFile

/// Why names make no table of factors.
public enum FactorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No run has an attribute of this name; `nearest` are names that may be meant.
  case unknown(name: String, nearest: [String], known: [String])
  /// The name stands twice.
  case repeated(name: String)

  public var description: String {
    switch self {
    case .unknown(let name, let nearest, let known):
      let hint =
        nearest.isEmpty
        ? "there are \(known.joined(separator: ", "));"
        : "did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
      return
        "'\(name)' is no attribute of runs; \(hint) 'attributes' in fodspor.yml gives runs further ones"
    case .repeated(let name): return "the attribute '\(name)' is named twice"
    }
  }
}

/// The attributes that a table's rows are made by, the outermost first.
public struct RunFactors: Sendable {
  /// Their names.
  public let names: [String]
  private let file: StudyFile

  /// No attribute, and so no table.
  public static let none = RunFactors()

  private init() {
    names = []
    file = StudyFile()
  }

  /// Takes attributes by name.
  ///
  /// - Parameters:
  ///   - names: the names; `nil` for those that the study file names.
  ///   - file: the study file, with attributes of its own.
  /// - Throws: ``FactorError`` for a name that is none, or that stands twice.
  public init(_ names: [String]?, file: StudyFile) throws(FactorError) {
    let names = names ?? file.factors
    let known = file.attributeNames
    for (place, name) in names.enumerated() {
      guard known.contains(name) else {
        throw .unknown(name: name, nearest: NearestNames.among(known, to: name, limit: 3), known: known)
      }
      guard !names[..<place].contains(name) else { throw .repeated(name: name) }
    }
    self.names = names
    self.file = file
  }

  /// A run's values of the attributes; `nil` where nothing tells one.
  func values(of run: RunFootprint) -> [String?] { names.map { value($0, of: run) } }

  /// The study file's value goes before that of the logs. Attempts that differ have theirs joined.
  private func value(_ name: String, of run: RunFootprint) -> String? {
    let paths = run.run.attempts.map(\.logPath)
    let stated = Self.joined(paths.map { file.attribute(name, ofFile: $0) })
    return stated ?? RunAttribute(rawValue: name).flatMap { logged($0, of: run) }
  }

  private func logged(_ attribute: RunAttribute, of run: RunFootprint) -> String? {
    let (identity, architecture) = (run.run.identity, run.run.architecture)
    let attempts = run.run.attempts
    let labels = Labels(file)
    return switch attribute {
    case .dataset: identity.dataset.map { labels.dataset($0) }
    case .configuration: identity.configuration.map { labels.configuration($0) }
    case .trainer: identity.trainer.map { labels.trainer($0) }
    case .plans: identity.plans
    case .fold: identity.fold?.description
    case .gpu: architecture.gpuName ?? Self.joined(run.gpuModels.map(Optional.some))
    case .gpuCount: Self.joined(zip(attempts, run.attempts).map { String($1.deviceCount(of: $0)) })
    case .batchSize: architecture.batchSize.map { String($0) }
    case .patchSize: architecture.patchSize.map { $0.map { String($0) }.joined(separator: "×") }
    case .network: architecture.networkClass.map { String($0.split(separator: ".").last ?? $0[...]) }
    case .epochs: String(run.run.planned.count)
    case .host: architecture.hostname ?? Self.joined(attempts.map(\.placement.host))
    case .slurmJob: Self.joined(attempts.map { ($0.slurmJob ?? $0.placement.job).map { String($0) } })
    case .slurmArray: Self.joined(attempts.map { $0.placement.arrayJob.map { String($0) } })
    case .slurmJobName: Self.joined(attempts.map(\.placement.jobName))
    case .nnunetVersion: Self.joined(attempts.map(\.version))
    case .pytorchVersion: architecture.torchVersion
    case .site:
      Self.joined(
        attempts.map { attempt in
          file.sites.first { site in site.paths.contains { $0.matches(attempt.logPath) } }?.name
        })
    }
  }

  /// Different values in their order; `nil` when there is none.
  private static func joined(_ values: [String?]) -> String? {
    var found: [String] = []
    for value in values.compactMap(\.self) where !found.contains(value) { found.append(value) }
    return found.isEmpty ? nil : found.joined(separator: ", ")
  }
}

extension RunFactors {
  /// The title of an attribute's column: a study file's own name as it stands.
  static func title(_ name: String) -> String {
    guard let attribute = RunAttribute(rawValue: name) else { return name }
    return switch attribute {
    case .dataset: "Data set"
    case .configuration: "Configuration"
    case .trainer: "Trainer"
    case .plans: "Plans"
    case .fold: "Fold"
    case .gpu: "GPU"
    case .gpuCount: "GPUs"
    case .batchSize: "Batch size"
    case .patchSize: "Patch size"
    case .network: "Network"
    case .epochs: "Planned epochs"
    case .host: "Host"
    case .slurmJob: "Slurm job"
    case .slurmArray: "Slurm array"
    case .slurmJobName: "Job name"
    case .nnunetVersion: "nnU-Net"
    case .pytorchVersion: "PyTorch"
    case .site: "Site"
    }
  }

  /// An attribute within a sentence.
  static func word(_ name: String) -> String {
    let title = title(name)
    // Names of programs and abbreviations stay as they are.
    guard RunAttribute(rawValue: name) != nil, title.dropFirst().allSatisfy({ !$0.isUppercase }), name != "slurm-job",
      name != "slurm-array"
    else { return title }
    return title.lowercased()
  }
}

extension RunFootprint {
  /// The models of the GPUs whose energy counts, as their evidence names them: a device is "GPU 0 (NVIDIA A40)".
  fileprivate var gpuModels: [String] {
    let devices = attempts.flatMap(\.components).filter { $0.component == .gpu }.flatMap(\.devices)
    return devices.compactMap { device in
      guard let open = device.lastIndex(of: "("), device.last == ")" else { return nil }
      return String(device[device.index(after: open)...].dropLast())
    }
  }
}
