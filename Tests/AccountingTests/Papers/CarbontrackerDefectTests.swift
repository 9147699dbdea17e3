import LogFormats
import Quantities
import TestSupport
import Testing

@testable import Accounting

/// What carbontracker's own parser and aggregation get wrong, and the values that are right.
///
/// The defects: saintslab/carbontracker#98 (aggregate takes the prediction), parser.get_avg_power_usages (first device of a
/// list only), components/component.py since 2.0.0 (the mean over devices instead of their sum).
@Suite("Defects of carbontracker") struct CarbontrackerDefectTests {
  private func sessions(_ text: String, name: String = "2020-05-21T200000Z_carbontracker.log") throws
    -> [TrackerSession]
  {
    let folder = try TemporaryFolder()
    try folder.write(text, to: name)
    let file = try LogFileReader.read(path: folder.path(name), samples: TraceColumns())
    guard case .tracker(let log) = file.content.record else { return [] }
    return log.sessions
  }

  private func standard(version: String, pue: Double, devices: String, powers: [String], duration: String) -> String {
    var lines = [
      "carbontracker version \(version)",
      "Only predicted and actual consumptions are multiplied by a PUE coefficient of \(pue) (Rhonda Ascierto, 2019, Uptime Institute Global Data Center Survey).",
      "The following components were found: GPU with device(s) \(devices).", "Monitoring thread started.",
    ]
    for (place, power) in powers.enumerated() {
      lines += ["Epoch \(place + 1):", "Duration: \(duration)", "Average power usage (W) for gpu: \(power)"]
    }
    return (lines + ["Monitoring thread ended."]).map { "2020-05-21 20:00:00 - \($0)\n" }.joined()
  }

  private func output(predicted: String, actual: String) -> String {
    "2020-05-21 20:00:00 - CarbonTracker: The following components were found: GPU with device(s) TITAN RTX.\n"
      + [("Predicted", predicted), ("Actual", actual)].map { name, energy in
        "2020-05-21 20:00:38 - CarbonTracker: \n\(name) consumption for 2 epoch(s):\n\tTime:\t0:00:38\n\tEnergy:\t\(energy) kWh\n\tCO2eq:\t1.02 g\n"
      }.joined() + "2020-05-21 20:00:38 - CarbonTracker: Finished monitoring.\n"
  }

  @Test("Two logs of 0.01 kWh each, predicted 0.015: together 0.02 kWh, where carbontracker's aggregate returns 0.03")
  func aggregate() throws {
    let name = "2020-05-21T200000Z_carbontracker_output.log"
    let blocks = try (0..<2).flatMap { _ in
      try sessions(output(predicted: "0.015000", actual: "0.010000"), name: name)
    }
    #expect(blocks.compactMap(\.actual?.kilowattHours).reduce(0, +) == 0.02)
    // The epochs say the same without any block: 2 × 9 kJ × PUE 2 each.
    let logs = try (0..<2).flatMap { _ in
      try sessions(
        standard(version: "1.1.6", pue: 2, devices: "TITAN RTX", powers: ["[90.]", "[90.]"], duration: "0:01:40.00"))
    }
    let energy = logs.compactMap { session in
      session.energyIT(corrected: true).map { $0 * (session.pue ?? 1) }
    }.compensatedSum()
    #expect(abs(energy.kilowattHours - 0.02) < 1e-12)
  }

  @Test(
    "Lists of devices are added up, whatever their blanks",
    arguments: [("[100.5 200.5]", 301.0), ("[ 40.25 41.75]", 82)])
  func lists(text: String, watts: Double) throws {
    let log = standard(
      version: "1.1.6", pue: 1.59, devices: "TITAN RTX, TITAN RTX", powers: [text], duration: "0:01:40.00")
    let power = try #require(try sessions(log).first?.epochs.first?.powers.first)
    #expect(power.totalWatts == watts)
  }

  @Test("2.x, two devices, 200 W for an hour: 0.2 kWh as logged, 0.4 kWh corrected")
  func mean() throws {
    let log = standard(version: "2.3.1", pue: 1.58, devices: "A40, A40", powers: ["200.0"], duration: "1:00:00.00")
    let session = try #require(try sessions(log).first)
    #expect(session.energyIT(corrected: false) == .kilowattHours(0.2))
    #expect(session.energyIT(corrected: true) == .kilowattHours(0.4))
  }
}
