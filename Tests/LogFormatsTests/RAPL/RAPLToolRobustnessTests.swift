import LogFormats
import Quantities
import Testing

@Suite("Damaged files of RAPL tools")
struct RAPLToolRobustnessTests {
  static let fixtures: [(name: String, text: String)] = [
    (
      "perf.csv",
      "# started on Sun Aug 24 12:00:00 2025\n\n     1.000100000,S0,1,10.50,Joules,power/energy-pkg/,2002,100.00,,\n"
        + "     2.000100000,S0,1,<not counted>,Joules,power/energy-pkg/,0,100.00,,\n"
    ),
    (
      "perf.txt",
      " Performance counter stats for 'a' (5 runs):\n\n   4 423,93 Joules power/energy-pkg/  ( +- 0.4% )\n"
        + "   1,5 Joules power/energy-ram/\n\n  60,0064 seconds time elapsed\n"
    ),
    (
      "perf.json",
      #"{"interval" : 1.0001, "socket" : "S0", "counter-value" : "10.5", "unit" : "Joules", "event" : "#
        + #""power/energy-pkg/"}"# + "\n"
    ),
    (
      "turbostat.out",
      "turbostat version 19.08.31\n5.0 sec\nTime_Of_Day_Seconds\tCore\tCPU\tPkgWatt\tRAM_J\n"
        + "1795425920.533\t-\t-\t20.36\t1.80\n1795425920.533\t0\t0\t20.36\t1.80\n"
    ),
    (
      "powerstat.log",
      "Running for 60 seconds (60 samples at 1.0 second intervals).\n  Time    User  Watts   core  pkg-0\n"
        + "23:59:59   3.4   6.28   2.86   5.28\n00:00:00   3.4   6.28   2.86   5.28\n Average 1 2 3 4\n"
    ),
    (
      "pcm.csv",
      "System,,Proc Energy (Joules),,DRAM Energy (Joules),\nDate,Time,SKT0,SKT1,SKT0,SKT1\n"
        + "2024-05-01,12:00:01.123,70.25,80.25,10.5,11.5\n"
    ),
    (
      "likwid.txt",
      "Runtime: 2.0 s\nMeasure for socket 0 on CPU 0\nDomain PKG:\nEnergy consumed: 123.4 Joules\n"
        + "TABLE,Region a,Group 1 Metric,ENERGY\nMetric,HWThread 0\nRuntime (RDTSC) [s],1.5\nEnergy [J],52.1\n"
    ),
    ("timeline.txt", "# GID|MetricsCount|CpuCount|Total runtime [s]|Energy [J]|Power [W]\n1,2,2,1.0,52.1,0,52.1,0\n"),
    (
      "pyrapl.csv",
      "label,timestamp,duration,pkg,dram,socket\na,1600000000.5,3.5,105.0,7.0,0\na,1600000000.5,3.5,-5,None,1\n"
    ),
    (
      "joules.csv",
      "timestamp;tag;duration;package_0;core_0;nvidia_gpu_0\n1600000000.5;a;2.0;100000000;5;300000\n"
        + "1600000002.5;b;2.0;-262000000000;5;300000\n"
    ),
    (
      "rapl.csv",
      "pkg_current_power, pp0_current_power, pp1_current_power, dram_current_power, total_time\n"
        + "15.5,13.5,0,2.5,0.1\n14.5,12.5,0,2.25,0.2\n"
    ),
    ("power.log", "words\n\tTotal Energy:\t30.5 J\n\tAverage Power:\t5 W\n\tTime:\t2 sec\n"),
    ("rapl.log", "55.5 65.5\n55.25 65.5\n56.5 66.5\n57.5 66.5\n"),
    (
      "hwpc.csv",
      "timestamp,sensor,target,socket,cpu,RAPL_ENERGY_PKG\n1539260664189,s,all,0,58,85899345920\n"
        + "1539260664189,s,job,1,58,9223372036854775807\n"
    ),
    (
      "reports.json",
      #"{"timestamp":"2021-07-12T11:33:13.5","sensor":"s","target":"all","groups":{"rapl":{"0":{"11":"#
        + #"{"RAPL_ENERGY_PKG":8.5e+10}}}}}"# + "\n"
    ),
    ("rapl.jsonl", #"{"t": 1795425920.533, "package-0": 100, "dram": 7, "max_energy_range_uj": 262143328850}"# + "\n"),
    ("package-0.txt", "# max_energy_range_uj 262143328850\n1795425920.533 26214332000\n1795425921.533 26214342000\n"),
    ("wide.csv", "t_ms,package-0,psys,package-0_max_energy_range_uj\n5,100,7,262143328850\n6,120,9,262143328850\n"),
  ]

  @Test("Every fixture is read whole", arguments: fixtures.indices)
  func whole(index: Int) throws {
    let (name, text) = Self.fixtures[index]
    let read = try TraceFile(text, name: name)
    #expect(!read.isUnused, "\(name): \(read.file.format) \(read.codes)")
  }

  @Test("A file cut at any byte", arguments: fixtures.indices)
  func cut(index: Int) throws {
    let (name, text) = Self.fixtures[index]
    let bytes = Array(text.utf8)
    let whole = try TraceFile(text, name: name)
    for length in bytes.indices {
      let read = try TraceFile(bytes: Array(bytes[..<length]), name: name)
      check(read, "\(name) cut at \(length)")
      // A part has no more energy than the whole: nothing is made of a broken number but a smaller one.
      guard read.file.format == whole.file.format, let trace = read.trace else { continue }
      #expect(
        trace.series.reduce(0) { $0 + $1.samples } <= (whole.trace?.series ?? []).reduce(0) { $0 + $1.samples } + 1)
    }
  }

  @Test("Damage of any kind", arguments: fixtures.indices)
  func damage(index: Int) throws {
    let (name, text) = Self.fixtures[index]
    let original = Array(text.utf8)
    let alphabet = Array("0123456789-+.,;:|\"{}[] \n\r\tWJe\u{0}é".utf8)
    // A linear congruential generator (Knuth's MMIX constants): the same damage in every run.
    var state = UInt64(index + 1)
    func random(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(bound, 1)
    }
    for _ in 0..<150 {
      var bytes = original
      for _ in 0...random(below: 6) where bytes.count > 1 {
        let place = random(below: bytes.count)
        switch random(below: 5) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(alphabet[random(below: alphabet.count)], at: place)
        case 2: bytes[place] = alphabet[random(below: alphabet.count)]
        case 3: bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: place)
        default: bytes.removeLast(random(below: bytes.count / 4))
        }
      }
      check(try TraceFile(bytes: bytes, name: name), String(decoding: bytes, as: UTF8.self))
    }
  }

  /// What holds for any file: counts agree, names are unique, numbers are finite.
  private func check(_ read: TraceFile, _ what: String) {
    if let trace = read.trace {
      for (place, series) in trace.series.enumerated() {
        let count = place < read.columns.count ? read.columns[place].values.count : 0
        #expect(series.samples == count, "\(what)")
      }
      #expect(Set(trace.series.map(\.device)).count == trace.series.count, "\(what)")
    }
    for record in read.energyRecords?.records ?? [] {
      #expect(record.parts.allSatisfy { $0.joules.isFinite && $0.joules >= 0 }, "\(what)")
      #expect(Set(record.parts.map(\.device)).count == record.parts.count, "\(what)")
      #expect((record.seconds ?? 0).isFinite && (record.seconds ?? 0) >= 0, "\(what)")
    }
  }

  @Test("powerstat: an interval of three centuries is none")
  func powerstatInterval() throws {
    let read = try TraceFile(
      "Running for 60 seconds (60 samples at 9223372036.854775807 second intervals).\n  Time    User  Watts\n"
        + "00:00:10   3.4   6.28\n23:59:59   3.4   6.28\n00:00:00   3.4   6.28\n", name: "powerstat.log")
    #expect(read.trace?.series.first?.samples == 3)
    #expect(read.trace?.series.first?.origin == nil)
    #expect(read.columns.first?.times.first == 0)
  }
}
