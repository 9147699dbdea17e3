import Accounting
import Alignment
public import StudyFile

/// The names that tables and figures print, the study file's labels applied.
public struct Labels: Sendable {
  private let file: StudyFile

  public init(_ file: StudyFile) { self.file = file }

  /// A data set's name: its label, else its folder's name.
  public func dataset(_ name: String?) -> String { name.map { file.datasetLabels[$0] ?? $0 } ?? "unknown data set" }

  /// A configuration's name: its label, else its own.
  public func configuration(_ name: String?) -> String {
    name.map { file.configurationLabels[$0] ?? $0 } ?? "unknown configuration"
  }

  /// A trainer's name: its label, else its own without the `nnUNetTrainer` that all share.
  public func trainer(_ name: String?) -> String {
    guard let name else { return "unknown trainer" }
    if let label = file.trainerLabels[name] { return label }
    let short = name.hasPrefix(Self.trainerPrefix) ? name.dropFirst(Self.trainerPrefix.count) : name[...]
    let trimmed = short.drop { $0 == "_" }
    return trimmed.isEmpty ? "default" : String(trimmed)
  }

  /// What the names of nnU-Net's trainers begin with.
  static let trainerPrefix = "nnUNetTrainer"

  /// Whether a model's name holds its trainer's without the common prefix.
  func shortensTrainer(_ identity: ModelIdentity, among others: [ModelIdentity]) -> Bool {
    guard let trainer = identity.trainer, trainer.hasPrefix(Self.trainerPrefix), file.trainerLabels[trainer] == nil
    else {
      return false
    }
    return others.contains {
      $0.dataset == identity.dataset && $0.configuration == identity.configuration && $0.trainer != identity.trainer
    }
  }

  /// A model's name among the models of its data set: the configuration, with as much of trainer and plans as it
  /// takes to tell it from the others.
  func model(_ identity: ModelIdentity, isAllData: Bool, among others: [ModelIdentity]) -> String {
    var name = configuration(identity.configuration)
    let rivals = others.filter { $0.dataset == identity.dataset && $0.configuration == identity.configuration }
    var details: [String] = []
    if Set(rivals.map(\.trainer)).count > 1 { details.append(trainer(identity.trainer)) }
    if Set(rivals.map(\.plans)).count > 1 { details.append(identity.plans ?? "unknown plans") }
    if isAllData { details.append("all cases") }
    if !details.isEmpty { name += " (" + details.joined(separator: ", ") + ")" }
    return name
  }
}

extension Labels {
  /// What the study file's files of metrics hold.
  var metricValues: [MetricValue] { file.metricValues }

  /// The names by which files of metrics may call the study's data sets and models.
  func metricNames(among models: [ModelFootprint]) -> StudyComparison.Names {
    let labels = self
    let identities = models.filter { !$0.isAllData }.map(\.identity)
    return StudyComparison.Names(
      dataset: { name in name.map { [$0, labels.dataset($0)] } ?? [] },
      model: { model in
        let identity = model.identity
        let parts = [identity.trainer, identity.plans, identity.configuration].compactMap(\.self)
        let names: [String?] = [
          labels.model(identity, isAllData: false, among: identities), identity.configuration,
          identity.configuration.map { labels.configuration($0) }, parts.joined(separator: "__"),
        ]
        return Set(names.compactMap(\.self))
      })
  }

  /// A compared model's name among the models of its study.
  func compared(_ model: ComparedModel, among others: [ModelIdentity]) -> String {
    switch model {
    case .trained(let identity): self.model(identity, isAllData: false, among: others)
    case .listed(let name): name
    }
  }
}
