import LogFormats
import Quantities
import Testing

/// The grammar of nnU-Net v2's training log.
@Suite("Training log v2")
struct TrainingLogV2Tests {
  /// A whole training of two epochs, as nnU-Net 2.8 writes it: every line ends with a blank.
  static let complete = """

    #######################################################################
    Please cite the following paper when using nnU-Net:
    Isensee, F., Jaeger, P. F., Kohl, S. A., Petersen, J., & Maier-Hein, K. H. (2021). nnU-Net.
    #######################################################################
    \u{20}
    2026-03-01 10:00:00.100000: do_dummy_2d_data_aug: False\u{20}
    2026-03-01 10:00:00.200000: Using splits from existing split file: /d/Dataset701_Blobs/splits_final.json\u{20}
    2026-03-01 10:00:00.200001: The split file contains 5 splits.\u{20}
    2026-03-01 10:00:00.200002: Desired fold for training: 3\u{20}
    2026-03-01 10:00:00.200003: This split has 8 training and 2 validation cases.\u{20}

    This is the configuration used by this training:
    Configuration name: 3d_fullres
     {'data_identifier': 'x', 'batch_size': 2, 'patch_size': [24, 32, 32], 'spacing': [1.2, 0.9, 0.9]}\u{20}
    \u{20}
    These are the global plan.json settings:
     {'dataset_name': 'Dataset701_Blobs', 'plans_name': 'nnUNetPlans_tiny', 'original': [1.0]}\u{20}
    \u{20}
    2026-03-01 10:00:01.000000: Unable to plot network architecture:\u{20}
    2026-03-01 10:00:01.000001: No module named 'hiddenlayer'\u{20}
    2026-03-01 10:00:02.000000: \u{20}
    2026-03-01 10:00:02: Epoch 0\u{20}
    2026-03-01 10:00:02.000100: Current learning rate: 0.01\u{20}
    2026-03-01 10:00:12.250000: train_loss -0.5\u{20}
    2026-03-01 10:00:12.250001: val_loss 5.4e-05\u{20}
    2026-03-01 10:00:12.250002: Pseudo dice [np.float32(0.75), np.float32(nan), np.float64(1e-04)]\u{20}
    2026-03-01 10:00:12.250003: Epoch time: 10.25 s\u{20}
    2026-03-01 10:00:12.260000: Yayy! New best EMA pseudo Dice: 0.8992999792098999\u{20}
    2026-03-01 10:00:13.000000: \u{20}
    2026-03-01 10:00:13.000001: Epoch 1\u{20}
    2026-03-01 10:00:13.000100: Current learning rate: 1e-05\u{20}
    2026-03-01 10:00:23.000000: train_loss nan\u{20}
    2026-03-01 10:00:23.000001: val_loss -0.25\u{20}
    2026-03-01 10:00:23.000002: Pseudo dice [0.5, nan, 0.25]\u{20}
    2026-03-01 10:00:23.000003: Epoch time: 10.0 s\u{20}
    2026-03-01 10:00:24.000000: Training done.\u{20}
    2026-03-01 10:00:24.500000: Using splits from existing split file: /d/Dataset701_Blobs/splits_final.json\u{20}
    2026-03-01 10:00:24.500001: The split file contains 5 splits.\u{20}
    2026-03-01 10:00:24.500002: Desired fold for training: 3\u{20}
    2026-03-01 10:00:24.500003: This split has 8 training and 2 validation cases.\u{20}
    2026-03-01 10:00:25.000000: predicting case_1\u{20}
    2026-03-01 10:00:25.100000: case_1, shape torch.Size([1, 22, 38, 38]), rank 0\u{20}
    2026-03-01 10:00:26.000000: predicting case_2\u{20}
    2026-03-01 10:00:30.000000: Validation complete\u{20}
    2026-03-01 10:00:30.000001: Mean Validation Dice:  0.8123456789012345\u{20}

    """

  @Test func everyFieldOfACompleteLog() throws {
    let read = NNUNetText.read(Self.complete)
    let log = read.log
    #expect(log.generation == .v2)
    #expect(log.dataset == "Dataset701_Blobs")
    #expect(log.plans == "nnUNetPlans_tiny")
    #expect(log.configuration == "3d_fullres")
    #expect(log.fold == 3)
    #expect(log.batchSize == 2)
    #expect(log.patchSize == [24, 32, 32])
    #expect(log.trainingCases == 8)
    #expect(log.validationCases == 2)
    #expect(log.firstStamp?.iso8601 == "2026-03-01T10:00:00.100")
    #expect(log.lastStamp?.iso8601 == "2026-03-01T10:00:30.000001")
    #expect(log.trainingDone?.iso8601 == "2026-03-01T10:00:24")
    #expect(log.finished)
    #expect(read.version == "2.6 or later")
    #expect(read.foreign.isEmpty)
    #expect(read.codes == ["nnunet.nan-loss"])
  }

  @Test func epochsWithStampsLossesAndDice() throws {
    let epochs = NNUNetText.read(Self.complete).log.epochs
    try #require(epochs.count == 2)
    let first = epochs[0]
    #expect(first.index == 0)
    #expect(first.start.iso8601 == "2026-03-01T10:00:02")
    #expect(first.end?.iso8601 == "2026-03-01T10:00:12.250003")
    #expect(first.seconds == 10.25)
    #expect(first.learningRate == 0.01)
    #expect(first.trainLoss == -0.5)
    #expect(first.validationLoss == 5.4e-05)
    #expect(first.pseudoDice == [0.75, nil, 1e-04])
    #expect(first.bestEMADice == 0.8992999792098999)
    #expect(first.line == 23)
    #expect(epochs[1].trainLoss?.isNaN == true)
    #expect(epochs[1].pseudoDice == [0.5, nil, 0.25])
    #expect(epochs[1].bestEMADice == nil)
  }

  @Test func validationBeginsWithTheSplitLinesAfterTraining() throws {
    let validation = try #require(NNUNetText.read(Self.complete).log.validation)
    #expect(validation.start.iso8601 == "2026-03-01T10:00:24.500")
    #expect(validation.end.iso8601 == "2026-03-01T10:00:30.000001")
    #expect(validation.cases == 2)
    let lines = Self.complete.split(separator: "\n", omittingEmptySubsequences: false)
    let first = try #require(validation.line)
    let last = try #require(validation.lastLine)
    #expect(lines[first - 1].hasPrefix("2026-03-01 10:00:24.5"))
    #expect(lines[last - 1].hasPrefix("2026-03-01 10:00:30.000001"))
    #expect(validation.complete)
    #expect(validation.meanDice == 0.8123456789012345)
  }

  @Test func carriageReturnsAndMissingBlanksChangeNothing() {
    let whole = NNUNetText.read(Self.complete)
    let bare = Self.complete.replacing(" \n", with: "\n")
    let windows = Self.complete.replacing("\n", with: "\r\n")
    for text in [bare, windows] {
      let read = NNUNetText.read(text)
      #expect(read.log.epochs.map(\.end) == whole.log.epochs.map(\.end))
      #expect(read.log.validation == whole.log.validation)
      #expect(read.log.firstStamp == whole.log.firstStamp)
    }
  }

  @Test func progressBarBeforeAStampIsCutOff() {
    let read = NNUNetText.read(
      "2026-03-01 10:00:00: Epoch 4\n 10%|#   |\r 50%|##  |\r2026-03-01 10:00:05: Epoch time: 5.0 s")
    #expect(read.log.epochs.first?.seconds == 5)
    #expect(read.log.epochs.first?.index == 4)
  }

  @Test func anEpochWithoutAnEndIsAborted() {
    let read = NNUNetText.read("2026-03-01 10:00:00: Epoch 7\n2026-03-01 10:00:00.1: Current learning rate: 0.01")
    #expect(read.log.epochs.count == 1)
    #expect(read.log.epochs.first?.end == nil)
    #expect(read.log.completedEpochs.isEmpty)
    #expect(!read.log.finished)
    #expect(read.diagnostic("nnunet.aborted-epoch")?.line == 1)
  }

  @Test func aRestartInTheSameFileAbortsTheOpenEpoch() {
    let banner = "Please cite the following paper when using nnU-Net:\n"
    let read = NNUNetText.read(
      banner + """
        2026-03-01 10:00:00: Epoch 0
        2026-03-01 10:00:05: Epoch time: 5.0 s
        2026-03-01 10:00:06: Epoch 1
        """ + "\n" + banner + """
          2026-03-01 11:00:00: Epoch 0
          2026-03-01 11:00:05: Epoch time: 5.0 s
          """)
    #expect(read.log.epochs.map(\.index) == [0, 1, 0])
    #expect(read.log.epochs.map { $0.end == nil } == [false, true, false])
    #expect(read.codes.contains("nnunet.several-starts"))
  }

  @Test func anEpochRecordThatStandsTwiceCountsOnce() {
    let epoch = """
      2026-03-01 10:00:00.000001: Epoch 0
      2026-03-01 10:00:05.000002: Pseudo dice [0.5]
      2026-03-01 10:00:05.000003: Epoch time: 5.0 s

      """
    let read = NNUNetText.read(epoch + epoch)
    #expect(read.log.epochs.count == 1)
    #expect(read.log.duplicateEpochRecords == 1)
    #expect(read.diagnostic("nnunet.duplicate-epochs")?.line == 4)
    // The same index and time at another microsecond is other work.
    let other = NNUNetText.read(epoch + epoch.replacing("000003", with: "000004"))
    #expect(other.log.epochs.count == 2)
    #expect(other.log.duplicateEpochRecords == 0)
  }

  @Test func anEndWithoutAStartIsLeftOut() {
    let read = NNUNetText.read("2026-03-01 10:00:05: Epoch time: 5.0 s\n")
    #expect(read.log.epochs.isEmpty)
    #expect(read.diagnostic("nnunet.orphan-end")?.line == 1)
  }

  @Test func foreignLinesInsideAnEpochAreIgnored() {
    let read = NNUNetText.read(
      """
      2026-03-01 10:00:00: Epoch 0
      2026-03-01 10:00:01: EPOCH 3 SUMMARY:
      2026-03-01 10:00:01: Epoch 3: Phase 1 - Combined training
      [[1 2]
       [3 4]]
      2026-03-01 10:00:05: Epoch time: 5.0 s
      """)
    #expect(read.log.epochs.map(\.index) == [0])
    #expect(read.log.epochs.first?.seconds == 5)
    #expect(read.foreign == [2, 3, 4, 5])
  }

  @Test func aDiceListMayBeWrappedOverLines() {
    let read = NNUNetText.read(
      """
      2026-03-01 10:00:00: Epoch 0
      2026-03-01 10:00:05: Pseudo dice [0.1 0.2
       nan 0.4]
      2026-03-01 10:00:05: Epoch time: 5.0 s
      2026-03-01 10:00:06: Epoch 1
      2026-03-01 10:00:10: Pseudo dice [array([0.25, 0.5], dtype=float32), 0.75]
      2026-03-01 10:00:11: Epoch time: 5.0 s
      2026-03-01 10:00:12: Epoch 2
      2026-03-01 10:00:15: Pseudo dice [0.1, 0.
      Please cite the following paper when using nnU-Net:
      """)
    #expect(read.log.epochs.map(\.pseudoDice) == [[0.1, 0.2, nil, 0.4], [0.25, 0.5, 0.75], []])
    var log = read.log
    let means = log.epochs.map(\.meanPseudoDice)
    log.keepMeanPseudoDiceOnly()
    #expect(log.epochs.allSatisfy { $0.pseudoDice.isEmpty })
    #expect(log.epochs.map(\.meanPseudoDice) == means)
    #expect(read.diagnostic("nnunet.unreadable-line")?.line == 10)
  }

  @Test(arguments: [
    "train_loss abc", "Epoch time: soon", "Epoch time: 5.0", "Pseudo dice 0.5", "Pseudo dice [0.5, oops]",
    "Mean Validation Dice:  none",
  ])
  func aValueThatCannotBeReadIsReported(body: String) {
    let read = NNUNetText.read("2026-03-01 10:00:00: Epoch 0\n2026-03-01 10:00:01: \(body)\n")
    #expect(read.diagnostic("nnunet.unreadable-line")?.line == 2)
  }

  @Test func stampsAreComparedWithThePrintedTime() {
    func codes(end: String) -> [String] {
      NNUNetText.read("2026-03-29 01:30:00: Epoch 0\n2026-03-29 \(end): Epoch time: 60.0 s\n").codes
    }
    #expect(codes(end: "01:31:00") == [])
    #expect(codes(end: "01:31:29") == [])
    #expect(codes(end: "02:31:00") == ["nnunet.clock-hour"])
    #expect(codes(end: "00:31:00") == ["nnunet.clock-backwards", "nnunet.clock-hour"])
    #expect(codes(end: "01:41:00") == ["nnunet.clock-step"])
  }

  @Test func aValidationOnlyLogBeginsWithItsProcess() throws {
    let read = NNUNetText.read(
      """
      Please cite the following paper when using nnU-Net:
      2026-03-01 10:00:00: do_dummy_2d_data_aug: True
      2026-03-01 10:00:01: Using splits from existing split file: x
      2026-03-01 10:00:05: predicting a
      2026-03-01 10:00:09: Mean Validation Dice:  nan
      """)
    let validation = try #require(read.log.validation)
    #expect(validation.start.iso8601 == "2026-03-01T10:00:00")
    #expect(validation.end.iso8601 == "2026-03-01T10:00:09")
    #expect(validation.complete)
    #expect(validation.meanDice == nil)
    #expect(!read.log.finished)
    #expect(read.codes == ["nnunet.validation-only"])
  }

  @Test func theLastCompleteValidationCounts() {
    let banner = "Please cite the following paper when using nnU-Net:\n"
    func validation(hour: Int, dice: String?) -> String {
      let lines = "2026-03-01 \(hour):00:00: predicting a\n"
      return banner + lines + (dice.map { "2026-03-01 \(hour):00:09: Mean Validation Dice:  \($0)\n" } ?? "")
    }
    let read = NNUNetText.read(
      validation(hour: 10, dice: "0.5") + validation(hour: 11, dice: "0.75") + validation(hour: 12, dice: nil))
    #expect(read.log.validation?.meanDice == 0.75)
    #expect(read.log.validation?.start.iso8601 == "2026-03-01T11:00:00")
    #expect(read.diagnostic("nnunet.several-validations")?.message.hasPrefix("3 validations") == true)
  }

  @Test func aCrashBeforeTheFirstEpoch() {
    let read = NNUNetText.read(
      "Please cite the following paper when using nnU-Net:\n2026-03-01 10:00:00: unpacking dataset...")
    #expect(read.codes == ["nnunet.no-epochs"])
  }

  @Test(arguments: [
    ("cfg,split,epoch,done,predict", "2.2 or 2.2.1"), ("cfg,split,epoch,predict", "2.0 or 2.1"),
    ("cfg,split,epoch,done,predict,shape", "2.3.1"), ("cfg,split,epoch", "2.0 to 2.3.1"),
    ("split,cfg,unpack,epoch", "2.4 to 2.5.2"), ("split,cfg,epoch", "2.6 or later"), ("split,cfg", "2.4 or later"),
    ("split,predict,shape", "2.3.1 or later"), ("split,predict", "2.x"), ("split,predict,complete", "2.0 to 2.2.1"),
    ("compile,cfg,split,epoch", "2.3.1"), ("old-compile,cfg,split,epoch", "2.2 or 2.2.1"),
    ("no-compile,split,cfg,unpack,epoch", "2.5 to 2.5.2"), ("no-compile,split,cfg", "2.5 or later"),
    ("compile,split,cfg,epoch", "2.6 or later"),
  ])
  func versionFromTheOrderOfLines(lines: String, version: String) {
    let texts = [
      "cfg": "Configuration name: 2d", "split": "2026-03-01 10:00:00: do_dummy_2d_data_aug: True",
      "epoch": "2026-03-01 10:00:01: Epoch 0\n2026-03-01 10:00:02: Epoch time: 1.0 s",
      "unpack": "2026-03-01 10:00:00: unpacking dataset...", "done": "2026-03-01 10:00:03: Training done.",
      "predict": "2026-03-01 10:00:04: predicting a",
      "complete": "2026-03-01 10:00:05: Validation complete",
      "compile": "2026-03-01 10:00:00: Using torch.compile...",
      "old-compile": "2026-03-01 10:00:00: Compiling network...",
      "no-compile": "2026-03-01 10:00:00: INFO: torch.compile disabled because Windows",
      "shape": "2026-03-01 10:00:05: a, shape torch.Size([1, 2, 3, 4]), rank 0",
    ]
    let banner = "Please cite the following paper when using nnU-Net:\n"
    let body = lines.split(separator: ",").compactMap { texts[String($0)] }.joined(separator: "\n")
    #expect(NNUNetText.read(banner + body).version == version)
  }

  @Test func hostileLinesAreHarmless() {
    let read = NNUNetText.read(
      """
      9999-99-99 99:99:99: Epoch 1
      2026-03-01 10:00:00: Epoch 99999999999999999999
      2026-03-01 10:00:00: Epoch -1
      2026-03-01 10:00:00
      2026-03-01 10:00:00:
      epoch:  5
      2026-03-01 10:00:01: This epoch took 1e400 s
      """)
    #expect(read.log.epochs.map(\.index) == [5])
    #expect(read.log.epochs.first?.seconds == nil)
  }
}
