import LogFormats
import Quantities
import Testing

@Suite("Damaged files of neighbouring tools")
struct NeighbourRobustnessTests {
  private static let texts: [String] = [
    NeighbourTraceFiles.powerjoular, NeighbourTraceFiles.powerjoularProcess, NeighbourTraceFiles.energibridge,
    NeighbourTraceFiles.gadget, NeighbourTraceFiles.impactTracker, NeighbourTraceFiles.aiPowerMeter,
    NeighbourTraceFiles.events, NeighbourTraceFiles.export, NeighbourTraceFiles.scaphandre,
    NeighbourTraceFiles.greenMetrics, NeighbourTraceFiles.powermetrics, NeighbourTraceFiles.propertyLists,
    NeighbourTraceFiles.loadProfile, NeighbourEnergyTests.zeus, NeighbourEnergyTests.eco2ai,
    NeighbourEnergyTests.eco2aiParts, CodeCarbonVersionTests.file,
  ]

  private func expectSound(_ bytes: [UInt8]) throws {
    let read = try TraceFile(bytes: bytes)
    for row in read.codecarbon?.rows ?? [] {
      #expect(row.seconds.isFinite && (row.totalKilowattHours ?? 0).isFinite && (row.grams ?? 0).isFinite)
    }
    for record in read.energyRecords?.records ?? [] {
      #expect((record.counted?.joules ?? 0).isFinite && (record.seconds ?? 0).isFinite)
      #expect(record.parts.allSatisfy { $0.joules.isFinite && $0.joules >= 0 })
    }
    guard let trace = read.trace else { return }
    for (place, series) in trace.series.enumerated() {
      let count = place < read.columns.count ? read.columns[place].values.count : 0
      #expect(series.samples == count, "\(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(Set(trace.series.map(\.device)).count == trace.series.count)
  }

  @Test("A file that ends anywhere is survived", arguments: texts)
  func cut(text: String) throws {
    let bytes = Array(text.utf8)
    for length in 0..<bytes.count { try expectSound(Array(bytes[..<length])) }
  }

  @Test("What cannot be a number is none, and no number is too large", arguments: texts)
  func numbers(text: String) throws {
    let replacements = [
      "9223372036854775807", "-9223372036854775808", "1e308", "-1e308", "1e-320", "NaN", "-Infinity", "0x10", "1,5", "",
      String(repeating: "9", count: 400), "\u{0}",
    ]
    var places: [Range<String.Index>] = []
    var start: String.Index?
    for index in text.indices {
      if text[index].isNumber || text[index] == "." {
        start = start ?? index
      } else if let begin = start {
        places.append(begin..<index)
        start = nil
      }
    }
    for (number, place) in places.enumerated() {
      var changed = text
      changed.replaceSubrange(place, with: replacements[number % replacements.count])
      try expectSound(Array(changed.utf8))
    }
    for replacement in replacements {
      var changed = text
      for place in places.reversed() where text[place].contains(".") {
        changed.replaceSubrange(place, with: replacement)
      }
      try expectSound(Array(changed.utf8))
    }
  }

  @Test(
    "A window that begins as late as times reach has no end",
    arguments: [
      "start_time,window_name,elapsed_time,gpu0_energy\n9190000000.5,late,900000000,5\n",
      "project_name,start_time,duration(s),power_consumption(kWh),CO2_emissions(kg)\n"
        + "late,2261-12-31 23:00:00,900000000,0.1,0.1\n",
    ])
  func latest(text: String) throws {
    let record = try #require(try TraceFile(text).energyRecords?.records.first)
    #expect(record.start != nil && record.end == nil && record.seconds == 900_000_000)
  }

  @Test("Random damage is survived", arguments: texts)
  func damage(text: String) throws {
    let original = Array(text.utf8)
    let alphabet = Array("0123456789-+.,;:\"[]{}<> \n\r\tWZT\u{0}é".utf8)
    // A linear congruential generator (Knuth's MMIX constants): the same damage in every run.
    var state: UInt64 = 7
    func random(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(bound, 1)
    }
    for _ in 0..<150 {
      var bytes = original
      for _ in 0...random(below: 6) {
        let place = random(below: bytes.count)
        switch random(below: 3) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(alphabet[random(below: alphabet.count)], at: place)
        default: bytes[place] = alphabet[random(below: alphabet.count)]
        }
      }
      try expectSound(bytes)
    }
  }
}
