import LogFormats
import Quantities
import Testing

/// Made-up answers of tools to the description of their formats.
@Suite("Boards, cards, meters and service processors")
struct MeterTests {
  @Test(
    "tegrastats: a total counts, else the rails",
    arguments: [
      (
        "11-23-2026 10:00:00 RAM 4722/7620MB (lfb 2x4MB) CPU [1%@729] GR3D_FREQ 0% VDD_IN 4600mW/4512mW VDD_CPU_GPU_CV "
          + "800mW/780mW VDD_SOC 1200mW/1190mW",
        ["VDD_IN"], [ReadingRole.counted, .contained, .contained]
      ),
      (
        "RAM 936/3964MB (lfb 1x4MB) IRAM 0/252kB(lfb 252kB) CPU [10%@102] EMC_FREQ 0%@204 POM_5V_IN 920/920 POM_5V_GPU "
          + "0/0 POM_5V_CPU 119/119",
        ["POM_5V_IN"], [.counted, .contained, .contained]
      ),
      (
        "11-23-2026 10:00:00 RAM 1/2MB CPU [1%@1] EMC_FREQ 0% VDD_GPU_SOC 2797mW/2797mW VDD_CPU_CV 799mW/799mW "
          + "VIN_SYS_5V0 3215mW/3215mW NC 0mW/0mW VDDQ_VDD2_1V8AO 300mW/300mW",
        ["VDD_GPU_SOC", "VDD_CPU_CV", "VIN_SYS_5V0"], [.counted, .counted, .counted, .contained, .contained]
      ),
      (
        "RAM 1/2MB CPU [1%@1] EMC_FREQ 0% GPU 153/153 CPU 311/311 SOC 1246/1246 CV 0/0 VDDRQ 155/155 SYS5V 1362/1362",
        ["GPU", "CPU", "SOC", "CV", "VDDRQ", "SYS5V"],
        [.counted, .counted, .counted, .counted, .counted, .counted]
      ),
    ])
  func tegrastats(_ line: String, _ counted: [String], _ roles: [ReadingRole]) throws {
    let read = try TraceFile(line + "\n", name: "log.txt")
    #expect(read.file.format == .tegrastats)
    let series = try #require(read.trace?.series)
    #expect(series.filter { $0.role == .counted }.map(\.device) == counted)
    #expect(series.map(\.role) == roles)
    // Names of rails have their voltage in them, which says nothing of a device that is named too.
    for rail in series where rail.device.contains("_CPU") || rail.device == "CPU" {
      #expect(rail.component == (rail.device.contains("GPU") ? .gpu : .cpu))
    }
    #expect(read.trace?.clock == (line.hasPrefix("11") ? .local : .ordinal))
  }

  @Test("tegrastats: the power now, in milliwatts; cut and foreign lines are told")
  func tegrastatsValues() throws {
    let text = """
      11-23-2026 10:00:00 RAM 1/2MB CPU [1%@1] EMC_FREQ 0% VDD_IN 4600mW/4512mW
      tegrastats: stopped
      11-23-2026 10:00:01 RAM 1/2MB CPU [1%@1] EMC_FREQ 0% VDD_IN 4700mW/4512mW
      11-23-2026 10:00:02 RAM 1/2MB CPU [1%@1] EMC_FREQ 0% VDD_IN 47
      """
    let read = try TraceFile(text, name: "tegra.log")
    #expect(read.values(0) == [4.6, 4.7])
    #expect(read.columns[0].times == [1_795_428_000_000_000_000, 1_795_428_001_000_000_000])
    #expect(read.diagnostic("trace.malformed-rows")?.line == 2)
    let none = try TraceFile("RAM 1/2MB CPU [1%@1] EMC_FREQ 0%\n", name: "tegra.log")
    #expect(none.isUnused && none.codes.contains("trace.no-power"))
  }

  @Test("rocm-smi's CSV, once a call, with the script's stamps between")
  func rocmCSV() throws {
    let text = """
      1795424400
      device,Temperature (Sensor edge) (C),Average Graphics Package Power (W),Max Graphics Package Power (W)
      card0,40.0,19.0,300.0
      card1,41.0,N/A (Secondary die),0.0

      1795424401
      device,Temperature (Sensor edge) (C),Average Graphics Package Power (W),Max Graphics Package Power (W)
      card0,40.0,20.5,300.0
      card1,41.0,N/A (Secondary die),0.0
      """
    let read = try TraceFile(text, name: "rocm.csv")
    #expect(read.file.format == .rocmSMI)
    let trace = try #require(read.trace)
    #expect(trace.clock == .utc)
    #expect(trace.series[0].device == "GPU 0" && trace.series[0].index == 0)
    #expect(read.values(0) == [19, 20.5])
    #expect(read.columns[0].times == [1_795_424_400_000_000_000, 1_795_424_401_000_000_000])
    #expect(trace.series.map(\.role) == [.counted, .limit, .counted, .limit])
    #expect(trace.series[2].missingSamples == 2)
    #expect(read.codes.contains("rocm-smi.secondary-die"))
  }

  @Test("rocm-smi's text")
  func rocmText() throws {
    let block = """
      ============================ ROCm System Management Interface ============================
      GPU[0]\t\t: Average Graphics Package Power (W): 19.0
      GPU[1]\t\t: Current Socket Graphics Package Power (W): 91.5
      GPU[1]\t\t: Temperature (Sensor edge) (C): 40.0
      ===================================== End of ROCm SMI Log ================================

      """
    let read = try TraceFile(block + block, name: "power.txt")
    #expect(read.file.format == .rocmSMI)
    #expect(read.trace?.series.map(\.device) == ["GPU 0", "GPU 1"])
    #expect(read.values(0) == [19, 19] && read.values(1) == [91.5, 91.5])
    #expect(!read.codes.contains("trace.malformed-rows"))
  }

  @Test("rocm-smi's text: a board's power and its energy counter, on lines of their own, count once")
  func rocmTextCounter() throws {
    let block = """
      GPU[0]\t\t: Average Graphics Package Power (W): 19.0
      GPU[0]\t\t: Accumulated Energy (uJ): 5000000
      GPU[0]\t\t: Max Graphics Package Power (W): 300.0

      """
    let read = try TraceFile(block + block, name: "power.txt")
    #expect(read.trace?.series.map(\.role) == [.counted, .alternative, .limit])
    #expect(
      read.trace?.series.map(\.device) == [
        "GPU 0", "GPU 0 (Accumulated Energy (uJ))", "GPU 0 Max Graphics Package Power (W)",
      ])
  }

  @Test("amd-smi's CSV and JSON")
  func amdSMI() throws {
    let csv = try TraceFile(
      "timestamp,gpu,socket_power,gfx_voltage,total_energy_consumption\n1795424400,0,45,700,1000.5\n"
        + "1795424400,1,N/A,700,5\n1795424402,0,47,700,1090.5\n", name: "amd.csv")
    #expect(csv.file.format == .rocmSMI)
    #expect(csv.trace?.clock == .utc)
    #expect(csv.values(0) == [45, 47])
    // Where the power is never there, the counter counts.
    #expect(csv.trace?.series.map(\.role) == [.counted, .alternative, .alternative, .counted])
    #expect(csv.trace?.series[1].quantity == .energyCounter)
    let json = try TraceFile(
      #"[{"gpu": 0, "power": {"socket_power": {"value": 45, "unit": "W"}, "power_management": "ENABLED"}}]"# + "\n"
        + #"[{"gpu": 0, "power": {"socket_power": "46 W"}}]"#, name: "amd.json")
    #expect(json.values(0) == [45, 46])
    #expect(json.trace?.clock == .ordinal)
    #expect(json.codes.contains("trace.no-time"))
  }

  @Test("ipmitool dcmi: the service processor's time, unless a script stamped")
  func dcmi() throws {
    func block(_ watts: String, _ second: Int) -> String {
      """

          Instantaneous power reading:                   \(watts) Watts
          Minimum during sampling period:                100 Watts
          Maximum during sampling period:                400 Watts
          Average power reading over sample period:      210 Watts
          IPMI timestamp:                           Tue Aug 21 06:32:1\(second) 2018
          Sampling period:                          00000001 Seconds.
          Power reading state is:                   activated

      """
    }
    let own = try TraceFile(block("224", 5) + block("226", 6), name: "dcmi.txt")
    #expect(own.file.format == .ipmi)
    #expect(own.values(0) == [224, 226])
    #expect(own.trace?.clock == .local)
    #expect(own.columns[0].times == [1_534_833_135_000_000_000, 1_534_833_136_000_000_000])
    #expect(own.codes.contains("ipmi.own-clock"))
    #expect(own.trace?.series.map(\.role) == [.counted, .alternative])
    let stamped = try TraceFile("1795424400\n" + block("224", 5) + "1795424401\n" + block("226", 6), name: "dcmi.txt")
    #expect(stamped.trace?.clock == .utc)
    #expect(stamped.columns[0].times == [1_795_424_400_000_000_000, 1_795_424_401_000_000_000])
    #expect(!stamped.codes.contains("ipmi.own-clock"))
  }

  @Test("Sensor rows: a total contains parts, supplies stand beside it; negative is not available")
  func sensors() throws {
    let text = """
      2026-11-23T10:00:00
      Pwr Consumption  | 168.000    | Watts      | ok    | na        | na
      PS1 Input Power  | 90.000     | Watts      | ok    | na        | na
      PS2 Input Power  | 80.000     | Watts      | ok    | na        | na
      CPU Power        | 50.000     | Watts      | ok    | na        | na
      Inlet Temp       | 22.000     | degrees C  | ok    | na        | na
      2026-11-23T10:00:05
      Pwr Consumption  | na         | Watts      | ok    | na        | na
      PS1 Input Power  | 91.000     | Watts      | ok    | na        | na
      """
    let read = try TraceFile(text, name: "sensors.txt")
    let trace = try #require(read.trace)
    #expect(trace.series.map(\.role) == [.counted, .alternative, .alternative, .contained])
    #expect(trace.series[0].missingSamples == 1)
    #expect(read.values(1) == [90, 91])
    let supplies = try TraceFile(
      "PSU1_PIN | 90 Watts | ok\nPSU2_PIN | 80 Watts | ok\nPSU1_POUT | 85 Watts | ok\n", name: "sdr.txt")
    #expect(supplies.trace?.series.map(\.role) == [.counted, .counted, .alternative])
    let free = try TraceFile("73,Pwr Consumption,Current,Nominal,168.00,W,'OK'\n", name: "ipmi.csv")
    #expect(free.values(0) == [168])
    let current = try TraceFile(
      "Current Power                        : -1 Watts\nMinimum Power over sampling duration : 3 Watts\n"
        + "Power Measurement                    : Not Available\n", name: "x.txt")
    #expect(current.trace?.series.first?.missingSamples == 1)
  }

  @Test("Redfish answers and node tables: a total is no node of its own")
  func redfish() throws {
    let table = try TraceFile(
      "timestamp,n1_watts,n2_watts,total_watts\n2026-05-05T19:14:51,2492,2579,5071\n2026-05-05T19:15:02,2400,2500,4900\n",
      name: "nodes.csv")
    #expect(table.file.format == .redfish)
    #expect(table.trace?.series.map(\.role) == [.counted, .counted, .alternative])
    #expect(table.trace?.series.allSatisfy { $0.component == .node } == true)
    let answers = try TraceFile(
      """
      {"timestamp": "2026-11-23T10:00:00Z", "PowerControl": [{"Name": "System Power Control", "PowerConsumedWatts": 344}]}
      {"timestamp": "2026-11-23T10:00:05Z", "PowerControl": [{"Name": "System Power Control", "PowerConsumedWatts": null}]}
      {"timestamp": "2026-11-23T10:00:10Z", "PowerControl": [
        {"Name": "System Power Control", "PowerConsumedWatts": 350.5}]}
      """, name: "power.json")
    #expect(answers.file.format == .redfish)
    #expect(answers.trace?.clock == .utc)
    #expect(answers.values(0) == [344, 350.5])
    #expect(answers.trace?.series.first?.missingSamples == 1)
  }

  @Test("PTDaemon: −1 W is no sample")
  func powerDaemon() throws {
    let read = try TraceFile(
      "Time,11-23-2026 10:00:00.250,Watts,23.430000,Volts,228.0,Amps,0.2,PF,0.5,Mark,a\n"
        + "Time,11-23-2026 10:00:01.250,Watts,-1.000000,Volts,228.0,Amps,0.2,PF,0.5,Mark,a\nTime,11-23-20",
      name: "spl.txt")
    #expect(read.file.format == .powerDaemon)
    #expect(read.trace?.clock == .utc)
    #expect(read.values(0) == [23.43])
    #expect(read.trace?.series.first?.missingSamples == 1)
    #expect(read.codes.contains("trace.truncated-line"))
  }

  @Test("Plug meters, with points and with commas")
  func wallMeter() throws {
    let point = try TraceFile(
      "#Timestamp,Volt,Amp,Watt,Watt-Hour\n1466083876,5.000,0.700,3.500,0.000\n1466083877,5.000,0.702,3.507,0.001\n",
      name: "a.txt")
    #expect(point.file.format == .wallMeter)
    #expect(point.values(0) == [3.5, 3.507])
    #expect(point.trace?.series.map(\.component) == [.node, .node])
    #expect(point.trace?.series.map(\.role) == [.counted, .alternative])
    let comma = try TraceFile(
      "\u{FEFF}Timestamp;Voltage (V);Current (A);Power (W)\r\n2026-11-23 10:00:00;230,1;0,5;115,05\r\n", name: "b.csv")
    #expect(comma.file.format == .wallMeter)
    #expect(comma.values(0) == [115.05])
  }

  @Test("PMD: records of 18 bytes, carriage returns and line feeds among them")
  func pmd() throws {
    var bytes: [UInt8] = []
    // 587 ticks apart, over a wrap; the third record has line ends in its numbers.
    for (tick, level) in [(65_000, 0x0640), (51, 0x0640), (638, 0x0D0A), (1225, 0xFFF0)] {
      for word in [tick, level, level, 0, 0, level, level, 0, 0] {
        bytes += [UInt8(word & 0xFF), UInt8(word >> 8)]
      }
    }
    let read = try TraceFile(bytes: bytes + [1, 2, 3], name: "PMD_data.bin")
    #expect(read.file.format == .pmd)
    func watts(_ raw: Double) -> Double { (0.007568 + 0.0075) * 0.0488 * raw * raw }
    let expected = [watts(100), watts(100), watts(0xD0), 0]
    #expect(zip(read.values(0), expected).allSatisfy { abs($0 - $1) < 1e-8 } && read.values(0).count == 4)
    #expect(read.columns[0].times == [0, 1, 2, 3].map { Int64((Double($0) * 587 / 2.9345 * 1000).rounded()) })
    #expect(read.codes.contains("pmd.cut-record"))
  }
}
