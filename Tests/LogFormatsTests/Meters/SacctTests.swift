import LogFormats
import Quantities
import Testing

@Suite("Slurm's accounting")
struct SacctTests {
  private static let header = "JobID|JobIDRaw|JobName|NodeList|AllocTRES|Start|End|ElapsedRaw|ConsumedEnergyRaw"

  private func log(_ rows: String..., header: String = SacctTests.header) throws -> (EnergyRecordLog, TraceFile) {
    let read = try TraceFile(([header] + rows).joined(separator: "\n") + "\n", name: "jobs.txt")
    #expect(read.file.format == .sacct)
    return (try #require(read.energyRecords, "\(read.codes)"), read)
  }

  @Test("A job's row counts, its steps lie inside")
  func jobRow() throws {
    let (log, read) = try log(
      "4410206|4410206|train|gpu07|billing=8,cpu=8,gres/gpu=4,node=1|2026-11-23T10:00:00|2026-11-23T11:00:00|3600|3600000",
      "4410206.batch|4410206.batch|batch|gpu07|cpu=8|2026-11-23T10:00:00|2026-11-23T11:00:00|3600|3599000",
      "4410206.0|4410206.0|python|gpu07|cpu=8|2026-11-23T10:00:01|2026-11-23T11:00:00|3599|3500000",
      "4410206.extern|4410206.extern|extern|gpu07|cpu=8|2026-11-23T10:00:00|2026-11-23T11:00:00|3600|0")
    #expect(log.clock == .local)
    #expect(log.records.map(\.isNested) == [false, true, true])
    let job = try #require(log.records.first)
    #expect(job.counted == .joules(3_600_000))
    #expect(job.parts.map(\.device) == ["allocation with 4 GPUs"])
    #expect(job.job == 4_410_206 && job.host == "gpu07" && job.seconds == 3600 && job.line == 2)
    #expect(job.start == 1_795_428_000_000_000_000 && job.end == 1_795_431_600_000_000_000)
    #expect(read.codes.contains("sacct.scope") && read.codes.contains("sacct.zero-energy"))
  }

  @Test("Without an energy of its own a job takes its largest step's")
  func steps() throws {
    let (log, read) = try log(
      "7_3|9|a|n1||Unknown|Unknown|60|0", "7_3.batch|9.batch|batch|n1||Unknown|Unknown|60|500",
      "7_3.0|9.0|x|n1||Unknown|Unknown|60|700", "8+1.0|12.0|het|n2||Unknown|Unknown|60|40")
    #expect(log.records.filter { !$0.isNested }.map { $0.counted } == [.joules(700), .joules(40)])
    #expect(log.records.filter { !$0.isNested }.map(\.label) == ["7_3", "8+1"])
    #expect(log.records.filter { !$0.isNested }.map(\.job) == [9, 12])
    #expect(log.records[0].start == nil)
    #expect(read.codes.contains("sacct.energy-of-step"))
  }

  @Test(
    "Marks for no value are no energies",
    arguments: ["4294967294", "18446744073709551614", "16777216.00T", "0", "", "-5", "1e300", "nan"])
  func sentinels(_ cell: String) throws {
    let (log, read) = try log("5|5|a|n|||Unknown|60|\(cell)")
    #expect(log.records.map(\.parts) == [[]])
    let code = cell == "0" ? "sacct.zero-energy" : cell.isEmpty ? "sacct.no-energy" : "sacct.invalid-energy"
    #expect(read.codes.contains(code))
    #expect(!read.codes.contains("sacct.scope"))
  }

  @Test("Suffixes, tabs, trailing bars, lengths with days, rows that come again")
  func forms() throws {
    let suffix = try log("5|1.50M|1-00:00:10|", "6|2K|01:30.5|", header: "JobID|ConsumedEnergy|Elapsed|").0
    #expect(suffix.records.map { $0.counted } == [.joules(1_500_000), .joules(2000)])
    #expect(suffix.records.map(\.seconds) == [86_410, 90.5])
    let tabs = try log("5\t10\t1", "5\t20\t2", header: "JobID\tConsumedEnergyRaw\tElapsedRaw").0
    #expect(tabs.records.map { $0.counted } == [.joules(20)])
    #expect(tabs.supersededRows == 1)
  }

  @Test("Accounting without energies says so")
  func withoutEnergy() throws {
    let read = try TraceFile("JobID|State|Elapsed\n5|COMPLETED|00:01:00\n", name: "jobs.txt")
    #expect(read.codes == ["sacct.no-energy-field"])
    #expect(read.energyRecords?.records.map(\.job) == [5])
    #expect(read.energyRecords?.records.map(\.parts) == [[]])
    let damaged = try TraceFile(Self.header + "\nrubbish\n5|5|a|n", name: "jobs.txt")
    #expect(damaged.codes.contains("trace.malformed-rows") && damaged.codes.contains("trace.truncated-line"))
  }
}
