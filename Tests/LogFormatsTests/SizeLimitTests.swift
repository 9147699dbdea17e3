import Foundation
import TestSupport
import Testing

@testable import LogFormats

/// The sizes that readers keep, as docs/robustness.md lists them: what is larger is told and cut, or left out.
@Suite("Limits of size")
struct SizeLimitTests {
  @Test("of a line of more than 64 MiB its beginning is read, and the lines after it are read as well")
  func longLine() throws {
    let folder = try TemporaryFolder()
    var data = Data("timestamp, index, name, power.draw [W]\n2026/11/23 09:00:00.000, 0, ".utf8)
    data.append(Data(repeating: UInt8(ascii: "x"), count: 72 << 20))
    data.append(Data("\n2026/11/23 09:00:01.000, 0, A40, 50.00 W\n2026/11/23 09:00:02.000, 0, A40, 60.00 W\n".utf8))
    try folder.write(data, to: "nvidia-smi.csv")
    let columns = TraceColumns()
    let file = try LogFileReader.read(path: folder.path("nvidia-smi.csv"), samples: columns)
    #expect(file.format == .nvidiaSMIQuery)
    #expect(file.lineCount == 4 && file.byteCount == data.count)
    #expect(file.content.diagnostics.filter { $0.code == "file.long-line" }.map(\.line) == [2])
    guard case .trace(let trace) = file.content.record else {
      Issue.record("no trace")
      return
    }
    #expect(trace.series.first?.samples == 2)
  }

  @Test("a trace has 4096 devices, and what comes after is told")
  func devices() throws {
    var text = "time,device,power [W]\n"
    for index in 0..<4100 { text += "2026-11-23 09:00:00,d\(index),50.5\n" }
    let read = try TraceFile(text, name: "power.csv")
    #expect(read.trace?.series.count == TraceCollector.maximumSeries)
    #expect(TraceCollector.maximumSeries == 4096)
    #expect(read.codes.contains("trace.too-many-devices"), "\(read.codes)")
  }

  @Test("a device's name is cut at 200 bytes")
  func names() throws {
    let name = String(repeating: "é", count: 300)
    let rows = (0..<3).map { "2026/11/23 09:00:0\($0).000, 0, \(name), 50.00 W\n" }.joined()
    let read = try TraceFile("timestamp, index, name, power.draw [W]\n" + rows, name: "nvidia-smi.csv")
    let device = try #require(read.trace?.series.first?.device)
    #expect(device.utf8.count <= 203, "\(device.utf8.count)")
  }

  @Test("a row of a table of more than 64 KiB is passed over")
  func row() throws {
    var text = "time,power [W],note\n"
    for second in 0..<5 {
      let note = String(repeating: "x", count: second == 2 ? DelimitedParser.maximumRowLength : 1)
      text += "2026-11-23 09:00:0\(second),\(100 + second),\(note)\n"
    }
    let read = try TraceFile(text, name: "power.csv")
    #expect(read.values(0) == [100, 101, 103, 104])
  }

  @Test("a header of more than 1024 columns is none")
  func columns() throws {
    for (count, isRead) in [(1022, true), (1024, false)] {
      let names = (0..<count).map { "x\($0)" }.joined(separator: ",")
      let cells = Array(repeating: "1", count: count).joined(separator: ",")
      let rows = (0..<5).map { "2026-11-23 09:00:0\($0),10\($0),\(cells)\n" }.joined()
      let read = try TraceFile("time,power [W],\(names)\n" + rows, name: "power.csv")
      #expect((read.trace?.series.isEmpty == false) == isRead, "\(count) more columns")
    }
  }

  @Test("an XML document of more than 64 MiB is left out, and those around it are read")
  func xmlDocument() throws {
    func document(second: Int, watts: String, filling: Int = 0) -> String {
      """
      <?xml version="1.0" ?>
      <!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
      <nvidia_smi_log>
      <timestamp>Mon Nov 23 10:00:0\(second) 2026</timestamp>
      <gpu id="00000000:01:00.0"><gpu_power_readings><power_draw>\(watts) W</power_draw></gpu_power_readings>

      """ + String(repeating: "<x>\(String(repeating: "y", count: 1016))</x>\n", count: filling)
        + "</gpu>\n</nvidia_smi_log>\n"
    }
    for (filling, values) in [(63 << 10, 3), (65 << 10, 2)] {
      let text =
        document(second: 0, watts: "50.00") + document(second: 1, watts: "60.00", filling: filling)
        + document(second: 2, watts: "70.00")
      let read = try TraceFile(text, name: "power.xml")
      #expect(read.file.format == .nvidiaSMIXML)
      #expect(read.trace?.series.first?.samples == values)
      #expect(read.codes.contains("nvidia-smi.broken-document") == (values == 2), "\(read.codes)")
    }
  }

  @Test("of many JSON documents in a file one of more than 16 MiB is left out")
  func streamedDocument() throws {
    func document(second: Int, filling: Int = 0) -> String {
      "{\"timestamp\": \"2026-11-23T10:00:0\(second)Z\", \"@odata.id\": \"/redfish/v1/Chassis/1/Power\", "
        + "\"PowerControl\": [{\"MemberId\": \"0\", \"Name\": \"System\", \"PowerConsumedWatts\": \(300 + second)}], "
        + "\"Oem\": \"\(String(repeating: "x", count: filling))\"}\n"
    }
    for (filling, values) in [(15 << 20, 3), (17 << 20, 2)] {
      let text = document(second: 0) + document(second: 1, filling: filling) + document(second: 2)
      let read = try TraceFile(text, name: "power.json")
      #expect(read.trace?.series.first?.samples == values)
      #expect(read.codes.contains("trace.malformed-rows") == (values == 2), "\(read.codes)")
    }
  }
}
