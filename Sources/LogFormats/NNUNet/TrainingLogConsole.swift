import LogScanning

/// nnU-Net's lines without a stamp from which nothing is kept.
enum TrainingLogConsole {
  /// Whether a line without blanks at its ends is one of them.
  static func isKnown(_ text: RawSpan) -> Bool {
    lines.contains { text.starts(with: $0) } || isConsoleOnly(text)
  }

  /// Whether a line is one that nnU-Net prints but does not write to its log file.
  static func isConsoleOnly(_ text: RawSpan) -> Bool { consoleLines.contains { text.starts(with: $0) } }

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
