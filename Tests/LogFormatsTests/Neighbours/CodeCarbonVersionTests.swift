import LogFormats
import Quantities
import Testing

/// What CodeCarbon's versions write differently; made-up rows.
@Suite("CodeCarbon by version")
struct CodeCarbonVersionTests {
  static let fullHeader =
    "timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,"
    + "cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,country_iso_code,region,"
    + "cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,cpu_model,gpu_count,gpu_model,"
    + "longitude,latitude,ram_total_size,tracking_mode,cpu_utilization_percent,gpu_utilization_percent,"
    + "ram_utilization_percent,ram_used_gb,on_cloud,pue,wue"
  private static let run = "0a578547-1d6b-4e2f-be0c-7ad10f2f7c9"
  private static let beginning =
    "5b0fa12a-3dd7-45bb-9766-cc326314d9f1,100,0.01,0.0001,42.5,0.0,6.0,0.1,0,0.02,0.12,0.5,Denmark,DNK,"

  /// A row whose empty columns are dropped; with a GPU, in no cloud.
  static let shifted =
    "2026-11-23T09:00:00,p,\(run)1,\(beginning)capital region,Linux-5.15.0-x86_64,3.11.4,3.3.0,16,AMD EPYC 7302,"
    + "1,NVIDIA A40,12.5,55.5,16.0,machine,10.0,20.0,30.0,4.0,N,1.2,0.5"
  /// The same without a GPU.
  static let withoutGPU =
    "2026-11-23T10:00:00,p,\(run)2,\(beginning)capital region,Linux-5.15.0-x86_64,3.11.4,3.3.0,16,AMD EPYC 7302,"
    + "12.5,55.5,16.0,machine,10.0,20.0,30.0,4.0,N,1.2,0.5"
  static let file = "\(fullHeader)\n\(shifted)\n\(withoutGPU)\n"

  @Test("A row without its empty columns is put right when that can be done in one way")
  func repaired() throws {
    let read = try TraceFile(Self.file)
    let rows = try #require(read.codecarbon?.rows)
    #expect(rows.count == 2)
    #expect(rows.map(\.gpuModel) == ["NVIDIA A40", nil])
    #expect(rows.map(\.gpuCount) == [1, nil])
    #expect(rows.allSatisfy { $0.cpuModel == "AMD EPYC 7302" && $0.pue == 1.2 && $0.wue == 0.5 && $0.litres == 0.5 })
    #expect(rows.allSatisfy { $0.totalKilowattHours == 0.12 / 1.2 && $0.trackingMode == "machine" })
    #expect(rows.allSatisfy { $0.toolVersion == "3.3.0" && $0.countryISO3 == "DNK" && $0.ramGigabytes == 16 })
    #expect(read.diagnostic("codecarbon.row-repaired")?.line == 2)
    #expect(!read.codes.contains("codecarbon.row-width"))
  }

  @Test(
    "A row that fits in several ways, in none, or that was cut off is left out",
    arguments: [
      // One of longitude and latitude, which belong together.
      withoutGPU.replacing(",12.5,55.5,", with: ",12.5,"),
      // No cloud, and yet a text too many for it.
      withoutGPU.replacing("capital region,", with: "capital region,aws,"),
      // Two texts for country, region and the like, one of which has no code beside it.
      withoutGPU.replacing("Denmark,DNK,capital region,", with: "Denmark,"),
      // The time of day is no time.
      withoutGPU.replacing("2026-11-23T10:00:00", with: "10:00:00"),
      // Cut off within the row.
      String(withoutGPU.dropLast(8)),
      // An energy is missing: numbers cannot be told apart.
      withoutGPU.replacing(",0.1,0,0.02,0.12,", with: ",0.1,0,0.12,"),
      // An empty cell shows that no column was dropped.
      withoutGPU.replacing(",capital region,", with: ",,"),
    ])
  func notRepaired(row: String) throws {
    let read = try TraceFile("\(Self.fullHeader)\n\(row)\n")
    #expect(read.codecarbon == nil)
    #expect(Set(read.codes) == ["codecarbon.no-rows", "codecarbon.row-width"])
  }

  @Test("A row of more columns than the header, which lacks empty ones, is read by the full layout")
  func wider() throws {
    let dropped = ["cloud_provider", "cloud_region", "gpu_count", "gpu_model"]
    let header = Self.fullHeader.split(separator: ",").filter { !dropped.contains(String($0)) }.joined(separator: ",")
    let read = try TraceFile("\(header)\n\(Self.withoutGPU)\n\(Self.shifted)\n")
    let rows = try #require(read.codecarbon?.rows)
    #expect(rows.map(\.gpuModel) == [nil, "NVIDIA A40"])
    #expect(rows.map(\.pue) == [1.2, 1.2])
    #expect(read.diagnostic("codecarbon.row-of-other-columns")?.line == 3)
  }

  @Test("Version 1 names runs by an experiment id, and has no parts")
  func version1() throws {
    let read = try TraceFile(
      """
      timestamp,experiment_id,project_name,duration,emissions,energy_consumed,country_name,country_iso_code,region,on_cloud,cloud_provider,cloud_region
      2026-11-23T09:00:00,\(Self.run)1,p,100,0.01,0.1,Denmark,DNK,,N,,
      2026-11-23T09:10:00,\(Self.run)1,p,700,0.02,0.2,Denmark,DNK,,N,,

      """)
    let rows = try #require(read.codecarbon?.rows)
    #expect(rows.map(\.totalKilowattHours) == [0.2])
    #expect(rows.first?.runID == "\(Self.run)1")
    #expect(rows.first?.cpuKilowattHours == nil)
    #expect(read.codes == ["codecarbon.superseded-rows"])
  }

  @Test(
    "The rate is in grams a second before 2.2.0 and in kilograms a second from then on",
    arguments: [(nil, 0.1), ("2.1.4", 0.1), ("2.2.0", 100), ("3.2.1", 100)] as [(String?, Double)])
  func rate(version: String?, grams: Double) throws {
    let column = version == nil ? "" : ",codecarbon_version"
    let cell = version.map { ",\($0)" } ?? ""
    let read = try TraceFile(
      "timestamp,run_id,duration,emissions,emissions_rate,energy_consumed\(column)\n"
        + "2026-11-23T09:00:00,a,100,0.01,0.1,0.1\(cell)\n")
    #expect(read.codecarbon?.rows.first?.gramsPerSecond == grams)
  }

  @Test("Constants in place of measurements are marked")
  func estimates() throws {
    let header = "timestamp,run_id,duration,emissions,cpu_power,ram_power,ram_energy,energy_consumed,ram_total_size"
    let read = try TraceFile(
      """
      \(header)
      2026-11-23T09:00:00,a,7200,0.01,42.5,45.0,0.1,0.2,120.0
      2026-11-23T09:00:00,b,7200,0.01,61.5,20.0,0.1,0.2,120.0

      """)
    let rows = try #require(read.codecarbon?.rows)
    #expect(rows.map(\.isCPUEstimated) == [true, false])
    #expect(rows.map(\.isMemoryByCapacity) == [true, false])
    #expect(read.codes == ["codecarbon.cpu-estimated", "codecarbon.ram-estimated"])
  }

  @Test("Another header in the middle is read by itself; a repeated one is told; a backup's name does not matter")
  func headers() throws {
    let first = "timestamp,run_id,duration,emissions,energy_consumed"
    let read = try TraceFile(
      """
      \(first)
      2026-11-23T09:00:00,a,100,0.01,0.1
      \(first)
      2026-11-23T09:00:00,b,100,0.01,0.2
      energy_consumed,timestamp,run_id,duration,emissions,pue
      0.3,2026-11-23T09:00:00,c,100,0.01,1.0

      """, name: "emissions.csv.bak")
    #expect(read.codecarbon?.rows.map(\.totalKilowattHours) == [0.1, 0.2, 0.3])
    #expect(read.diagnostic("codecarbon.repeated-header")?.line == 3)
    #expect(read.diagnostic("codecarbon.header-changed")?.line == 5)
  }

  @Test("An energy that a device cannot have drawn is pointed out and kept")
  func excess() throws {
    let header = "timestamp,run_id,duration,emissions,cpu_energy,gpu_energy,energy_consumed,gpu_count"
    // 262 kJ, a whole turn of a counter, in 100 s; 8 boards of 500 W for an hour.
    let read = try TraceFile(
      """
      \(header)
      2026-11-23T09:00:00,a,100,0.01,0.0728,0,0.0728,0
      2026-11-23T09:00:00,b,3600,0.01,0.1,4.0,4.1,8

      """)
    #expect(read.codecarbon?.rows.map(\.cpuKilowattHours) == [0.0728, 0.1])
    #expect(read.diagnostic("codecarbon.implausible-power")?.line == 2)
    #expect(read.diagnostic("codecarbon.implausible-power")?.message.hasPrefix("Line 2:") == true)
  }
}
