import LogFormats
import Quantities
import Testing

@Suite("CSV columns by name")
struct DelimitedInferenceTests {
  /// One file: its text, and what must come of it.
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var file = "power_log.csv"
    var clock: TraceLog.Clock
    var counted: [String: [Double]]
    var times: [Int64] = []
    var testDescription: String { name }
  }

  /// Nine rows, 0.1 s apart, with what a number of the row makes of the cells after the time.
  static func rows(_ cells: (Int) -> String) -> String {
    (0..<9).map { "\(1_795_424_400_000_000_000 + 100_000_000 * $0),\(cells($0))\n" }.joined()
  }

  static let examples = [
    Example(
      name: "naive stamps and milliwatts", text: "time,p_mW\n2026-11-23 10:00:00.5,1500\n2026-11-23T10:00:01,2500.5\n",
      clock: .local, counted: ["p_mW": [1.5, 2.5005]], times: [1_795_428_000_500_000_000, 1_795_428_001_000_000_000]),
    Example(
      name: "stamps with a zone and kilowatts",
      text: "timestamp,node power (kW)\n2026-11-23T10:00:00+01:00,1.25\n2026-11-23T09:00:01Z,1.5\n",
      clock: .utc, counted: ["node power (kW)": [1250, 1500]],
      times: [1_795_424_400_000_000_000, 1_795_424_401_000_000_000]),
    Example(
      name: "Unix milliseconds", text: "ts,gpu_power\n1795424400000,10\n1795424400250,20\n", clock: .utc,
      counted: ["gpu_power": [10, 20]], times: [1_795_424_400_000_000_000, 1_795_424_400_250_000_000]),
    Example(
      name: "milliseconds since start, rows of several devices",
      text: "elapsed_ms,gpu,power_w\n0,0,10\n0,1,20\n500,0,11\n500,1,[N/A]\n", clock: .relative,
      counted: ["GPU 0": [10, 11], "GPU 1": [20]], times: [0, 500_000_000]),
    Example(
      name: "decimal commas between semicolons, with a byte order mark",
      text: "\u{FEFF}Zeit;Bemerkung;Power (W)\n2026-11-23 10:00:00;x;1.234,5\n2026-11-23 10:00:01;x;30,25\n",
      clock: .local, counted: ["Power (W)": [1234.5, 30.25]]),
    Example(
      name: "decimal commas without quotes", text: "timestamp,power\n1795424400,30,3\n1795424401,31,25\n", clock: .utc,
      counted: ["power": [30.3, 31.25]], times: [1_795_424_400_000_000_000, 1_795_424_401_000_000_000]),
    Example(
      name: "cells over two lines", text: "elapsed_sec,power_w\n0.5,\"26.11\n0\"\n1.5,\"27\n0\"\n", clock: .relative,
      counted: ["power_w": [26.11, 27]], times: [500_000_000, 1_500_000_000]),
    Example(
      name: "units in cells, tabs, no header",
      text: "# warm-up\n20.5 ms\t163.0 W\t68 C\n41.25 ms\t500 mW\t68 C\n# end time: 60\n", file: "power.log",
      clock: .relative, counted: ["GPU": [163, 0.5]], times: [20_500_000, 41_250_000]),
    Example(
      name: "a sum beside its parts, a limit, a percentage",
      text: "timestamp,GPU0_power,GPU1_power,total_power,power_limit,power_percent\n"
        + "1795424400,10,20,30,300,5\n1795424401,11,21,32,300,5\n",
      clock: .utc, counted: ["GPU0_power": [10, 11], "GPU1_power": [20, 21]]),
    Example(
      name: "power counts, its energy does not again",
      text: "time_s,power_w,energy_j\n0,10,0\n1,10,10\n2,10,20\n3,10,30\n", clock: .relative,
      counted: ["power_w": [10, 10, 10, 10]]),
    Example(
      name: "a counter goes before the powers of its device",
      text: "time_ns,energy_mJ,power_usage_mW,power_instant_mW\n" + rows { "\(5000 + 10 * $0),100,120" },
      clock: .utc, counted: ["energy_mJ": (0..<9).map { Double(5000 + 10 * $0) / 1000 }]),
    Example(
      name: "of several devices each has its own",
      text: "time_ns,gpu0_energy_mJ,gpu0_power_mW,gpu1_energy_mJ,gpu1_power_mW\n"
        + rows { "\(5000 + 10 * $0),100,\(7000 - $0 % 2),200" },
      clock: .utc,
      counted: [
        "gpu0_energy_mJ": (0..<9).map { Double(5000 + 10 * $0) / 1000 },
        "gpu1_power_mW": Array(repeating: 0.2, count: 9),
      ]),
    Example(
      name: "a counter of another component leaves the power",
      text: "time_ns,cpu_energy_mJ,gpu_power_mW\n" + rows { "\(5000 + 10 * $0),100" },
      clock: .utc, counted: ["gpu_power_mW": Array(repeating: 0.1, count: 9)]),
    Example(
      name: "the sum that a logger makes of its powers is no counter",
      text: "time_ns,energy_mJ,power_mW\n" + rows { "\(10 * $0),100" },
      clock: .utc, counted: ["power_mW": Array(repeating: 0.1, count: 9)]),
    Example(
      name: "energies of intervals leave the power",
      text: "time_ns,energy_mJ,power_mW\n" + rows { "\(5000 + $0 % 3),100" },
      clock: .utc, counted: ["power_mW": Array(repeating: 0.1, count: 9)]),
    Example(
      name: "energy alone that grows", text: "time_s,gpu energy (Wh)\n0,1\n1,1.5\n2,2\n", file: "energy.csv",
      clock: .relative, counted: ["gpu energy (Wh)": [3600, 5400, 7200]]),
    Example(
      name: "date and time of day apart, day first",
      text: "Date;Time;Power (W)\n23.11.2026;10:00:00;5,5\n23.11.2026;10:00:01;6\n", clock: .local,
      counted: ["Power (W)": [5.5, 6]], times: [1_795_428_000_000_000_000, 1_795_428_001_000_000_000]),
    Example(
      name: "month first, afternoon", text: "timestamp,watts\n11/23/2026 01:00:00 PM,5\n11/23/2026 01:00:02 PM,6\n",
      clock: .local, counted: ["watts": [5, 6]], times: [1_795_438_800_000_000_000, 1_795_438_802_000_000_000]),
    Example(
      name: "time of day over midnight", text: "time,power_w\n23:59:59,5\n00:00:01,6\n", clock: .relative,
      counted: ["power_w": [5, 6]], times: [86_399_000_000_000, 86_401_000_000_000]),
    Example(
      name: "blanks between cells and inside stamps",
      text: "time power\n2026-11-23 10:00:00 5\n2026-11-23 10:00:01 6\n",
      clock: .local, counted: ["power": [5, 6]], times: [1_795_428_000_000_000_000, 1_795_428_001_000_000_000]),
    Example(
      name: "no time", text: "gpu,draw_w\n0,5\n1,6\n0,7\n", file: "gpu_power.csv", clock: .ordinal,
      counted: ["GPU 0": [5, 7], "GPU 1": [6]]),
    Example(
      name: "a row number is no device",
      text: "index,timestamp,power_w\n" + (0..<9).map { "\($0),\(1_795_424_400 + $0),\($0)\n" }.joined(), clock: .utc,
      counted: ["power_w": (0..<9).map(Double.init)]),
    Example(
      name: "a machine contains its devices",
      text: "timestamp,wall_power_w,gpu_power_w\n1795424400,300,100\n1795424401,310,110\n", clock: .utc,
      counted: ["wall_power_w": [300, 310]]),
  ]

  @Test("Times, units and roles", arguments: examples)
  func read(_ example: Example) throws {
    let read = try TraceFile(example.text, name: example.file)
    #expect(read.file.format == .delimited, "\(read.codes)")
    let trace = try #require(read.trace, "\(read.codes)")
    #expect(trace.clock == example.clock)
    var counted: [String: [Double]] = [:]
    for (place, series) in trace.series.enumerated() where series.role == .counted {
      counted[series.device] = read.values(place)
    }
    #expect(counted == example.counted)
    if !example.times.isEmpty { #expect(read.columns.first?.times == example.times) }
  }

  @Test("Components by column, by file, by a guess that is told")
  func components() throws {
    let text = "timestamp,cpu_power,dram_power,gpu0_power,power_x\n1795424400,1,2,3,4\n1795424401,1,2,3,4\n"
    let read = try TraceFile(text, name: "a.csv")
    #expect(read.trace?.series.map(\.component) == [.cpu, .dram, .gpu, .gpu])
    let wall = try TraceFile("timestamp,watts\n1795424400,1\n1795424401,1\n", name: "wall_power.csv")
    #expect(wall.trace?.series.map(\.component) == [.node])
    #expect(!wall.codes.contains("delimited.assumed-component"))
    let guess = try TraceFile("timestamp,watts\n1795424400,1\n1795424401,1\n", name: "a.csv")
    #expect(guess.codes.contains("delimited.assumed-component"))
  }

  @Test(
    "What is no recording of power is not claimed",
    arguments: [
      ("epoch,loss,lr\n1,0.5,0.1\n2,0.4,0.1\n", "progress.csv"),
      ("timestamp,loss\n1795424400,0.5\n", "metrics.csv"),
      ("timestamp,gpu0,gpu1\n1795424400,50,60\n", "utilisation.csv"),
      ("name,power,agility\nfox,5,9\nbear,9,2\n", "animals.csv"),
      ("tag,time,energy (J)\na,5.2,80\nb,4.9,70\n", "results.csv"),
      ("time,energy (J)\n5.2,80\n4.9,70\n", "results.csv"),
      ("At the time of writing, power was scarce.\nIt rained, too.\n", "notes.txt"),
      ("timestamp,power_w\nnever,5\nalways,6\n", "power.csv"),
      ("1,2\n3,4\n", "points.csv"),
      ("", "power.csv"),
    ])
  func notClaimed(_ text: String, _ name: String) throws {
    let read = try TraceFile(text, name: name)
    #expect(read.file.format == .unknown || read.isUnused, "\(read.file.format) \(read.codes)")
  }

  @Test("Findings name what was found")
  func findings() throws {
    let summary = try TraceFile("runs,Avg Power (W),Total Energy (J)\n1,20,40\n", name: "power_report.csv")
    #expect(summary.isUnused && summary.codes.contains("delimited.summary"))
    let unnamed = try TraceFile("1,2\n3,4\n", name: "power.csv")
    #expect(unnamed.isUnused && unnamed.codes.contains("delimited.no-header"))
    let noPower = try TraceFile("timestamp,gpu_utilization\n1795424400,5\n", name: "gpu_usage.csv")
    #expect(noPower.isUnused && noPower.codes.contains("trace.no-power"))
    let seconds = try TraceFile("time,power\n0,5\n1,6\n", name: "power.csv")
    #expect(seconds.codes.contains("delimited.assumed-seconds"))
    let order = try TraceFile("date,power\n03/04/2026 10:00:00,5\n", name: "power.csv")
    #expect(order.codes.contains("delimited.assumed-date-order"))
    let several = try TraceFile("elapsed_s,power\n0,\"5\n6\"\n", name: "power.csv")
    #expect(several.diagnostic("delimited.several-values")?.line == 2)
    let ragged = try TraceFile("elapsed_s,power_w\n0,5\n1\n2,6,7,8\n3,6.55\n4,6.", name: "power.csv")
    #expect(ragged.diagnostic("trace.malformed-rows")?.line == 3)
    let open = try TraceFile("elapsed_s,power_w\n0,5\n1,\"6\n2,7\n", name: "power.csv")
    #expect(open.values(0) == [5] && open.codes.contains("trace.malformed-rows"))
  }

  @Test("A last number that lost digits is not read")
  func cutNumber() throws {
    let cut = try TraceFile("elapsed_s,power_w\n0,5.25\n1,15.25\n2,1", name: "power.csv")
    #expect(cut.values(0) == [5.25, 15.25])
    #expect(cut.codes.contains("trace.truncated-line"))
    let whole = try TraceFile("elapsed_s,power_w\n0,5.25\n1,15.25\n2,16.50", name: "power.csv")
    #expect(whole.values(0) == [5.25, 15.25, 16.5])
  }

  @Test("A header that comes again, and another clock")
  func repeated() throws {
    let text = "timestamp,power_w\n1795424400,5\ntimestamp,power_w\n1795424401,6\n2026-11-23 10:00:00,7\n"
    let read = try TraceFile(text, name: "power.csv")
    #expect(read.values(0) == [5, 6])
    #expect(read.codes.contains("trace.repeated-header") && read.codes.contains("trace.mixed-clocks"))
  }
}
