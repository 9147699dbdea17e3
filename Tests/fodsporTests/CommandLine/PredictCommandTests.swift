import Foundation
import TestSupport
import Testing

@Suite("Command line: predict")
struct PredictCommandTests {
  private static let log = "\(SmallStudy.runFolder)/\(SmallStudy.log)"

  /// The study's log as it was when it had so many completed epochs and a line of the next.
  private static func cut(_ folder: TemporaryFolder, after epochs: Int) throws {
    let text = try SmallStudy.logText()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var completed = 0
    var kept = 0
    for (place, line) in lines.enumerated() {
      if completed == epochs, line.contains(": Epoch ") {
        kept = place + 1
        break
      }
      if line.contains("Epoch time:") { completed += 1 }
    }
    try folder.write(lines.prefix(kept).joined(separator: "\n") + "\n", to: "logs/\(log)")
  }

  @Test("a log that is still being written, at every epoch", arguments: [1, 2, 6])
  func growing(epochs: Int) async throws {
    let folder = try SmallStudy.make()
    try Self.cut(folder, after: epochs)
    let result = try await CommandLineTool.run("predict", "logs/\(Self.log)", in: folder)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.hasPrefix("Dataset701_Blobs, 2d, fold 0\n"))
    #expect(result.output.contains("  epochs        \(epochs) of 8 done (by debug.json)\n"))
    #expect(result.output.contains("\n  remaining     0:"))
    #expect(result.output.contains("\n  end           2026-11-23T"))
    // The traces lie elsewhere, and a log by itself has no energy.
    #expect(result.output.contains("  energy        not known: no evidence tells energy"))
    #expect(result.output.contains("no interval") == (epochs < 3))
  }

  @Test("with the traces' folder: energy, carbon, and the finish in the log's zone")
  func withTraces() async throws {
    let folder = try SmallStudy.make()
    try Self.cut(folder, after: 5)
    try folder.write("time-zones: [{paths: ['**'], zone: Europe/Copenhagen}]\n", to: "logs/fodspor.yml")
    let result = try await CommandLineTool.run("predict", "Dataset701_Blobs/2d/0", "logs", in: folder)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.contains(" of IT energy\n"))
    #expect(result.output.contains("UTC+01:00 (Europe/Copenhagen)"))
    #expect(result.output.contains(", predicted\n"))
    #expect(result.output.contains(" g of the devices, "))
    let same = try await CommandLineTool.run("predict", "logs", in: folder)
    #expect(same.output == result.output)
  }

  @Test("figures of a back-test in every format, as plot draws them", arguments: ["errors", "scatter"])
  func figureFormats(figure: String) async throws {
    let folder = try SmallStudy.make()
    let arguments = ["predict", "--back-test", "logs", "--figure", figure, "--observed", "3"]
    for (format, start) in ["svg": "<svg ", "tikz": "% ", "csv": "target,", "txt": ""] {
      let result = try await CommandLineTool.run(arguments + ["--format", format], in: folder)
      #expect(result.status == 0 && result.output.hasPrefix(start), "\(format): \(result.messages)")
      #expect(format != "tikz" || result.output.hasSuffix("\\end{tikzpicture}%\n"))
    }
    let narrow = try await CommandLineTool.run(arguments + ["--width", "ieee"], in: folder)
    #expect(narrow.output.contains(" width=\"88.55mm\" "), "\(narrow.messages)")
    for wrong in [
      arguments + ["--format", "md"], ["predict", "logs", "--format", "svg"], arguments + ["--format", "pdf"],
    ] {
      #expect(try await CommandLineTool.run(wrong, in: folder).status == 64, "\(wrong)")
    }
  }

  @Test("a log without a completed epoch says so, and a folder of it too", arguments: ["log", "folder"])
  func noEpoch(target: String) async throws {
    let folder = try SmallStudy.make()
    try Self.cut(folder, after: 0)
    let path = target == "log" ? "logs/\(Self.log)" : "logs"
    let result = try await CommandLineTool.run("predict", path, in: folder)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.messages.contains("no epoch is complete; a prediction needs one, and an interval three"))
  }

  @Test("a finished log: what it took, and with --observed what its beginning told")
  func finished() async throws {
    let folder = try SmallStudy.make()
    let over = try await CommandLineTool.run("predict", "4410226", "logs", in: folder)
    #expect(over.status == 0)
    #expect(over.output.contains("  state         finished; nothing remains."))
    #expect(over.output.contains(", measured\n"))
    let early = try await CommandLineTool.run("predict", "4410226", "logs", "--observed", "3", in: folder)
    #expect(early.output.contains("  epochs        3 of 8 done"))
    #expect(early.output.contains("\n  in the end    0:0"))
    #expect(early.output.contains("\n  carbontracker's rule "))
  }

  @Test("--epochs goes before what the logs tell")
  func epochs() async throws {
    let folder = try SmallStudy.make()
    try Self.cut(folder, after: 4)
    let more = try await CommandLineTool.run("predict", "logs/\(Self.log)", "--epochs", "100", in: folder)
    #expect(more.output.contains("  epochs        4 of 100 done (by --epochs)\n"))
    let fewer = try await CommandLineTool.run("predict", "logs/\(Self.log)", "--epochs", "2", in: folder)
    #expect(fewer.status == 2)
    #expect(fewer.messages.contains("4 epochs are complete, more than the 2 planned; say --epochs N"))
  }

  /// nnU-Net's trainer of 1000 epochs has no number in its name.
  @Test("without a number anywhere, nnU-Net's default is taken, and said")
  func defaultEpochs() async throws {
    let folder = try TemporaryFolder()
    let path = "nnUNet_results/Dataset701_Blobs/nnUNetTrainer__nnUNetPlans__2d/fold_0/\(SmallStudy.log)"
    try folder.write(try SmallStudy.logText(), to: path)
    let result = try await CommandLineTool.run("predict", path, "--observed", "4", in: folder)
    #expect(result.output.contains(" done (by nnU-Net's default)\n") || result.output.contains("4 of 8 done"))
  }

  static let tracker = """
    2026-11-23 10:47:42 - carbontracker version 2.4.7
    2026-11-23 10:47:42 - Only predicted and actual consumptions are multiplied by a PUE coefficient of 1.58 (Daniel Bizo, 2023, Uptime Institute Global Data Center Survey).
    2026-11-23 10:47:42 - The following components were found: GPU with device(s) NVIDIA A40.
    2026-11-23 10:47:42 - Monitoring thread started.
    2026-11-23 10:48:42 - Epoch 1:
    2026-11-23 10:48:42 - Duration: 0:01:00.00
    2026-11-23 10:48:42 - Average power usage (W) for gpu: 200.0
    2026-11-23 10:49:22 - Epoch 2:
    2026-11-23 10:49:22 - Duration: 0:00:40.00
    2026-11-23 10:49:22 - Average power usage (W) for gpu: 300.0
    2026-11-23 10:50:01 - Epoch 3:
    2026-11-23 10:50:01 - Duration: 0:00:39.00
    2026-11-23 10:50:01 - Average power usage (W) for gpu: 300.0

    """

  @Test("carbontracker's log without its end: --epochs, or what its output log says")
  func tracker() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.tracker, to: "1_2026-11-23T104742Z_carbontracker.log")
    let unknown = try await CommandLineTool.run("predict", "1_2026-11-23T104742Z_carbontracker.log", in: folder)
    #expect(unknown.status == 2)
    #expect(unknown.messages.contains("the log does not tell how many epochs are planned; say --epochs N"))
    let given = try await CommandLineTool.run(
      "predict", "1_2026-11-23T104742Z_carbontracker.log", "--epochs", "10", "--format", "csv", in: folder)
    #expect(given.status == 0, "\(given.messages)")
    let rows = given.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.count >= 5)
    let linear = try #require(rows.first { $0.contains("carbontracker's rule") })
    // 10 · (60 + 40 + 39) / 3 s, and 10 · (12000 + 12000 + 11700) / 3 J = 119000 J.
    #expect(linear.contains { Double($0).map { abs($0 - 10 * 139.0 / 3) < 1e-9 } ?? false })
    #expect(linear.contains { Double($0).map { abs($0 - 119_000 / 3.6e6) < 1e-12 } ?? false })
    try folder.write(
      """
      2026-11-23 10:47:42 - CarbonTracker: The following components were found: GPU with device(s) NVIDIA A40.
      2026-11-23 10:48:42 - CarbonTracker:\u{20}
      Predicted consumption for 10 epoch(s):
      \tTime:\t0:10:00
      \tEnergy:\t0.052666666667 kWh
      \tCO2eq:\t6.372666666667 g
      \tThis is equivalent to:
      \t0.059669163546 km travelled by car

      """, to: "1_2026-11-23T104742Z_carbontracker_output.log")
    let both = try await CommandLineTool.run("predict", "1_2026-11-23T104742Z_carbontracker.log", in: folder)
    #expect(both.status == 0, "\(both.messages)")
    #expect(both.output.contains("  epochs        3 of 10 done (by carbontracker's prediction)\n"))
  }

  @Test("every format has every rule", arguments: ["json", "md", "csv", "tex"])
  func formats(_ format: String) async throws {
    let folder = try SmallStudy.make()
    try Self.cut(folder, after: 4)
    let result = try await CommandLineTool.run("predict", "logs", "--format", format, in: folder)
    #expect(result.status == 0, "\(result.messages)")
    for rule in ["carbontracker's rule", "mean without first", "late median", "robust trend"] {
      #expect(result.output.contains(rule), "\(rule)")
    }
  }

  @Test("--back-test: a table in all formats, and the figures", arguments: ["text", "csv"])
  func backTest(_ format: String) async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("predict", "--back-test", "logs", "--format", format, in: folder)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.messages.contains("1 finished trainings tested, 0 others left out"))
    #expect(result.output.contains("time of all epochs"))
  }

  @Test("--back-test draws its figures", arguments: ["errors", "scatter"])
  func figures(_ figure: String) async throws {
    let folder = try SmallStudy.make()
    let svg = try await CommandLineTool.run("predict", "--back-test", "logs", "--figure", figure, in: folder)
    #expect(svg.status == 0 && svg.output.hasPrefix("<svg "))
  }

  @Test(
    "wrong usage is told",
    arguments: [
      ["predict"], ["predict", "x", "--epochs", "0"], ["predict", "x", "--observed", "-1"],
      ["predict", "x", "--figure", "errors"], ["predict", "--back-test", "x", "--epochs", "5"],
    ])
  func usage(_ arguments: [String]) async throws {
    #expect(try await CommandLineTool.run(arguments).status == 64)
  }

  @Test("what is not there, and what has no training, are errors that say so")
  func missing() async throws {
    let folder = try SmallStudy.make()
    let nowhere = try await CommandLineTool.run("predict", "nowhere.txt", in: folder)
    #expect(nowhere.status == 2 && nowhere.messages.contains("nowhere.txt: no such file or folder"))
    let unknown = try await CommandLineTool.run("predict", "Dataset9/2d", "logs", in: folder)
    #expect(unknown.status == 2 && unknown.messages.contains("no run is called 'Dataset9/2d'"))
    let trace = try await CommandLineTool.run("predict", "logs/traces/rapl_4410226.csv", in: folder)
    #expect(trace.status == 2 && trace.messages.contains("no training and no tracker's epochs are in it"))
    let open = try await CommandLineTool.run("predict", "--back-test", "logs/traces", in: folder)
    #expect(open.status == 2 && open.messages.contains("nothing to test predictions on"))
  }
}
