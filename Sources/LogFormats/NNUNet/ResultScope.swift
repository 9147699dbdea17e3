import LogScanning

/// Of what a result of nnU-Net's is: one fold's validation, all folds pooled, or an ensemble.
///
/// Only the first belongs to a single training. The folders that nnU-Net writes to tell: `validation` (v2) and
/// `validation_raw` (v1) of a fold, `crossval_results_folds_0_1_2_3_4` (v2) and `cv_niftis_raw` (v1) of the pooled folds,
/// `ensemble___…` (v2) and `ensembled_raw` (v1) of an ensemble.
public struct ResultScope: Sendable, Hashable, Codable {
  /// The three kinds.
  public enum Kind: String, Sendable, Hashable, Codable {
    case fold
    case crossValidation = "cross-validation"
    case ensemble
  }

  public var kind: Kind
  /// The result is after postprocessing.
  public var isPostprocessed: Bool
  /// The pooled folds, where the folder names them.
  public var folds: [Fold]
  /// The ensemble's models, where the folder names them.
  public var models: [NNUNetModel]
  /// What someone added to the folder after a blank, as in `validation_raw_postprocessed (10%)`.
  public var variant: String?

  public init(
    kind: Kind, isPostprocessed: Bool = false, folds: [Fold] = [], models: [NNUNetModel] = [], variant: String? = nil
  ) {
    self.kind = kind
    self.isPostprocessed = isPostprocessed
    self.folds = folds
    self.models = models
    self.variant = variant
  }

  /// Reads the folders above a file; `nil` when they do not tell.
  public init?(filePath: String) {
    self.init(folders: filePath.replacing("\\", with: "/").pathComponents.dropLast())
  }

  /// Reads folder names, outermost first; `nil` when the innermost three do not tell.
  public init?(folders: [String]) {
    var isPostprocessed = false
    for folder in folders.reversed().prefix(3) {
      if folder == "postprocessed" {
        isPostprocessed = true
      } else if var scope = Self.scope(ofFolder: folder) {
        if isPostprocessed { scope.isPostprocessed = true }
        if scope.kind == .ensemble, scope.models.isEmpty {
          scope.models =
            folders.lazy.reversed().prefix(3).filter { $0.hasPrefix("ensemble_") }.map(NNUNetModel.models)
            .first ?? []
        }
        self = scope
        return
      }
    }
    return nil
  }

  private static func scope(ofFolder folder: String) -> ResultScope? {
    let words = folder.split(separator: " ", maxSplits: 1).map(String.init)
    guard let name = words.first else { return nil }
    let isPostprocessed = name.hasSuffix("postprocessed")
    if name == "validation" || name.hasPrefix("validation_") {
      return ResultScope(
        kind: .fold, isPostprocessed: isPostprocessed, variant: words.count > 1 ? words[1] : nil)
    }
    if name.hasPrefix("crossval_results_folds_") {
      return ResultScope(kind: .crossValidation, folds: folds(String(name.dropFirst(23))))
    }
    if name.hasPrefix("cv_niftis_") { return ResultScope(kind: .crossValidation, isPostprocessed: isPostprocessed) }
    if name.hasPrefix("ensembled_") { return ResultScope(kind: .ensemble, isPostprocessed: isPostprocessed) }
    if folder.hasPrefix("ensemble___") {
      return ResultScope(
        kind: .ensemble, folds: folds(folder.parted(by: "___").last ?? ""), models: NNUNetModel.models(named: folder))
    }
    return folder.hasPrefix("ensemble_") && folder.contains("--")
      ? ResultScope(kind: .ensemble, models: NNUNetModel.models(named: folder)) : nil
  }

  /// `0_1_2_3_4` or `all`.
  private static func folds(_ text: String) -> [Fold] {
    let parts = text.split(separator: "_").map { Fold(String($0)) }
    return parts.contains(nil) ? [] : parts.compactMap(\.self)
  }
}
