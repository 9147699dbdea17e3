import Foundation
import LogFormats
import TestSupport
import Testing

@Suite("Damaged logs of boards, meters and schedulers")
struct MeterRobustnessTests {
  static let files: [(name: String, text: String)] = [
    (
      "tegra.log",
      "11-23-2026 10:00:00 RAM 1/2MB CPU [1%@1] EMC_FREQ 0% VDD_IN 4600mW/4512mW VDD_SOC 1200mW/1190mW\n"
        + "11-23-2026 10:00:01 RAM 1/2MB CPU [1%@1] EMC_FREQ 0% VDD_IN 4700mW/4512mW VDD_SOC 1200mW/1190mW\n"
    ),
    (
      "rocm.csv",
      "1795424400\ndevice,Average Graphics Package Power (W),GPU use (%)\ncard0,19.0,0\ncard1,N/A (Secondary die),0\n"
    ),
    (
      "rocm.json",
      #"{"card0": {"Average Graphics Package Power (W)": "19.0", "Unique ID": "0x1"}, "system": {"a": [1, "}"]}}"#
        + "\n"
    ),
    ("rocm.txt", "1795424400\nGPU[0]\t: Average Graphics Package Power (W): 19.0\n"),
    ("amd.json", #"[{"gpu": 0, "power": {"socket_power": {"value": 45, "unit": "W"}}}]"# + "\n"),
    (
      "dcmi.txt",
      "Instantaneous power reading: 224 Watts\nIPMI timestamp: Tue Aug 21 06:32:15 2018\n"
        + "Pwr Consumption | 168.000 | Watts | ok\n73,Fan,Current,Nominal,168.00,W,'OK'\n"
    ),
    (
      "redfish.json",
      #"{"timestamp": "2026-11-23T10:00:00Z", "PowerControl": [{"Name": "a", "PowerConsumedWatts": 344}]}"# + "\n"
    ),
    ("nodes.csv", "timestamp,n1_watts,n2_watts,total_watts\n2026-05-05T19:14:51,2492,2579,5071\n"),
    ("spl.txt", "Time,11-23-2026 10:00:00.250,Watts,23.430000,Volts,228.0,Mark,a\n"),
    ("usb.txt", "#Timestamp,Volt,Amp,Watt,Watt-Hour\n1466083876,5.000,0.700,3.500,0.000\n"),
    (
      "sacct.txt",
      "JobID|NodeList|AllocTRES|Start|ElapsedRaw|Elapsed|ConsumedEnergyRaw\n"
        + "7_3|n1|gres/gpu=2|2026-11-23T10:00:00|60|1-00:01:00|700\n7_3.0|n1||Unknown|60|00:01:00|16777216.00T\n"
    ),
    (
      "power.csv", "timestamp;gpu;power (W);energy (kWh)\n23.11.2026 10:00:00;0;\"30,5\";1,5\n0 days 00:02:12,4;1;x;2\n"
    ),
    ("gpu_power.log", "# a\n20.5 ms\t163.0 W\t68 C\n41.25 ms\t500 mW\t68 C\n"),
    ("power_log.csv", "61.07\n60.46\n"),
    ("powers.csv", "Date,Time,power_w\n11/23/2026,01:00:00 PM,5\n2026- 1- 2,19: 17: 6. 623,7\n"),
    ("PMD_data.bin", String(repeating: "abcdefghijklmnopqr", count: 4)),
  ]

  @Test("Every file, cut at every byte", arguments: files.map(\.name))
  func cut(_ name: String) throws {
    let bytes = Array(try text(name).utf8)
    for length in 0...bytes.count { check(try TraceFile(bytes: Array(bytes[..<length]), name: name)) }
  }

  @Test("Every file, with garbage in it", arguments: files.map(\.name))
  func garbage(_ name: String) throws {
    let bytes = Array(try text(name).utf8)
    let pieces: [[UInt8]] = [
      [0], [0xFF, 0xFE], Array("\"".utf8), Array("99999999999999999999999999".utf8), Array("-1e308".utf8),
      Array("nan".utf8), Array("9999-99-99 99:99:99".utf8), Array("\n".utf8), Array(",".utf8), Array(";;;".utf8),
      Array("{[".utf8), Array("}]".utf8), Array("é".utf8), Array("2262-04-11 23:59:59.9".utf8), Array("+9999".utf8),
    ]
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<250 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let piece = pieces.randomElement(using: &generator) ?? []
        let place = Int.random(in: 0...damaged.count, using: &generator)
        let end = min(damaged.count, place + Int.random(in: 0...6, using: &generator))
        damaged.replaceSubrange(place..<end, with: piece)
      }
      check(try TraceFile(bytes: damaged, name: name))
    }
  }

  private func text(_ name: String) throws -> String { try #require(Self.files.first { $0.name == name }).text }

  /// The record agrees with the samples, and nothing in it is other than a number.
  private func check(_ read: TraceFile) {
    for (place, series) in (read.trace?.series ?? []).enumerated() {
      #expect(series.samples == (place < read.columns.count ? read.columns[place].values.count : 0))
    }
    for record in read.energyRecords?.records ?? [] {
      #expect(record.parts.allSatisfy { $0.joules.isFinite && $0.joules > 0 } && record.seconds?.isFinite != false)
    }
    if read.file.format != .unknown, read.isUnused { #expect(!read.file.content.diagnostics.isEmpty) }
  }
}
