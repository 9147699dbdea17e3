public import StudyStore

/// Why a report cannot be verified at all.
public enum VerificationError: Error, Sendable, CustomStringConvertible {
  case manifest(ManifestError)
  /// None of what the manifest names as read lies in any folder that was looked in, or in the one that was named.
  case inputsNotFound(folder: String?)
  /// An input, or a file of the report, leads out of its folder by a link.
  case outside(path: String, folder: String)
  /// The report was made with templates of the user's; without them its documents cannot be made again.
  case templates(names: [String])
  case study(StudyError)
  case store(StoreError)
  case report(ReportError)

  public var description: String {
    switch self {
    case .manifest(let error): error.description
    case .inputsNotFound(let folder?):
      "\(folder): holds none of the inputs that the manifest lists; --inputs must name the folder that their paths begin in"
    case .inputsNotFound(nil):
      "the inputs that the manifest lists were not found near the report or here; name their folder with --inputs"
    case .outside(let path, let folder):
      "\(path): leads out of \(folder) by a link; it is not read, unless --follow-links is given"
    case .templates(let names):
      "the report was made with templates of its own (\(names.joined(separator: ", "))); name their folder with --templates"
    case .study(let error): error.description
    case .store(let error): error.description
    case .report(let error): error.description
    }
  }
}
