import Alignment
import LogFormats
import StudyFile

/// What files beside the logs say about the selections of a study.
extension StudyFootprint {
  /// nnU-Net's own record of a data set's selection: the first that names a winner.
  static func recordedChoice(of dataset: String?, in study: AlignedStudy) -> SelectionRecord? {
    guard let dataset else { return nil }
    let records = study.selections.filter { $0.isOf(dataset) }
    return records.first { !$0.selection.selected.isEmpty } ?? records.first { !$0.selection.winner.isEmpty }
  }

  /// The folds of a data set's `splits_final.json`, else nnU-Net's default.
  static func foldCount(of dataset: String?, in study: AlignedStudy) -> FoldCount {
    guard let dataset, let splits = study.splits.first(where: { $0.isOf(dataset) }) else { return .nnunetDefault }
    return FoldCount(count: splits.folds, source: .splits(path: splits.path))
  }

  /// Final models that are declared or recorded and have no run, and declarations that nnU-Net's record contradicts.
  static func finalModelFindings(
    _ datasets: [SelectionFootprint], study: AlignedStudy, file: StudyFile
  ) -> [StudyDiagnostic] {
    unknownFinalModels(datasets, file: file) + datasets.compactMap { recordFinding($0, study: study) }
  }

  /// A final model that the study file declares and no run has.
  private static func unknownFinalModels(_ datasets: [SelectionFootprint], file: StudyFile) -> [StudyDiagnostic] {
    file.finalModels.keys.sorted().compactMap { name in
      let found = datasets.first { $0.dataset == name }
      guard found?.final?.choice != .declared else { return nil }
      let models = found?.models.compactMap(\.identity.configuration) ?? []
      let known = Set(models).sorted().joined(separator: ", ")
      return StudyDiagnostic(
        path: nil,
        Diagnostic(
          .warning, "selection.final-model-missing",
          "final-models in fodspor.yml names a model of \(name) that no run has; "
            + (found == nil ? "the data set has no run." : "there are \(known).")))
    }
  }

  private static func recordFinding(_ dataset: SelectionFootprint, study: AlignedStudy) -> StudyDiagnostic? {
    guard let name = dataset.dataset, let record = recordedChoice(of: name, in: study) else { return nil }
    let winner = record.selection.winner
    let words = winner.map { $0.configuration ?? "a model without a name" }.joined(separator: " with ")
    guard let places = FinalChoice.places(of: winner, among: dataset.models) else {
      return StudyDiagnostic(
        path: record.path,
        Diagnostic(
          .warning, "selection.recorded-model-missing",
          "nnU-Net chose \(words) for \(name), of which there is no run; the choice was not used."))
    }
    guard let final = dataset.final, final.choice == .declared, final.models != places else { return nil }
    return StudyDiagnostic(
      path: record.path,
      Diagnostic(
        .info, "selection.record-differs",
        "nnU-Net chose \(words) for \(name); final-models in fodspor.yml names another model, which was taken."))
  }
}
