import Quantities
import Testing

@testable import LogFormats

/// Files that are made, or damaged, so that a reader would run away, trap or say what is not so.
@Suite("Hostile files")
struct HostileInputTests {
  @Test("A finding is one line of bounded length, whatever a file holds")
  func messages() {
    let finding = Diagnostic(.info, "file.empty", "a\tb\r\nc\u{1B}[31md\u{0}e\u{2028}f\u{202E}g é µ")
    #expect(finding.message == "a b  c\u{FFFD}[31md\u{FFFD}e f\u{FFFD}g é µ")
    let long = Diagnostic(.info, "file.empty", String(repeating: "é", count: 100_000))
    #expect(long.message.utf8.count <= Diagnostic.messageLimit + 3)
    #expect(long.message.hasSuffix("é…"))
  }

  @Test("A hundred findings of a code are listed, then their number; other codes stay")
  func boundedFindings() {
    let many = (1...103).map { Diagnostic(.info, "a.b", line: $0, String($0)) }
    let others = [Diagnostic(.error, "a.c", line: 500, "x")]
    let bounded = (many + others).bounded()
    #expect(bounded.count == 102)
    #expect(bounded[99].line == 100)
    #expect(bounded[100] == Diagnostic(.info, "a.b", line: 101, "3 more findings of this kind, which are not listed."))
    #expect(bounded[101] == others[0])
    #expect(Array(many.prefix(101)).bounded().count == 101)
  }

  @Test("A thousand unknown lines of a carbontracker log are a hundred findings and a number")
  func unknownLines() throws {
    var text = "2026-11-23 09:00:00 - carbontracker version 2.4.7\n"
    for line in 0..<1000 { text += "2026-11-23 09:00:01 - Something new, number \(line)\n" }
    let read = try TraceFile(text, name: "1_2026-11-23T090000Z_carbontracker.log")
    #expect(read.file.format == .carbontrackerStandard)
    #expect(read.codes.count { $0 == "carbontracker.unknown-line" } == 101)
  }

  @Test("Columns of one name get numbers, and a thousand silent ones do not make a thousand findings")
  func equalColumns() throws {
    let names = Array(repeating: "power [W]", count: 1000).joined(separator: ",")
    let cells = Array(repeating: "none", count: 1000).joined(separator: ",")
    let rows = (0..<3).map { "2026-11-23 09:00:0\($0),1,\(cells)\n" }.joined()
    let read = try TraceFile("time,power [W],\(names)\n\(rows)", name: "power.csv")
    let series = try #require(read.trace?.series)
    #expect(series.count == 1001)
    #expect(series.prefix(3).map(\.device) == ["power [W]", "power [W] (2)", "power [W] (3)"])
    #expect(Set(series.map(\.device)).count == series.count)
    #expect(read.codes.count { $0 == "trace.power-unavailable" } == 101)
    #expect(read.values(0) == [1, 1, 1])
  }

  @Test("A number in brackets that a device has already is passed over")
  func numberedNames() {
    var collector = TraceCollector(ParserContext(fileName: "a", samples: TraceColumns()))
    for name in ["a", "a (2)", "a", "a", "a (2)"] {
      _ = collector.add(TraceSeries(device: name, component: .gpu, quantity: .power))
    }
    #expect(collector.series.map(\.device) == ["a", "a (2)", "a (3)", "a (4)", "a (2) (2)"])
  }

  @Test("A device's name is one line and short")
  func deviceNames() throws {
    let zone = "intel-rapl:0" + String(repeating: "x", count: 5000)
    let text = "timestamp,domain,energy_uj\n1795425920.5,\(zone),1\n1795425920.5,intel-rapl:0\u{1B}[m,2\n"
    for series in try TraceFile(text, name: "rapl.csv").trace?.series ?? [] {
      #expect(series.device.utf8.count <= TraceCollector.maximumNameLength + 3)
      #expect(!series.device.utf8.contains { $0 < 0x20 })
    }
    var collector = TraceCollector(ParserContext(fileName: "a", samples: TraceColumns()))
    for _ in 0..<2 { _ = collector.add(TraceSeries(device: zone + "\n", component: .cpu, quantity: .power)) }
    #expect(collector.series.allSatisfy { $0.device.utf8.count < 250 })
    #expect(Set(collector.series.map(\.device)).count == 2)
  }

  @Test("A JSON document that is cut is bad in its last line, not in one behind it", arguments: ["\n", ""])
  func cutDocument(end: String) throws {
    let text = "{\n\"intel-rapl:0\": {\n\"max_energy_range_uj\": 262143328850," + end
    let read = try TraceFile(text, name: "rapl_domains.json")
    let finding = try #require(read.diagnostic("file.bad-json"))
    #expect(finding.line == 3)
    #expect(finding.message.contains("where the file ends"))
  }

  @Test("Samples decades apart are a gap at most, and no clock that goes back")
  func decades() {
    let series = TraceSeries(device: "GPU", component: .gpu, quantity: .power)
    var forward = SampleChecks(series)
    for time in [Int64.min, .min / 2, 0, .max / 2, .max] { _ = forward.take(time: time, value: 1, line: 1) }
    #expect(forward.diagnostics(of: series, clock: .utc).isEmpty)
    var leap = SampleChecks(series)
    for time in [Int64.min, .min + 1_000_000_000, .max] { _ = leap.take(time: time, value: 1, line: 1) }
    #expect(leap.diagnostics(of: series, clock: .utc).map(\.code) == ["trace.gaps"])
    var back = SampleChecks(series)
    for time in [Int64.max, .min] { _ = back.take(time: time, value: 1, line: 1) }
    #expect(back.diagnostics(of: series, clock: .utc).map(\.code) == ["trace.backward-clock"])
  }

  @Test("A board that each row names anew stays one board, and keeps few names")
  func namesOfOneBoard() throws {
    var text = "timestamp, index, name, power.draw [W]\n"
    for row in 0..<200 { text += "2026/11/23 10:25:\(row / 60 + 10).\(row % 60 + 100), 0, Board \(row), 30.25 W\n" }
    let read = try TraceFile(text, name: "nvidia-smi.csv")
    #expect(read.trace?.series.map(\.device) == ["GPU 0"])
    #expect(read.trace?.series.first?.samples == 200)
    var boards = NVIDIASMIBoards()
    for row in 0..<200 { _ = boards.add(Array("\(row)".utf8), index: 0, uuid: nil, bus: nil, model: nil) }
    #expect(boards.devices.map(\.keys.count) == [16])
    #expect(boards.devices.first?.keys.last == Array("199".utf8))
  }

  @Test("A device that is given a longer name later has a short one too, and its own")
  func laterNames() {
    var collector = TraceCollector(ParserContext(fileName: "a", samples: TraceColumns()))
    let name = String(repeating: "x", count: 5000)
    for first in ["a", "b"] {
      guard let place = collector.add(TraceSeries(device: first, component: .cpu, quantity: .power)) else { continue }
      collector.update(place) { $0.device = name + first }
    }
    #expect(collector.series.allSatisfy { $0.device.utf8.count < 250 })
    #expect(Set(collector.series.map(\.device)).count == 2)
  }
}
