import Accounting
import Alignment
import Foundation
import LogFormats
import Quantities
import Testing

@Suite("One node with an H100: trainings, clocks and links, without a study file")
struct H100NodeTests {
  @Test("the zones of all clocks are found")
  func zones() async throws {
    let study = try await H100Node.whole.value
    #expect(study.attempts.map(\.attempt.clock.offset) == Array(repeating: .seconds(3600), count: 5))
    let clocks = Dictionary(uniqueKeysWithValues: study.footprint.study.evidence.map { ($0.path, $0.clock) })
    let hours: [String: Int] = [
      "traces/nvidia-smi-1s.csv": -5, "traces/nvidia-smi-100ms.csv": 0, "traces/nvml-100ms.csv": 0,
    ]
    for (path, expected) in hours {
      let clock = try #require(clocks[path])
      #expect(clock.offset == .seconds(expected * 3600), "\(path)")
      if path != "traces/nvml-100ms.csv" {
        guard case .found(let probability) = clock.basis else {
          Issue.record("\(path): \(clock.basis)")
          continue
        }
        #expect(probability > 0.999)
      }
    }
    let trackers = study.footprint.study.evidence.filter { $0.path.hasPrefix("carbontracker/") }
    #expect(trackers.count == 5 && trackers.allSatisfy { $0.clock.offset == .seconds(3600) })
  }

  @Test("the killed training was continued, and its epoch 4 done again")
  func redone() async throws {
    let study = try await H100Node.whole.value
    let (_, killed, _) = try #require(study.attempt(ofJob: 48212))
    let (run, continued, _) = try #require(study.attempt(ofJob: 48215))
    #expect(run.attempts.count == 2)
    #expect(killed.epochs.map(\.status) == [.useful, .useful, .useful, .useful, .redone, .aborted])
    #expect(continued.epochs.map(\.index) == [4, 5, 6, 7])
    #expect(continued.epochs.allSatisfy { $0.status == .useful })
  }

  /// carbontracker ends an epoch after nnU-Net's checkpoint, 1 to 4 s after the end in the log.
  @Test("each tracker monitored every epoch of its training, whose process stands in its name")
  func trackers() async throws {
    let study = try await H100Node.whole.value
    for truth in try H100Node.truth() {
      let (_, attempt, _) = try #require(study.attempt(ofJob: truth.job))
      let link = try #require(attempt.links.first { $0.epochs != nil })
      #expect(link.epochs?.matched == attempt.completedEpochs && link.epochs?.of == attempt.completedEpochs)
      let processes = [48211: 1276, 48212: 2797, 48215: 4666, 48219: 5751, 48220: 5754]
      #expect(link.evidence.contains("/\(try #require(processes[truth.job]))."))
    }
    #expect(study.rows(ofTable: "trainings").allSatisfy { $0["outcome"]?.contains("monitored") == false })
  }

  @Test("one trace of the GPU counts for all, the others are left out")
  func counted() async throws {
    let study = try await H100Node.whole.value
    for (_, attempt, _) in study.attempts {
      #expect(attempt.links.map(\.evidence).filter { $0.hasPrefix("traces/") } == ["traces/nvidia-smi-100ms.csv"])
    }
    #expect(
      study.paths(ofFindings: "count-once.same-device-and-hours").sorted()
        == ["traces/nvidia-smi-1s.csv", "traces/nvml-100ms.csv"])
  }

  /// `pmon` saw both processes, and the trackers' names tell whose they are.
  @Test("the trainings side by side share the GPU by their processes' times, and nothing is lost or counted twice")
  func shared() async throws {
    let study = try await H100Node.whole.value
    #expect(study.paths(ofFindings: "link.ambiguous") == [])
    var shares: [Double] = []
    var sum = 0.0
    for (job, pid) in [(48219, 5751), (48220, 5754)] {
      let (_, attempt, measured) = try #require(study.attempt(ofJob: job))
      let link = try #require(attempt.links.first { $0.evidence.hasPrefix("traces/") })
      #expect(link.grounds.contains(.seen(pid)) && link.sharing == [.processes])
      let portions = try #require(link.portions.values.first)
      shares.append(try #require(portions.map(\.share).min()))
      sum += try #require(measured.components.first { $0.component == .gpu }?.total).joules
    }
    // The sums of `sm` in pmon.txt: 662 and 796.
    #expect(abs(shares[0] - 662.0 / 1458) < 1e-9 && abs(shares[1] - 796.0 / 1458) < 1e-9)
    // From the first of both to the last of both, the counter's whole.
    let truths = try H100Node.truth().filter { $0.job >= 48219 }
    let starts = try truths.map { try #require($0.event("epoch_start", 0)) }
    let ends = try truths.map { try #require($0.event("final_validation_end")) }
    let counted = try #require(ends.map(\.joules).max()) - (try #require(starts.map(\.joules).min()))
    // What the logs have before the first epoch is about 2.4 s at 105 W.
    #expect(abs(sum - counted - 250) < 0.02 * counted, "\(sum) J, \(counted) J")
    #expect(study.footprint.unattributed.isEmpty)
  }

  /// Alone on the GPU the tracker reads what `nvidia-smi` does: both are means of the last second, sampled about once a
  /// second at different times.
  @Test("what carbontracker logged is what the trace has over the same time, to 0.5 %", arguments: H100Node.alone)
  func logged(job: Int) async throws {
    let study = try #require(try await H100Node.studies.value[.everySecond])
    let (_, attempt, measured) = try #require(study.attempt(ofJob: job))
    let comparison = try #require(measured.loggedComparisons(of: attempt).first { $0.component == .gpu })
    let trace = try #require(comparison.measured)
    #expect(comparison.epochs == attempt.completedEpochs)
    #expect(
      abs(comparison.corrected.joules / trace.joules - 1) < 0.005, "\(comparison.corrected.joules / trace.joules)")
    // With the checkpoints and plots, that is most of the time from the first epoch to the last.
    #expect(comparison.corrected.joules > 0.7 * (try #require(measured.components.first?.total).joules))
  }
}
