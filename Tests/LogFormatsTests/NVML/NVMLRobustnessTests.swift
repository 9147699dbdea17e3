import LogFormats
import Testing

/// Made up to the formats' descriptions, cut and damaged in every way.
@Suite("Damaged NVML traces")
struct NVMLRobustnessTests {
  private static let fixtures: [(name: String, text: String)] = [
    (
      "query.csv",
      "timestamp, index, uuid, power.draw [W], power.limit [W], total_energy_consumption [mJ]\n"
        + "2026/11/23 10:25:20.544, 0, GPU-a, 32.45 W, 300.00 W, 123456\n"
        + "2026/11/23 10:25:21.544, 0, GPU-a, [N/A], 300.00 W, 123999\n"
    ),
    ("unnamed.csv", "timestamp, power.draw [W]\n2026/11/23 10:25:20.544, 32.45 W\n2026/11/23 10:25:21.544, 1 W\n"),
    ("table.txt", TableTests.table("Mon Nov 23 10:25:20 2026", ["25W / 70W", "N/A / 70W"])),
    (
      "dmon.txt",
      "#Date       Time        gpu    pwr\n#YYYYMMDD   HH:MM:SS    Idx      W\n 20261123   10:25:20    0    142\n"
    ),
    ("pmon.txt", "# gpu   pid   type   sm   command\n# Idx   #   C/G   %   name\n    0   1   C   99   python\n"),
    ("q.txt", ReportTests.text(20, watts: "627.32 W")),
    (
      "q.xml",
      ReportTests.document(
        20, watts: "32.00 W", doctype: "<!DOCTYPE nvidia_smi_log [<!ENTITY a \"1\"><!ELEMENT gpu ANY>]>")
    ),
    ("capture.txt", "# $ nvidia-smi -q\nx\n# $ nvidia-smi dmon\ny\n"),
    ("dcgm.txt", "#Entity   POWER    TOTEC\nID        W        mJ\nGPU 0     16.609   256123456\nGPU-I 1   N/A  N/A\n"),
    ("dcgm.csv", "GPUId,TimeStampUs,Field,Values\n0,1795429520500000,155,71.20\n1,1795429520500000,156,7120\n"),
    (
      "m.prom",
      "# TYPE DCGM_FI_DEV_POWER_USAGE gauge\nDCGM_FI_DEV_POWER_USAGE{gpu=\"0\",UUID=\"GPU-a\\\"b\"} 320.5 1795429520500\n"
        + "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu=\"0\"} 1.23e+10 1795429520500\nscaph_host_power_microwatts 9\n"
    ),
    (
      "r.json",
      #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"DCGM_FI_DEV_POWER_USAGE"},"values":[[1795429520.5,"45.25"]]}]}}"#
    ),
    ("r.csv", "Time,DCGM_FI_DEV_POWER_USAGE{gpu=0}\n2026-11-23 10:25:20,45.25\n"),
    ("l.csv", "time,metric,value\n1795429520,DCGM_FI_DEV_POWER_USAGE,45.25\n"),
  ]

  private func check(_ bytes: [UInt8], _ name: String) throws {
    let read = try TraceFile(bytes: bytes, name: name)
    guard let trace = read.trace else { return }
    for (place, series) in trace.series.enumerated() {
      let count = place < read.columns.count ? read.columns[place].values.count : 0
      #expect(series.samples == count, "\(String(decoding: bytes, as: UTF8.self))")
      #expect(read.values(place).allSatisfy { $0.isFinite && $0 >= 0 })
    }
    #expect(Set(trace.series.map(\.device)).count == trace.series.count)
  }

  @Test("Cut at every byte", arguments: fixtures.map(\.name))
  func cut(name: String) throws {
    let fixture = try #require(Self.fixtures.first { $0.name == name })
    let bytes = Array(fixture.text.utf8)
    for length in 0...bytes.count { try check(Array(bytes[..<length]), name) }
  }

  @Test("Damaged in place, with NULs, huge numbers and marks", arguments: fixtures.map(\.name))
  func damage(name: String) throws {
    let fixture = try #require(Self.fixtures.first { $0.name == name })
    let original = Array(fixture.text.utf8)
    let insertions = [
      "\u{0}", "99999999999999999999999999", "-", ".", ",", "\"", "\n", "\r\n", "é", "1e308", "NaN", "{", "}", "<",
      "&a;",
      "|", "#", " ", "GPU ", ":",
    ].map { Array($0.utf8) }
    // A linear congruential generator (Knuth's MMIX constants): the same damage in every run.
    var state: UInt64 = 7
    func random(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(bound, 1)
    }
    for _ in 0..<300 {
      var bytes = original
      for _ in 0...random(below: 5) {
        let place = random(below: bytes.count)
        switch random(below: 4) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(contentsOf: insertions[random(below: insertions.count)], at: place)
        case 2: bytes[place] = UInt8(random(below: 256))
        default: bytes.removeLast(random(below: bytes.count / 4))
        }
        if bytes.isEmpty { bytes = [0x0A] }
      }
      try check(bytes, name)
    }
  }
}
