import LogFormats
import Quantities
import Testing

/// Made up to the formats' descriptions.
@Suite("Prometheus")
struct PrometheusTests {
  private func counted(_ read: TraceFile) -> [(device: String, values: [Double])] {
    guard let trace = read.trace else { return [] }
    return trace.series.indices.filter { trace.series[$0].role == .counted }
      .map { (trace.series[$0].device, read.values($0)) }
  }

  @Test("dcgm-exporter with stamps: the counter counts, in joules")
  func exporter() throws {
    let read = try TraceFile(
      """
      # HELP DCGM_FI_DEV_POWER_USAGE Power draw (in W).
      # TYPE DCGM_FI_DEV_POWER_USAGE gauge
      DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",Hostname="n1"} 320.5 1795429520500
      DCGM_FI_DEV_POWER_USAGE{gpu="1",UUID="GPU-bbbb",modelName="NVIDIA A100",Hostname="n1"} NaN 1795429520500
      # TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter
      DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",Hostname="n1"} 1.23e+10 1795429520500
      DCGM_FI_DEV_GPU_TEMP{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",Hostname="n1"} 40 1795429520500
      DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",Hostname="n1"} 321.5 1795429521500
      DCGM_FI_DEV_POWER_USAGE{gpu="1",UUID="GPU-bbbb",modelName="NVIDIA A100",Hostname="n1"} 50 1795429521500
      DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",Hostname="n1"} 12300321000 1795429521500

      """, name: "metrics.prom")
    let trace = try #require(read.trace)
    #expect(read.file.format == .prometheusText)
    #expect(trace.clock == .utc)
    #expect(trace.host == "n1")
    #expect(trace.series.map(\.role) == [.alternative, .counted, .counted])
    #expect(trace.series.map(\.uuid) == ["GPU-aaaa", "GPU-bbbb", "GPU-aaaa"])
    #expect(trace.series.map(\.model) == ["NVIDIA A100", "NVIDIA A100", "NVIDIA A100"])
    #expect(trace.series[2].device == "GPU 0")
    #expect(read.values(2) == [12_300_000, 12_300_321])
    #expect(read.values(1) == [50])
    #expect(read.columns[0].times == [1_795_429_520_500_000_000, 1_795_429_521_500_000_000])
    #expect(read.codes == ["trace.reading-chosen", "trace.missing-samples"])
  }

  @Test("Copies of a board's power for its instances do not count again")
  func instances() throws {
    let read = try TraceFile(
      """
      DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-aaaa",GPU_I_ID="7",GPU_I_PROFILE="1g.5gb"} 320.5 1795429520500
      DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-aaaa",GPU_I_ID="8",GPU_I_PROFILE="1g.5gb"} 320.5 1795429520500

      """)
    #expect(counted(read).map(\.values) == [[320.5]])
  }

  @Test("A board and a package that several exporters tell of count once, on each host")
  func exporters() throws {
    let read = try TraceFile(
      """
      DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-aaaa",Hostname="n1"} 320.5 1795429520500
      kepler_node_gpu_joules_total{instance="n1:9102",mode="dynamic"} 1000 1795429520500
      kepler_node_gpu_joules_total{instance="n2:9102",mode="dynamic"} 1000 1795429520500
      node_rapl_package_joules_total{index="0",instance="n1:9100"} 500 1795429520500
      kepler_node_package_joules_total{package="0",instance="n1:9102",mode="dynamic"} 400 1795429520500
      kepler_node_dram_joules_total{package="0",instance="n1:9102",mode="dynamic"} 40 1795429520500
      scaph_socket_energy_microjoules{socket_id="0",instance="n1:8080"} 500000000 1795429520500

      """)
    #expect(
      read.trace?.series.map(\.role) == [
        .counted, .alternative, .counted, .counted, .alternative, .counted, .alternative,
      ])
    #expect(read.codes.contains("prometheus.several-exporters"))
  }

  @Test("Scrapes with a time between them, and without any")
  func scrapes() throws {
    let timed = try TraceFile(
      """
      # 2026-11-23T10:25:20Z
      nvidia_smi_index{uuid="aaaa"} 3
      nvidia_smi_power_draw_watts{uuid="aaaa"} 32.5
      # 2026-11-23T10:25:30Z
      nvidia_smi_index{uuid="aaaa"} 3
      nvidia_smi_power_draw_watts{uuid="aaaa"} 33.5

      """)
    #expect(timed.trace?.clock == .utc)
    #expect(counted(timed).map(\.device) == ["GPU 3"])
    #expect(timed.columns[0].times == [1_795_429_520_000_000_000, 1_795_429_530_000_000_000])
    let timeless = try TraceFile(
      "nvidia_smi_power_draw_watts{uuid=\"aaaa\"} 32.5\nnvidia_smi_power_draw_watts{uuid=\"aaaa\"} 3")
    #expect(timeless.trace?.clock == .ordinal)
    // The last line may be cut off.
    #expect(timeless.values(0) == [32.5])
    #expect(timeless.codes == ["trace.no-time", "trace.truncated-line"])
  }

  @Test("An energy of nvidia_gpu_exporter, in its name's unit")
  func exporterEnergy() throws {
    for (name, expected) in [
      ("nvidia_smi_total_energy_consumption_joules", 2000.0), ("nvidia_smi_total_energy_consumption_millijoules", 2.0),
    ] {
      let read = try TraceFile("# TYPE \(name) counter\n\(name){uuid=\"a\"} 2000 1795429520500\n")
      #expect(counted(read).map(\.values) == [[expected]])
    }
  }

  @Test("Kepler: packages, memory and boards count; cores, containers and the platform do not")
  func kepler() throws {
    let read = try TraceFile(
      """
      # TYPE kepler_node_package_joules_total counter
      kepler_node_package_joules_total{instance="n1",mode="dynamic",package="0"} 100.5 1795429520500
      kepler_node_package_joules_total{instance="n1",mode="idle",package="0"} 50.5 1795429520500
      kepler_node_core_joules_total{instance="n1",mode="dynamic",package="0"} 80 1795429520500
      kepler_node_dram_joules_total{instance="n1",mode="dynamic",package="0"} 10 1795429520500
      kepler_node_platform_joules_total{instance="n1",mode="dynamic",source="acpi"} 300 1795429520500
      kepler_container_joules_total{container_name="job",pod_name="p",mode="dynamic"} 70 1795429520500

      """)
    let trace = try #require(read.trace)
    #expect(counted(read).map(\.device) == ["package 0 dynamic", "package 0 idle", "dram 0 dynamic"])
    #expect(trace.series.filter { $0.role == .counted }.map(\.component) == [.cpu, .cpu, .dram])
    #expect(trace.series.filter { $0.role == .alternative }.map(\.component) == [.node, .node])
    #expect(trace.series.last?.isModelled == true)
    let containers = try TraceFile(
      "# TYPE kepler_container_joules_total counter\n"
        + "kepler_container_joules_total{container_name=\"job\"} 70 1795429520500\n"
        + "kepler_container_joules_total{container_name=\"job\"} 75 1795429521500\n")
    #expect(counted(containers).map(\.values) == [[70, 75]])
  }

  @Test("Scaphandre: sockets and memory in microwatts; the host is their sum")
  func scaphandre() throws {
    let read = try TraceFile(
      """
      scaph_host_power_microwatts 90000000 1795429520500
      scaph_socket_power_microwatts{socket_id="0"} 80000000 1795429520500
      scaph_domain_power_microwatts{socket_id="0",domain_name="dram"} 10000000 1795429520500
      scaph_domain_power_microwatts{socket_id="0",domain_name="core"} 60000000 1795429520500
      scaph_process_power_consumption_microwatts{exe="python"} 50000000 1795429520500

      """)
    #expect(counted(read).map(\.values) == [[80], [10]])
    #expect(read.trace?.series.map(\.role) == [.alternative, .counted, .counted, .contained])
    let host = try TraceFile("scaph_host_power_microwatts 90000000 1795429520500\n")
    #expect(counted(host).map(\.values) == [[90]])
    #expect(host.trace?.series.map(\.component) == [.node])
  }

  @Test("Range queries in JSON: values are text; several hosts keep their devices apart")
  func range() throws {
    let read = try TraceFile(
      """
      {"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"DCGM_FI_DEV_POWER_USAGE","gpu":"0","Hostname":"n1"},
         "values":[[1795429520.5,"45.25"],[1795429521.5,"NaN"],[1795429522.5,"46.25"]]},
        {"metric":{"__name__":"DCGM_FI_DEV_POWER_USAGE","gpu":"0","Hostname":"n2"},"values":[[1795429520.5,"55.25"]]},
        {"metric":{"gpu":"0"},"values":[[1795429520.5,"1"]]},
        {"metric":{"__name__":"up"},"values":[[1795429520.5,"1"]]}]}}
      """, name: "query.json")
    #expect(read.file.format == .prometheusRange)
    #expect(read.trace?.series.map(\.device) == ["n1 GPU 0", "n2 GPU 0"])
    #expect(read.trace?.host == nil)
    #expect(read.values(0) == [45.25, 46.25])
    #expect(read.trace?.series.first?.missingSamples == 1)
    #expect(read.columns[0].times == [1_795_429_520_500_000_000, 1_795_429_522_500_000_000])
    #expect(read.codes.sorted() == ["prometheus.unnamed-series", "trace.missing-samples"])
    let instant = try TraceFile(
      #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"DCGM_FI_DEV_POWER_USAGE","gpu":"0"},"value":[1795429520.5,"45.25"]}]}}"#
    )
    #expect(instant.values(0) == [45.25])
    let failed = try TraceFile(#"{"status":"error","error":"timeout","data":{"resultType":"matrix","result":[]}}"#)
    #expect(failed.codes.contains("trace.tool-error"))
    let broken = try TraceFile(#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":"#)
    #expect(broken.isUnused)
    #expect(broken.codes == ["file.bad-json"])
  }

  @Test("Range queries in CSV, a column per series or a row per sample")
  func tables() throws {
    let wide = try TraceFile(
      #"""
      "Time","DCGM_FI_DEV_POWER_USAGE{gpu=""0"", Hostname=""n1""}","up"
      2026-11-23 10:25:20,45.25,1
      2026-11-23 10:25:30,,1
      2026-11-23 10:25:40,46.25,1

      """#)
    #expect(wide.file.format == .prometheusTable)
    #expect(wide.trace?.clock == .local)
    #expect(counted(wide).map(\.device) == ["GPU 0"])
    #expect(wide.values(0) == [45.25, 46.25])
    #expect(wide.codes == [])
    let long = try TraceFile(
      """
      timestamp,__name__,gpu,Hostname,value
      1795429520.5,DCGM_FI_DEV_POWER_USAGE,0,n1,45.25
      1795429520.5,DCGM_FI_DEV_POWER_USAGE,1,n1,55.25
      1795429520.5,DCGM_FI_DEV_GPU_TEMP,1,n1,55
      1795429530.5,DCGM_FI_DEV_POWER_USAGE,0,n1,46.25

      """)
    #expect(long.file.format == .prometheusTable)
    #expect(counted(long).map(\.device) == ["GPU 0", "GPU 1"])
    #expect(counted(long).map(\.values) == [[45.25, 46.25], [55.25]])
  }

  @Test("Labels with escapes, braces and bytes that are no UTF-8; stamps out of range")
  func labels() throws {
    var bytes = Array("# TYPE DCGM_FI_DEV_POWER_USAGE gauge\nDCGM_FI_DEV_POWER_USAGE{gpu=\"0\",pod=\"a}\\\"b".utf8)
    bytes += [0xE9, 0xE9, 0xE9]
    bytes += Array("\"} 320.5 1795429520500\n".utf8)
    bytes += Array("DCGM_FI_DEV_POWER_USAGE{gpu=\"0\"} 320.5 -9223372036854775808\n".utf8)
    let read = try TraceFile(bytes: bytes, name: "m.prom")
    #expect(read.values(0) == [320.5])
    #expect(read.codes == ["trace.malformed-rows"])
  }

  @Test("An exposition without any power says so; text about metrics is none")
  func others() throws {
    let none = try TraceFile(
      "# HELP up x\n# TYPE up gauge\nup 1\n# TYPE go_threads gauge\ngo_threads 9\n", name: "m.prom")
    #expect(none.file.format == .prometheusText)
    #expect(none.codes == ["trace.no-power"])
    let prose = try TraceFile(
      "# Metrics\n\nThe exporter has these:\n\nDCGM_FI_DEV_POWER_USAGE{gpu=\"0\"} 320.0\n\nand more.\n",
      name: "README.md")
    #expect(prose.file.format == .unknown)
  }
}
