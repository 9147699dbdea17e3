import Foundation

/// One process start of nnU-Net v1, from which its training log is written; times in seconds of ``HostTime``.
struct FirstGenerationStory {
  struct Epoch {
    var start: Double
    var end: Double
    /// The savings of checkpoints inside the epoch or after it.
    var saves: [(start: Double, end: Double)] = []
  }

  var start = 0.0
  var epochs: [Epoch]
  /// When `finished prediction` was printed.
  var validationEnd: Double?

  let folder = "nnUNet/3d_fullres/Task101_Bone/nnUNetTrainerV2__nnUNetPlansv2.1/fold_0"

  var path: String { folder + "/" + HostTime.trainingLogName(start) }

  func log() -> String {
    var text = "Starting... \n"
    func add(_ time: Double, _ body: String) { text += "\(HostTime.stamp(time)): \(body) \n" }
    add(start, "Using splits from existing split file: /p/Task101_Bone/splits_final.pkl")
    add(start, "Desired fold for training: 0")
    add(start, "lr: 0.01")
    for (index, epoch) in epochs.enumerated() {
      add(epoch.start, "")
      text += "epoch:  \(index) \n"
      func save(where isWanted: (Double) -> Bool) {
        for save in epoch.saves where isWanted(save.start) {
          add(save.start, "saving checkpoint...")
          add(save.end, String(format: "done, saving took %.2f seconds", save.end - save.start))
        }
      }
      add(epoch.start, "train loss : -0.5")
      add(epoch.start, "validation loss: -0.4")
      save { $0 < epoch.end }
      add(epoch.end, String(format: "This epoch took %.6f s", epoch.end - epoch.start))
      save { $0 >= epoch.end }
    }
    if let validationEnd {
      add(validationEnd, "finished prediction")
      add(validationEnd, "evaluation of raw predictions")
    }
    return text
  }
}
