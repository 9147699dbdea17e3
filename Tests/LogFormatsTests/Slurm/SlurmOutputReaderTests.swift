import Foundation
import LogScanning
import Quantities
import TestSupport
import Testing

@testable import LogFormats

@Suite("What a job printed")
struct SlurmOutputReaderTests {
  private static func read(
    _ text: String, name: String = "x.out"
  ) throws -> (capture: ConsoleCapture, diagnostics: [Diagnostic]) {
    var reader = SlurmOutputReader(fileName: name)
    TrackerText.forEachLine(text) { reader.consume($0, number: $1) }
    let content = reader.finish()
    guard case .console(let capture) = content.record else { throw WrongRecord() }
    return (capture, content.diagnostics)
  }

  private struct WrongRecord: Error {}

  private static let training = """
    2026-11-23 10:25:47.293134: Epoch 0
    2026-11-23 10:25:47.293350: Current learning rate: 0.01
    CarbonTracker: \("")
    Predicted consumption for 8 epoch(s):
    \tTime:\t0:00:37
    \tEnergy:\t0.001669388761 kWh
    \tCO2eq:\t0.742877998543 g
    \tThis is equivalent to:
    \t0.006955786503 km travelled by car
    2026-11-23 10:25:51.893463: train_loss 0.5288
    2026-11-23 10:25:51.893658: val_loss 0.4732
    2026-11-23 10:25:51.893774: Pseudo dice [np.float32(0.1732), np.float32(0.0243)]
    2026-11-23 10:25:51.893906: Epoch time: 4.6 s

    """

  @Test("nnU-Net's and carbontracker's lines are both read")
  func both() throws {
    let (capture, _) = try Self.read(Self.training, name: "slurm-4410206_3.out")
    #expect(capture.slurmJob == 4_410_206)
    #expect(capture.training?.epochs.map(\.seconds) == [4.6])
    #expect(capture.tracker?.sessions.first?.predicted?.kilowattHours == 0.001669388761)
    #expect(capture.tracker?.kind == .console)
    #expect(capture.tracebacks.isEmpty)
    #expect(capture.interruption == nil)
  }

  @Test("Nothing of either is nil, not empty")
  func neither() throws {
    let (capture, diagnostics) = try Self.read("hello\n2026-11-23 10:25:47.293134: other program\n")
    #expect(capture.training == nil)
    #expect(capture.tracker == nil)
    #expect(diagnostics.map(\.code) == ["slurm.nothing-known"])
  }

  @Test("Tracebacks keep their error, other streams' lines do not end them")
  func tracebacks() throws {
    let text = """
      Traceback (most recent call last):
        File "a.py", line 8, in <module>
      2026-11-23 10:25:51.893463: train_loss 0.5288
          run()
      RuntimeError: Some background worker is 6 feet under. Yuck.\u{20}
      OK jokes aside.

      During handling of the above exception, another exception occurred:

      Traceback (most recent call last):
        File "b.py", line 1, in f
      KeyboardInterrupt
      """
    let (capture, diagnostics) = try Self.read(text)
    #expect(
      capture.tracebacks == [
        .init(line: 1, error: "RuntimeError: Some background worker is 6 feet under. Yuck."),
        .init(line: 10, error: "KeyboardInterrupt"),
      ])
    #expect(capture.interruption == .keyboardInterrupt)
    #expect(diagnostics.filter { $0.code == "slurm.traceback" }.count == 2)
  }

  @Test(
    "What ended the job",
    arguments: [
      (
        "slurmstepd: error: *** JOB 12 ON n1 CANCELLED AT 2026-11-23T10:00:00 DUE TO TIME LIMIT ***", .timeLimit
      ), ("slurmstepd: error: *** JOB 12 ON n1 CANCELLED AT 2026-11-23T10:00:00 ***", .cancelled),
      ("slurmstepd: error: Detected 1 oom_kill event in StepId=12.batch.", .outOfMemory),
      ("srun: error: n1: task 0: Out Of Memory", .outOfMemory), ("KeyboardInterrupt", .keyboardInterrupt),
      ("my code says: CANCELLED AT noon", nil), ("torch.cuda.OutOfMemoryError: CUDA out of memory.", nil),
    ] as [(String, ConsoleCapture.Interruption?)])
  func interruptions(line: String, interruption: ConsoleCapture.Interruption?) throws {
    #expect(try Self.read(line + "\n").capture.interruption == interruption)
  }

  @Test("The scheduler's reason outweighs what it made the process print")
  func reasons() throws {
    let limit = "slurmstepd: error: *** JOB 12 ON n1 CANCELLED AT 2026-11-23T10:00:00 DUE TO TIME LIMIT ***\n"
    let capture = try Self.read("KeyboardInterrupt\n" + limit + "KeyboardInterrupt\n").capture
    #expect(capture.interruption == .timeLimit)
    #expect(capture.slurmJob == 12)
  }

  @Test("Colours and progress bars are cleaned away")
  func terminal() throws {
    let text = "  10%|#   \r 100%|####\rCarbonTracker: Finished monitoring.\n\u{1B}[1;31mCarbonTracker: \u{1B}[0m\n"
    let (capture, _) = try Self.read(text)
    #expect(capture.tracker != nil)
  }

  private static func format(_ text: String, _ name: String) -> LogFormat? {
    TrackerText.withBytes(text) { FormatRegistry.recognise(head: $0, fileName: name)?.format }
  }

  @Test("What is a capture and what is not")
  func recognition() {
    let tag = "CarbonTracker: The following components were found: X.\n"
    let bare = "2026-11-23 10:25:47.293134: Epoch 0\n2026-11-23 10:25:47.293350: Current learning rate: 0.01\n"
    #expect(Self.format(Self.training, "slurm-1.out") == .slurmOutput)
    #expect(Self.format(Self.training, "console.txt") == .slurmOutput)
    #expect(Self.format(bare, "slurm-1.out") == .slurmOutput)
    #expect(Self.format(bare, "training_log_2026_11_23_09_20_26.txt") == .nnunetTrainingLog)
    #expect(Self.format(tag, "a.txt") == .slurmOutput)
    #expect(Self.format("2022-05-19 22:16:44 - " + tag, "a.out") == .carbontrackerOutput)
    #expect(Self.format("hello\n", "train.o123") == .slurmOutput)
    #expect(Self.format("hello\n", "nohup.out") == .slurmOutput)
    #expect(Self.format("numpy==2.1.0\ncarbontracker==2.4.7\n", "pip-freeze.txt") == nil)
    #expect(Self.format("from carbontracker.tracker import CarbonTracker\n", "train.py") == nil)
    #expect(Self.format("```\n\(tag)```\n", "README.md") == nil)
    #expect(Self.format("\u{0}\u{1}ELF", "a.out") == nil)
  }

  @Test("Captures of real runs", .enabled(if: SharedData.shouldRun))
  func realRuns() throws {
    var captures = 0
    for (path, url) in SharedData.files(below: "realruns/slurm") where path.hasSuffix(".out") {
      let name = url.lastPathComponent
      let data = try Data(contentsOf: url)
      #expect(
        Array(data).withUnsafeBytes { FormatRegistry.recognise(head: $0.bytes, fileName: name)?.format } == .slurmOutput
      )
      let reader = try LineReader(path: url.path)
      var parser = SlurmOutputReader(fileName: name)
      _ = try reader.forEachLine { parser.consume($0, number: $1) }
      guard case .console(let capture) = parser.finish().record else { throw WrongRecord() }
      #expect(capture.slurmJob == SlurmJobNumber.inName(name))
      captures += 1
      switch name {
      case "slurm-4410207.out":
        #expect(capture.tracebacks.map(\.error) == ["RuntimeError: Some background worker is 6 feet under. Yuck."])
        #expect(capture.training?.epochs.count { $0.end != nil } == 4)
      case "slurm-4410227.out":
        #expect(capture.interruption == .keyboardInterrupt)
        #expect(capture.tracker?.sessions.first?.actual?.epochs == 4)
      case "slurm-4410206.out":
        #expect(capture.interruption == nil)
        #expect(capture.tracker?.sessions.first?.state == .truncated)
      case "slurm-4410225.out": #expect(capture.tracker == nil)
      default: break
      }
    }
    #expect(captures > 200)
  }

  @Test("Tracker logs are recognised as such, other files as neither", .enabled(if: SharedData.shouldRun))
  func realFiles() throws {
    let ours: Set<LogFormat?> = [.slurmOutput, .carbontrackerStandard, .carbontrackerOutput, .carbontrackerError]
    var trackers = 0
    for (path, url) in SharedData.files(below: "realruns") where !path.hasPrefix("slurm/") {
      let name = url.lastPathComponent
      let head = try Array(Data(contentsOf: url).prefix(1 << 20))
      let format = FormatRegistry.recognise(head: head.span.bytes, fileName: name)?.format
      switch TrackerFileName(fileName: name)?.kind {
      case .standard: #expect(format == .carbontrackerStandard, "\(path)")
      case .output: #expect(format == .carbontrackerOutput, "\(path)")
      case .error: #expect(format == .carbontrackerError, "\(path)")
      case .console, nil:
        #expect(!ours.contains(format), "\(path)")
        continue
      }
      trackers += 1
    }
    #expect(trackers > 600)
  }

  @Test("Epochs of a console without any stamp cannot be placed in time, which is told")
  func unstampedEpochs() throws {
    let text = """
      Epoch 0
      Current learning rate: 0.01
      train_loss -0.1
      val_loss -0.2
      Pseudo dice [0.5]
      Epoch time: 10.0 s

      """
    let read = try Self.read(text)
    #expect(read.capture.training == nil)
    #expect(read.diagnostics.map(\.code).contains("nnunet.unstamped-epochs"))
  }
}
