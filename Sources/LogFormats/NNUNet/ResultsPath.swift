import LogScanning
public import Quantities

/// What the folders above a file of nnU-Net's say about the run that it belongs to.
///
/// Reads the layouts of v2, `DatasetNNN_Name/TRAINER__PLANS__CONFIGURATION/fold_K`, and of v1,
/// `nnUNet/CONFIGURATION/TaskNNN_Name/TRAINER__PLANS/fold_K`, below any prefix and with any part missing.
public struct ResultsPath: Sendable, Hashable {
  /// `DatasetNNN_Name` or `TaskNNN_Name`.
  public var dataset: String?
  public var trainer: String?
  public var plans: String?
  /// Any text; nnU-Net's own are `2d`, `3d_fullres`, `3d_lowres` and `3d_cascade_fullres`.
  public var configuration: String?
  public var fold: Fold?
  /// What someone added to the trainer's folder after a blank, as in `nnUNetTrainerV2__nnUNetPlansv2.1 (old)`.
  public var variant: String?

  /// Reads the folders above a file; `nil` when they say nothing.
  public init?(filePath: String) {
    self.init(folders: filePath.pathComponents.dropLast())
  }

  /// Reads folder names, outermost first; `nil` when they say nothing.
  ///
  /// Where a part occurs twice, as in `fold_0/fold_0`, the innermost counts.
  public init?(folders: [String]) {
    var outer: [String] = []
    for folder in folders {
      if let fold = Self.fold(ofFolder: folder) {
        self.fold = fold
      } else if Self.isDatasetFolder(folder) {
        dataset = folder
        if let name = Self.leadingConfiguration(outer), folder.hasPrefix("Task") { configuration = name }
      } else if dataset != nil, configuration == nil, Self.isConfigurationFolder(folder) {
        configuration = folder
      } else {
        readIdentifier(folder)
      }
      outer.append(folder)
    }
    if self == Self() { return nil }
  }

  private init() {}

  /// Reads `TRAINER__PLANS__CONFIGURATION` (v2) or `TRAINER__PLANS` (v1).
  private mutating func readIdentifier(_ folder: String) {
    let words = folder.split(separator: " ", maxSplits: 1)
    guard let name = words.first, !name.hasPrefix("ensemble") else { return }
    let parts = String(name).parted(by: "__")
    guard parts.count > 1, !parts.contains(""), parts[0].contains("Trainer") || parts[1].contains("Plans") else {
      return
    }
    trainer = parts[0]
    plans = parts[1]
    if parts.count > 2 { configuration = parts[2...].joined(separator: "__") }
    variant = words.count > 1 ? String(words[1]) : nil
  }

  /// v1's configuration, the folder above the task's: one of nnU-Net's own, or any below `nnUNet`.
  private static func leadingConfiguration(_ outer: [String]) -> String? {
    guard let name = outer.last, name != "ensembles" else { return nil }
    if name == "2d" || name.hasPrefix("3d_") { return name }
    return outer.dropLast().last == "nnUNet" ? name : nil
  }

  /// A folder of one of nnU-Net's own configurations below the data set's, as AutoNNUnet has it.
  private static func isConfigurationFolder(_ name: String) -> Bool {
    ConfigurationFamily.allCases.contains { $0.rawValue == name }
  }

  /// `fold_0` or `fold_all`.
  private static func fold(ofFolder folder: String) -> Fold? {
    folder.hasPrefix("fold_") ? Fold(String(folder.dropFirst(5))) : nil
  }

  /// Whether a name is `DatasetNNN_Name`, `TaskNNN_Name`, or one of these without the name.
  static func isDatasetFolder(_ name: String) -> Bool {
    let rest = name.utf8
    let digits: Substring.UTF8View
    if name.hasPrefix("Dataset") {
      digits = rest.dropFirst(7)
    } else if name.hasPrefix("Task") {
      digits = rest.dropFirst(4)
    } else {
      return false
    }
    let count = digits.prefix { (0x30...0x39).contains($0) }.count
    let following = digits.dropFirst(count).first
    return count >= 3 && (following == nil || following == UInt8(ascii: "_"))
  }

  /// The start of the process that wrote a log, on its host's clock, from the log's name.
  ///
  /// The name is `training_log_2026_11_3_09_20_26.txt`: year, month and day without leading zeros. `nil` when the name
  /// has another form or is no date.
  public static func logNameStamp(_ fileName: String) -> WallTime? {
    let prefix = "training_log_"
    guard fileName.hasPrefix(prefix) else { return nil }
    let fields = fileName.dropFirst(prefix.count).split(separator: "_", maxSplits: 5)
    let numbers = fields.compactMap { field in Int(field.prefix(4).prefix { "0"..."9" ~= $0 }) }
    guard numbers.count == 6 else { return nil }
    return WallTime(
      CivilDateTime(
        year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
        second: numbers[5]))
  }
}
