import LogScanning

/// nnU-Net's `debug.json`, v1 and v2: the trainer's attributes when its last (re)start began, each as Python prints it.
enum NNUNetDebugFormat: JSONDocumentFormat {
  static let format = LogFormat.nnunetDebug

  static let synopsis = (
    what: "settings of a training of nnU-Net v1 or v2: planned epochs, iterations, GPU, host",
    recognisedBy: "the trainer's attributes, such as log_file and num_iterations_per_epoch; named debug.json"
  )

  private static let attributes = [
    "batch_size", "fold", "initial_lr", "log_file", "max_num_epochs", "num_batches_per_epoch", "num_epochs",
    "num_iterations_per_epoch", "num_val_batches_per_epoch", "num_val_iterations_per_epoch", "output_folder",
    "was_initialized",
  ]

  static func score(head: RawSpan, fileName: String) -> Int {
    score(head: head, keysMatch: { $0.count(of: attributes) >= 4 }, nameMatches: fileName == "debug.json")
  }

  static func content(of document: JSONValue, fileName: String) -> ParsedContent {
    /// An attribute's text; `nil` when it is absent or `None`.
    func text(_ names: String...) -> String? {
      let found = names.lazy.compactMap { document[$0]?.string }.first
      return found == "None" || found == "" ? nil : found
    }
    func number(_ names: String...) -> Int? {
      names.lazy.compactMap { name in document[name]?.string.flatMap { Int($0) } ?? document[name]?.int }.first
    }
    func truth(_ name: String) -> Bool? { text(name).flatMap { $0 == "True" ? true : $0 == "False" ? false : nil } }
    var debug = DebugFile()
    let data = text("dataset_directory", "preprocessed_dataset_folder_base", "preprocessed_dataset_folder")
    debug.dataset = data?.split(whereSeparator: isSlash).last { ResultsPath.isDatasetFolder(String($0)) }.map(
      String.init)
    debug.trainer = text("experiment_name")
    debug.plans = text("plans_file").flatMap(plansName)
    debug.patchSize = text("patch_size").flatMap(numbers)
    debug.checkpointInterval = number("save_every")
    debug.cudnnVersion = number("cudnn_version")
    debug.isCascaded = truth("is_cascaded")
    debug.fold = text("fold")
    debug.configuration = text("configuration_name")
    debug.plannedEpochs = number("num_epochs", "max_num_epochs")
    debug.iterationsPerEpoch = number("num_iterations_per_epoch", "num_batches_per_epoch")
    debug.validationIterationsPerEpoch = number("num_val_iterations_per_epoch", "num_val_batches_per_epoch")
    debug.batchSize = number("batch_size")
    debug.currentEpoch = number("current_epoch", "epoch")
    debug.gpuName = text("gpu_name")
    debug.hostname = text("hostname")
    debug.device = text("device")
    debug.torchVersion = text("torch_version")
    debug.isDistributed = truth("is_ddp")
    debug.logFile = text("log_file")
    // v1 and compiled networks print their module tree; its first word is the class.
    debug.network = text("network").map { String($0.prefix { $0 != "(" && !$0.isNewline }) }
    let isFirst = document["max_num_epochs"] != nil || document["num_batches_per_epoch"] != nil
    return ParsedContent(record: .debug(debug), version: isFirst ? "1.x" : "2.x")
  }

  private static func isSlash(_ character: Character) -> Bool { character == "/" || character == "\\" }

  /// `nnUNetPlansv2.1` of `…/nnUNetPlansv2.1_plans_3D.pkl`.
  private static func plansName(_ path: String) -> String? {
    guard let file = path.split(whereSeparator: isSlash).last, file.hasSuffix(".pkl") else { return nil }
    let parts = String(file).parted(by: "_plans_")
    return parts.count == 2 && !parts[0].isEmpty ? parts[0] : nil
  }

  /// `[ 56 320 192]` as numpy prints it, or a list as Python does.
  private static func numbers(_ text: String) -> [Int]? {
    guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    let parts = text.dropFirst().dropLast().split { $0 == " " || $0 == "," }
    let numbers = parts.compactMap { Int($0) }
    return numbers.isEmpty || numbers.count < parts.count ? nil : numbers
  }
}

extension LogFormat {
  /// See ``NNUNetDebugFormat``.
  public static let nnunetDebug = LogFormat(rawValue: "nnunet-debug")
}
