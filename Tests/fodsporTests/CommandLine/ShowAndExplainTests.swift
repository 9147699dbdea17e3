import TestSupport
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

    #expect(energy.output.contains(#/\n      start-up: [\d.]+ s, up to line \d+\n/#))
    #expect(energy.output.contains(#/\n      final validation: [\d.]+ s, lines \d+ to \d+\n/#))
    let time = try await CommandLineTool.run("explain", "4410226:time", "logs", in: folder)
    #expect(time.output.contains("    first stamp 2026-11-23T09:46:10."))
    #expect(time.output.contains("\n  by the clock, trainings side by side once: "))
    let carbon = try await CommandLineTool.run("explain", "4410226:co2e", "logs", in: folder)
    for step in ["\n  IT energy ", "\n  / 3.6e6 J/kWh ", "\n  × PUE ", " g/kWh ", " g CO2e ", " km by car "] {
      #expect(carbon.output.contains(step), "\(step)")
    }

    let whole = try await CommandLineTool.run("explain", "4410226", "logs", in: folder)
    for part in ["\nepochs: ", "\ntime: ", "\nIT energy: ", "\nCO2e: ", "\nDice: "] {
      #expect(whole.output.contains(part), "\(part)")
    }
  }

  @Test("show draws the timeline, to standard output or a file")
  func timelineFigure() async throws {
    let folder = try SmallStudy.makeBoth()
    let printed = try await CommandLineTool.run("show", "4410226", "logs", "--format", "svg", in: folder)
    #expect(printed.status == 0 && printed.output.hasPrefix("<svg ") && printed.output.hasSuffix("</svg>\n"))
    for text in [">4410201</text>", ">4410226</text>", ">GPU 0</text>", ">Power (W)</text>", "(UTC)</text>"] {
      #expect(printed.output.contains(text), "\(text)")
    }
    let written = try await CommandLineTool.run(
      "show", "4410226", "logs", "--format", "svg", "-o", "timeline.svg", in: folder)
    #expect(written.status == 0 && written.output == "")
    #expect(try folder.text("timeline.svg") == printed.output)
    let tikz = try await CommandLineTool.run(
      "show", "4410226", "logs", "--format", "tikz", "--width", "lncs", in: folder)
    #expect(tikz.output.contains("\\usepackage{tikz}; 122 mm wide") && tikz.output.contains("{GPU 0}};\n"))
  }

  @Test("a file that cannot be written is an error that says what to do")
  func unwritable() async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run(
      "show", "4410226", "logs", "--format", "csv", "-o", "missing/parts.csv", in: folder)
    #expect(result.status == 2 && result.output == "")
    let message =
      "missing/parts.csv: cannot be written (No such file or directory); the folder must be there and writable"
    #expect(result.messages.contains(message))
  }

  @Test("show prints the table of parts", arguments: ["csv", "json", "md", "tex"])
  func parts(format: String) async throws {
    let folder = try SmallStudy.makeBoth()
    let result = try await CommandLineTool.run("show", "4410226", "logs", "--format", format, in: folder)
    #expect(result.status == 0 && result.output.contains("start-up"))
    guard format == "csv" else { return }
    let lines = result.output.split(separator: "\n")
    #expect(
      lines.first
        == "row,group,training,part,epoch,start_utc,time_s,it_energy_kwh,coverage,gpu_energy_kwh,cpu_energy_kwh,dram_energy_kwh"
    )
    #expect(lines.count { $0.contains(",useful epoch,") } == 8 && lines.count { $0.contains(",redone epoch,") } == 8)
    #expect(lines.contains { $0.hasPrefix("body,4410226,4410226,start-up,,2026-11-23T09:46:10.") })
  }

  @Test("show folds epochs into one row")
  func folded() async throws {
    let folder = try SmallStudy.make()
    let result = try await CommandLineTool.run("show", "4410226", "logs", in: folder)
    #expect(result.output.contains("\n  timeline                       start (UTC) "))
    #expect(result.output.contains("\n  epochs 0–7 useful "))
    #expect(result.output.contains("\n  final validation "))
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
