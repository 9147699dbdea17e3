import Foundation
import LogFormats
import Quantities
import TestSupport
import Testing

@Suite("CodeCarbon emissions")
struct CodeCarbonTests {
  private static let header =
    "timestamp,project_name,run_id,duration,emissions,cpu_power,cpu_energy,gpu_energy,"
    + "ram_energy,energy_consumed,codecarbon_version,gpu_count,pue"

  @Test("Columns are found by name; kilograms become grams; what is empty is missing")
  func columns() throws {
    let read = try TraceFile(
      """
      pue,energy_consumed,emissions,duration,timestamp,project_name,cpu_energy,gpu_energy,on_cloud,country_iso_code
      1.0,0.25,0.05,7200.5,2026-11-23T09:34:40,"a, ""quoted"" name",0.1,,N,DNK

      """, name: "emissions.csv")
    let row = try #require(read.codecarbon?.rows.first)
    #expect(read.file.format == .codecarbonEmissions)
    #expect(row.project == "a, \"quoted\" name")
    #expect(row.end.iso8601 == "2026-11-23T09:34:40")
    #expect(row.seconds == 7200.5)
    #expect(row.totalKilowattHours == 0.25)
    #expect(row.cpuKilowattHours == 0.1)
    #expect(row.gpuKilowattHours == nil)
    #expect(row.ramKilowattHours == nil)
    #expect(row.grams == 50)
    #expect(row.countryISO3 == "DNK")
    #expect(row.runID == nil)
    #expect(row.line == 2)
  }

  @Test("Rows of a run are cumulative: the last one counts; rows without run id all count")
  func lastRowOfARun() throws {
    let read = try TraceFile(
      """
      \(Self.header)
      2026-11-23T09:00:00,p,a,3600,0.001,60,0.1,0,0,0.1,2.8.4,1,1.0
      2026-11-23T09:00:05,p,b,3600,0.002,60,0.2,0,0,0.2,2.8.4,1,1.0
      2026-11-23T09:00:20,p,a,10800,0.003,60,0.3,0,0,0.3,2.8.4,1,1.0
      2026-11-23T09:01:00,p,,3600,0.004,60,0.4,0,0,0.4,2.8.4,1,1.0
      2026-11-23T09:02:00,p,,3600,0.005,60,0.5,0,0,0.5,2.8.4,1,1.0

      """)
    let log = try #require(read.codecarbon)
    #expect(log.rows.map(\.totalKilowattHours) == [0.2, 0.3, 0.4, 0.5])
    #expect(log.rows.map(\.line) == [3, 4, 5, 6])
    #expect(log.supersededRows == 1)
    #expect(read.file.content.version == "2.8.4")
    #expect(read.codes == ["codecarbon.superseded-rows"])
  }

  @Test("Rows that do not fit the header are rejected, never zipped")
  func wrongWidth() throws {
    let read = try TraceFile(
      """
      \(Self.header)
      2026-11-23T09:00:00,p,a,10,0.001,60,0.1,0,0,0.1,2.8.4,1,1.0
      2026-11-23T09:00:05,p,b,10,0.002,60,0.2,0,0,2.8.4,1,1.0
      yesterday,p,c,10,0.001,60,0.1,0,0,0.1,2.8.4,1,1.0
      2026-11-23T09:00:09,p,d,nan,0.001,60,0.1,0,0,0.1,2.8.4,1,1.0
      2026-11-23T09:00:1
      """)
    #expect(read.codecarbon?.rows.map(\.runID) == ["a"])
    #expect(read.diagnostic("codecarbon.row-width")?.line == 3)
    #expect(read.diagnostic("codecarbon.unreadable-row")?.line == 4)
    #expect(read.diagnostic("codecarbon.truncated-line")?.line == 6)
  }

  @Test("The tool's PUE is divided out of energies")
  func pue() throws {
    let read = try TraceFile("\(Self.header)\n2026-11-23T09:00:00,p,a,10,0.001,60,0.3,0.6,0,0.9,2.8.4,1,1.5\n")
    let row = try #require(read.codecarbon?.rows.first)
    #expect(row.pue == 1.5)
    #expect(row.cpuKilowattHours == 0.3 / 1.5)
    #expect(row.totalKilowattHours == 0.9 / 1.5)
    #expect(row.grams == 1)
    #expect(read.codes.contains("codecarbon.pue-divided"))
  }

  @Test("The constant fallback power is called an estimate")
  func fallback() throws {
    let read = try TraceFile("\(Self.header)\n2026-11-23T09:00:00,p,a,3600,0.001,42.5,0.3,0,0.1,0.4,2.8.4,1,1.0\n")
    #expect(read.codes == ["codecarbon.cpu-estimated", "codecarbon.ram-estimated"])
    #expect(read.file.content.diagnostics.allSatisfy { $0.severity == .info })
  }

  @Test("A run id whose totals shrink is pointed out")
  func reusedRunID() throws {
    let read = try TraceFile(
      """
      \(Self.header)
      2026-11-23T09:00:00,p,a,30,0.003,60,0.3,0,0,0.3,2.8.4,1,1.0
      2026-11-23T09:10:00,p,a,10,0.001,60,0.1,0,0,0.1,2.8.4,1,1.0

      """)
    #expect(read.diagnostic("codecarbon.run-id-reused")?.line == 3)
  }

  @Test("A header without rows")
  func empty() throws {
    let read = try TraceFile(Self.header + "\n")
    #expect(read.isUnused)
    #expect(read.codes == ["codecarbon.no-rows"])
  }

  @Test(
    "Rows that real releases wrote have the emissions that the tracker returned", .enabled(if: SharedData.shouldRun))
  func realReleases() throws {
    let truth = try #require(SharedData.url("realruns/TRUTH.json"))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: truth)) as? [String: Any])
    let runs = try #require(object["codecarbon_toy_runs"] as? [[String: Any]])
    var compared = 0
    for run in runs {
      guard let version = run["version"] as? String, let name = run["file"] as? String,
        let runID = run["run_id"] as? String, let kilograms = run["kg"] as? Double,
        let url = SharedData.url("realruns/codecarbon/toy_\(version)/\(name)")
      else { continue }
      let read = try TraceFile(url: url)
      #expect(read.file.format == .codecarbonEmissions)
      let row = try #require(read.codecarbon?.rows.first { $0.runID == runID }, "\(name) of \(version)")
      if row.task == nil {
        #expect(abs((row.grams ?? 0) / (kilograms * 1000) - 1) < 1e-9, "\(name) of \(version)")
      }
      #expect(row.toolVersion == (version == "2.1.4" ? nil : version))
      compared += 1
    }
    #expect(compared >= 12)
  }

  @Test("A file of tasks keeps each task", .enabled(if: SharedData.shouldRun))
  func tasks() throws {
    let url = try #require(
      SharedData.files(below: "realruns/codecarbon/toy_3.3.2").first { $0.path.hasPrefix("emissions_base_") }?.url)
    let read = try TraceFile(url: url)
    #expect(read.codecarbon?.rows.map(\.task) == ["preprocess", "train", "validate"])
    #expect(read.codecarbon?.supersededRows == 0)
    #expect(read.codes.contains("codecarbon.task-rows"))
  }
}
