import LogFormats
import Quantities
import Reporting
import Testing

@testable import fodspor

@Suite("Inspection of constructed records")
struct InspectionMembersTests {
  @Test("a tracker's powers stay lists, missing ones null, and both energies stand side by side")
  func tracker() {
    var session = TrackerSession(line: 1)
    session.version = "2.4.7"
    session.pue = 1.58
    session.state = .stopped
    session.components = [TrackerComponent(name: "gpu", devices: ["A40", "A40"], correctionFactor: 2)]
    session.epochs = [
      epoch(1, seconds: 3600, watts: 100), epoch(2, seconds: 1800, watts: nil), TrackerEpoch(number: 3, line: 9),
    ]
    var block = ConsumptionBlock(epochs: 2, line: 12)
    block.kilowattHours = 0.25
    session.actual = block

    #expect(
      json(Inspection.members(of: TrackerLog(kind: .standard, sessions: [session]))) == """
        {"sessions": [{"tracker_version": "2.4.7", "inferred_version": null, "pue": 1.58, "state": "stopped", \
        "damaged_line": null, "first_stamp": null, "last_stamp": null, "components": {"gpu": {"devices": ["A40", "A40"], "device_count": 2, \
        "power_w": [[100.0], [null], null], "correction_factor": 2.0}}, "epoch_seconds": [3600.0, 1800.0, null], \
        "it_energy_reported_kwh": 0.15, "it_energy_corrected_kwh": 0.3, "actual": {"epochs": 2, "seconds": null, \
        "energy_kwh": 0.25, "co2e_g": null, "km": null}, "predicted": null, "intensities": []}]}
        """)
  }

  @Test("a tracker session without anything has nulls, not zeros")
  func emptyTracker() {
    #expect(
      json(Inspection.members(of: TrackerLog(kind: .output, sessions: [TrackerSession(line: 1)]))) == """
        {"sessions": [{"tracker_version": null, "inferred_version": null, "pue": null, "state": "truncated", \
        "damaged_line": null, "first_stamp": null, "last_stamp": null, "components": {}, "epoch_seconds": [], "it_energy_reported_kwh": null, \
        "it_energy_corrected_kwh": null, "actual": null, "predicted": null, "intensities": []}]}
        """)
  }

  @Test("a training log takes its names from the path, and from its header where the path is silent")
  func training() {
    var log = TrainingLog()
    log.dataset = "Dataset999_Header"
    log.configuration = "2d"
    log.fold = 4
    log.firstStamp = WallTime(nanoseconds: 0)
    var completed = LoggedEpoch(index: 0, start: WallTime(nanoseconds: 0), line: 3)
    completed.end = WallTime(nanoseconds: 12_340_000_000)
    completed.seconds = 12.34
    log.epochs = [completed, LoggedEpoch(index: 1, start: WallTime(nanoseconds: 12_340_000_000), line: 9)]

    let path =
      "results/Dataset701_Blobs/nnUNetTrainer__nnUNetPlans__3d_fullres/fold_all/training_log_2026_1_2_03_04_05.txt"
    #expect(
      json(Inspection.members(of: log, path: path)) == """
        {"dataset": "Dataset701_Blobs", "trainer": "nnUNetTrainer", "plans": "nnUNetPlans", \
        "configuration": "3d_fullres", "fold": "all", "first_stamp": "1970-01-01T00:00:00", "last_stamp": null, \
        "completed_epochs": 1, "aborted_epochs": 1, "duplicate_epoch_records": 0, "epoch_seconds_sum": 12.34, \
        "epoch_seconds_mean": 12.34, "mean_validation_dice": null, "finished": false}
        """)
    let fromHeader = json(Inspection.members(of: log, path: "log.txt"))
    #expect(
      fromHeader.hasPrefix(
        """
        {"dataset": "Dataset999_Header", "trainer": null, "plans": null, "configuration": "2d", "fold": 4,
        """))
  }

  @Test("the sum over no epochs is missing, not zero")
  func noEpochs() {
    let facts = TrainingFacts(TrainingLog(), path: "log.txt")
    #expect(facts.completedEpochs == 0)
    #expect(facts.epochSecondsSum == nil)
    #expect(facts.epochSecondsMean == nil)
  }

  private func epoch(_ number: Int, seconds: Double, watts: Double?) -> TrackerEpoch {
    var epoch = TrackerEpoch(number: number, line: number)
    epoch.seconds = seconds
    epoch.powers = [ComponentPower(component: "gpu", watts: [watts], line: number)]
    return epoch
  }

  private func json(_ members: [JSONOutput.Member]) -> String { JSONWriter.text(.object(members)) }
}
