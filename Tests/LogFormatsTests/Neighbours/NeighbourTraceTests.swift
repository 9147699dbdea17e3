import LogFormats
import Quantities
import Testing

/// Small made-up files of each tool.
@Suite("Traces of neighbouring tools")
struct NeighbourTraceTests {
  static let powerjoular = """
    Date,CPU Utilization,Total Power,CPU Power,GPU Power
    2026-11-23 09:00:00,0.25,30.5,10.25,20.25
     2026- 11- 23  9: 0: 1. 96,0.25,31.5,11.25,20.25

    """
  static let powerjoularProcess = """
    Date,CPU Utilization,CPU Power
    2026-11-23 09:00:00,0.25,3.25
    2026-11-23 09:00:01,0.25,3.5

    """
  static let energibridge = """
    Delta,Time,CORE0_ENERGY (J),CPU_ENERGY (J),DRAM_ENERGY (J),PP0_ENERGY (J),GPU0_POWER (mWatts),SYSTEM_POWER (Watts)
    0,1795424400000,5.5,100.123456789012,7,1,25000,80.5
    99,1795424400001,5.5,101.5,7.5,1,26000.5,NaN

    """
  static let gadget = """
    System Time,RDTSC,Elapsed Time (sec), CPU Utilization(%),Processor Power_0(Watt),Cumulative Processor Energy_0(Joules),Cumulative Processor Energy_0(mWh),IA Power_0(Watt),GT Power_0(Watt),DRAM Power_0(Watt),Package PL1_0(Watt),
    18:51:13:298, 2757838693488233, 0.500, 3.0, 10.0, 5.0, 1.39, 4.0, 1.0, 2.0, 15.0
    18:51:13:798, 2757838693488299, 1.000, 3.0, 20.0, 15.0, 4.17, 4.0, 1.0, 2.0, 15.0

    Total Elapsed Time (sec) = 1.000
    Cumulative Processor Energy_0 (Joules) = 15.0
    Average Processor Power_0 (Watt) = 15.0

    """
  static let impactTracker = """
    {"timestamp":1795424400.25,"rapl_power_draw_absolute":124.5,"rapl_estimated_attributable_power_draw":29.5,"nvidia_draw_absolute":60.5,"nvidia_estimated_attributable_power_draw":0.0,"per_gpu_power_draw":{"0":20.5,"1":40.0}}
    {"timestamp":1795424404.25,"rapl_power_draw_absolute":125.5,"rapl_estimated_attributable_power_draw":null,"nvidia_draw_absolute":61.5,"nvidia_estimated_attributable_power_draw":0.0,"per_gpu_power_draw":{"0":21.5,"1":40.0}}

    """
  static let aiPowerMeter = """
    {"date": "2026-11-23 09:00:00.5", "metrics": {"cpu": {"intel_power": 50.5, "psys_power": -1, "uncore_power": [0.5], "total_cpu_power": 40.5, "total_dram_power": 3.5}, "gpu": {"nvidia_draw_absolute": 88.5}}}
    "END OF RECORDING SEGMENT"
    {"date": "2026-11-23 09:00:01.5", "metrics": {"cpu": {"intel_power": 51.5, "psys_power": 70.5, "uncore_power": [0.5], "total_cpu_power": 40.5, "total_dram_power": 3.5}, "gpu": {"nvidia_draw_absolute": 89.5}}}

    """
  static let events = """
    {"system.gpu.0.powerWatts": 250.5, "system.gpu.process.0.powerWatts": 250.5, "system.gpu.0.enforcedPowerLimitWatts": 300, "system.cpu.powerWatts": 60, "system.powerWatts": 500.0, "_timestamp": 1795424400.5, "_runtime": 28, "_wandb": true}
    {"system.gpu.0.powerWatts": null, "system.gpu.0.powerPercent": 80, "_timestamp": 1795424430.5, "_runtime": 58, "_wandb": true}

    """
  static let export = """
    "Relative Time (Process)","bold-sun-1 - system/gpu.0.powerWatts","bold-sun-1 - system/gpu.0.powerWatts__MIN","bold-sun-1 - system/gpu.0.powerWatts__MAX"
    "1.5","100.5","90","110"
    "31.5","","",""
    "61.5","102.5","90","110"

    """
  static let scaphandre = """
    [{"host":{"consumption":30500000.0,"timestamp":1795424400.25},"consumers":[{"exe":"/bin/x{\\"}","pid":7,"consumption":1.5}],
    "sockets":[{"id":0,"consumption":25000000.5,"domains":[{"name":"core","consumption":9000000.0,"timestamp":1795424400.5},{"name":"dram","consumption":5500000.0,"timestamp":1795424400.5}],"timestamp":1795424400.5}]}
    ,{"host":{"consumption":31500000.0,"timestamp":1795424402.25},"consumers":[],"sockets":[{"id":0,"consumption":26000000.5,"domains":[],"timestamp":1795424402.5}]}]

    """
  static let greenMetrics = """
    1795424400000000 412000 Package_0
    1795424400100000 1200000 Package_0
    1795424400200000 1300000 Package_0

    """
  static let powermetrics = """
    Machine model: MacBookAir10,1
    *** Sampled system activity (Mon Nov 23 10:00:00 2026 +0100) (500.00ms elapsed) ***
    E-Cluster Power: 105 mW
    DRAM Power: 220 mW
    CPU Power: 947 mW
    GPU Power: 153 mW
    Combined Power (CPU + GPU + ANE): 1100 mW
    GPU Power: 153 mW

    *** Sampled system activity (Mon Nov 23 10:00:00 2026 +0100) (600.00ms elapsed) ***
    CPU Power: 900 mW
    GPU Power: 100 mW

    """
  static let propertyLists = """
    <?xml version="1.0" encoding="UTF-8"?>
    <plist version="1.0">
    <dict>
    <key>is_delta</key><true/>
    <key>elapsed_ns</key><integer>1000000000</integer>
    <key>timestamp</key><date>2026-11-23T09:00:00Z</date>
    <key>processor</key>
    <dict>
    <key>cpu_energy</key>
    <integer>500</integer>
    <key>gpu_energy</key><integer>100</integer>
    </dict>
    <key>gpu</key><dict><key>gpu_energy</key><integer>999</integer></dict>
    </dict>
    </plist>
    \u{0}<?xml version="1.0" encoding="UTF-8"?>
    <plist version="1.0">
    <dict>
    <key>is_delta</key><true/>
    <key>elapsed_ns</key><integer>1500000000</integer>
    <key>timestamp</key><date>2026-11-23T09:00:01Z</date>
    <key>cpu_energy</key>
    <integer>600</integer>
    </dict>
    </plist>

    """
  static let loadProfile = """
    task_name,load_type,cpu_name,timestamp,cores_used,cpu_load,rapl_power,rapl_energy,estimated_power,estimated_energy,tapo_power,tapo_energy,duration
    a,all_cores,Some CPU,1795424400.5,16,0.6,10.5,0.1,12.5,0.1,0,0,30.5
    b,all_cores,Some CPU,1795424431.5,16,10.0,20.5,0.1,22.5,0.1,0,0,30.5

    """

  private func roles(_ read: TraceFile) -> [String: ReadingRole] {
    Dictionary(uniqueKeysWithValues: (read.trace?.series ?? []).map { ($0.device, $0.role) })
  }

  @Test("PowerJoular: the total is a sum; padded dates end in whole milliseconds")
  func powerjoularMachine() throws {
    let read = try TraceFile(Self.powerjoular)
    #expect(read.file.format == .powerjoular)
    #expect(read.trace?.clock == .local)
    #expect(roles(read) == ["CPU": .counted, "GPU": .counted, "total": .alternative])
    #expect(read.columns[0].times.map { $0 - read.columns[0].times[0] } == [0, 1_096_000_000])
    #expect(read.values(0) == [30.5, 31.5])
    #expect(read.codes.isEmpty)
  }

  @Test("PowerJoular's file of a process counts for nothing")
  func powerjoularOfProcess() throws {
    let read = try TraceFile(Self.powerjoularProcess)
    #expect(roles(read) == ["process (CPU)": .contained])
    #expect(read.trace?.series.first?.isModelled == true)
    #expect(read.codes == ["powerjoular.process-share"])
  }

  @Test("A last cell that was cut off is left out")
  func cutCell() throws {
    let read = try TraceFile(String(Self.powerjoularProcess.dropLast(3)))
    #expect(read.values(0) == [3.25])
    #expect(read.codes.contains("trace.truncated-line"))
  }

  @Test("EnergiBridge: joules since boot, milliwatts, parts of packages")
  func energiBridge() throws {
    let read = try TraceFile(Self.energibridge)
    #expect(read.file.format == .energibridge)
    #expect(read.trace?.clock == .utc)
    #expect(
      roles(read) == [
        "CORE0": .contained, "CPU": .counted, "DRAM": .counted, "PP0": .contained, "GPU0": .counted, "SYSTEM": .counted,
      ])
    #expect(read.trace?.series.map(\.component) == [.cpu, .cpu, .dram, .cpu, .gpu, .node])
    #expect(read.values(1) == [100.123456789, 101.5])
    #expect(read.values(4) == [25, 26.0005])
    #expect(read.trace?.series[5].missingSamples == 1)
    #expect(read.columns[1].times.first == 1_795_424_400_000_000_000)
  }

  @Test("Power Gadget: means over elapsed time, parts, limits, and totals at the end")
  func powerGadget() throws {
    let read = try TraceFile(Self.gadget)
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
      Self.gadget.replacing("Energy_0 (Joules) = 15.0", with: "Energy_0 (Joules) = 150.0"))
    #expect(differing.diagnostic("power-gadget.total-differs")?.line == 6)
  }

  @Test("experiment-impact-tracker: the machine counts, boards before their sum, shares are parts")
  func impactTracker() throws {
    let read = try TraceFile(Self.impactTracker, name: "data.json")
    #expect(read.file.format == .impactTracker)
    #expect(
      roles(read) == [
        "RAPL": .counted, "process (CPU)": .contained, "boards": .alternative, "process (GPU)": .contained,
        "GPU 0": .counted, "GPU 1": .counted,
      ])
    #expect(read.trace?.series[1].missingSamples == 1)
    let partial = try TraceFile(Self.impactTracker.replacing(#""0":21.5,"1":40.0"#, with: #""0":21.5"#))
    #expect(roles(partial)["boards"] == .counted)
    #expect(roles(partial)["GPU 0"] == .contained)
  }

  @Test("AIPowerMeter: -1 is missing, cores are parts, marks end recordings")
  func aiPowerMeter() throws {
    let read = try TraceFile(Self.aiPowerMeter, name: "power_metrics.json")
    #expect(read.file.format == .aiPowerMeter)
    #expect(
      roles(read) == [
        "packages": .counted, "psys": .counted, "cores": .contained, "memory": .counted, "uncore 0": .contained,
        "boards": .counted,
      ])
    #expect(read.trace?.series[1].missingSamples == 1)
    #expect(read.values(1) == [70.5])
    #expect(read.codes == ["trace.missing-samples", "ai-power-meter.segments"])
  }

  @Test("Weights & Biases' events: a process' board is the board again; percentages are no power")
  func wandbEvents() throws {
    let read = try TraceFile(Self.events, name: "wandb-events.jsonl")
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
    #expect(try TraceFile(other + Self.events).trace?.series.count == 5)
    let history = #"{"loss": 0.5, "system.x": 1, "_step": 3, "_timestamp": 1795424390.5, "_runtime": 18}"# + "\n"
    #expect(try TraceFile(history).file.format == .unknown)
  }

  @Test("A header after the first goes on with the same series")
  func restarted() throws {
    let read = try TraceFile(Self.powerjoular + Self.powerjoular)
    #expect(read.trace?.series.map(\.samples) == [4, 4, 4])
    #expect(read.codes.contains("trace.repeated-header"))
    #expect(read.codes.contains("trace.backward-clock"))
  }

  @Test(
    "A byte order mark and carriage returns are no part of a file",
    arguments: [
      powerjoular, energibridge, gadget, export, loadProfile, greenMetrics, powermetrics, impactTracker,
    ])
  func windowsFiles(text: String) throws {
    let plain = try TraceFile(text)
    let read = try TraceFile("\u{FEFF}" + text.replacing("\n", with: "\r\n"))
    #expect(read.file.content.record == plain.file.content.record)
    #expect(read.columns == plain.columns)
  }

  @Test("Weights & Biases' export: least and greatest values are no devices")
  func wandbExport() throws {
    let read = try TraceFile(Self.export)
    #expect(read.file.format == .wandbExport)
    #expect(roles(read) == ["GPU 0": .counted])
    #expect(read.trace?.clock == .relative)
    #expect(read.values(0) == [100.5, 102.5])
    #expect(read.codes.contains("wandb.averaged"))
    let two = try TraceFile(
      Self.export.replacing("bold-sun-1 - system/gpu.0.powerWatts__MIN", with: "mild-sea-2 - system/gpu.0.powerWatts"))
    #expect(two.trace?.series.map(\.device) == ["bold-sun-1: GPU 0", "mild-sea-2: GPU 0"])
    let steps = try TraceFile(Self.export.replacing("Relative Time (Process)", with: "Step"))
    #expect(steps.trace?.clock == .ordinal)
    #expect(steps.codes.contains("trace.no-time"))
  }

  @Test("Scaphandre: sockets and memory count, the host is their sum; objects may span lines")
  func scaphandreReports() throws {
    let read = try TraceFile(Self.scaphandre, name: "report.json")
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
    let micro = try TraceFile(Self.greenMetrics)
    #expect(micro.file.format == .greenMetricsTool)
    #expect(micro.values(0) == [0.412, 1.2, 1.3])
    #expect(micro.trace?.series[0].quantity == .intervalEnergy)
    #expect(micro.codes == ["green-metrics-tool.unit-judged"])
    let milli = try TraceFile(Self.greenMetrics.replacing("00000 Package", with: "00 Package"))
    #expect(milli.values(0).suffix(2) == [1.2, 1.3])
    // 0.5 W in microjoules would be 500 W in millijoules.
    let either = try TraceFile(
      Self.greenMetrics.replacing(" 1200000 ", with: " 50000 ").replacing(" 1300000 ", with: " 50000 "))
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
    let read = try TraceFile(Self.powermetrics, name: "powermetrics.txt")
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
    let read = try TraceFile(Self.propertyLists, name: "powermetrics.log")
    #expect(read.file.format == .powermetricsPlist)
    #expect(roles(read) == ["CPU": .counted, "GPU": .counted])
    #expect(read.values(0) == [0.5, 0.6])
    #expect(read.values(1) == [0.1])
    #expect(read.columns[0].times == [1_795_424_400_000_000_000, 1_795_424_401_500_000_000])
    #expect(read.codes == ["powermetrics.elapsed-times"])
  }

  @Test("A load test's estimate is a second reading; a plug of 0 W was not there")
  func loadProfileRoles() throws {
    let read = try TraceFile(Self.loadProfile)
    #expect(read.file.format == .codecarbonLoadProfile)
    #expect(roles(read) == ["RAPL": .counted, "estimate": .alternative, "smart plug": .alternative])
    #expect(read.codes == ["codecarbon.load-test", "codecarbon.no-meter"])
    let metered = try TraceFile(Self.loadProfile.replacing(",0,0,30.5", with: ",80,0,30.5"))
    #expect(roles(metered)["smart plug"] == .counted)
  }
}
