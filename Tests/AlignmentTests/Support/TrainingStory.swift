import Foundation
import Quantities

/// One process start of nnU-Net v2 (2.6 or later), from which its training log or console capture is written.
///
/// Times are in seconds of ``HostTime``.
struct TrainingStory {
  var dataset = "Dataset801_Cubes"
  var trainer = "nnUNetTrainer_4epochs"
  var plans = "nnUNetPlans"
  var configuration = "2d"
  /// `nil` is fold `all`, whose log does not name the fold.
  var fold: Int? = 0

  var start = 0.0
  /// From the first stamp to the first epoch.
  var startUp = 4.0
  var firstEpoch = 0
  /// The lengths of the completed epochs.
  var epochs: [Double] = [10, 10, 10, 10]
  /// From an epoch's end to what follows it; the last goes on.
  var pauses: [Double] = [1]
  /// One more epoch begins, and the log ends.
  var isKilled = false
  /// The length of the final validation; `nil` when there is none.
  var validation: Double? = 6
  var dice = 0.8
  /// Epochs whose loss is not a number.
  var diverged: Set<Int> = []

  /// The folder of the fold.
  var folder: String {
    "nnUNet_results/\(dataset)/\(trainer)__\(plans)__\(configuration)/fold_\(fold.map { String($0) } ?? "all")"
  }

  /// The log's path, as nnU-Net chooses it.
  var path: String { folder + "/" + HostTime.trainingLogName(start) }

  /// When the completed epochs began and ended.
  var epochTimes: [(start: Double, end: Double)] {
    var time = start + startUp
    return epochs.enumerated().map { place, length in
      let times = (start: time, end: time + length)
      time += length + pause(after: place)
      return times
    }
  }

  /// When training was done, or the killed epoch began.
  private var trainingEnd: Double {
    guard let last = epochTimes.last else { return start + startUp }
    return last.end + pause(after: epochs.count - 1)
  }

  /// When the final validation began: 20 ms after training was done.
  var validationStart: Double { trainingEnd + 0.02 }

  /// The log's last stamp.
  var end: Double {
    if let validation { return validationStart + validation }
    return isKilled ? trainingEnd : epochTimes.last?.end ?? start
  }

  private func pause(after place: Int) -> Double {
    place < pauses.count ? pauses[place] : pauses.last ?? 0
  }

  /// The training log.
  func log() -> String { text(lineEnd: " \n") }

  /// What the process printed: without the blanks at the ends, after Slurm's and before other lines.
  func console(job: Int, after tail: String = "") -> String {
    "SLURM_JOB_ID=\(job)\nUsing device: cuda:0\n" + text(lineEnd: "\n") + tail
  }

  private func text(lineEnd: String) -> String {
    var text = Self.banner
    func add(_ time: Double, _ bodies: String...) {
      for body in bodies { text += "\(HostTime.stamp(time)): \(body)\(lineEnd)" }
    }
    let splits = "Using splits from existing split file: /data/nnUNet_preprocessed/\(dataset)/splits_final.json"
    add(start, "do_dummy_2d_data_aug: False", splits)
    if let fold { add(start, "Desired fold for training: \(fold)") }
    add(start, "This split has 8 training and 2 validation cases.")
    if !epochs.isEmpty || isKilled {
      text += "\nThis is the configuration used by this training:\nConfiguration name: \(configuration)\n"
      text += " {'batch_size': 2, 'patch_size': [32, 48]} \n \nThese are the global plan.json settings:\n"
      text += " {'dataset_name': '\(dataset)', 'plans_name': '\(plans)'} \n \n"
    }
    for (place, times) in epochTimes.enumerated() {
      let index = firstEpoch + place
      let loss = diverged.contains(index) ? "nan" : "-0.5"
      add(times.start, "", "Epoch \(index)", "Current learning rate: 0.01")
      add(
        times.end, "train_loss \(loss)", "val_loss -0.4", "Pseudo dice [np.float32(0.7)]",
        "Epoch time: \(String(format: "%.2f", times.end - times.start)) s")
    }
    if isKilled { add(trainingEnd, "", "Epoch \(firstEpoch + epochs.count)", "Current learning rate: 0.01") }
    guard let validation else { return text }
    if !epochs.isEmpty { add(trainingEnd, "Training done.") }
    add(validationStart, splits, "predicting case_001", "case_001, shape torch.Size([1, 8, 8, 8]), rank 0")
    add(validationStart + validation / 2, "predicting case_002")
    add(validationStart + validation, "Validation complete", "Mean Validation Dice:  \(dice)")
    return text
  }

  private static let banner = """

    #######################################################################
    Please cite the following paper when using nnU-Net:
    Isensee, F., Jaeger, P. F., Kohl, S. A., Petersen, J., & Maier-Hein, K. H. (2021).
    #######################################################################
    \u{20}

    """

  /// A `debug.json` with the planned number of epochs.
  static func debugFile(plannedEpochs: Int) -> String {
    """
    {"batch_size": "2", "fold": "0", "gpu_name": "NVIDIA A40", "initial_lr": "0.01", "log_file": "x", \
    "num_epochs": "\(plannedEpochs)", "num_iterations_per_epoch": "250", "num_val_iterations_per_epoch": "50", \
    "output_folder": "x", "was_initialized": "True"}
    """
  }

  /// A `validation/summary.json`.
  static func summaryFile(dice: Double) -> String {
    """
    {"foreground_mean": {"Dice": \(dice), "IoU": 0.5}, "mean": {"1": {"Dice": \(dice)}}, "metric_per_case": []}
    """
  }
}
