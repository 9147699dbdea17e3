import Accounting
import Alignment
import Foundation
import LogFormats
import Quantities
import TestSupport
import Testing

@Suite("The report of the reference runs: energy", .enabled(if: SharedData.shouldRun))
struct RealRunsEnergyTests {
  @Test("the parts of every training add up to the integral of its traces, to 1e-9")
  func sumsClose() async throws {
    let study = try await RealRuns.zoned.value
    let folder = try RealRuns.folder()
    var compared = 0
    for truth in try await RealRuns.truth.value {
      let (_, attempt, measured) = try #require(study.attempt(ofJob: truth.slurmJob))
      let trace = try #require(truth.files.gpuTrace)
      let counter = try #require(truth.files.raplTrace)
      let domains = try #require(truth.files.raplDomains)
      let powers = try TraceArithmetic.powers(
        folder.appending(path: trace), hoursAhead: truth.timezone == "UTC" ? 0 : 1)
      let counters = try TraceArithmetic.counters(
        folder.appending(path: counter), domains: folder.appending(path: domains))
      #expect(measured.components.map(\.component) == [.gpu, .cpu, .dram], "\(truth.slurmJob)")
      for energy in measured.components {
        #expect(energy.evidence == [energy.component == .gpu ? trace : counter])
        let name = energy.component.rawValue
        let expected = try #require(
          powers.joules(of: name, in: attempt.window) ?? counters.joules(of: name, in: attempt.window))
        let sum = energy.byPart.compactMap { $0?.joules }.reduce(0, +)
        #expect(expected > 0)
        #expect(
          abs(sum - expected) <= 1e-9 * expected, "\(truth.slurmJob), \(name): \(sum) J, not \(expected) J")
        compared += 1
      }
      let parts = attempt.parts.indices.compactMap { measured.energy(ofPart: $0)?.joules }.reduce(0, +)
      let total = try #require(measured.energy?.joules)
      #expect(abs(parts - total) <= 1e-9 * total)
    }
    #expect(compared == 29 * 3)
  }

  @Test("with the zones known, all trainings are measured from end to end")
  func coverage() async throws {
    let study = try await RealRuns.zoned.value
    for (_, attempt, measured) in study.attempts {
      // The killed job's counters end 30 ms before its power samples, which set the end of its last epoch.
      #expect(try #require(measured.coverage) > 0.998, "\(attempt.label)")
    }
    #expect(study.rows(ofTable: "trainings").allSatisfy { Double($0["coverage"] ?? "").map { $0 > 0.998 } == true })
  }

  /// carbontracker took the wrap of a counter for a power of 0 W, so its mean of that epoch is half of the true one.
  @Test("the epoch in which carbontracker lost half the CPU's energy is found")
  func wrapInTracker() async throws {
    let study = try await RealRuns.zoned.value
    let (_, attempt, measured) = try #require(study.attempt(ofJob: 4_410_208))
    let check = try #require(measured.crossChecks.first { $0.component == .cpu })
    let worst = try #require(check.worst)
    #expect(check.chosenMethod == .counter && check.method == .trackerMean)
    #expect(worst.epoch == 6)
    #expect(abs(worst.relative + 0.5) < 0.02, "\(worst.relative)")

    let finding = try #require(
      study.footprint.diagnostics.first { $0.diagnostic.code == "crosscheck.epoch" && $0.path == attempt.logPath })
    #expect(finding.diagnostic.message.hasPrefix("In epoch 6 \(check.evidence) has 49 % of the cpu energy"))
    let row = try #require(
      study.rows(ofTable: "cross-checks").first {
        $0["training"] == "4410208" && $0["component"]?.hasPrefix("CPU") == true
      })
    #expect(row["worst_epoch"] == "6")
    #expect(row["worst_difference"].flatMap { Double($0) } == worst.relative)
  }
}
