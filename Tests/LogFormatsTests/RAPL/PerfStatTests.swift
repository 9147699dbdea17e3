import LogFormats
import Quantities
import Testing

/// Made up to perf's manual page and to the forms that its versions print.
@Suite("perf stat")
struct PerfStatTests {
  @Test(
    "Intervals of every vintage give the same trace",
    arguments: [
      // perf 4.1: the line ends after the event.
      "     1.000100000,10.50,Joules,power/energy-pkg/\n     1.000100000,2.25,Joules,power/energy-ram/\n"
        + "     1.500200000,5.00,Joules,power/energy-pkg/\n     1.500200000,1.00,Joules,power/energy-ram/\n",
      // Since 4.4: run time, share of time, metrics; other counters between.
      "     1.000100000,10.50,Joules,power/energy-pkg/,2002451247,100.00,,\n"
        + "     1.000100000,5123456,,cycles,2002451247,100.00,,\n"
        + "     1.000100000,2.25,Joules,power/energy-ram/,2002451247,100.00,,\n"
        + "     1.500200000,5.00,Joules,power/energy-pkg/,1002451247,100.00,,\n"
        + "     1.500200000,1.00,Joules,power/energy-ram/,1002451247,100.00,,\n",
      "     1.000100000;10.50;Joules;power/energy-pkg/;2002451247;100.00;;\n"
        + "     1.000100000;2.25;Joules;power/energy-ram/;2002451247;100.00;;\n"
        + "     1.500200000;5.00;Joules;power/energy-pkg/;1002451247;100.00;;\n"
        + "     1.500200000;1.00;Joules;power/energy-ram/;1002451247;100.00;;\n",
      "1.000100000\t10.50\tJoules\tpower/energy-pkg/\n1.000100000\t2.25\tJoules\tpower/energy-ram/\n"
        + "1.500200000\t5.00\tJoules\tpower/energy-pkg/\n1.500200000\t1.00\tJoules\tpower/energy-ram/\n",
      "1.000100000:10,50:Joules:power/energy-pkg/::\n1.000100000:2,25:Joules:power/energy-ram/::\n"
        + "1.500200000:5,00:Joules:power/energy-pkg/::\n1.500200000:1,00:Joules:power/energy-ram/::\n",
      "#           time             counts unit events\n"
        + "     1.000100000              10.50 Joules power/energy-pkg/\n"
        + "     1.000100000               2.25 Joules power/energy-ram/\n"
        + "     1.500200000               5.00 Joules power/energy-pkg/\n"
        + "     1.500200000               1.00 Joules power/energy-ram/\n",
      #"{"interval" : 1.000100000, "counter-value" : "10.500000", "unit" : "Joules", "event" : "power/energy-pkg/"}"#
        + "\n"
        + #"{"interval" : 1.000100000, "counter-value" : "2.250000", "unit" : "Joules", "event" : "power/energy-ram/"}"#
        + "\n"
        + #"{"interval" : 1.000100000, "counter-value" : "77.000000", "unit" : "", "event" : "cycles"}"# + "\n"
        + #"{"interval" : 1.500200000, "counter-value" : "5.000000", "unit" : "Joules", "event" : "power/energy-pkg/"}"#
        + "\n"
        + #"{"interval" : 1.500200000, "counter-value" : "1.000000", "unit" : "Joules", "event" : "power/energy-ram/"}"#
        + "\n",
    ])
  func intervals(text: String) throws {
    let read = try TraceFile(text, name: "power.txt")
    let trace = try #require(read.trace)
    #expect(read.file.format == .perfStat)
    #expect(trace.clock == .relative)
    #expect(trace.series.map(\.device) == ["energy-pkg", "energy-ram"])
    #expect(trace.series.map(\.component) == [.cpu, .dram])
    #expect(trace.series.allSatisfy { $0.quantity == .intervalEnergy && $0.role == .counted && $0.origin == 0 })
    #expect(read.columns.map(\.times) == Array(repeating: [1_000_100_000, 1_500_200_000], count: 2))
    #expect(read.values(0) == [10.5, 5])
    #expect(read.values(1) == [2.25, 1])
    #expect(read.codes == ["trace.relative-time"])
  }

  @Test("The date of the start makes local times")
  func started() throws {
    let read = try TraceFile(
      """
      # started on Sun Aug 24 12:00:00 2025

           1.000100000,10.50,Joules,power/energy-pkg/,2002451247,100.00,,

      """)
    // 2025-08-24T12:00:00, from `date -u +%s`.
    let start: Int64 = 1_756_036_800_000_000_000
    #expect(read.trace?.clock == .local)
    #expect(read.trace?.series.first?.origin == start)
    #expect(read.columns[0].times == [start + 1_000_100_000])
    #expect(read.codes == [])
  }

  @Test(
    "Sockets are devices of their own",
    arguments: [
      "     1.0010,S0,1,38.25,Joules,power/energy-pkg/,1,100.00,,\n"
        + "     1.0010,S1,1,40.50,Joules,power/energy-pkg/,1,100.00,,\n",
      "     1.0010,S0,1,38,25,Joules,power/energy-pkg/,1,100,00,,\n"
        + "     1.0010,S1,1,40,50,Joules,power/energy-pkg/,1,100,00,,\n",
      "     1.001000000 S0        1              38.25 Joules power/energy-pkg/\n"
        + "     1.001000000 S1        1              40.50 Joules power/energy-pkg/\n",
      #"{"interval" : 1.001000000, "socket" : "S0", "aggregate-number" : 1, "counter-value" : "38.250000", "#
        + #""unit" : "Joules", "event" : "power/energy-pkg/"}"# + "\n"
        + #"{"interval" : 1.001000000, "socket" : "S1", "aggregate-number" : 1, "counter-value" : "40.500000", "#
        + #""unit" : "Joules", "event" : "power/energy-pkg/"}"# + "\n",
    ])
  func sockets(text: String) throws {
    let read = try TraceFile(text)
    #expect(read.trace?.series.map(\.device) == ["S0 energy-pkg", "S1 energy-pkg"])
    #expect(read.trace?.series.allSatisfy { $0.role == .counted } == true)
    #expect(read.columns.count == 2)
    #expect(read.values(0) == [38.25])
    #expect(read.values(1) == [40.5])
    #expect(read.codes.contains("perf.decimal-comma") == text.contains("38,25"))
  }

  @Test("Domains that contain each other count once")
  func roles() throws {
    func roles(_ events: String...) throws -> [ReadingRole] {
      let lines = events.map { "     1.000100000,10.50,Joules,power/energy-\($0)/,1,100.00,,\n" }
      return try #require(try TraceFile(lines.joined()).trace).series.map(\.role)
    }
    #expect(
      try roles("cores", "gpu", "pkg", "psys", "ram") == [.contained, .contained, .counted, .alternative, .counted])
    #expect(try roles("psys", "ram", "cores") == [.counted, .contained, .contained])
    #expect(try roles("cores", "ram") == [.counted, .counted])
  }

  @Test("Cores without their package are counted, and that is told")
  func coresOnly() throws {
    let read = try TraceFile("     1.000100000,10.50,Joules,power/energy-cores/,1,100.00,,\n")
    #expect(read.codes.contains("rapl.package-missing"))
  }

  @Test("What was not counted is missing and not 0")
  func notCounted() throws {
    let read = try TraceFile(
      """
           0.200497696,<not supported>,,cycles,0,100.00,,
           0.200497696,<not counted>,Joules,power/energy-pkg/,0,100.00,,
           0.200497696,<not supported>,,power/energy-ram/,0,100.00,,
           0.400497696,1.50,Joules,power/energy-pkg/,0,100.00,,
           0.400497696,<not supported>,,power/energy-ram/,0,100.00,,

      """)
    #expect(read.trace?.series.map(\.missingSamples) == [1, 2])
    #expect(read.values(0) == [1.5])
    #expect(read.codes.contains("trace.missing-samples") && read.codes.contains("trace.power-unavailable"))
  }

  @Test("A last line that the end of the file cuts off makes no event of its own", arguments: ["", "p", "pkg", "pkg/"])
  func truncated(rest: String) throws {
    let read = try TraceFile(
      "     1.000000000,1.50,Joules,power/energy-pkg/\n     2.000000000,2.50,Joules,power/energy-\(rest)")
    #expect(read.trace?.series.map(\.device) == ["energy-pkg"])
    #expect(read.values(0) == (rest.hasPrefix("pkg") ? [1.5, 2.5] : [1.5]))
    #expect(read.codes.contains("trace.truncated-line") == !rest.hasPrefix("pkg"))
  }

  // MARK: Totals

  @Test(
    "Blocks of totals in any locale",
    arguments: [
      ("          4,423.93 Joules power/energy-pkg/\n          1,437 Joules power/energy-ram/\n", "60.006488329"),
      ("          4.423,93 Joules power/energy-pkg/\n          1.437 Joules power/energy-ram/\n", "60,006488329"),
      (
        "          4\u{202F}423,93 Joules power/energy-pkg/\n   1\u{00A0}437 Joules power/energy-ram/\n", "60,006488329"
      ),
      ("          4 423,93 Joules power/energy-pkg/\n          1 437,00 Joules power/energy-ram/\n", "60,006488329"),
      ("          4’423.93 Joules power/energy-pkg/\n          1'437 Joules power/energy-ram/\n", "60.006488329"),
      (
        "          4423.93 Joules power/energy-pkg/\n          1437.00 Joules power/energy-ram/  (100.00%)\n",
        "60.006488329"
      ),
    ])
  func blocks(counts: String, elapsed: String) throws {
    let block = """
       Performance counter stats for 'system wide':

           2 356 324 379      cycles
      \(counts)
            \(elapsed) seconds time elapsed


      """
    let read = try TraceFile("a program's own words, 5 Joules of wit\n\n" + block + block, name: "job.txt")
    let log = try #require(read.energyRecords)
    #expect(read.file.format == .perfStat)
    #expect(log.records.count == 2)
    for record in log.records {
      #expect(record.label == "system wide")
      #expect(record.seconds == 60.006488329)
      #expect(record.parts.map(\.joules) == [4423.93, 1437])
      #expect(record.parts.map(\.component) == [.cpu, .dram])
      #expect(record.counted?.joules == 5860.93)
    }
    #expect(read.codes == [])
  }

  @Test("Repeated runs are means")
  func repeated() throws {
    let read = try TraceFile(
      """
       Performance counter stats for './train' (5 runs):

                 48.96 Joules power/energy-pkg/                  ( +-  0.42% )

                 1.234 +- 0.012 seconds time elapsed  ( +-  0.97% )

      """)
    let record = try #require(read.energyRecords?.records.first)
    #expect(record.label == "./train")
    #expect(record.parts.map(\.joules) == [48.96])
    #expect(record.seconds == 1.234)
    #expect(read.diagnostic("perf.mean-of-runs")?.message.contains("5 runs") == true)
  }

  @Test("Totals as CSV: time from the run time of a socket's CPU, or none")
  func totals() throws {
    let plain = try TraceFile("893.33,Joules,power/energy-pkg/,20005559241,100.00,,\n")
    #expect(plain.energyRecords?.records.map(\.seconds) == [nil])
    #expect(plain.energyRecords?.records.first?.counted?.joules == 893.33)
    #expect(plain.codes == ["perf.no-duration"])
    let sockets = try TraceFile(
      """
      # started on Sun Aug 24 12:00:00 2025

      S0,1,400.5,Joules,power/energy-pkg/,20000000000,100.00,,
      S1,1,500.5,Joules,power/energy-pkg/,20000000000,100.00,,

      """)
    let record = try #require(sockets.energyRecords?.records.first)
    #expect(sockets.energyRecords?.records.count == 1)
    #expect(record.counted?.joules == 901)
    #expect(record.seconds == 20)
    #expect(record.start == 1_756_036_800_000_000_000)
    #expect(record.end == 1_756_036_820_000_000_000)
    #expect(sockets.energyRecords?.clock == .local)
  }

  @Test("Counters without energy are said to have no power")
  func noEnergy() throws {
    let read = try TraceFile(
      " Performance counter stats for 'ls':\n\n   1,234      cycles\n\n   0.001 seconds time elapsed\n", name: "a.txt")
    #expect(read.isUnused)
    #expect(read.codes == ["trace.no-power"])
  }

  @Test("That perf may not count is told")
  func denied() throws {
    let read = try TraceFile(
      " Performance counter stats for 'x':\n"
        + "Access to performance monitoring and observability operations is limited.\n", name: "a.txt")
    #expect(read.diagnostic("trace.tool-error")?.severity == .error)
  }
}
