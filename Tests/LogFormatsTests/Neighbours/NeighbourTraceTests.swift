import LogFormats
import Quantities
import Testing

/// What is read in the made-up files of `NeighbourTraceFiles.swift`.
@Suite("Traces of neighbouring tools")
struct NeighbourTraceTests {
  private func roles(_ read: TraceFile) -> [String: ReadingRole] {
    Dictionary(uniqueKeysWithValues: (read.trace?.series ?? []).map { ($0.device, $0.role) })
  }

  @Test("PowerJoular: the total is a sum; padded dates end in whole milliseconds")
  func powerjoularMachine() throws {
    let read = try TraceFile(NeighbourTraceFiles.powerjoular)
    #expect(read.file.format == .powerjoular)
    #expect(read.trace?.clock == .local)
    #expect(roles(read) == ["CPU": .counted, "GPU": .counted, "total": .alternative])
    #expect(read.columns[0].times.map { $0 - read.columns[0].times[0] } == [0, 1_096_000_000])
    #expect(read.values(0) == [30.5, 31.5])
    #expect(read.codes.isEmpty)
  }

  @Test("PowerJoular's file of a process counts for nothing")
  func powerjoularOfProcess() throws {
    let read = try TraceFile(NeighbourTraceFiles.powerjoularProcess)
    #expect(roles(read) == ["process (CPU)": .contained])
    #expect(read.trace?.series.first?.isModelled == true)
    #expect(read.codes == ["powerjoular.process-share"])
  }

  @Test("A last cell that was cut off is left out")
  func cutCell() throws {
    let read = try TraceFile(String(NeighbourTraceFiles.powerjoularProcess.dropLast(3)))
    #expect(read.values(0) == [3.25])
    #expect(read.codes.contains("trace.truncated-line"))
  }

  @Test("EnergiBridge: joules since boot, milliwatts, parts of packages")
  func energiBridge() throws {
    let read = try TraceFile(NeighbourTraceFiles.energibridge)
    #expect(read.file.format == .energibridge)
    #expect(read.trace?.clock == .utc)
    #expect(
      roles(read) == [
        "CORE0": .contained, "CPU": .counted, "DRAM": .counted, "PP0": .contained, "GPU0": .counted,
        "SYSTEM": .alternative,
      ])
    #expect(read.trace?.series.map(\.component) == [.cpu, .cpu, .dram, .cpu, .gpu, .node])
    #expect(read.values(1) == [100.123456789, 101.5])
    #expect(read.values(4) == [25, 26.0005])
    #expect(read.trace?.series[5].missingSamples == 1)
    #expect(read.columns[1].times.first == 1_795_424_400_000_000_000)
  }

  @Test("Power Gadget: means over elapsed time, parts, limits, and totals at the end")
  func powerGadget() throws {
    let read = try TraceFile(NeighbourTraceFiles.gadget)
    #expect(read.file.format == .powerGadget)
    #expect(read.trace?.clock == .relative)
    #expect(
      roles(read) == [
        "Processor_0": .counted, "Processor_0 (cumulative)": .alternative, "IA_0": .contained, "GT_0": .contained,
        "DRAM_0": .counted, "Package PL1_0": .limit,
      ])
    #expect(read.trace?.series[0].origin == 0)
    #expect(read.values(0) == [10, 20])
    #expect(read.codes == ["trace.relative-time", "power-gadget.no-date"])
    let differing = try TraceFile(
      NeighbourTraceFiles.gadget.replacing("Energy_0 (Joules) = 15.0", with: "Energy_0 (Joules) = 150.0"))
    #expect(differing.diagnostic("power-gadget.total-differs")?.line == 6)
  }

  @Test("experiment-impact-tracker: the machine counts, boards before their sum, shares are parts")
  func impactTracker() throws {
    let read = try TraceFile(NeighbourTraceFiles.impactTracker, name: "data.json")
    #expect(read.file.format == .impactTracker)
    #expect(
      roles(read) == [
        "RAPL": .counted, "process (CPU)": .contained, "boards": .alternative, "process (GPU)": .contained,
        "GPU 0": .counted, "GPU 1": .counted,
      ])
    #expect(read.trace?.series[1].missingSamples == 1)
    let partial = try TraceFile(NeighbourTraceFiles.impactTracker.replacing(#""0":21.5,"1":40.0"#, with: #""0":21.5"#))
    #expect(roles(partial)["boards"] == .counted)
    #expect(roles(partial)["GPU 0"] == .contained)
  }

  @Test("AIPowerMeter: -1 is missing, cores are parts, marks end recordings")
  func aiPowerMeter() throws {
    let read = try TraceFile(NeighbourTraceFiles.aiPowerMeter, name: "power_metrics.json")
    #expect(read.file.format == .aiPowerMeter)
    #expect(
      roles(read) == [
        "packages": .counted, "psys": .alternative, "cores": .contained, "memory": .counted, "uncore 0": .contained,
        "boards": .counted,
      ])
    #expect(read.trace?.series[1].missingSamples == 1)
    #expect(read.values(1) == [70.5])
    // What does not count needs no telling of what it lacks.
    #expect(read.codes == ["ai-power-meter.segments"])
  }

  @Test("Weights & Biases' events: a process' board is the board again; percentages are no power")
  func wandbEvents() throws {
    let read = try TraceFile(NeighbourTraceFiles.events, name: "wandb-events.jsonl")
    #expect(read.file.format == .wandbEvents)
    #expect(
      roles(read) == [
        "GPU 0": .counted, "GPU 0 (process)": .alternative, "GPU 0 limit": .limit, "CPU": .counted, "system": .counted,
      ])
    #expect(read.values(0) == [250.5])
    #expect(read.trace?.series[0].missingSamples == 1)
    #expect(read.columns[0].times == [1_795_424_400_500_000_000])
  }

  @Test("Weights & Biases' events are known though the first is of other metrics; histories are not taken for them")
  func wandbFirstEvent() throws {
    let other = #"{"cpu": 80.5, "_timestamp": 1795424390.5, "_runtime": 18}"# + "\n"
    #expect(try TraceFile(other + NeighbourTraceFiles.events).trace?.series.count == 5)
    let history = #"{"loss": 0.5, "system.x": 1, "_step": 3, "_timestamp": 1795424390.5, "_runtime": 18}"# + "\n"
    #expect(try TraceFile(history).file.format == .unknown)
  }

  @Test("A header after the first goes on with the same series")
  func restarted() throws {
    let read = try TraceFile(NeighbourTraceFiles.powerjoular + NeighbourTraceFiles.powerjoular)
    #expect(read.trace?.series.map(\.samples) == [4, 4, 4])
    #expect(read.codes.contains("trace.repeated-header"))
    #expect(read.codes.contains("trace.backward-clock"))
  }

  @Test(
    "A byte order mark and carriage returns are no part of a file",
    arguments: [
      NeighbourTraceFiles.powerjoular, NeighbourTraceFiles.energibridge, NeighbourTraceFiles.gadget,
      NeighbourTraceFiles.export, NeighbourTraceFiles.loadProfile, NeighbourTraceFiles.greenMetrics,
      NeighbourTraceFiles.powermetrics, NeighbourTraceFiles.impactTracker,
    ])
  func windowsFiles(text: String) throws {
    let plain = try TraceFile(text)
    let read = try TraceFile("\u{FEFF}" + text.replacing("\n", with: "\r\n"))
    #expect(read.file.content.record == plain.file.content.record)
    #expect(read.columns == plain.columns)
  }

  @Test("Weights & Biases' export: least and greatest values are no devices")
  func wandbExport() throws {
    let read = try TraceFile(NeighbourTraceFiles.export)
    #expect(read.file.format == .wandbExport)
    #expect(roles(read) == ["GPU 0": .counted])
    #expect(read.trace?.clock == .relative)
    #expect(read.values(0) == [100.5, 102.5])
    #expect(read.codes.contains("wandb.averaged"))
    let two = try TraceFile(
      NeighbourTraceFiles.export.replacing(
        "bold-sun-1 - system/gpu.0.powerWatts__MIN", with: "mild-sea-2 - system/gpu.0.powerWatts"))
    #expect(two.trace?.series.map(\.device) == ["bold-sun-1: GPU 0", "mild-sea-2: GPU 0"])
    let steps = try TraceFile(NeighbourTraceFiles.export.replacing("Relative Time (Process)", with: "Step"))
    #expect(steps.trace?.clock == .ordinal)
    #expect(steps.codes.contains("trace.no-time"))
  }

  @Test("Scaphandre: sockets and memory count, the host is their sum; objects may span lines")
  func scaphandreReports() throws {
    let read = try TraceFile(NeighbourTraceFiles.scaphandre, name: "report.json")
    #expect(read.file.format == .scaphandre)
    #expect(
      roles(read) == [
        "host": .alternative, "socket 0": .counted, "socket 0 core": .contained, "socket 0 dram": .counted,
      ])
    #expect(read.values(1) == [25.0000005, 26.0000005])
    #expect(read.values(3) == [5.5])
    #expect(read.codes == ["scaphandre.processes"])
    let hostOnly = try TraceFile(
      #"{"host":{"consumption":30500000.0,"timestamp":1795424400.25},"consumers":[],"sockets":[]}"# + "\n")
    #expect(roles(hostOnly) == ["host": .counted])
  }

  @Test("Green Metrics Tool: the unit is the one that makes a plausible power, or none")
  func greenMetricsUnits() throws {
    let micro = try TraceFile(NeighbourTraceFiles.greenMetrics)
    #expect(micro.file.format == .greenMetricsTool)
    #expect(micro.values(0) == [0.412, 1.2, 1.3])
    #expect(micro.trace?.series[0].quantity == .intervalEnergy)
    #expect(micro.codes == ["green-metrics-tool.unit-judged"])
    let milli = try TraceFile(NeighbourTraceFiles.greenMetrics.replacing("00000 Package", with: "00 Package"))
    #expect(milli.values(0).suffix(2) == [1.2, 1.3])
    // 0.5 W in microjoules would be 500 W in millijoules.
    let either = try TraceFile(
      NeighbourTraceFiles.greenMetrics.replacing(" 1200000 ", with: " 50000 ").replacing(" 1300000 ", with: " 50000 "))
    #expect(either.trace?.series.first?.role == .alternative)
    #expect(either.codes == ["green-metrics-tool.unit-unknown"])
  }

  @Test("A counter beside microseconds is no log of interval energies")
  func counterIsNoGreenMetrics() throws {
    let rows = (0..<8).map { "179542440\($0)000000 \(1_000_000 + $0 * 500)\n" }.joined()
    #expect(try TraceFile(rows).file.format != .greenMetricsTool)
  }

  @Test("powermetrics: times within a second come from the intervals' lengths")
  func powermetricsText() throws {
    let read = try TraceFile(NeighbourTraceFiles.powermetrics, name: "powermetrics.txt")
    #expect(read.file.format == .powermetricsText)
    #expect(read.trace?.clock == .utc)
    #expect(
      roles(read) == [
        "E-Cluster": .contained, "DRAM": .counted, "CPU": .counted, "GPU": .counted, "Combined": .alternative,
      ])
    let cpu = try #require(read.trace?.series.firstIndex { $0.device == "CPU" })
    #expect(read.values(cpu) == [0.947, 0.9])
    #expect(read.columns[cpu].times == [1_795_424_400_000_000_000, 1_795_424_400_600_000_000])
    #expect(read.trace?.series[cpu].origin == 1_795_424_399_500_000_000)
    #expect(read.trace?.series[cpu + 1].samples == 2)
  }

  @Test("powermetrics as property lists: the first energy of a name counts")
  func powermetricsPlist() throws {
    let read = try TraceFile(NeighbourTraceFiles.propertyLists, name: "powermetrics.log")
    #expect(read.file.format == .powermetricsPlist)
    #expect(roles(read) == ["CPU": .counted, "GPU": .counted])
    #expect(read.values(0) == [0.5, 0.6])
    #expect(read.values(1) == [0.1])
    #expect(read.columns[0].times == [1_795_424_400_000_000_000, 1_795_424_401_500_000_000])
    #expect(read.codes == ["powermetrics.elapsed-times"])
  }

  @Test("A load test's estimate is a second reading; a plug of 0 W was not there")
  func loadProfileRoles() throws {
    let read = try TraceFile(NeighbourTraceFiles.loadProfile)
    #expect(read.file.format == .codecarbonLoadProfile)
    #expect(roles(read) == ["RAPL": .counted, "estimate": .alternative, "smart plug": .alternative])
    #expect(read.codes == ["codecarbon.load-test", "codecarbon.no-meter"])
    let metered = try TraceFile(NeighbourTraceFiles.loadProfile.replacing(",0,0,30.5", with: ",80,0,30.5"))
    #expect(roles(metered)["smart plug"] == .counted)
  }
}
