import Foundation
import LogFormats
import Testing

@Suite("Damaged traces")
struct TraceRobustnessTests {
  private static let nvidiaSMI = """
    timestamp, index, name, power.draw [W], utilization.gpu [%]
    2026/11/23 10:25:20.544, 0, NVIDIA A40, 32.45 W, 0 %
    2026/11/23 10:25:20.548, 1, NVIDIA A40, [N/A], 0 %
    2026/11/23 10:25:21.073, 0, "NVIDIA A40", 300.00 W, 97 %

    """
  private static let headerless = """
    2026/11/23 10:25:20.544, 0, NVIDIA A40, 32.45, 0
    2026/11/23 10:25:20.544, 1, NVIDIA A40, 32.85, 0
    2026/11/23 10:25:21.073, 0, NVIDIA A40, 32.20, 0

    """
  private static let long = """
    timestamp,domain,energy_uj
    1795425920.533,intel-rapl:0,262143328000
    1795425920.533,intel-rapl:0:0,7
    2026-11-23T09:25:21.533Z,intel-rapl:0,1000

    """
  private static let wide = """
    t package-0 dram core
    2026-11-23 09:25:20.533 100 7 1
    2026-11-23 09:25:21.533 200 9 2

    """
  private static let domains = #"{"intel-rapl:0": {"name": "package-0", "max_energy_range_uj": 262143328850}}"#
  private static let codecarbon = """
    timestamp,project_name,run_id,duration,emissions,cpu_power,cpu_energy,energy_consumed,pue
    2026-11-23T09:00:00,"p, q",a,10,0.001,42.5,0.1,0.1,1.2
    2026-11-23T09:00:20,p,a,30,0.003,60,0.3,0.3,1.0

    """

  @Test(
    "Any damage is survived, and the record agrees with the samples that were handed over",
    arguments: [
      nvidiaSMI, headerless, long, wide, domains, codecarbon,
    ])
  func damage(text: String) throws {
    let original = Array(text.utf8)
    let alphabet = Array("0123456789-+.,;:\"[] \n\r\tWZT\u{0}é".utf8)
    // A linear congruential generator (Knuth's MMIX constants): the same damage in every run.
    var state: UInt64 = 1
    func random(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(bound, 1)
    }
    for _ in 0..<200 {
      var bytes = original
      for _ in 0...random(below: 6) {
        let place = random(below: bytes.count)
        switch random(below: 4) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(alphabet[random(below: alphabet.count)], at: place)
        case 2: bytes[place] = alphabet[random(below: alphabet.count)]
        default: bytes.removeLast(random(below: bytes.count / 4))
        }
      }
      let read = try TraceFile(bytes: bytes)
      guard let trace = read.trace else { continue }
      for (place, series) in trace.series.enumerated() {
        let count = place < read.columns.count ? read.columns[place].values.count : 0
        #expect(series.samples == count, "\(String(decoding: bytes, as: UTF8.self))")
      }
      #expect(Set(trace.series.map(\.device)).count == trace.series.count)
    }
  }
}
