import LogFormats
import Quantities
import Testing

/// Made up to the format's description.
@Suite("nvidia-smi -q and -q -x")
struct ReportTests {
  static func document(
    _ second: Int, watts: String, doctype: String = "<!DOCTYPE nvidia_smi_log SYSTEM \"nvsmi_device_v12.dtd\">"
  )
    -> String
  {
    """
    <?xml version="1.0" ?>
    \(doctype)
    <nvidia_smi_log>
      <timestamp>Mon Nov 23 10:25:\(second) 2026</timestamp>
      <driver_version>570.86</driver_version>
      <attached_gpus>2</attached_gpus>
      <gpu id="00000000:01:00.0">
        <product_name>NVIDIA A40</product_name>
        <uuid>GPU-aaaa</uuid>
        <gpu_power_readings>
          <power_state>P0</power_state>
          <average_power_draw>\(watts)</average_power_draw>
          <instant_power_draw>31.00 W</instant_power_draw>
          <current_power_limit>300.00 W</current_power_limit>
        </gpu_power_readings>
        <gpu_memory_power_readings><average_power_draw>10.00 W</average_power_draw></gpu_memory_power_readings>
        <module_power_readings><average_power_draw>500.00 W</average_power_draw></module_power_readings>
      </gpu>
      <gpu id="00000000:02:00.0">
        <product_name>Tesla &#84;4</product_name>
        <uuid>GPU-bbbb</uuid>
        <power_readings><power_draw>12.50 W</power_draw><power_limit>70.00 W</power_limit></power_readings>
      </gpu>
    </nvidia_smi_log>

    """
  }

  @Test("Documents one after another; the board's draw counts, memory is inside it, the module beside it")
  func documents() throws {
    let read = try TraceFile(Self.document(20, watts: "32.00 W") + Self.document(30, watts: "N/A"), name: "gpu.xml")
    let trace = try #require(read.trace)
    #expect(read.file.format == .nvidiaSMIXML)
    #expect(read.file.content.version == "driver 570.86")
    #expect(trace.clock == .local)
    let roles = Dictionary(trace.series.map { ($0.device, $0.role) }) { first, _ in first }
    #expect(roles["GPU 0"] == .counted)
    #expect(roles["GPU 0 (power.draw.instant)"] == .alternative)
    #expect(roles["GPU 0 (memory.power.draw.average)"] == .contained)
    #expect(roles["GPU 0 (module.power.draw.average)"] == .alternative)
    #expect(roles["GPU 0 (current.power.limit)"] == .limit)
    #expect(roles["GPU 1"] == .counted)
    #expect(trace.series.first { $0.device == "GPU 1" }?.model == "Tesla T4")
    #expect(read.values(0) == [32])
    #expect(trace.series[0].missingSamples == 1)
    #expect(read.columns[1].times == [1_795_429_520_000_000_000, 1_795_429_530_000_000_000])
  }

  @Test(
    "A document type with declarations inside is passed over and nothing in it is expanded",
    arguments: [
      "<!DOCTYPE nvidia_smi_log [\n<!ELEMENT nvidia_smi_log (timestamp, gpu*)>\n<!ATTLIST gpu id CDATA #REQUIRED>\n]>",
      "<!DOCTYPE nvidia_smi_log SYSTEM \"http://localhost:1/never.dtd\" [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
      "",
    ])
  func documentTypes(doctype: String) throws {
    let read = try TraceFile(Self.document(20, watts: "32.00 W", doctype: doctype))
    #expect(read.values(0) == [32])
    #expect(!read.codes.contains("nvidia-smi.broken-document"))
  }

  @Test("Entities are not expanded, whatever they declare")
  func entities() throws {
    let bomb =
      "<!DOCTYPE nvidia_smi_log [<!ENTITY a \"99.00 W\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
      + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>"
    for entity in ["&a;", "&d;", "&unknown;"] {
      let read = try TraceFile(Self.document(20, watts: entity, doctype: bomb))
      let drawn = read.trace?.series.first { $0.device == "GPU 0" }
      #expect(drawn == nil || drawn?.samples == 0 || read.values(0) == [31])
      #expect(!read.columns.flatMap(\.values).contains(99_000_000))
    }
  }

  @Test("What is cut off or nested without end is left out, and the next document is read")
  func broken() throws {
    let whole = Self.document(20, watts: "32.00 W")
    let cut = String(whole.prefix(whole.count / 2))
    let deep = "<?xml version=\"1.0\"?>\n<nvidia_smi_log>" + String(repeating: "<a>", count: 100_000)
    let read = try TraceFile(cut + "\n" + deep + "\n" + whole + cut)
    #expect(read.values(0) == [32])
    let found = try #require(read.diagnostic("nvidia-smi.broken-document"))
    #expect(found.message.hasPrefix("3 XML documents"))
    #expect(found.line == 1)
  }

  @Test("Boards of which only some were asked for go by uuid")
  func someBoards() throws {
    let text = Self.document(20, watts: "32.00 W")
    let read = try TraceFile(text.split(separator: "<attached_gpus>2").joined(separator: "<attached_gpus>8"))
    #expect(read.trace?.series.filter { $0.role == .counted }.map(\.device) == ["GPU-aaaa", "GPU-bbbb"])
    #expect(read.trace?.series.allSatisfy { $0.index == nil } == true)
  }

  static func text(_ second: Int, watts: String) -> String {
    """

    ==============NVSMI LOG==============

    Timestamp                                 : Mon Nov 23 10:25:\(second) 2026
    Driver Version                            : 570.86
    CUDA Version                              : 12.8

    Attached GPUs                             : 1
    GPU 00000000:83:00.0
        Product Name                          : NVIDIA H200
        GPU UUID                              : GPU-cccc
        Clocks
            Graphics                          : 1980 MHz
        GPU Power Readings
            Average Power Draw                : \(watts)
            Instantaneous Power Draw          : 625.24 W
            Current Power Limit               : 700.00 W
        GPU Memory Power Readings
            Average Power Draw                : 97.69 W
            Instantaneous Power Draw          : N/A
        Module Power Readings
            Average Power Draw                : 900.00 W
        Power Smoothing                       : N/A
        Power Samples
            Max                               : 629.00 W

    """
  }

  @Test("In text the heading decides; reports follow one another")
  func texts() throws {
    let read = try TraceFile(Self.text(20, watts: "627.32 W") + Self.text(30, watts: "628.32 W"), name: "gpu.txt")
    let trace = try #require(read.trace)
    #expect(read.file.format == .nvidiaSMIDetail)
    #expect(trace.series.filter { $0.role == .counted }.map(\.device) == ["GPU 0"])
    #expect(read.values(0) == [627.32, 628.32])
    #expect(trace.series.first { $0.device == "GPU 0 (memory.power.draw.average)" }?.role == .contained)
    #expect(trace.series.first { $0.device == "GPU 0 (module.power.draw.average)" }?.component == .node)
    #expect(trace.series.first?.uuid == "GPU-cccc")
    #expect(read.columns[0].times == [1_795_429_520_000_000_000, 1_795_429_530_000_000_000])
    let old = try TraceFile(
      Self.text(20, watts: "1.00 W").split(separator: "    GPU Power Readings").joined(separator: "    Power Readings")
        .split(separator: "Average Power Draw                : 1.00").joined(separator: "Power Draw : 25.31"))
    #expect(old.values(0) == [25.31])
  }

  @Test("A number that the end of the file cuts off is missing")
  func cutNumber() throws {
    let text = Self.text(20, watts: "627.32 W")
    let cut = try #require(text.firstRange(of: "627.3"))
    let read = try TraceFile(String(text[..<cut.upperBound]))
    #expect(read.columns.allSatisfy { $0.values.isEmpty })
  }
}
