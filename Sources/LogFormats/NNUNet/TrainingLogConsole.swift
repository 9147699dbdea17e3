import LogScanning

/// nnU-Net's lines without a stamp from which nothing is kept.
enum TrainingLogConsole {
  /// Whether a line without blanks at its ends is one of them.
  static func isKnown(_ text: RawSpan) -> Bool {
    lines.contains { text.starts(with: $0) } || isConsoleOnly(text)
  }

  /// Whether a line is one that nnU-Net prints but does not write to its log file.
  static func isConsoleOnly(_ text: RawSpan) -> Bool { consoleLines.contains { text.starts(with: $0) } }

  /// Whether a line is the first of a process: a banner, or v1's first line.
  static func beginsProcess(_ text: RawSpan) -> Bool {
    text.starts(with: "Please cite the following paper when using nn") || text.equals("Starting...")
  }

  /// How many processes train together by `I am local rank 0. 2 GPUs are available. The world size is 2.`
  static func worldSize(_ text: RawSpan) -> Int? {
    let words: StaticString = "The world size is "
    guard let offset = text.firstOffset(of: words) else { return nil }
    let rest = text.dropping(offset + words.utf8CodeUnitCount)
    var length = 0
    while length < rest.byteCount, rest[byte: length] &- 0x30 <= 9 { length += 1 }
    guard let count = rest.extracting(0..<length).index(), count > 0, count <= 1 << 16 else { return nil }
    return count
  }

  /// Whether a line is the body of an entry without its stamp, as all processes but the first print when several train
  /// together.
  static func isUnstampedEntry(_ text: RawSpan) -> Bool {
    switch TrainingLogEntry(body: text) {
    case .epochStart, .epochEnd, .learningRate, .trainLoss, .validationLoss, .pseudoDice, .bestEMADice, .trainingDone,
      .splits, .fold, .splitSizes, .dummyAugmentation, .predicting, .predictedShape, .validationComplete,
      .meanValidationDice:
      true
    default: false
    }
  }

  private static let lines: [StaticString] = [
    "######################", "Isensee, F., Jaeger, P. F.", "This is the configuration used by this training:",
  ]

  private static let consoleLines: [StaticString] = [
    "Using device: ", "using pin_memory on device ", "INFO: You are using the old nnU-Net default",
    "Read more about residual encoder UNets here:", "train time ", "val time ", "worker ", "I am local rank ",
    "I am running the following nnUNet:", "My trainer class is:",
    "For that I will be using the following configuration:",
    "I am using stage ", "I am using sample dice", "I am using batch dice", "I am using data from this folder:",
    "loading dataset", "loading all case properties", "unpacking dataset",
    "Please cite the following paper when using nnUNet:",
    "If you have questions or suggestions, feel free to open an issue at https://github.com/MIC-DKFZ/nnUNet",
  ]
}
