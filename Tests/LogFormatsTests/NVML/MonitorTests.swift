import LogFormats
import Quantities
import Testing

/// Made up to the format's description.
@Suite("nvidia-smi dmon and pmon")
struct MonitorTests {
  @Test("Columns come from the header; headers come again; a dash is missing")
  func plain() throws {
    let read = try TraceFile(
      """
      # gpu   pwr gtemp mtemp    sm   mem   enc   dec  mclk  pclk
      # Idx     W     C     C     %     %     %     %   MHz   MHz
          0    43    35     -     0     0     0     0  3505   405
          1     -    35     -     0     0     0     0  3505   405
      # gpu   pwr gtemp mtemp    sm   mem   enc   dec  mclk  pclk
      # Idx     W     C     C     %     %     %     %   MHz   MHz
          0    44    35     -     0     0     0     0  3505   405
          1    51    35     -     0     0     0     0  3505   405

      """, name: "dmon.log")
    #expect(read.file.format == .nvidiaSMIMonitor)
    #expect(read.trace?.clock == .ordinal)
    #expect(read.trace?.series.map(\.device) == ["GPU 0", "GPU 1"])
    #expect(read.values(0) == [43, 44])
    #expect(read.values(1) == [51])
    #expect(read.codes == ["trace.no-time", "trace.missing-samples"])
  }

  @Test(
    "With date and time the clock is the host's",
    arguments: [
      """
      #Date       Time        gpu    pwr  gtemp
      #YYYYMMDD   HH:MM:SS    Idx      W      C
       20261123   10:25:20      0    142     40
       20261123   10:25:21      0    143     40

      """,
      """
      #Date, Time, gpu, pwr, gtemp
      20261123, 10:25:20, 0, 142, 40
      20261123, 10:25:21, 0, 143, 40

      """,
      """
      # gpu, pwr [W], Date, Time
      # 0, 142, 20261123, 10:25:20
      # 0, 143, 20261123, 10:25:21

      """,
    ])
  func dateAndTime(text: String) throws {
    let read = try TraceFile(text, name: "dmon.csv")
    #expect(read.trace?.clock == .local)
    #expect(read.columns.first?.times == [1_795_429_520_000_000_000, 1_795_429_521_000_000_000])
    #expect(read.values(0) == [142, 143])
    #expect(read.codes == [])
  }

  @Test("A time of day alone counts from the first row, over midnight")
  func midnight() throws {
    let read = try TraceFile(
      """
      #Time        gpu    pwr
      #HH:MM:SS    Idx      W
       23:59:58      0    100
       23:59:58      1    200
       23:59:59      0    101
       00:00:01      0    102
       00:00:00      0    103

      """)
    #expect(read.trace?.clock == .relative)
    #expect(read.columns.first?.times == [0, 1_000_000_000, 3_000_000_000, 2_000_000_000])
    #expect(read.codes.contains("nvidia-smi.time-without-date"))
    #expect(read.codes.contains("trace.backward-clock"))
  }

  @Test("Times that fall at every row do not run out of range")
  func endlessMidnights() throws {
    var text = "#Time gpu pwr\n"
    for _ in 0..<110_000 { text += "23:59:59 0 1\n00:00:00 0 1\n" }
    let read = try TraceFile(text)
    let series = try #require(read.trace?.series.first)
    #expect(series.samples + series.missingSamples == 220_000)
  }

  @Test("A date alone is no time")
  func dateOnly() throws {
    let read = try TraceFile("#Date       gpu    pwr\n#YYYYMMDD   Idx      W\n 20261123     0    100\n")
    #expect(read.trace?.clock == .ordinal)
    #expect(read.values(0) == [100])
  }

  @Test("Rows that do not fit are told, and other columns after a restart are found")
  func rows() throws {
    let read = try TraceFile(
      """
      # gpu    pwr  gtemp
      # Idx      W      C
          0     43     35
          0     44
          0  25:10     35
      # gpu  gtemp    pwr
          0     35     45
      GPU is lost. Reboot the system to recover this GPU

      """)
    #expect(read.values(0) == [43, 45])
    #expect(
      read.codes.sorted() == [
        "trace.malformed-rows", "trace.missing-samples", "trace.no-time", "trace.repeated-header", "trace.tool-error",
      ])
  }

  @Test("Other columns than power, and processes: there is no power")
  func noPower() throws {
    let utilisation = try TraceFile(
      "# gpu    sm   mem   enc   dec\n# Idx     %     %     %     %\n    0    99     7     0     0\n")
    #expect(utilisation.file.format == .nvidiaSMIMonitor)
    #expect(utilisation.codes == ["trace.no-power"])
    let processes = try TraceFile(
      """
      # gpu         pid   type     sm    mem    enc    dec    command
      # Idx           #    C/G      %      %      %      %    name
          0      10309     C     99      7      -      -    python
          0          -     -      -      -      -      -    -

      """)
    #expect(processes.file.format == .nvidiaSMIProcessMonitor)
    #expect(processes.isUnused)
    #expect(processes.codes.isEmpty)
    guard case .gpuProcesses(let log) = processes.file.content.record else { throw CancellationError() }
    #expect(log.processes.map(\.pid) == [10_309] && log.processes.map(\.gpu) == ["0"])
    #expect(log.processes.map(\.busy) == [99])
  }

  @Test("Compute applications by query: boards by UUID, and when a process was seen")
  func computeApplications() throws {
    let read = try TraceFile(
      """
      timestamp, gpu_name, gpu_uuid, pid, process_name, used_gpu_memory [MiB]
      2026/11/23 10:25:20.544, NVIDIA A40, GPU-7f0c, 4711, python, 9000 MiB
      2026/11/23 10:25:20.544, NVIDIA A40, GPU-81aa, 4712, python, 9000 MiB
      2026/11/23 10:25:50.544, NVIDIA A40, GPU-7f0c, 4711, python, 9000 MiB

      """)
    #expect(read.file.format == .nvidiaSMIProcessMonitor)
    guard case .gpuProcesses(let log) = read.file.content.record else { throw CancellationError() }
    #expect(log.processes.map(\.gpu) == ["GPU-7f0c", "GPU-81aa"] && log.processes.map(\.rows) == [2, 1])
    let first = try #require(log.processes.first)
    #expect((first.last ?? 0) - (first.first ?? 0) == 30_000_000_000)
  }
}
