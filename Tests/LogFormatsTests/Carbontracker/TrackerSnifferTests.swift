import Testing

@testable import LogFormats

@Suite("Recognising carbontracker logs")
struct TrackerSnifferTests {
  private static let standard = "2022-05-19 22:16:44 - carbontracker version 1.1.6\n"
  private static let output = "2022-05-19 22:16:44 - CarbonTracker: The following components were found: X.\n"
  private static let error =
    "2026-11-23 10:50:11,950 - MainThread - WARNING - Epoch duration is too short for a measurement to be collected.\n"
  private static let log = "2026-11-23T104720Z_carbontracker"

  private static func format(_ text: String, _ name: String) -> LogFormat? {
    TrackerText.withBytes(text) { FormatRegistry.recognise(head: $0, fileName: name)?.format }
  }

  @Test(
    "The bytes decide, whatever the name",
    arguments: [
      (standard, "a.txt", .carbontrackerStandard), (output, "a.txt", .carbontrackerOutput),
      (error, "a.txt", .carbontrackerError), (output, "\(log).log", .carbontrackerOutput),
      (String(repeating: "\0", count: 300) + standard, "a.log", .carbontrackerStandard),
      ("2020-05-02 21:03:11,747 - MainThread - INFO - carbontracker version 1.0.3\n", "x", .carbontrackerStandard),
      ("2020-05-02 21:03:11,747 - MainThread - INFO - CarbonTracker: \n", "x", .carbontrackerOutput),
    ] as [(String, String, LogFormat)])
  func content(text: String, name: String, format: LogFormat) { #expect(Self.format(text, name) == format) }

  @Test(
    "The name decides where there are no bytes",
    arguments: [
      ("\(log).log", .carbontrackerStandard), ("\(log)_output.log", .carbontrackerOutput),
      ("\(log)_err.log", .carbontrackerError),
    ] as [(String, LogFormat)])
  func names(name: String, format: LogFormat) { #expect(Self.format("", name) == format) }

  @Test("Error logs of other programs are not carbontracker's")
  func otherLogs() {
    let other = "2026-11-23 10:50:11,950 - MainThread - WARNING - Disk is nearly full\n"
    #expect(Self.format(other, "server.log") == nil)
    #expect(Self.format(other, "\(Self.log)_err.log") == .carbontrackerError)
  }
}
