import Testing

@Suite("Command line: runs, show and explain")
struct ShowAndExplainTests {
  @Test(
    "show takes a job, a log, a folder, and names parted by slashes",
    arguments: [
      "4410226", "4410201", "\(SmallStudy.runFolder)/\(SmallStudy.log)", SmallStudy.runFolder,
      SmallStudy.runFolder + "/", "Dataset701_Blobs/2d/0", "Dataset701_Blobs/2d", "Dataset701_Blobs",
    ])
  func show(_ name: String) async throws {
    let folder = try SmallStudy.makeBoth()
    let result = try await CommandLineTool.run("show", name, "logs", in: folder)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.hasPrefix("Dataset701_Blobs, 2d, fold 0\n"))
    #expect(result.output.contains("\n4410201: finished; thrown away by a fresh start\n"))
    #expect(result.output.contains("\n4410226: finished; fold trained again from epoch 0\n"))
    #expect(result.output.contains("  evidence      traces/rapl_4410226.csv  (Slurm job 4410226 in both)\n"))
  }

  @Test(
    "a run that there is not is an error that names it",
    arguments: ["4410999", "Dataset701_Blobs/2d/3", "Dataset702_Rings", "nowhere/fold_0", "/"])
  func unknownRun(_ name: String) async throws {
    let folder = try SmallStudy.make()
    for command in ["show", "explain"] {
      let result = try await CommandLineTool.run(command, name, "logs", in: folder)
      #expect(result.status == 2)
      #expect(result.output == "")
      #expect(result.messages == "fodspor: no run is called '\(name)'; 'fodspor runs' lists them\n")
    }
  }

  @Test("explain goes from a number down to files and lines")
  func explain() async throws {
    let folder = try SmallStudy.make()
    let energy = try await CommandLineTool.run("explain", "4410226:energy", "logs", in: folder)
    #expect(energy.status == 0)
    #expect(energy.output.hasPrefix(SmallStudy.runFolder + "\n\nIT energy: "))
    #expect(energy.output.contains("      from traces/nvidia-smi_4410226.csv: Slurm job 4410226 in both\n"))
    #expect(!energy.output.contains("CO2e"))

    let epochs = try await CommandLineTool.run("explain", "4410226:epochs", "logs", in: folder)
    #expect(epochs.output.contains("    8 useful: epochs 0 to 7, lines "))
    let dice = try await CommandLineTool.run("explain", "4410226:dice", "logs", in: folder)
    #expect(dice.output.contains("from \(SmallStudy.runFolder)/validation/summary.json"))

    let whole = try await CommandLineTool.run("explain", "4410226", "logs", in: folder)
    for part in ["\nepochs: ", "\ntime: ", "\nIT energy: ", "\nCO2e: ", "\nDice: "] {
      #expect(whole.output.contains(part), "\(part)")
    }
  }

  @Test("runs lists every training, also as CSV and JSON")
  func runs() async throws {
    let folder = try SmallStudy.makeBoth()
    let table = try await CommandLineTool.run("runs", "logs", in: folder)
    #expect(table.status == 0)
    #expect(table.output.contains("4410201") && table.output.contains("4410226"))
    #expect(!table.output.contains("\u{1B}"), "no colour without a terminal")
    let csv = try await CommandLineTool.run("runs", "--format", "csv", "logs", in: folder)
    #expect(csv.output.split(separator: "\n").count == 3)
    let json = try await CommandLineTool.run("runs", "--format", "json", "logs", in: folder)
    #expect(json.output.hasPrefix("{"))
  }
}
