public import Alignment
import LogFormats
import Quantities
public import StudyFile
public import StudyStore

/// Every number of a report: the footprint of runs, models and data sets, and what they rest on.
public struct StudyFootprint: Sendable {
  public let study: AlignedStudy
  /// The constants; where trainings have PUEs or carbon intensities of their own, the means of all
  /// (see ``AccountingBasis/together(_:)``).
  public let basis: AccountingBasis
  /// Parallel to ``AlignedStudy/runs``.
  public let runs: [RunFootprint]
  /// In order of identity; fold `all` is a model of its own.
  public let models: [ModelFootprint]
  /// In order of data set.
  public let datasets: [SelectionFootprint]
  /// What of shared traces counts for no training, in order of evidence.
  public let unattributed: [UnattributedEnergy]
  /// What the accounting found, and everything found before it, gravest first.
  public let diagnostics: [StudyDiagnostic]
}

extension StudyFootprint {
  /// The share of all attempts' time in which the least covered component was measured, 0 to 1; `nil` without attempts.
  public var coverage: Double? { runs.coverage }

  /// Accounts for an aligned study.
  ///
  /// - Parameters:
  ///   - study: the study on one timeline.
  ///   - store: where the traces' samples are.
  ///   - basis: the constants.
  ///   - file: the study file, for what it declares of final models.
  ///   - findings: what was found while the basis was chosen.
  public init(
    _ study: AlignedStudy, store: StudyStore, basis: AccountingBasis, file: StudyFile,
    findings: [StudyDiagnostic] = []
  ) throws(AccountingError) {
    var accountant = AttemptAccountant(study: study, store: store, basis: basis)
    var runs: [RunFootprint] = []
    for run in study.runs {
      var attempts: [AttemptFootprint] = []
      for attempt in run.attempts { attempts.append(try accountant.footprint(of: attempt)) }
      runs.append(RunFootprint(run: run, attempts: attempts))
    }
    self.study = study
    self.basis = basis.together(runs.flatMap(\.attempts))
    self.runs = runs
    models = Self.models(runs)
    datasets = Self.datasets(models, study: study, file: file)
    let left: (found: [UnattributedEnergy], diagnostics: [StudyDiagnostic])
    do { left = try UnattributedEnergy.find(in: study, store: store) } catch { throw .store(error) }
    unattributed = left.found
    let choices = Self.finalModelFindings(datasets, study: study, file: file)
    let own =
      findings + accountant.diagnostics + left.diagnostics + choices + StudyPlausibility.findings(in: study, runs: runs)
    // One trace of several trainings gives the same findings for each.
    diagnostics = Array(Set(study.diagnostics + own)).sorted()
  }

  private static func models(_ runs: [RunFootprint]) -> [ModelFootprint] {
    struct Key: Hashable {
      let identity: ModelIdentity
      let isAllData: Bool
    }
    let grouped = Dictionary(grouping: runs) {
      Key(identity: $0.run.identity.model, isAllData: $0.run.identity.fold == .all)
    }
    return grouped.map { key, members in
      ModelFootprint(
        identity: key.identity, isAllData: key.isAllData, runs: members.sorted { $0.run.identity < $1.run.identity })
    }.sorted {
      $0.identity != $1.identity ? $0.identity < $1.identity : !$0.isAllData && $1.isAllData
    }
  }

  private static func datasets(
    _ models: [ModelFootprint], study: AlignedStudy, file: StudyFile
  ) -> [SelectionFootprint] {
    let grouped = Dictionary(grouping: models, by: \.identity.dataset)
    return grouped.keys.sorted { ($0 ?? "") < ($1 ?? "") }.map { dataset in
      let final = dataset.flatMap { file.finalModels[$0] }
      return SelectionFootprint(
        dataset: dataset, models: grouped[dataset] ?? [],
        declared: final.map { choice in
          { model in
            model.configuration == choice.configuration && (choice.trainer == nil || model.trainer == choice.trainer)
              && (choice.plans == nil || model.plans == choice.plans)
          }
        }, recorded: recordedChoice(of: dataset, in: study).map { ($0.selection.winner, $0.path) },
        folds: foldCount(of: dataset, in: study))
    }
  }
}
