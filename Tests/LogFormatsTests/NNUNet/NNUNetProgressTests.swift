import Foundation
import LogFormats
import Quantities
import TestSupport
import Testing

/// The table of epochs that AutoNNUnet writes.
@Suite("nnU-Net progress table")
struct NNUNetProgressTests {
  static let header =
    "mean_fg_dice,ema_fg_dice,dice_per_class_or_region,train_losses,val_losses,lrs,epoch_start_timestamps,epoch_end_timestamps,Epoch"
  static let table = """
    \(header)
    0.5,0.5,"[0.25, 0.75]",0.17,nan,0.01,1727886793.5348299,1727886953.6770096,0
    0.4,0.49,"[0.3, nan]",-0.1,-0.2,0.00999,1727886955.5,1727887077.25,1
    0.6,0.501,"[np.float32(0.5), 0.7]",-0.2,-0.3,0.00998,1727904712.25,1727904812.5,2

    """

  private func log(_ text: String) throws -> (log: TrainingLog, codes: [String]) {
    let file = try TraceFile(text, name: "progress.csv")
    #expect(file.file.format == .nnunetProgress)
    guard case .trainingLog(let log) = file.file.content.record else { throw CocoaError(.featureUnsupported) }
    return (log, file.codes)
  }

  @Test func rowsAreEpochsOnUnixTime() throws {
    let (log, codes) = try log(Self.table)
    #expect(log.clock == .utc)
    #expect(log.generation == .v2)
    #expect(log.firstStamp == WallTime(nanoseconds: 1_727_886_793_534_829_900))
    #expect(log.lastStamp == WallTime(nanoseconds: 1_727_904_812_500_000_000))
    #expect(log.epochs.map(\.index) == [0, 1, 2])
    #expect(log.epochs.map(\.pseudoDice) == [[0.25, 0.75], [0.3, nil], [0.5, 0.7]])
    #expect(log.epochs.map(\.bestEMADice) == [0.5, nil, 0.501])
    #expect(log.epochs.map(\.learningRate) == [0.01, 0.00999, 0.00998])
    #expect(log.epochs[1].seconds == 121.75)
    #expect(log.epochs[0].validationLoss?.isNaN == true)
    #expect(codes == ["nnunet.nan-loss", "nnunet.progress-gap"])
  }

  @Test func theTableMayHaveNoNumbersAndOtherOrder() throws {
    let text =
      "\u{FEFF}epoch_end_timestamps,lrs,epoch_start_timestamps\r\n1727886800.5,0.1,1727886790\r\n,0.1,1727886801\r\n"
    let (log, codes) = try log(text)
    #expect(log.epochs.map(\.index) == [0, 1])
    #expect(log.epochs.map(\.seconds) == [10.5, nil])
    #expect(codes == ["nnunet.aborted-epoch"])
  }

  @Test func damagedRowsAreLeftOutAndSaid() throws {
    let (log, codes) = try log(Self.table + "0.5,0.5,\"[0.1, 0.2\n,,,,,,x,1,7\n1,2,3,4,5,6,7,8,9,10,11\n")
    #expect(log.epochs.count == 3)
    #expect(codes.contains("nnunet.unreadable-row"))
    let empty = try TraceFile(Self.header + "\n", name: "progress.csv")
    #expect(empty.codes == ["nnunet.no-lines"])
    #expect(empty.isUnused)
  }

  @Test func otherTablesAreNotClaimed() throws {
    let other = try TraceFile("epoch,train_loss,val_loss\n0,1,2\n", name: "progress.csv")
    #expect(other.file.format != .nnunetProgress)
  }

  @Test(.enabled(if: SharedData.shouldRun)) func hundredTablesAgree() throws {
    let files = try TraceTruth.files("nnunet_progress_csv")
    #expect(files.count == 100)
    var gaps = 0
    // The reference subtracts floating-point Unix times, which are good to 2e-7 s.
    let single = 1e-7
    for file in files {
      let read = try file.read()
      guard case .trainingLog(let log) = read.file.content.record, let expected = file.devices["epochs"] else {
        Issue.record("\(file.path): \(read.file.format)")
        continue
      }
      let seconds = log.completedEpochs.compactMap(\.seconds)
      func instant(_ stamp: WallTime?) -> Double? { stamp.map { Double($0.nanoseconds) / 1e9 } }
      TraceTruth.expectClose(Double(seconds.count), expected["n"], "\(file.path) n")
      TraceTruth.expectClose(seconds.reduce(0, +), expected["epoch_s_sum"], "\(file.path) epoch_s_sum")
      TraceTruth.expectClose(seconds.max(), expected["dt_max_s"], "\(file.path) dt_max_s", relative: single)
      let sorted = seconds.sorted()
      TraceTruth.expectClose(
        (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2, expected["dt_med_s"], "\(file.path) dt_med_s",
        relative: single)
      TraceTruth.expectClose(instant(log.firstStamp), expected["t0"], "\(file.path) t0")
      TraceTruth.expectClose(instant(log.lastStamp), expected["t1"], "\(file.path) t1")
      if let first = instant(log.firstStamp), let last = instant(log.lastStamp) {
        TraceTruth.expectClose(last - first, expected["duration_s"], "\(file.path) duration_s")
      }
      #expect(log.epochs.map(\.index) == Array(0..<1000), "\(file.path)")
      #expect(log.epochs.allSatisfy { $0.trainLoss != nil && $0.learningRate != nil && !$0.pseudoDice.isEmpty })
      #expect(ResultsPath(filePath: file.path)?.configuration == "3d_fullres")
      if read.codes == ["nnunet.progress-gap"] { gaps += 1 } else { #expect(read.codes.isEmpty, "\(file.path)") }
    }
    // Five folds of one data set were stopped for hours and went on.
    #expect(gaps == 5)
  }
}
