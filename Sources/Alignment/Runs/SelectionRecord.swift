public import LogFormats
import LogScanning
import StudyStore

/// What nnU-Net wrote down about the selection of a data set's model.
///
/// `inference_information.json` (v2) is the machine-readable record; instructions and v1's tables say the same.
public struct SelectionRecord: Sendable, Hashable {
  /// The file, as reports print it.
  public let path: String
  /// The data set that the file or its path names; only a number where the file has no more.
  public let dataset: String?
  public let selection: ModelSelection

  init(path: String, selection: ModelSelection) {
    self.path = path
    self.selection = selection
    let named = selection.dataset.flatMap { DatasetName.number(of: $0) == nil ? nil : $0 }
    dataset = DatasetName.inPath(path) ?? named ?? selection.dataset
  }

  /// Whether the record is of a data set.
  public func isOf(_ name: String) -> Bool { DatasetName.match(dataset, name) }
}

/// Into how many folds nnU-Net split a data set's cases, by its `splits_final.json`.
public struct SplitRecord: Sendable, Hashable {
  /// The file, as reports print it.
  public let path: String
  /// The data set that the path names.
  public let dataset: String?
  /// At least 1.
  public let folds: Int

  /// Whether the record is of a data set.
  public func isOf(_ name: String) -> Bool { DatasetName.match(dataset, name) }
}

/// The documents of a study that tell of selections.
struct SelectionDocuments {
  /// In order of path.
  private(set) var selections: [SelectionRecord] = []
  /// In order of path.
  private(set) var splits: [SplitRecord] = []

  init(index: StudyIndex) {
    for entry in index.entries {
      // One content may lie in the folders of several data sets: splits of five cases each are alike.
      for path in [entry.path] + entry.copies {
        switch entry.content.record {
        case .nnunetDocument(.selection(let selection)):
          selections.append(SelectionRecord(path: path, selection: selection))
        case .nnunetDocument(.splits(let folds)) where !folds.isEmpty:
          splits.append(SplitRecord(path: path, dataset: DatasetName.inPath(path), folds: folds.count))
        default: break
        }
      }
    }
    selections.sort { $0.path < $1.path }
    splits.sort { $0.path < $1.path }
  }
}

/// nnU-Net's names of data sets: `Dataset219_PETCT` (v2), `Task005_Prostate` (v1), or the number alone.
enum DatasetName {
  /// The first folder in a path that is named as a data set.
  static func inPath(_ path: String) -> String? {
    path.pathComponents.first { name in
      number(of: name) != nil && (name.hasPrefix("Dataset") || name.hasPrefix("Task"))
    }
  }

  /// The number in a name; `nil` when it has none.
  static func number(of name: String) -> Int? {
    let prefix = ["Dataset", "Task"].first { name.hasPrefix($0) } ?? ""
    let rest = name.dropFirst(prefix.count)
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.count == rest.count || rest.dropFirst(digits.count).first == "_" else { return nil }
    return Int(digits)
  }

  /// Whether two names are of one data set: equal, or one of them is only the other's number.
  static func match(_ left: String?, _ right: String) -> Bool {
    guard let left else { return false }
    if left == right { return true }
    guard let number = number(of: left), number == Self.number(of: right) else { return false }
    return [left, right].contains { $0.allSatisfy(\.isNumber) }
  }
}
