import LogScanning

/// What the beginning of a text says about its being a job's output.
struct SlurmEvidence {
  /// carbontracker's lines as consoles have them, without stamps.
  private(set) var hasTracker = false
  /// A consumption of carbontracker's with its time, energy and CO2eq, as pasted notes have it too.
  private(set) var hasWholeBlock = false
  /// How many lines of a consumption stand above.
  private var blockLines = 0
  /// nnU-Net's stamped lines.
  private(set) var hasTraining = false
  /// Lines that nnU-Net prints and does not log.
  private(set) var hasTrainingConsole = false
  /// Slurm's own lines, or a traceback.
  private(set) var hasScheduler = false
  /// The first bytes are no text.
  private(set) var isBinary: Bool

  init(head: RawSpan) {
    isBinary = head.extracting(0..<min(head.byteCount, 4096)).contains(byte: 0)
    var start = 0
    while start < head.byteCount, !(hasTracker && hasTraining) {
      let end = head.firstOffset(of: 0x0A, from: start) ?? head.byteCount
      look(at: head.extracting(start..<end))
      start = end + 1
    }
  }

  private mutating func look(at line: RawSpan) {
    let visible = line.dropping(ConsoleLine.visibleStart(line))
    lookForBlock(visible.trimmed())
    if visible.starts(with: "CarbonTracker: ") || visible.starts(with: "Actual consumption") {
      if Self.tracker.contains(where: { visible.starts(with: $0) }) || visible.trimmed().equals("CarbonTracker:") {
        hasTracker = true
      }
    } else if visible.leadingWallTime() == nil, visible.contains("CarbonTracker: The following components were found:")
    {
      // Behind a progress bar or a launcher's label.
      hasTracker = true
    } else if visible.starts(with: "slurmstepd:") || visible.starts(with: "srun: error")
      || visible.starts(with: "Traceback (most recent call last):")
    {
      hasScheduler = true
    } else if let (_, length) = visible.leadingWallTime(), visible.matches(": ", at: length) {
      let body = visible.dropping(length + 2)
      if Self.training.contains(where: { body.starts(with: $0) }) { hasTraining = true }
    } else if TrainingLogConsole.isConsoleOnly(visible.trimmed()) {
      hasTrainingConsole = true
    }
  }

  private mutating func lookForBlock(_ line: RawSpan) {
    switch blockLines {
    case 1 where line.starts(with: "Time:"): blockLines = 2
    case 2 where line.starts(with: "Energy:") && line.ends(with: " kWh"): blockLines = 3
    case 3 where line.starts(with: "CO2eq:") && line.ends(with: " g"): hasWholeBlock = true
    default:
      let isHeading =
        line.ends(with: ":")
        && (line.starts(with: "Actual consumption") || line.starts(with: "Predicted consumption"))
      blockLines = isHeading ? 1 : 0
    }
  }

  private static let tracker: [StaticString] = [
    "CarbonTracker: The following components", "CarbonTracker: WARNING - ", "CarbonTracker: CRITICAL - ",
    "CarbonTracker: INFO - ", "CarbonTracker: Live carbon", "CarbonTracker: Average carbon",
    "CarbonTracker: Finished monitoring.", "Actual consumption for ",
  ]

  private static let training: [StaticString] = [
    "Epoch ", "Current learning rate", "train_loss", "train loss", "Using splits", "Desired fold", "This split has",
    "do_dummy_2d_data_aug", "predicting ", "Training done", "Epoch time", "Unable to plot network",
  ]
}
