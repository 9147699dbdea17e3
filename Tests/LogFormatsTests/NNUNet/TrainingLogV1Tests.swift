import LogFormats
import Quantities
import Testing

/// The grammar of nnU-Net v1's training log.
@Suite("Training log v1")
struct TrainingLogV1Tests {
  static let complete = """
    Starting...\u{20}
    2021-04-21 15:31:04.500000: Using splits from existing split file: /p/Task101_Bone/splits_final.pkl\u{20}
    2021-04-21 15:31:04.500001: Desired fold for training: 0\u{20}
    2021-04-21 15:31:04.500002: This split has 12 training and 3 validation cases.\u{20}
    2021-04-21 15:31:04.600000: TRAINING KEYS:
     odict_keys(['a_1', 'a_2'])\u{20}
    2021-04-21 15:31:05.000000: lr: 0.01\u{20}
    2021-04-21 15:31:06.000000: Unable to plot network architecture:\u{20}
    2021-04-21 15:31:06.000001: printing the network instead:
    \u{20}
    2021-04-21 15:31:06.000002: Generic_UNet(
      (conv_blocks_localization): ModuleList(
      )
    )\u{20}
    2021-04-21 15:31:06.000003:\u{20}
    \u{20}
    2021-04-21 15:31:10.000000:\u{20}
    epoch:  0\u{20}
    2021-04-21 15:32:00.000000: train loss : -0.25\u{20}
    2021-04-21 15:32:10.000000: validation loss: -0.5\u{20}
    2021-04-21 15:32:11.000000: Average global foreground Dice: [0.5, 0.25]\u{20}
    2021-04-21 15:32:11.000001: (interpret this as an estimate for the Dice of the different classes. This is not exact.)\u{20}
    2021-04-21 15:32:12.000000: lr: 0.009\u{20}
    2021-04-21 15:32:12.100000: saving scheduled checkpoint file...\u{20}
    2021-04-21 15:32:12.200000: saving checkpoint...\u{20}
    2021-04-21 15:32:13.000000: done, saving took 0.80 seconds\u{20}
    2021-04-21 15:32:13.000001: done\u{20}
    2021-04-21 15:32:14.500000: This epoch took 64.500000 s
    \u{20}
    2021-04-21 15:32:14.600000:\u{20}
    epoch:  1\u{20}
    2021-04-21 15:33:14.000000: train loss : -0.75\u{20}
    2021-04-21 15:33:16.000000: validation loss: -0.5\u{20}
    2021-04-21 15:33:17.000000: Average global foreground Dice: []\u{20}
    2021-04-21 15:33:18.600000: This epoch took 64.000000 s
    \u{20}

    """
  static let ending = """
    2021-04-21 15:33:19.000000: saving checkpoint...\u{20}
    2021-04-21 15:33:20.000000: done, saving took 1.00 seconds\u{20}
    2021-04-21 15:50:00.000000: finished prediction\u{20}
    2021-04-21 15:50:01.000000: evaluation of raw predictions\u{20}
    2021-04-21 15:51:00.000000: determining postprocessing\u{20}

    """

  @Test func epochsAndHeader() throws {
    let read = NNUNetText.read(Self.complete + Self.ending)
    let log = read.log
    #expect(log.generation == .v1)
    #expect(log.dataset == "Task101_Bone")
    #expect(log.fold == 0)
    #expect(log.trainingCases == 12)
    #expect(log.validationCases == 3)
    #expect(read.version == "1.6.6 or later 1.x")
    #expect(read.foreign.isEmpty)
    #expect(read.codes.isEmpty)
    try #require(log.epochs.count == 2)
    let first = log.epochs[0]
    #expect(first.start.iso8601 == "2021-04-21T15:31:10")
    #expect(first.end?.iso8601 == "2021-04-21T15:32:14.500")
    #expect(first.seconds == 64.5)
    #expect(first.trainLoss == -0.25)
    #expect(first.validationLoss == -0.5)
    #expect(first.pseudoDice == [0.5, 0.25])
    #expect(log.epochs[1].pseudoDice == [])
  }

  @Test func theLearningRateIsThatOfTheNextEpoch() {
    #expect(NNUNetText.read(Self.complete).log.epochs.map(\.learningRate) == [0.01, 0.009])
  }

  @Test func theFinalCheckpointEndsTheTraining() throws {
    let log = NNUNetText.read(Self.complete + Self.ending).log
    #expect(log.finished)
    #expect(log.trainingDone?.iso8601 == "2021-04-21T15:33:20")
    let validation = try #require(log.validation)
    #expect(validation.start.iso8601 == "2021-04-21T15:33:20")
    #expect(validation.end.iso8601 == "2021-04-21T15:51:00")
    #expect(validation.complete)
    #expect(validation.meanDice == nil)
  }

  @Test func aCheckpointInsideAnEpochEndsNothing() {
    let log = NNUNetText.read(Self.complete).log
    #expect(!log.finished)
    #expect(log.trainingDone == nil)
    #expect(log.validation == nil)
  }

  @Test func aCheckpointBetweenEpochsIsNotTheLast() {
    // 1.1.x saves between its epochs.
    let log = NNUNetText.read(
      """
      2020-01-01 10:00:00:
      epoch:  0
      2020-01-01 10:00:10: This epoch took 10.000000 s
      2020-01-01 10:00:11: saving checkpoint...
      2020-01-01 10:00:12: done, saving took 1.00 seconds
      2020-01-01 10:00:13:
      epoch:  1
      2020-01-01 10:00:23: This epoch took 10.000000 s
      """
    ).log
    #expect(!log.finished)
    #expect(log.trainingDone == nil)
    #expect(log.epochs.count == 2)
  }

  @Test func epochsOf2019() {
    let log = NNUNetText.read(
      """
      2019-01-01 10:00:00:
      epoch:  3
      2019-01-01 10:00:05: train loss : 0.5
      2019-01-01 10:00:06: val loss (train=False): 0.25
      2019-01-01 10:00:07: Val glob dc per class: [0.123456789012345678]
      2019-01-01 10:00:08: lr is now (scheduler) 0.0003
      2019-01-01 10:00:10: This epoch took 10.000000 s
      2019-01-01 10:00:11:
      epoch:  4
      """
    ).log
    #expect(log.epochs.map(\.index) == [3, 4])
    #expect(log.epochs[0].validationLoss == 0.25)
    #expect(log.epochs[0].pseudoDice == [0.123456789012345678])
    #expect(log.epochs[1].learningRate == 0.0003)
  }

  @Test func anEpochLineNeedsAnEmptyStampAboveIt() {
    #expect(NNUNetText.read("epoch:  3\n").log.epochs.isEmpty)
    #expect(NNUNetText.read("2019-01-01 10:00:00: lr: 0.1\nepoch:  3\n").log.epochs.isEmpty)
    #expect(NNUNetText.read("2019-01-01 10:00:00: \nother\nepoch:  3\n").log.epochs.isEmpty)
    #expect(NNUNetText.read("2019-01-01 10:00:00: \n \nepoch:  3\n").log.epochs.map(\.index) == [3])
  }

  @Test func theConsoleNamesTrainerAndConfiguration() {
    let log = NNUNetText.read(
      """
      Please cite the following paper when using nnUNet:
      I am running the following nnUNet: 3d_lowres
      My trainer class is:  <class 'nnunet.training.network_training.nnUNetTrainerV2.nnUNetTrainerV2'>
      2021-04-21 15:31:05: lr: 0.01
      """
    ).log
    #expect(log.configuration == "3d_lowres")
    #expect(log.trainer == "nnUNetTrainerV2")
  }
}
